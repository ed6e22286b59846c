Feature: Sessions on iOS and Android
  A mobile session lasts as long as the app is in the foreground, and for less than five minutes in the background.
  A session's id is the time at which it began.

  @rule:session.client
  Scenario Outline: a session's id is the time at which it began (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And 2 minutes pass
    And the app tracks "Song Paused"
    Then the events are in these sessions
      | event_type  | session_id  | timestamp   |
      | Song Played | <session 1> | <session 1> |
      | Song Paused | <session 1> | <time 2>    |

    Examples:
      | case          | Source      |
      | start-ios     | ios app     |
      | start-android | android app |

  @rule:session.client
  Scenario Outline: five minutes in the background end the session (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And the app goes to the background for <Away>
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type  | session_id  |
      | Song Played | <session 1> |
      | Song Played | <Session>   |

    Examples:
      | case                 | Source      | Away            | Session     |
      | just-in-time-ios     | ios app     | 299.999 seconds | <session 1> |
      | five-minutes-ios     | ios app     | 5 minutes       | <session 2> |
      | just-in-time-android | android app | 299.999 seconds | <session 1> |
      | five-minutes-android | android app | 5 minutes       | <session 2> |

  @rule:session.client
  Scenario Outline: in the foreground a session never ends (<case>)
    Given an <Source>
    When the app tracks "Movie Started"
    And <Idle> pass
    And the app tracks "Movie Finished"
    Then the events are in these sessions
      | event_type     | session_id  |
      | Movie Started  | <session 1> |
      | Movie Finished | <session 1> |

    Examples:
      | case                      | Source      | Idle      |
      | idle-five-minutes-ios     | ios app     | 5 minutes |
      | idle-two-days-ios         | ios app     | 2 days    |
      | idle-five-minutes-android | android app | 5 minutes |
      | idle-two-days-android     | android app | 2 days    |

  @rule:session.client
  Scenario Outline: the five minutes count from the moment the app leaves the foreground (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And 10 minutes pass
    And the app goes to the background for 4 minutes
    And the app tracks "Song Played"
    And the app goes to the background for 4 minutes
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type  | session_id  |
      | Song Played | <session 1> |
      | Song Played | <session 1> |
      | Song Played | <session 1> |

    Examples:
      | case            | Source      |
      | extends-ios     | ios app     |
      | extends-android | android app |

  @rule:session.client
  Scenario Outline: an event or an identify in the background keeps the session alive (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And the app goes to the background
    And 4 minutes pass
    And the app tracks "Song Downloaded"
    And 4 minutes pass
    And the app identifies "derek" with the traits
      | email | derek@sivers.org |
    And 4 minutes pass
    And the app tracks "Song Downloaded"
    Then Amplitude receives exactly these events
      | event_type      | session_id  |
      | Song Played     | <session 1> |
      | Song Downloaded | <session 1> |
      | $identify       | <session 1> |
      | Song Downloaded | <session 1> |

    Examples:
      | case               | Source      |
      | kept-alive-ios     | ios app     |
      | kept-alive-android | android app |

  @rule:session.client
  Scenario Outline: five minutes between two events in the background end the session (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And the app goes to the background
    And <Gap> pass
    And the app tracks "Song Downloaded"
    Then the events are in these sessions
      | event_type      | session_id  | timestamp   |
      | Song Played     | <session 1> | <session 1> |
      | Song Downloaded | <Session>   | <Time>      |

    Examples:
      | case                     | Source      | Gap             | Session     | Time        |
      | gap-just-within-ios      | ios app     | 299.999 seconds | <session 1> | <time 2>    |
      | gap-five-minutes-ios     | ios app     | 5 minutes       | <session 2> | <session 2> |
      | gap-just-within-android  | android app | 299.999 seconds | <session 1> | <time 2>    |
      | gap-five-minutes-android | android app | 5 minutes       | <session 2> | <session 2> |

  @rule:session.client
  Scenario Outline: logging in, out or in again begins no session (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And 1 minute passes
    And the app identifies "derek"
    And the app tracks "Song Played"
    And 1 minute passes
    And the app calls reset
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type  | user_id | session_id  |
      | Song Played | <First> | <session 1> |
      | Song Played | derek   | <session 1> |
      | Song Played | <First> | <session 1> |

    Examples:
      | case          | Source      | First |
      | login-ios     | ios app     |       |
      | login-android | android app | null  |
