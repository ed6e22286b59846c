Feature: Sessions on the server
  A server has no sessions. An event from a server is in a session only if the call says in which one, by the option
  session_id with the session's start time.

  @rule:session.server
  Scenario Outline: without the option an event from a server is in no session (<case>)
    Given a server source with the settings
      | Track All Pages | on |
    When the server calls <Call> with
      """
      <Fields>
      """
    Then Amplitude receives exactly these events
      | event_type | user_id | session_id |
      | <Event>    | derek   |            |

    Examples:
      | case                | Call     | Fields                                                                                                   | Event         |
      | no-option           | track    | {"userId": "derek", "event": "Song Played"}                                                              | Song Played   |
      | other-options       | track    | {"userId": "derek", "event": "Song Played", "integrations": {"Amplitude": {"outOfSession": true}}}       | Song Played   |
      | another-integration | track    | {"userId": "derek", "event": "Song Played", "integrations": {"Mixpanel": {"session_id": 1476664208276}}} | Song Played   |
      | among-properties    | track    | {"userId": "derek", "event": "Song Played", "properties": {"session_id": 1476664208276}}                 | Song Played   |
      | no-option-page      | page     | {"userId": "derek", "name": "Settings"}                                                                  | Loaded a Page |
      | no-option-identify  | identify | {"userId": "derek", "traits": {"name": "Some Person"}, "timestamp": "2016-10-17T00:30:08.276Z"}          | $identify     |

  @rule:session.server @rule:session.client
  Scenario: a server hands on the session of a page, and Amplitude sees one session
    Given a web app
    And a server source
    When the web app tracks "Song Played"
    Then the events are in these sessions
      | event_type  | session_id  |
      | Song Played | <session 1> |
    When 5 minutes pass
    And the server calls track with
      """
      {"userId": "derek", "event": "Song Bought", "integrations": {"Amplitude": {"session_id": "<session 1>"}}}
      """
    Then the events are in these sessions
      | event_type  | session_id  |
      | Song Played | <session 1> |
      | Song Bought | <session 1> |

  @rule:session.server
  Scenario Outline: the option puts a call from a server into a session (<case>)
    Given a server source with the settings
      | Track All Pages | on |
    When the server calls <Call> with
      """
      <Fields>
      """
    Then Amplitude receives exactly these events
      | event_type | user_id | session_id    |
      | <Event>    | derek   | 1476664208276 |

    Examples:
      | case            | Call     | Fields                                                                                                                 | Event           |
      | option-track    | track    | {"userId": "derek", "event": "Song Played", "integrations": {"Amplitude": {"session_id": 1476664208276}}}              | Song Played     |
      | option-as-text  | track    | {"userId": "derek", "event": "Song Played", "integrations": {"Amplitude": {"session_id": "1476664208276"}}}            | Song Played     |
      | option-as-date  | track    | {"userId": "derek", "event": "Song Played", "integrations": {"Amplitude": {"session_id": "2016-10-17T00:30:08.276Z"}}} | Song Played     |
      | option-page     | page     | {"userId": "derek", "name": "Settings", "integrations": {"Amplitude": {"session_id": 1476664208276}}}                  | Loaded a Page   |
      | option-screen   | screen   | {"userId": "derek", "name": "Settings", "integrations": {"Amplitude": {"session_id": 1476664208276}}}                  | Viewed a Screen |
      | option-identify | identify | {"userId": "derek", "traits": {"name": "Some Person"}, "integrations": {"Amplitude": {"session_id": 1476664208276}}}   | $identify       |

  @rule:session.server
  Scenario: the option counts for its own call only
    Given a server source
    When the server tracks "Song Played" with the Amplitude options
      | session_id | 1476664208276 |
    And the server tracks "Song Paused"
    Then Amplitude receives exactly these events
      | event_type  | session_id    |
      | Song Played | 1476664208276 |
      | Song Paused |               |

  @rule:session.server
  Scenario Outline: what is not a start time is refused with a warning, and the event goes out (<case>)
    Given a server source
    When the server tracks "Song Played" with the Amplitude options
      """
      {"session_id": <Value>}
      """
    Then a warning says "session_id"
    And Amplitude receives exactly these events
      | event_type  | session_id |
      | Song Played |            |

    Examples:
      | case       | Value       |
      | a-word     | "yesterday" |
      | a-flag     | true        |
      | empty-text | ""          |

  @rule:session.server
  Scenario Outline: an app in cloud mode has no sessions of its own (<case>)
    Given <Source> in cloud mode
    When the app tracks "Song Played"
    And 1 minute passes
    And the app tracks "Song Paused" with the Amplitude options
      | session_id | 1476664208276 |
    Then Amplitude receives exactly these events
      | event_type  | amplitude.sender  | session_id    |
      | Song Played | Segment's servers |               |
      | Song Paused | Segment's servers | 1476664208276 |

    Examples:
      | case          | Source         |
      | cloud-web     | a web app      |
      | cloud-ios     | an ios app     |
      | cloud-android | an android app |

  @rule:session.client
  Scenario Outline: the bundled SDK keeps its own session, whatever the option says (<case>)
    Given <Source>
    When the app tracks "Song Played" with the Amplitude options
      | session_id | 1476664208276 |
    Then the events are in these sessions
      | event_type  | session_id  | timestamp   |
      | Song Played | <session 1> | <session 1> |

    Examples:
      | case        | Source         |
      | own-web     | a web app      |
      | own-android | an android app |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on iOS, where as shipped the options crash the app
      | case    | Source     |
      | own-ios | an ios app |
