Feature: Screen calls on iOS
  The table "iOS" of the section Page and Screen.

  @rule:screen.ios.all-pages @rule:screen.ios.all-screens
  Scenario Outline: an iOS setting sends its event (<case>)
    Given an ios app with the settings
      | <Setting Name> | on |
    When the app calls screen with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type             |
      | <Amplitude Event Name> |

    Examples:
      | case        | Setting Name      | Amplitude Event Name |
      | all-pages   | Track All Pages   | Viewed Settings      |
      | all-screens | Track All Screens | Loaded a Screen      |

  @rule:screen.ios.all-pages @rule:screen.ios.all-screens
  Scenario: a screen call with both settings on sends both events
    Given an ios app with the settings
      | Track All Pages   | on |
      | Track All Screens | on |
    When the app calls screen with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type      | event_properties.name | event_properties.category |
      | Viewed Settings |                       |                           |
      | Loaded a Screen | Settings              | Merchant                  |
