Feature: What arrives late on Android, as documented and as shipped
  Segment's library fetches its settings in the background. On the first launch they arrive after the first activity;
  as shipped, the SDK misses what happened before.

  @divergence:sessions.android.late-start @rule:session.client
  Scenario Outline: the settings arrive when the app is on the screen already (<case>)
    Given an android app with the settings
      | Track Session Events | on |
    And Segment's settings have not arrived yet
    When 1 second passes
    And Segment's settings arrive
    And 1 minute passes
    And the app tracks "Movie Started"
    Then Amplitude receives exactly these events
      | event_type    | timestamp |
      | session_start | <start>   |
      | Movie Started | <movie>   |

    @dialect:documented @dialect:printed
    Examples: as documented, in a session from the moment that the SDK is there
      | case              | start    | movie    |
      | launch-documented | <time 1> | <time 2> |

    @dialect:shipped @dialect:latest
    Examples: as shipped, the session begins with the first event
      | case           | start    | movie    |
      | launch-shipped | <time 1> | <time 1> |

  @divergence:sessions.android.late-start @rule:session.client
  Scenario Outline: a long silence in the foreground after late settings (<case>)
    Given an android app
    And Segment's settings have not arrived yet
    When Segment's settings arrive
    And the app tracks "Movie Started"
    And <Silence> pass
    And the app tracks "Movie Finished"
    Then the events are in these sessions
      | event_type     | session_id  |
      | Movie Started  | <session 1> |
      | Movie Finished | <session>   |

    @dialect:documented @dialect:printed
    Examples: as documented, no silence ends a session in the foreground
      | case               | Silence         | session     |
      | silence-documented | 20 minutes      | <session 1> |
      | below-documented   | 299.999 seconds | <session 1> |

    @dialect:shipped @dialect:latest
    Examples: as shipped, five minutes do
      | case            | Silence         | session     |
      | silence-shipped | 5 minutes       | <session 2> |
      | below-shipped   | 299.999 seconds | <session 1> |

  @divergence:sessions.android.late-start @rule:session.client
  Scenario Outline: leaving the app once puts it right (<case>)
    Given an android app
    And Segment's settings have not arrived yet
    When Segment's settings arrive
    And the app tracks "Movie Started"
    And 20 minutes pass
    And the app tracks "Movie Paused"
    And the app goes to the background for 1 minute
    And 20 minutes pass
    And the app tracks "Movie Finished"
    Then the events are in these sessions
      | event_type     | session_id  |
      | Movie Started  | <session 1> |
      | Movie Paused   | <session>   |
      | Movie Finished | <session>   |

    @dialect:documented @dialect:printed
    Examples: as documented, one session
      | case            | session     |
      | left-documented | <session 1> |

    @dialect:shipped @dialect:latest
    Examples: as shipped, a second one, which then goes on
      | case         | session     |
      | left-shipped | <session 2> |
