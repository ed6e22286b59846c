Feature: An app in cloud mode that was offline
  Segment's library keeps the calls until there is a network, over a restart too, and passes them on as they were
  made.

  @rule:track.event
  Scenario Outline: the calls arrive in their order, once, with the time at which they were made (<case>)
    Given <Source> in cloud mode
    When the device goes offline
    And the app tracks "Song Played"
    And 5 seconds pass
    And the app tracks "Song Paused" with the properties
      | seconds | 12 |
    And the app is restarted
    And 5 seconds pass
    And the app tracks "Song Stopped"
    Then Amplitude receives no events
    When 1 minute passes
    And the device comes online
    Then Amplitude receives exactly these events
      | event_type   | time     | event_properties | insert_id     |
      | Song Played  | <time 1> | {}               | <insert id 1> |
      | Song Paused  | <time 2> | {"seconds": 12}  | <insert id 2> |
      | Song Stopped | <time 3> | {}               | <insert id 3> |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type   | time     |
      | Song Played  | <time 1> |
      | Song Paused  | <time 2> |
      | Song Stopped | <time 3> |
      | Song Played  | <time 4> |

    Examples:
      | case            | Source         |
      | offline-ios     | an ios app     |
      | offline-android | an android app |

  @rule:track.event
  Scenario Outline: how the library writes a message's id (<case>)
    Given <Source> in cloud mode
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | insert_id |
      | Song Played | <Written> |

    Examples:
      | case            | Source         | Written                   |
      | message-ios     | an ios app     | <uuid in capitals 1>      |
      | message-android | an android app | <uuid in small letters 1> |

  @rule:track.event
  Scenario Outline: what an app could not send before it ended goes when it is launched with a network (<case>)
    Given <Source> in cloud mode
    When the device goes offline
    And the app tracks "Song Played"
    And the app is killed
    And the device comes online
    Then Amplitude receives no events
    When the app is launched
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

    Examples:
      | case           | Source         |
      | kept-ios       | an ios app     |
      | kept-android   | an android app |
