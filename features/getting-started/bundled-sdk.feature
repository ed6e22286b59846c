Feature: The bundled SDK in a mobile app
  A mobile app in device mode carries Amplitude's SDK and talks to Amplitude itself. In cloud mode Segment's servers
  do that.

  @rule:start.mobile-bundled
  Scenario Outline: the app itself sends its events, once (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And the app identifies "derek" with the traits
      | email | derek@sivers.org |
    Then Amplitude receives exactly these events
      | event_type  | amplitude.sender | library.name |
      | Song Played | <Source>         | <Library>    |
      | $identify   | <Source>         | <Library>    |

    Examples:
      | case    | Source      | Library           |
      | ios     | ios app     | amplitude-ios     |
      | android | android app | amplitude-android |

  @rule:start.mobile-bundled
  Scenario Outline: in cloud mode no SDK is bundled (<case>)
    Given an <Source> in cloud mode
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | amplitude.sender  | library.name |
      | Song Played | Segment's servers |              |

    Examples:
      | case          | Source      |
      | ios-cloud     | ios app     |
      | android-cloud | android app |
