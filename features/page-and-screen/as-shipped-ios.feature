Feature: Screen calls on iOS, as documented and as shipped
  The shipped integration knows the two settings of the table "iOS" and names one of the two events otherwise.

  @rule:screen.ios.all-pages @divergence:pages.ios.viewed-screen
  Scenario Outline: Track All Pages ends the event's name with "Screen" (<case>)
    Given an ios app with the settings
      | Track All Pages | on |
    When the app calls screen with
      """
      <The call has>
      """
    Then Amplitude receives exactly these events
      | event_type |
      | <Event>    |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case               | The call has         | Event           |
      | named-documented   | {"name": "Settings"} | Viewed Settings |
      | unnamed-documented | {}                   | Viewed a Screen |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case            | The call has         | Event                  |
      | named-shipped   | {"name": "Settings"} | Viewed Settings Screen |
      | unnamed-shipped | {}                   | Viewed (null) Screen   |

  @rule:screen.ios.all-screens-properties @divergence:pages.ios.name-without-category
  Scenario Outline: Track All Screens leaves the category out (<case>)
    Given an ios app with the settings
      | Track All Screens | on |
    When the app calls screen with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type      | event_properties.name | event_properties.category |
      | Loaded a Screen | Settings              | <Category>                |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                | Category |
      | category-documented | Merchant |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case             | Category |
      | category-shipped |          |

  @rule:page.one-event-per-setting @divergence:pages.ios.one-event @adjudicated
  @dialect:documented @dialect:printed
  @divergence:pages.ios.viewed-screen
  Scenario: both settings send two events, as documented
    Given an ios app with the settings
      | Track All Screens | on |
      | Track All Pages   | on |
    When the app calls screen with name "Settings"
    Then Amplitude receives exactly these events
      | event_type      |
      | Viewed Settings |
      | Loaded a Screen |

  @rule:page.one-event-per-setting @divergence:pages.ios.one-event
  @dialect:shipped @dialect:latest
  @divergence:pages.ios.viewed-screen
  Scenario: both settings send one event, as shipped
    Given an ios app with the settings
      | Track All Screens | on |
      | Track All Pages   | on |
    When the app calls screen with name "Settings"
    Then Amplitude receives exactly these events
      | event_type      |
      | Loaded a Screen |

  @rule:screen.ios.all-screens @divergence:pages.ios.tracked
  @dialect:documented @dialect:printed
  @divergence:revenue.ios.all-properties @divergence:revenue.ios.always-v2
  Scenario: a revenue on a screen call is a property, as documented
    Given an ios app with the settings
      | Track All Screens | on |
    When the app calls screen with
      """
      {"name": "Thank You", "properties": {"revenue": 20}}
      """
    Then Amplitude receives exactly these events
      | event_type      | event_properties                     |
      | Loaded a Screen | {"name": "Thank You", "revenue": 20} |
    And Amplitude counts a revenue of 0

  @rule:screen.ios.all-screens @divergence:pages.ios.tracked
  @dialect:shipped @dialect:latest
  @divergence:revenue.ios.all-properties @divergence:revenue.ios.always-v2
  Scenario: a revenue on a screen call is logged, as shipped
    Given an ios app with the settings
      | Track All Screens | on |
    When the app calls screen with
      """
      {"name": "Thank You", "properties": {"revenue": 20}}
      """
    Then Amplitude receives these events
      | event_type      | event_properties                     |
      | Loaded a Screen | {"name": "Thank You", "revenue": 20} |
    And Amplitude counts a revenue of 20

  @rule:screen.ios.all-screens @divergence:pages.ios.tracked @divergence:integrations.ios.options-crash
  Scenario Outline: the options of track count on a screen call (<case>)
    Given an ios app with the settings
      | Track All Screens | on |
    When the app calls screen with
      """
      {"name": "Settings", "integrations": {"Amplitude": {"outOfSession": true, "groups": {"sport": "tennis"}}}}
      """
    Then Amplitude receives exactly these events
      | event_type      | session_id | groups   |
      | Loaded a Screen | <Session>  | <Groups> |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case               | Session     | Groups |
      | options-documented | <session 1> | {}     |

    @dialect:latest
    Examples: as shipped last; before, the options crashed the app
      | case           | Session | Groups              |
      | options-latest | -1      | {"sport": "tennis"} |

  @rule:screen.ios.all-pages @divergence:pages.ios.viewed-screen
  Scenario Outline: an empty name leaves its space (<case>)
    Given an ios app with the settings
      | Track All Pages | on |
    When the app calls screen with
      """
      {"name": ""}
      """
    Then Amplitude receives exactly these events
      | event_type |
      | <Event>    |

    @dialect:documented @dialect:printed
    Examples: as documented, as good as no name
      | case             | Event           |
      | empty-documented | Viewed a Screen |

    @dialect:shipped @dialect:latest
    Examples: as shipped, with two spaces
      | case          | Event          |
      | empty-shipped | Viewed  Screen |
