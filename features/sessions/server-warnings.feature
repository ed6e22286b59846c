Feature: A session_id from a server that is not one
  The option session_id is checked on any call from a server, and one warning says so if it is not a start time. The
  call goes out all the same.

  @rule:session.server
  Scenario Outline: every kind of call gives the warning, and once (<case>)
    Given a server source with the settings
      | Track Named Pages           | on       |
      | Track All Pages             | on       |
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the server calls <Call> with
      """
      {"userId": "derek", <Fields>, "integrations": {"Amplitude": {"session_id": "yesterday"}}}
      """
    Then a warning says "session_id must be a session's start"
    And the integration has logged 1 warning
    And Amplitude receives these events
      | event_type | session_id |
      | <Event>    |            |

    Examples:
      | case              | Call     | Fields                                                           | Event                |
      | warned-track      | track    | "event": "Song Played"                                           | Song Played          |
      | warned-pages      | page     | "name": "Settings"                                               | Loaded Settings Page |
      | warned-identify   | identify | "traits": {"plan": "Free"}                                       | $identify            |
      | warned-group      | group    | "groupId": "g-1"                                                 | $identify            |
      | warned-group-type | group    | "groupId": "g-1", "traits": {"industry": "Mining", "name": "Co"} | $identify            |
