Feature: Merging users on web and mobile
  The client libraries send the anonymousId with identify by themselves. So what somebody did before the login and
  what they do after it belongs to one user.

  @rule:identify.anonymous-merge-client
  Scenario Outline: the library puts the same anonymousId on every call (<case>)
    Given a <Source>
    When the app tracks "Song Played"
    And the app identifies "derek"
    And the app tracks "Song Skipped"
    Then Segment receives exactly these messages
      | type     | userId | anonymousId    |
      | track    | null   | <anonymous id> |
      | identify | derek  | <anonymous id> |
      | track    | derek  | <anonymous id> |

    Examples:
      | case                 | Source      |
      | anonymous-id-web     | web app     |
      | anonymous-id-ios     | ios app     |
      | anonymous-id-android | android app |

  @rule:identify.anonymous-merge-client
  Scenario Outline: the anonymous user becomes the known one (<case>)
    Given a <Source>
    When the app tracks "Song Played"
    And the app is restarted
    And the app identifies "derek" with the traits
      | industry | Music |
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | amplitude.user |
      | Song Played  | 1              |
      | $identify    | 1              |
      | Song Skipped | 1              |
    And Amplitude sees 1 user

    Examples:
      | case           | Source      |
      | merged-web     | web app     |
      | merged-ios     | ios app     |
      | merged-android | android app |

  @rule:identify.anonymous-merge-client @dialect:documented @dialect:printed
  Scenario Outline: a user who is known already gets the groups of the anonymous one (<case>)
    Given a server source
    And a <Source> with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the server identifies "derek" with the traits
      | plan | Basic |
    And the app groups "g1" with the traits
      | industry | Mining |
      | name     | Acme   |
    And the app identifies "derek" with the traits
      | email | derek@sivers.org |
    Then Amplitude sees 1 user
    And the user is in exactly these groups
      | group_type | name |
      | Mining     | Acme |

    Examples:
      | case               | Source      |
      | groups-web         | web app     |
      | groups-ios         | ios app     |
      | groups-android     | android app |

  @rule:identify.anonymous-merge-client
  Scenario Outline: two devices of one person are two users until both have logged in (<case>)
    Given a <Source>
    And a second <Source>
    When the <Source> tracks "Song Played"
    And the second <Source> tracks "Song Skipped"
    And the <Source> identifies "derek" with the traits
      | industry | Music |
    Then Amplitude sees 2 users
    When the second <Source> identifies "derek" with the traits
      | newsletter | true |
    Then Amplitude sees 1 user
    And the user "derek" has the properties
      | industry   | Music |
      | newsletter | true  |

    Examples:
      | case                | Source      |
      | two-devices-web     | web app     |
      | two-devices-ios     | ios app     |
      | two-devices-android | android app |

  @rule:identify.anonymous-merge-client
  Scenario Outline: the anonymousId outlives the app's process (<case>)
    Given a <Source>
    When the app tracks "Song Played"
    And the app is restarted
    And the app tracks "Song Skipped"
    And the app identifies "derek"
    Then Segment receives exactly these messages
      | type     | userId | anonymousId    |
      | track    | null   | <anonymous id> |
      | track    | null   | <anonymous id> |
      | identify | derek  | <anonymous id> |

    Examples:
      | case            | Source      |
      | restart-web     | web app     |
      | restart-ios     | ios app     |
      | restart-android | android app |

  @rule:identify.anonymous-merge-client
  Scenario Outline: an anonymousId that the app gives with identify is the library's from then on (<case>)
    Given a <Source>
    When the app tracks "Song Played"
    And the app calls identify with
      """
      {"userId": "derek", "anonymousId": "visitor-1"}
      """
    And the app tracks "Song Skipped"
    And the app is restarted
    And the app tracks "Song Stopped"
    Then Segment receives exactly these messages
      | type     | userId | anonymousId          |
      | track    | null   | <first anonymous id> |
      | identify | derek  | visitor-1            |
      | track    | derek  | visitor-1            |
      | track    | derek  | visitor-1            |

    Examples:
      | case          | Source      |
      | given-web     | web app     |
      | given-ios     | ios app     |

    @dialect:documented @dialect:printed
    Examples: as documented, a call on Android may have ids of its own
      | case          | Source      |
      | given-android | android app |

  @rule:identify.anonymous-merge-client @rule:identify.user-id @dialect:documented @dialect:printed
  Scenario Outline: a userId or an anonymousId given with a track call is for that message alone (<case>)
    Given a <Source>
    When the app identifies "derek"
    And the app calls track with
      """
      {"event": "Song Played", "userId": "anna", "anonymousId": "visitor-1"}
      """
    And the app tracks "Song Skipped"
    Then Segment receives exactly these messages
      | type     | userId | anonymousId    |
      | identify | derek  | <anonymous id> |
      | track    | anna   | visitor-1      |
      | track    | derek  | <anonymous id> |
    And the events are in these sessions
      | event_type   | user_id |
      | Song Played  | derek   |
      | Song Skipped | derek   |

    Examples:
      | case            | Source      |
      | for-one-web     | web app     |
      | for-one-ios     | ios app     |
      | for-one-android | android app |

  @rule:identify.anonymous-merge-client @rule:reset.log-out
  Scenario Outline: after a reset the anonymousId is a new one, and nobody is logged in (<case>)
    Given a <Source>
    When the app identifies "derek"
    And the app calls reset
    And the app calls track with
      """
      {"event": "Song Played"}
      """
    Then Segment receives exactly these messages
      | type     | userId | anonymousId          |
      | identify | derek  | <first anonymous id> |
      | track    | null   | <anonymous id>       |

    Examples:
      | case          | Source      |
      | reset-web     | web app     |
      | reset-ios     | ios app     |
      | reset-android | android app |

  @rule:identify.anonymous-merge-client @dialect:documented @dialect:printed
  Scenario Outline: where both have a property, that of the user who is known already stays (<case>)
    Given a server source
    And a <Source>
    When the server identifies "derek" with the traits
      | plan | Premium |
    And the app identifies with the traits
      | plan | Basic  |
      | city | London |
    And the app identifies "derek"
    And the app tracks "Song Played"
    Then Amplitude sees 1 user
    And the user "derek" has the properties
      | plan | Premium |
      | city | London  |

    Examples:
      | case               | Source      |
      | own-plan-web       | web app     |
      | own-plan-ios       | ios app     |
      | own-plan-android   | android app |
