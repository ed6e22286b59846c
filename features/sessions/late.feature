Feature: Sessions of an app whose settings arrive late
  Segment's settings may arrive when the app is on the screen already.

  @rule:session.client
  Scenario: an iOS app that is in the foreground when its settings arrive is in a session until it leaves it
    Given an ios app
    And Segment's settings have not arrived yet
    When 1 minute passes
    And Segment's settings arrive
    And the app tracks "Movie Started"
    And 20 minutes pass
    And the app tracks "Movie Finished"
    Then the events are in these sessions
      | event_type     | session_id  |
      | Movie Started  | <session 1> |
      | Movie Finished | <session 1> |

  @rule:session.client
  Scenario Outline: an app that has left the screen when its settings arrive is in no session that lasts (<case>)
    Given an <Source>
    And Segment's settings have not arrived yet
    When the app goes to the background
    And 1 minute passes
    And Segment's settings arrive
    And the app tracks "Movie Started"
    And <Silence> pass
    And the app tracks "Movie Finished"
    Then the events are in these sessions
      | event_type     | session_id  |
      | Movie Started  | <session 1> |
      | Movie Finished | <Session>   |

    Examples: five minutes without an event end it
      | case                    | Source      | Silence         | Session     |
      | left-short-ios          | ios app     | 299.999 seconds | <session 1> |
      | left-long-ios           | ios app     | 5 minutes       | <session 2> |
      | left-short-android      | android app | 299.999 seconds | <session 1> |
      | left-long-android       | android app | 5 minutes       | <session 2> |

  @rule:session.client
  Scenario Outline: an app that a push message has woken is in no session that lasts when its settings arrive (<case>)
    Given an <Source>
    And the app has not been launched yet
    And Segment's settings have not arrived yet
    When the app is launched in the background
    And Segment's settings arrive
    And the app tracks "Movie Started"
    And 5 minutes pass
    And the app tracks "Movie Finished"
    Then the events are in these sessions
      | event_type     | session_id  |
      | Movie Started  | <session 1> |
      | Movie Finished | <session 2> |

    Examples:
      | case          | Source      |
      | woken-ios     | ios app     |
      | woken-android | android app |

  @rule:session.client @dialect:documented @dialect:printed
  Scenario Outline: an app that is back on the screen when its settings arrive is in a session until it leaves it (<case>)
    Given an <Source>
    And Segment's settings have not arrived yet
    When the app goes to the background for 1 minute
    And Segment's settings arrive
    And the app tracks "Movie Started"
    And 20 minutes pass
    And the app tracks "Movie Finished"
    Then the events are in these sessions
      | event_type     | session_id  |
      | Movie Started  | <session 1> |
      | Movie Finished | <session 1> |

    Examples:
      | case         | Source      |
      | back-ios     | ios app     |
      | back-android | android app |
