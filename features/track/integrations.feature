Feature: Calls that leave Amplitude out
  A call may say which destinations it is for: Amplitude is left out by name, or because all are and it is not named.

  @rule:track.event
  Scenario Outline: only calls that are for Amplitude get there (<case>)
    Given <Source>
    When the app calls track with
      """
      {"anonymousId": "visitor-1", "event": "Song Played", "integrations": <Integrations>}
      """
    And the app calls track with
      """
      {"anonymousId": "visitor-1", "event": "Song Skipped"}
      """
    Then Amplitude receives exactly these events
      | event_type   |
      | Song Skipped |

    Examples:
      | case                  | Source                       | Integrations                      |
      | not-amplitude-web     | a web app                    | {"Amplitude": false}              |
      | not-amplitude-ios     | an ios app                   | {"Amplitude": false}              |
      | not-amplitude-android | an android app               | {"Amplitude": false}              |
      | not-amplitude-server  | a server source              | {"Amplitude": false}              |
      | not-amplitude-cloud   | an ios app in cloud mode     | {"Amplitude": false}              |
      | none-web              | a web app                    | {"All": false}                    |
      | none-ios              | an ios app                   | {"All": false}                    |
      | none-android          | an android app               | {"All": false}                    |
      | none-server           | a server source              | {"All": false}                    |
      | none-cloud            | an android app in cloud mode | {"All": false}                    |
      | all-but-web           | a web app                    | {"All": true, "Amplitude": false} |
      | all-but-ios           | an ios app                   | {"All": true, "Amplitude": false} |
      | all-but-android       | an android app               | {"All": true, "Amplitude": false} |
      | all-but-server        | a server source              | {"All": true, "Amplitude": false} |
      | others-only-web       | a web app                    | {"All": false, "Mixpanel": true}  |
      | others-only-server    | a server source              | {"All": false, "Mixpanel": true}  |

  @rule:track.event
  Scenario Outline: Amplitude by name is enough (<case>)
    Given <Source>
    When the app calls track with
      """
      {"anonymousId": "visitor-1", "event": "Song Played", "integrations": <Integrations>}
      """
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

    Examples:
      | case           | Source                   | Integrations                      |
      | named-web      | a web app                | {"All": false, "Amplitude": true} |
      | named-ios      | an ios app               | {"All": false, "Amplitude": true} |
      | named-android  | an android app           | {"All": false, "Amplitude": true} |
      | named-server   | a server source          | {"All": false, "Amplitude": true} |
      | named-cloud    | an ios app in cloud mode | {"All": false, "Amplitude": true} |
      | others-web     | a web app                | {"Mixpanel": false}               |
      | others-ios     | an ios app               | {"Mixpanel": false}               |
      | others-android | an android app           | {"Mixpanel": false}               |
      | others-server  | a server source          | {"Mixpanel": false}               |
      | all-server     | a server source          | {"All": true}                     |

  @rule:groups.event-level @rule:track.event @dialect:documented @dialect:printed
  Scenario Outline: options count as naming Amplitude (<case>)
    Given <Source>
    When the app calls track with
      """
      {
        "anonymousId": "visitor-1",
        "event": "Song Played",
        "integrations": {"All": false, "Amplitude": {"groups": {"plan": "Free"}}}
      }
      """
    Then Amplitude receives exactly these events
      | event_type  | groups           |
      | Song Played | {"plan": "Free"} |

    Examples:
      | case            | Source          |
      | options-web     | a web app       |
      | options-ios     | an ios app      |
      | options-android | an android app  |
      | options-server  | a server source |
