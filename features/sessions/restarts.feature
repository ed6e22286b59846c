Feature: Sessions over restarts of a mobile app
  A session is kept on the device. A new process of the app continues it unless five minutes have gone by since the
  last thing that happened in it.

  @rule:session.client
  Scenario Outline: a killed app goes on with its session within five minutes (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And the app is killed
    And <Gone> pass
    And the app is launched
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type  | session_id  |
      | Song Played | <session 1> |
      | Song Played | <Session>   |

    Examples:
      | case                  | Source      | Gone            | Session     |
      | gone-within-ios       | ios app     | 299.999 seconds | <session 1> |
      | gone-five-min-ios     | ios app     | 5 minutes       | <session 2> |
      | gone-within-android   | android app | 299.999 seconds | <session 1> |
      | gone-five-min-android | android app | 5 minutes       | <session 2> |

  @rule:session.client
  Scenario Outline: going to the background is the last thing that a killed app did (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And 20 minutes pass
    And the app goes to the background
    And 2 minutes pass
    And the app is killed
    And 2 minutes pass
    And the app is launched
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type  | session_id  |
      | Song Played | <session 1> |
      | Song Played | <session 1> |

    Examples:
      | case                       | Source      |
      | left-before-killed-ios     | ios app     |
      | left-before-killed-android | android app |

  @rule:session.client
  Scenario Outline: an app that crashes in the foreground after a long silence begins a session (<case>)
    Given an <Source>
    When the app tracks "Movie Started"
    And 20 minutes pass
    And the app is restarted
    And the app tracks "Movie Started"
    Then the events are in these sessions
      | event_type    | session_id  | timestamp   |
      | Movie Started | <session 1> | <session 1> |
      | Movie Started | <session 2> | <session 2> |

    Examples:
      | case          | Source      |
      | crash-ios     | ios app     |
      | crash-android | android app |

  @rule:session.client
  Scenario Outline: a launch in the background begins no session, its first event does (<case>)
    Given an <Source>
    And the app has not been launched yet
    When the app is launched in the background
    And 1 minute passes
    And the app tracks "Push Received"
    And 4 minutes pass
    And the app comes to the foreground
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type    | session_id  | timestamp   |
      | Push Received | <session 1> | <session 1> |
      | Song Played   | <session 1> | <time 2>    |

    Examples:
      | case                      | Source      |
      | background-launch-ios     | ios app     |
      | background-launch-android | android app |

  @rule:session.client
  Scenario Outline: in a process that was launched in the background a session can end (<case>)
    Given an <Source>
    And the app has not been launched yet
    When the app is launched in the background
    And the app tracks "Push Received"
    And 5 minutes pass
    And the app tracks "Push Received"
    Then the events are in these sessions
      | event_type    | session_id  |
      | Push Received | <session 1> |
      | Push Received | <session 2> |

    Examples:
      | case                     | Source      |
      | background-limit-ios     | ios app     |
      | background-limit-android | android app |

  @rule:session.client
  Scenario Outline: a process that begins in the background goes on with the session that the last one left (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And the app is killed
    And 4 minutes pass
    And the app is launched in the background
    And the app tracks "Song Skipped"
    And 2 minutes pass
    And the app tracks "Song Paused"
    Then the events are in these sessions
      | event_type   | session_id  |
      | Song Played  | <session 1> |
      | Song Skipped | <session 1> |
      | Song Paused  | <session 1> |

    Examples:
      | case                  | Source      |
      | left-to-go-on-ios     | ios app     |
      | left-to-go-on-android | android app |
