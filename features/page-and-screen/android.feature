Feature: Screen calls on Android
  The table "Android": which setting sends which event for a call with the name "Settings" and the category "Merchant".

  Scenario Outline: a setting sends its event (<case>)
    Given an android app with the settings
      | <Setting Name> | on |
    When the app calls screen with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type |
      | <Example>  |

    @rule:screen.android.named @dialect:documented @dialect:printed
    Examples:
      | case  | Setting Name      | When events will be sent to Amplitude | Amplitude Event Name            | Example                         |
      | named | Track Named Pages | A screen name is provided             | Viewed (Category) (Name) Screen | Viewed Merchant Settings Screen |

    @rule:screen.android.categorized @dialect:documented @dialect:printed
    Examples:
      | case        | Setting Name            | When events will be sent to Amplitude | Amplitude Event Name     | Example                |
      | categorized | Track Categorized Pages | A screen category is provided         | Viewed (Category) Screen | Viewed Merchant Screen |

    @rule:screen.android.all-pages @dialect:documented @dialect:printed
    Examples:
      | case      | Setting Name    | When events will be sent to Amplitude | Amplitude Event Name                                                          | Example                |
      | all-pages | Track All Pages | Always                                | If a screen name is provided: Viewed (Name) Screen. Otherwise Loaded a Screen | Viewed Settings Screen |

    @rule:screen.android.all-screens
    Examples:
      | case        | Setting Name      | When events will be sent to Amplitude | Amplitude Event Name | Example         |
      | all-screens | Track All Screens | Always                                | Loaded a Screen      | Loaded a Screen |

  Scenario Outline: what the event of a call with less in it is called (<case>)
    Given an android app with the settings
      | <Setting Name> | on |
    When the app calls screen with
      """
      <The call has>
      """
    Then Amplitude receives exactly these events
      | event_type |
      | <Event>    |

    @rule:screen.android.named @dialect:documented @dialect:printed
    Examples:
      | case                   | Setting Name      | The call has                | Event                         |
      | named-without-category | Track Named Pages | {"name": "Payment Methods"} | Viewed Payment Methods Screen |

    @rule:screen.android.categorized @dialect:documented @dialect:printed
    Examples:
      | case                     | Setting Name            | The call has             | Event                  |
      | categorized-without-name | Track Categorized Pages | {"category": "Merchant"} | Viewed Merchant Screen |

    @rule:screen.android.all-pages @dialect:documented @dialect:printed
    Examples:
      | case                       | Setting Name    | The call has             | Event                  |
      | all-pages-without-category | Track All Pages | {"name": "Settings"}     | Viewed Settings Screen |
      | all-pages-without-name     | Track All Pages | {"category": "Merchant"} | Loaded a Screen        |

    @rule:screen.android.all-pages @dialect:documented @dialect:printed
    Examples: with an empty name
      | case                 | Setting Name    | The call has                         | Event           |
      | all-pages-empty-name | Track All Pages | {"name": "", "category": "Merchant"} | Loaded a Screen |

    @rule:screen.android.all-screens
    Examples:
      | case                     | Setting Name      | The call has             | Event           |
      | all-screens-without-name | Track All Screens | {"category": "Merchant"} | Loaded a Screen |

    @rule:screen.android.all-screens @dialect:documented @dialect:printed
    Examples: with nothing in it
      | case             | Setting Name      | The call has | Event           |
      | all-screens-bare | Track All Screens | {}           | Loaded a Screen |

  Scenario Outline: no event when the call lacks what the setting asks for (<case>)
    Given an android app with the settings
      | <Setting Name> | on |
    When the app calls screen with
      """
      <The call has>
      """
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

    @rule:screen.android.named @dialect:documented @dialect:printed
    Examples: no name
      | case       | Setting Name      | The call has                         |
      | unnamed    | Track Named Pages | {"category": "Merchant"}             |
      | empty-name | Track Named Pages | {"name": "", "category": "Merchant"} |

    @rule:screen.android.categorized @dialect:documented @dialect:printed
    Examples: no category
      | case          | Setting Name            | The call has         |
      | uncategorized | Track Categorized Pages | {"name": "Settings"} |

  @rule:page.one-event-per-setting @adjudicated @dialect:documented @dialect:printed
  Scenario: all settings send all events, in the order of the table
    Given an android app with the settings
      | Track All Screens       | on |
      | Track All Pages         | on |
      | Track Categorized Pages | on |
      | Track Named Pages       | on |
    When the app calls screen with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type                      |
      | Viewed Merchant Settings Screen |
      | Viewed Merchant Screen          |
      | Viewed Settings Screen          |
      | Loaded a Screen                 |

  @rule:page.one-event-per-setting @adjudicated @dialect:documented @dialect:printed
  Scenario: with all settings on an unnamed screen is loaded twice
    Given an android app with the settings
      | Track Named Pages       | on |
      | Track Categorized Pages | on |
      | Track All Pages         | on |
      | Track All Screens       | on |
    When the app calls screen with category "Merchant"
    Then Amplitude receives exactly these events
      | event_type             |
      | Viewed Merchant Screen |
      | Loaded a Screen        |
      | Loaded a Screen        |

  @rule:screen.android.all-screens @dialect:documented @dialect:printed
  Scenario: a property called name is the call's own, and the screen's name is not added
    Given an android app with the settings
      | Track All Screens | on |
    When the app calls screen with
      """
      {"name": "Settings", "category": "Merchant", "properties": {"name": "Jazz", "plan": "Basic"}}
      """
    And the app calls screen with name "Settings"
    Then Amplitude receives exactly these events
      | event_type      | event_properties                  |
      | Loaded a Screen | {"name": "Jazz", "plan": "Basic"} |
      | Loaded a Screen | {}                                |
