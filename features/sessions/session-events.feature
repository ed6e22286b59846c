Feature: Session events
  With the setting "Track Session Events" a mobile SDK logs session_start and session_end itself. The end of a session
  is logged when the next one begins, with the id of the old session and the time of the last thing that happened in it.
  The page never mentions the setting; it is shown here because both SDKs of its time have it.

  @rule:session.client
  Scenario Outline: without the setting there are no session events (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And the app goes to the background for 10 minutes
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | session_id  |
      | Song Played | <session 1> |
      | Song Played | <session 2> |

    Examples:
      | case        | Source      |
      | off-ios     | ios app     |
      | off-android | android app |

  @rule:session.client
  Scenario Outline: each session is started once, and ended when the next one begins (<case>)
    Given an <Source> with the settings
      | Track Session Events | on |
    When the app tracks "Song Played"
    And 3 minutes pass
    And the app tracks "Song Paused"
    And the app goes to the background for 5 minutes
    And 1 minute passes
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type    | session_id  | timestamp       | sequence_number | api_properties.special |
      | session_start | <session 1> | <session 1>     | 1               | session_start          |
      | Song Played   | <session 1> | <session 1>     | 2               |                        |
      | Song Paused   | <session 1> | <last activity> | 3               |                        |
      | session_end   | <session 1> | <last activity> | 4               | session_end            |
      | session_start | <session 2> | <session 2>     | 5               | session_start          |
      | Song Played   | <session 2> | <time 6>        | 6               |                        |

    Examples:
      | case              | Source      |
      | roll-over-ios     | ios app     |
      | roll-over-android | android app |

  @rule:session.client
  Scenario Outline: a session that goes on is neither ended nor started again (<case>)
    Given an <Source> with the settings
      | Track Session Events | on |
    When the app tracks "Song Played"
    And the app goes to the background for 4 minutes
    And the app is killed
    And 4 minutes pass
    And the app is launched
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type    | session_id  |
      | session_start | <session 1> |
      | Song Played   | <session 1> |
      | Song Played   | <session 1> |

    Examples:
      | case            | Source      |
      | goes-on-ios     | ios app     |
      | goes-on-android | android app |

  @rule:session.client
  Scenario Outline: a session that the app did not survive is ended at the next launch (<case>)
    Given an <Source> with the settings
      | Track Session Events | on |
    When the app tracks "Song Played"
    And the app is killed
    And 1 day passes
    And the app is launched
    Then Amplitude receives exactly these events
      | event_type    | session_id  | timestamp   |
      | session_start | <session 1> | <session 1> |
      | Song Played   | <session 1> | <session 1> |
      | session_end   | <session 1> | <session 1> |
      | session_start | <session 2> | <session 2> |

    Examples:
      | case                | Source      |
      | next-launch-ios     | ios app     |
      | next-launch-android | android app |

  @rule:session.client
  Scenario Outline: a session that begins in the background is started by its first event (<case>)
    Given an <Source> with the settings
      | Track Session Events | on |
    And the app has not been launched yet
    When the app is launched in the background
    And 10 minutes pass
    And the app tracks "Push Received"
    And the app comes to the foreground
    Then Amplitude receives exactly these events
      | event_type    | session_id  | timestamp   |
      | session_start | <session 1> | <session 1> |
      | Push Received | <session 1> | <session 1> |

    Examples:
      | case             | Source      |
      | by-event-ios     | ios app     |
      | by-event-android | android app |

  @rule:session.client @dialect:documented @dialect:printed
  Scenario Outline: session events carry the ids of the moment in which they are logged (<case>)
    Given an <Source> with the settings
      | Track Session Events | on |
    When the app identifies "derek"
    And the app goes to the background for 5 minutes
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type    | session_id  | user_id | device_id   | event_properties |
      | session_start | <session 1> | <None>  | <device id> | {}               |
      | session_end   | <session 1> | derek   | <device id> | {}               |
      | session_start | <session 2> | derek   | <device id> | {}               |
      | Song Played   | <session 2> | derek   | <device id> | {}               |
    And Amplitude sees 1 user

    Examples:
      | case        | Source      | None |
      | ids-ios     | ios app     |      |
      | ids-android | android app | null |
