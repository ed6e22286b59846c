Feature: Screen calls on iOS
  The table "iOS": which setting sends which event for a call with the name "Settings" and the category "Merchant".
  Track All Screens puts both into the event's properties, Track All Pages neither.

  Scenario Outline: a setting sends its event (<case>)
    Given an ios app with the settings
      | <Setting Name> | on |
    When the app calls screen with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type |
      | <Example>  |

    @rule:screen.ios.all-pages @dialect:documented @dialect:printed
    Examples:
      | case      | Setting Name    | When events will be sent to Amplitude | Amplitude Event Name | Example         |
      | all-pages | Track All Pages | Always                                | Viewed (Name)        | Viewed Settings |

    @rule:screen.ios.all-screens
    Examples:
      | case        | Setting Name      | When events will be sent to Amplitude | Amplitude Event Name | Example         |
      | all-screens | Track All Screens | Always                                | Loaded a Screen      | Loaded a Screen |

  @rule:screen.ios.all-pages @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: a screen without a name is "Viewed a Screen" (<case>)
    Given an ios app with the settings
      | Track All Pages | on |
    When the app calls screen with
      """
      <The call has>
      """
    Then Amplitude receives exactly these events
      | event_type      |
      | Viewed a Screen |

    Examples:
      | case          | The call has                         |
      | bare          | {}                                   |
      | category-only | {"category": "Merchant"}             |
      | empty-name    | {"name": "", "category": "Merchant"} |

  @rule:screen.ios.all-screens
  Scenario: Track All Screens asks for neither name nor category
    Given an ios app with the settings
      | Track All Screens | on |
    When the app calls screen
    Then Amplitude receives exactly these events
      | event_type      | event_properties |
      | Loaded a Screen | {}               |

  @rule:screen.ios.all-screens-properties @dialect:documented @dialect:printed
  Scenario Outline: Track All Screens includes what the call says of the screen (<case>)
    Given an ios app with the settings
      | Track All Screens | on |
    When the app calls screen with
      """
      <The call has>
      """
    Then Amplitude receives exactly these events
      | event_type      | event_properties |
      | Loaded a Screen | <Properties>     |

    Examples:
      | case              | The call has                                                                  | Properties                                                    |
      | name-and-category | {"name": "Settings", "category": "Merchant"}                                  | {"name": "Settings", "category": "Merchant"}                  |
      | only-name         | {"name": "Settings"}                                                          | {"name": "Settings"}                                          |
      | only-category     | {"category": "Merchant"}                                                      | {"category": "Merchant"}                                      |
      | own-properties    | {"name": "Settings", "category": "Merchant", "properties": {"theme": "dark"}} | {"name": "Settings", "category": "Merchant", "theme": "dark"} |

  @rule:screen.ios.all-screens-properties @dialect:documented @dialect:printed
  Scenario: Track All Pages includes neither name nor category
    Given an ios app with the settings
      | Track All Pages | on |
    When the app calls screen with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type      | event_properties.name | event_properties.category |
      | Viewed Settings |                       |                           |

  @rule:page.one-event-per-setting @rule:screen.ios.all-screens-properties @adjudicated @dialect:documented @dialect:printed
  Scenario: both settings send both events, in the order of the table
    Given an ios app with the settings
      | Track All Screens | on |
      | Track All Pages   | on |
    When the app calls screen with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type      | event_properties.name | event_properties.category |
      | Viewed Settings |                       |                           |
      | Loaded a Screen | Settings              | Merchant                  |

  @rule:screen.ios.all-screens-properties @rule:screen.ios.all-screens @dialect:documented @dialect:printed
  Scenario: the screen's own name and category come before properties of these names
    Given an ios app with the settings
      | Track All Screens | on |
    When the app calls screen with
      """
      {"name": "Settings", "category": "Merchant", "properties": {"name": "Jazz", "category": "Music", "plan": "Basic"}}
      """
    Then Amplitude receives exactly these events
      | event_type      | event_properties                                              |
      | Loaded a Screen | {"name": "Settings", "category": "Merchant", "plan": "Basic"} |

  @rule:screen.ios.all-screens-properties @rule:screen.ios.all-screens @dialect:documented @dialect:printed
  Scenario: a property of these names stays on a screen without them
    Given an ios app with the settings
      | Track All Screens | on |
    When the app calls screen with
      """
      {"properties": {"name": "Jazz", "category": "Music"}}
      """
    Then Amplitude receives exactly these events
      | event_type      | event_properties                      |
      | Loaded a Screen | {"name": "Jazz", "category": "Music"} |

  @rule:screen.ios.all-screens-properties @rule:screen.ios.all-pages @dialect:documented @dialect:printed
  Scenario: Track All Pages leaves the properties as they are
    Given an ios app with the settings
      | Track All Pages | on |
    When the app calls screen with
      """
      {"name": "Settings", "category": "Merchant", "properties": {"name": "Jazz", "plan": "Basic"}}
      """
    Then Amplitude receives exactly these events
      | event_type      | event_properties                  |
      | Viewed Settings | {"name": "Jazz", "plan": "Basic"} |
