Feature: Reset
  Segment's reset logs the user out on iOS and Android: the user id goes, and Amplitude's SDK makes a new device id.
  What was done before stays with the earlier user.

  @rule:reset.log-out
  Scenario Outline: after a reset there is no user id, and a new device id (<case>)
    Given an <Source>
    When the app identifies "derek" with the traits
      | plan | Basic |
    And the app tracks "Song Played"
    And the app calls reset
    And the app tracks "Song Played"
    And the app identifies with the traits
      | plan | Premium |
    Then Amplitude receives exactly these events
      | event_type  | user_id | device_id         | amplitude.user |
      | $identify   | derek   | <first device id> | 1              |
      | Song Played | derek   | <first device id> | 1              |
      | Song Played | <None>  | <new device id>   | 2              |
      | $identify   | <None>  | <new device id>   | 2              |
    And the device id of the app reads as <generated id>
    And Amplitude sees 2 users
    And the user "derek" has the properties
      | plan | Basic |

    Examples:
      | case            | Source      | None |
      | log-out-ios     | ios app     |      |
      | log-out-android | android app | null |

  @rule:reset.log-out
  Scenario Outline: the SDK is told to forget the user and to make a device id (<case>)
    Given an <Source>
    When the app calls reset
    Then the SDK is called with exactly
      | method             | userId |
      | setUserId          | null   |
      | regenerateDeviceId |        |

    Examples:
      | case          | Source      |
      | calls-ios     | ios app     |
      | calls-android | android app |

  @rule:reset.log-out @dialect:documented @dialect:printed
  Scenario Outline: events that wait during a reset keep their user and device (<case>)
    Given an <Source>
    When the device goes offline
    And the app identifies "derek"
    And the app tracks "Song Played"
    And the app calls reset
    And the app identifies "anna"
    And the app tracks "Song Played"
    And the device comes online
    Then Amplitude receives exactly these events
      | event_type  | user_id | device_id         | sequence_number |
      | Song Played | derek   | <first device id> | 1               |
      | Song Played | anna    | <new device id>   | 2               |
    And Amplitude sees 2 users

    Examples:
      | case            | Source      |
      | waiting-ios     | ios app     |
      | waiting-android | android app |

  @rule:reset.log-out
  Scenario Outline: every reset makes another device id, also from an advertising id (<case>)
    Given an <Source> with the settings
      | Prefer Advertising ID for Device ID | on |
    When the app tracks "Song Played"
    And the app calls reset
    And the app tracks "Song Played"
    And the app calls reset
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id     | amplitude.user |
      | Song Played | <device id 1> | 1              |
      | Song Played | <device id 2> | 2              |
      | Song Played | <device id 3> | 3              |
    And the device id of the app reads as <generated id>

    Examples:
      | case          | Source      |
      | again-ios     | ios app     |
      | again-android | android app |

  @rule:reset.log-out @dialect:documented @dialect:printed
  Scenario Outline: a restart brings neither the user nor the old device id back (<case>)
    Given an <Source>
    When the app identifies "derek"
    And the app tracks "Song Played"
    And the app calls reset
    And the app is restarted
    And the app tracks "Song Played"
    And the app is restarted
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | user_id | device_id         |
      | Song Played | derek   | <first device id> |
      | Song Played | <None>  | <new device id>   |
      | Song Played | <None>  | <new device id>   |

    Examples:
      | case            | Source      | None |
      | restart-ios     | ios app     |      |
      | restart-android | android app | null |

  @rule:reset.log-out @dialect:documented @dialect:printed
  Scenario Outline: what is done after a reset belongs to who logs in next (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And the app identifies "derek"
    And the app tracks "Song Liked"
    And the app calls reset
    And the app tracks "Song Paused"
    And the app identifies "<Next user>"
    And the app tracks "Song Shared"
    Then Amplitude receives exactly these events
      | event_type  | user_id     | amplitude.user |
      | Song Played | <None>      | 1              |
      | Song Liked  | derek       | 1              |
      | Song Paused | <None>      | <Number>       |
      | Song Shared | <Next user> | <Number>       |
    And Amplitude sees <Users>

    Examples:
      | case                 | Source      | None | Next user | Number | Users   |
      | another-user-ios     | ios app     |      | anna      | 2      | 2 users |
      | same-user-ios        | ios app     |      | derek     | 1      | 1 user  |
      | another-user-android | android app | null | anna      | 2      | 2 users |
      | same-user-android    | android app | null | derek     | 1      | 1 user  |

  @rule:reset.log-out @dialect:documented @dialect:printed
  Scenario: on the web a reset does not reach Amplitude's SDK
    Given a web app
    When the app identifies "derek"
    And the app tracks "Song Played"
    And the app calls reset
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | user_id | device_id   |
      | Song Played | derek   | <device id> |
      | Song Played | derek   | <device id> |

  @rule:reset.log-out
  Scenario: a server has nobody to log out
    Given a server source
    When the server calls reset
    Then it is refused with "reset"

  @rule:reset.log-out
  Scenario Outline: every reset makes another anonymousId (<case>)
    Given <Source>
    When the app tracks "Song Played"
    And the app calls reset
    And the app tracks "Song Skipped"
    And the app calls reset
    And the app tracks "Song Bought"
    Then Segment receives exactly these messages
      | event        | anonymousId           |
      | Song Played  | <first anonymous id>  |
      | Song Skipped | <second anonymous id> |
      | Song Bought  | <anonymous id>        |

    Examples:
      | case              | Source         |
      | anonymous-web     | a web app      |
      | anonymous-ios     | an ios app     |
      | anonymous-android | an android app |
