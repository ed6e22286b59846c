Feature: Screen calls on Android, as documented and as shipped
  What the same calls lead to in the documentation and in the app. In the app Track All Screens is on unless it is
  switched off, and of several settings only one sends its event.

  @divergence:pages.android.on-by-default @rule:page.off-by-default @rule:screen.android.all-screens
  @dialect:documented @dialect:printed
  Scenario: with no setting touched a screen call sends nothing, as documented
    Given an android app
    When the app calls screen with
      """
      {"name": "Settings", "properties": {"name": "Settings"}}
      """
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

  @divergence:pages.android.on-by-default @rule:page.off-by-default @rule:screen.android.all-screens
  @dialect:shipped @dialect:latest
  Scenario: with no setting touched each screen is loaded, as shipped
    Given an android app
    When the app calls screen with
      """
      {"name": "Settings", "properties": {"name": "Settings"}}
      """
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type      | event_properties     |
      | Loaded a Screen | {"name": "Settings"} |
      | Song Played     | {}                   |

  @divergence:pages.android.name-property @rule:screen.android.all-screens
  Scenario Outline: Track All Screens and the name of the screen (<case>)
    Given an android app with the settings
      | Track All Screens | on |
    When the app calls screen with
      """
      <The call has>
      """
    Then Amplitude receives exactly these events
      | event_type      | event_properties |
      | Loaded a Screen | <properties>     |

    @dialect:documented @dialect:printed
    Examples: as documented, the call's properties
      | case               | The call has                                             | properties       |
      | named-documented   | {"name": "Settings", "properties": {"color": "red"}}     | {"color": "red"} |
      | unnamed-documented | {"category": "Merchant", "properties": {"color": "red"}} | {"color": "red"} |

    @dialect:shipped @dialect:latest
    Examples: as shipped, with a name in any case
      | case            | The call has                                             | properties                           |
      | named-shipped   | {"name": "Settings", "properties": {"color": "red"}}     | {"color": "red", "name": "Settings"} |
      | unnamed-shipped | {"category": "Merchant", "properties": {"color": "red"}} | {"color": "red", "name": null}       |

  @divergence:pages.android.first-setting-wins @rule:page.one-event-per-setting
  @dialect:documented @dialect:printed
  Scenario: two settings send two events, as documented
    Given an android app with the settings
      | Track All Screens       | off |
      | Track Categorized Pages | on  |
      | Track All Pages         | on  |
    When the app calls screen with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type             |
      | Viewed Merchant Screen |
      | Viewed Settings Screen |

  @divergence:pages.android.first-setting-wins @rule:page.one-event-per-setting
  @dialect:shipped @dialect:latest
  Scenario: of two settings one sends its event, as shipped
    Given an android app with the settings
      | Track All Screens       | off |
      | Track Categorized Pages | on  |
      | Track All Pages         | on  |
    When the app calls screen with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type             |
      | Viewed Settings Screen |

  @divergence:pages.android.first-setting-wins @divergence:pages.android.named-without-category
  @divergence:pages.android.name-property
  @rule:page.one-event-per-setting @dialect:shipped @dialect:latest
  Scenario Outline: which setting wins, as shipped (<case>)
    Given an android app with the settings
      | Track Named Pages       | on                  |
      | Track Categorized Pages | on                  |
      | Track All Pages         | <Track All Pages>   |
      | Track All Screens       | <Track All Screens> |
    When the app calls screen with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type |
      | <Event>    |

    Examples:
      | case             | Track All Pages | Track All Screens | Event                  |
      | all-screens-wins | on              | on                | Loaded a Screen        |
      | all-pages-wins   | on              | off               | Viewed Settings Screen |
      | categorized-wins | off             | off               | Viewed Merchant Screen |

  @divergence:pages.android.named-without-category @rule:screen.android.named
  Scenario Outline: Track Named Pages and the category (<case>)
    Given an android app with the settings
      | Track All Screens | off |
      | Track Named Pages | on  |
    When the app calls screen with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type |
      | <Event>    |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                | Event                           |
      | category-documented | Viewed Merchant Settings Screen |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case             | Event                  |
      | category-shipped | Viewed Settings Screen |

  @divergence:pages.android.unnamed-by-category @rule:screen.android.all-pages
  Scenario Outline: Track All Pages and a screen without a name (<case>)
    Given an android app with the settings
      | Track All Screens | off |
      | Track All Pages   | on  |
    When the app calls screen with category "Merchant"
    Then Amplitude receives exactly these events
      | event_type |
      | <Event>    |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                         | Event           |
      | all-pages-unnamed-documented | Loaded a Screen |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case                      | Event                  |
      | all-pages-unnamed-shipped | Viewed Merchant Screen |

  @divergence:pages.android.revenue @rule:screen.android.named @rule:revenue-v1.price
  @dialect:documented @dialect:printed
  Scenario: revenue in a screen call is a property like any other, as documented
    Given an android app with the settings
      | Track All Screens | off |
      | Track Named Pages | on  |
    When the app calls screen with
      """
      {"name": "Receipt", "properties": {"revenue": 20, "quantity": 1}}
      """
    Then Amplitude receives exactly these events
      | event_type            | event_properties               |
      | Viewed Receipt Screen | {"revenue": 20, "quantity": 1} |
    And Amplitude counts a revenue of 0

  @divergence:pages.android.revenue @rule:screen.android.named @rule:revenue-v1.price
  @dialect:shipped @dialect:latest
  Scenario: revenue in a screen call is logged, as shipped
    Given an android app with the settings
      | Track All Screens | off |
      | Track Named Pages | on  |
    When the app calls screen with
      """
      {"name": "Receipt", "properties": {"revenue": 20, "quantity": 1}}
      """
    Then Amplitude receives exactly these events
      | event_type            | event_properties               |
      | Viewed Receipt Screen | {"revenue": 20, "quantity": 1} |
      | revenue_amount        | {}                             |
    And Amplitude counts a revenue of 20

  @divergence:pages.android.unnamed-refused @rule:screen.android.all-screens @dialect:documented @dialect:printed
  Scenario: a screen with neither name nor category is loaded, as documented
    Given an android app with the settings
      | Track All Screens | on |
    When the app calls screen with
      """
      {"properties": {"name": null}}
      """
    Then Amplitude receives exactly these events
      | event_type      |
      | Loaded a Screen |

  @divergence:pages.android.unnamed-refused @rule:screen.android.all-screens @dialect:shipped @dialect:latest
  Scenario: a screen with neither name nor category is refused, as shipped
    Given an android app with the settings
      | Track All Screens | on |
    When the app calls screen with
      """
      {"properties": {"name": null}}
      """
    Then it is refused with "either category or name must be provided"
    And Amplitude receives no events

  @divergence:calls.android.blank-texts @divergence:pages.android.name-property
  @rule:screen.android.all-screens @dialect:shipped @dialect:latest
  Scenario: a name of blanks is no name, as shipped
    Given an android app with the settings
      | Track All Screens | on |
    When the app calls screen with name "  " and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type      | event_properties |
      | Loaded a Screen | {"name": null}   |
