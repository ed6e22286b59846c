Feature: An app's own events with the names of session events
  `session_start` and `session_end` are names like any other, until the SDK is asked to log such events itself.

  @rule:session.client
  Scenario Outline: an app's own event goes on with the session, or begins one (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And the app goes to the background
    And 4 minutes pass
    And the app tracks "session_start"
    And 4 minutes pass
    And the app tracks "Song Paused"
    And 5 minutes pass
    And the app tracks "session_end"
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type    | session_id  |
      | Song Played   | <session 1> |
      | session_start | <session 1> |
      | Song Paused   | <session 1> |
      | session_end   | <session 2> |
      | Song Played   | <session 2> |

    Examples:
      | case        | Source      |
      | own-ios     | ios app     |
      | own-android | android app |

  @rule:session.client
  Scenario Outline: while the SDK logs them itself, an app's own event moves no session (<case>)
    Given an <Source> with the settings
      | Track Session Events | on |
    When the app tracks "Song Played"
    And the app goes to the background
    And 4 minutes pass
    And the app tracks "session_start"
    And 4 minutes pass
    And the app tracks "Song Paused"
    Then Amplitude receives exactly these events
      | event_type    | session_id  | timestamp   |
      | session_start | <session 1> | <session 1> |
      | Song Played   | <session 1> | <session 1> |
      | session_start | <session 1> | <time 1>    |
      | session_end   | <session 1> | <session 1> |
      | session_start | <session 2> | <session 2> |
      | Song Paused   | <session 2> | <session 2> |

    Examples:
      | case          | Source      |
      | moves-ios     | ios app     |
      | moves-android | android app |
