Feature: Sessions on the web
  A web session ends when nothing has happened for more than half an hour, whether the page is loaded again or not.

  @rule:session.client
  Scenario: a web session's id is the time at which it began
    Given a web app
    When the app tracks "Song Played"
    And 20 minutes pass
    And the app tracks "Song Paused"
    Then the events are in these sessions
      | event_type  | session_id  | timestamp   |
      | Song Played | <session 1> | <session 1> |
      | Song Paused | <session 1> | <time 2>    |

  @rule:session.client
  Scenario Outline: more than half an hour without an event ends the session (<case>)
    Given a web app
    When the app tracks "Song Played"
    And <Idle> pass
    And the app tracks "Song Paused"
    Then the events are in these sessions
      | event_type  | session_id  | timestamp   |
      | Song Played | <session 1> | <session 1> |
      | Song Paused | <Session>   | <Time>      |

    Examples:
      | case               | Idle             | Session     | Time        |
      | five-minutes       | 5 minutes        | <session 1> | <time 2>    |
      | half-an-hour       | 30 minutes       | <session 1> | <time 2>    |
      | a-millisecond-more | 1800.001 seconds | <session 2> | <session 2> |

  @rule:session.client
  Scenario: every event and every identify extends a web session
    Given a web app
    When the app tracks "Song Played"
    And 25 minutes pass
    And the app tracks "Song Played"
    And 25 minutes pass
    And the app identifies "derek" with the traits
      | email | derek@sivers.org |
    And 25 minutes pass
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | session_id  |
      | Song Played | <session 1> |
      | Song Played | <session 1> |
      | $identify   | <session 1> |
      | Song Played | <session 1> |

  @rule:session.client
  Scenario: going to the background means nothing to a web session
    Given a web app
    When the app tracks "Song Played"
    And the app goes to the background for 10 minutes
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type  | session_id  |
      | Song Played | <session 1> |
      | Song Played | <session 1> |

  @rule:session.client
  Scenario Outline: a page load continues the session or begins one (<case>)
    Given a web app
    When the app tracks "Song Played"
    And <Idle> pass
    And <Page load>
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type  | session_id  |
      | Song Played | <session 1> |
      | Song Played | <Session>   |

    Examples:
      | case             | Idle             | Page load                                          | Session     |
      | reload-within    | 30 minutes       | the app is restarted                               | <session 1> |
      | reload-beyond    | 1800.001 seconds | the app is restarted                               | <session 2> |
      | next-page-within | 30 minutes       | the user opens the page "https://example.com/next" | <session 1> |
      | next-page-beyond | 1800.001 seconds | the user opens the page "https://example.com/next" | <session 2> |

  @rule:session.client
  Scenario: a page load alone extends the session
    Given a web app
    When the app tracks "Song Played"
    And 25 minutes pass
    And the user opens the page "https://example.com/next"
    And 25 minutes pass
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type  | session_id  |
      | Song Played | <session 1> |
      | Song Played | <session 1> |

  @rule:session.client
  Scenario: a session that begins with a page load has the time of the load
    Given a web app
    When the app tracks "Song Played"
    And 1 hour passes
    And the user opens the page "https://example.com/next"
    And the app tracks "Song Played"
    And 10 minutes pass
    And the app tracks "Song Paused"
    Then the events are in these sessions
      | event_type  | session_id  | timestamp   |
      | Song Played | <session 1> | <session 1> |
      | Song Played | <session 2> | <session 2> |
      | Song Paused | <session 2> | <time 3>    |

  @rule:session.client
  Scenario: on the web there are no session events
    Given a web app with the settings
      | Track Session Events | on |
    When the app tracks "Song Played"
    And 31 minutes pass
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type  | session_id  |
      | Song Played | <session 1> |
      | Song Played | <session 2> |
