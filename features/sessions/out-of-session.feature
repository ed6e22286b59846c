Feature: Out-of-session events
  With the option outOfSession an event belongs to no session: it has the session id -1, opens no session and extends
  none.

  @rule:out-of-session.minus-one
  Scenario Outline: an event with outOfSession true is in no session (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And the app tracks "Push Notification Viewed" with the Amplitude options
      | outOfSession | true |
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type               | session_id  | sequence_number | event_id |
      | Song Played              | <session 1> | 1               | 1        |
      | Push Notification Viewed | -1          | 2               | 2        |
      | Song Played              | <session 1> | 3               | 3        |

    Examples:
      | case              | Source      |
      | minus-one-android | android app |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on iOS, where as shipped the options crash the app
      | case          | Source  |
      | minus-one-ios | ios app |

  @rule:out-of-session.minus-one @dialect:documented @dialect:printed
  Scenario Outline: anything but true leaves the event in its session (<case>)
    Given an <Source>
    When the app tracks "Push Notification Viewed" with the Amplitude options
      """
      {"outOfSession": <Value>}
      """
    Then the events are in these sessions
      | event_type               | session_id  |
      | Push Notification Viewed | <session 1> |

    Examples:
      | case               | Source      | Value  |
      | false-ios          | ios app     | false  |
      | text-true-ios      | ios app     | "true" |
      | text-true-android  | android app | "true" |
      | number-one-android | android app | 1      |

  @rule:out-of-session.minus-one
  Scenario Outline: the option counts under Amplitude's name alone (<case>)
    Given an <Source>
    When the app calls track with
      """
      {"event": "Push Notification Viewed", <Where>}
      """
    Then the events are in these sessions
      | event_type               | session_id  |
      | Push Notification Viewed | <session 1> |

    Examples:
      | case                         | Source      | Where                                                |
      | another-integration-ios      | ios app     | "integrations": {"Mixpanel": {"outOfSession": true}} |
      | among-the-properties-android | android app | "properties": {"outOfSession": true}                 |

  @rule:out-of-session.no-extend
  Scenario Outline: an out-of-session event does not extend the session (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And the app goes to the background
    And 4 minutes pass
    And the app tracks "Push Notification Viewed" with the Amplitude options
      | outOfSession | true |
    And 1 minute passes
    And the app comes to the foreground
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type               | session_id  |
      | Song Played              | <session 1> |
      | Push Notification Viewed | -1          |
      | Song Played              | <session 2> |

    Examples:
      | case              | Source      |
      | no-extend-android | android app |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on iOS, where as shipped the options crash the app
      | case          | Source  |
      | no-extend-ios | ios app |

  @rule:out-of-session.no-extend
  Scenario Outline: an out-of-session event ends no session (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And the app goes to the background
    And 4 minutes pass
    And the app tracks "Push Notification Viewed" with the Amplitude options
      | outOfSession | true |
    And 59 seconds pass
    And the app comes to the foreground
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type               | session_id  |
      | Song Played              | <session 1> |
      | Push Notification Viewed | -1          |
      | Song Played              | <session 1> |

    Examples:
      | case           | Source      |
      | no-end-android | android app |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on iOS, where as shipped the options crash the app
      | case       | Source  |
      | no-end-ios | ios app |

  @rule:out-of-session.no-extend
  Scenario Outline: an out-of-session event opens no session (<case>)
    Given an <Source> with the settings
      | Track Session Events | on |
    And the app has not been launched yet
    When the app is launched in the background
    And the app tracks "Push Notification Viewed" with the Amplitude options
      | outOfSession | true |
    And 1 minute passes
    And the app comes to the foreground
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type               | session_id  | timestamp   |
      | Push Notification Viewed | -1          | <time 1>    |
      | session_start            | <session 1> | <session 1> |
      | Song Played              | <session 1> | <session 1> |

    Examples:
      | case            | Source      |
      | no-open-android | android app |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on iOS, where as shipped the options crash the app
      | case        | Source  |
      | no-open-ios | ios app |

  @rule:out-of-session.minus-one @rule:out-of-session.no-extend @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: the revenue of an out-of-session event is out of session too (<case>)
    Given an <Source> with the settings
      | Log Revenue V2 | <Log Revenue V2> |
    When the app tracks "Song Played"
    And the app goes to the background
    And 4 minutes pass
    And the app calls track with
      """
      {
        "event": "Gift Received",
        "properties": {"revenue": 5},
        "integrations": {"Amplitude": {"outOfSession": true}}
      }
      """
    And 2 minutes pass
    And the app comes to the foreground
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type     | session_id  |
      | Song Played    | <session 1> |
      | Gift Received  | -1          |
      | revenue_amount | -1          |
      | Song Played    | <session 2> |
    And Amplitude counts a revenue of 5

    Examples:
      | case               | Source      | Log Revenue V2 |
      | revenue-ios        | ios app     | off            |
      | revenue-ios-v2     | ios app     | on             |
      | revenue-android    | android app | off            |
      | revenue-android-v2 | android app | on             |

  @rule:session.client
  Scenario: on the web the option has no effect
    Given a web app
    When the app tracks "Push Notification Viewed" with the Amplitude options
      | outOfSession | true |
    Then the events are in these sessions
      | event_type               | session_id  |
      | Push Notification Viewed | <session 1> |
