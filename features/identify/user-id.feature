Feature: The user ID
  The userId of an identify call becomes Amplitude's user_id, on this and on every later event.

  @rule:identify.user-id
  Scenario Outline: events before the identify call have no user, those after it have (<case>)
    Given a <Source>
    When the app tracks "Song Played"
    And the app identifies "derek" with the traits
      | industry | Music |
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | user_id   |
      | Song Played  | <No user> |
      | $identify    | derek     |
      | Song Skipped | derek     |

    Examples: iOS leaves the field out, the others send null
      | case    | Source      | No user |
      | web     | web app     | null    |
      | ios     | ios app     |         |
      | android | android app | null    |

  @rule:identify.user-id
  Scenario: from a server each call names its user
    Given a server source
    When the server calls track with
      """
      {"anonymousId": "visitor-1", "event": "Song Played"}
      """
    And the server calls identify with
      """
      {"anonymousId": "visitor-1", "userId": "derek", "traits": {"industry": "Music"}}
      """
    And the server calls track with
      """
      {"userId": "derek", "event": "Song Skipped"}
      """
    Then Amplitude receives exactly these events
      | event_type   | user_id |
      | Song Played  |         |
      | $identify    | derek   |
      | Song Skipped | derek   |

  @rule:identify.user-id @dialect:documented @dialect:printed
  Scenario Outline: the user ID is still there after a restart (<case>)
    Given a <Source>
    When the app identifies "derek"
    And the app is restarted
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | user_id |
      | Song Played | derek   |

    Examples:
      | case            | Source      |
      | restart-web     | web app     |
      | restart-ios     | ios app     |
      | restart-android | android app |

  @rule:identify.user-id @dialect:documented @dialect:printed
  Scenario Outline: the next identify call changes the user of later events only (<case>)
    Given a <Source>
    When the app identifies "derek"
    And the app tracks "Song Played"
    And the app identifies "sarah"
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | user_id | amplitude.user |
      | Song Played  | derek   | 1              |
      | Song Skipped | sarah   | 2              |

    Examples:
      | case           | Source      |
      | change-web     | web app     |
      | change-ios     | ios app     |
      | change-android | android app |

  @rule:identify.user-id @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: an identify call without a userId leaves the user as before (<case>)
    Given a <Source>
    When the app identifies "derek"
    And the app identifies with the traits
      | industry | Music |
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | user_id |
      | $identify   | derek   |
      | Song Played | derek   |

    Examples:
      | case         | Source      |
      | kept-web     | web app     |
      | kept-ios     | ios app     |
      | kept-android | android app |

  @rule:identify.user-id @dialect:documented @dialect:printed
  Scenario Outline: an identify call that leaves Amplitude out names no user there (<case>)
    Given <Source>
    When the app calls identify with
      """
      {"userId": "derek", "anonymousId": "visitor-1", "traits": {"industry": "Music"}, "integrations": <Integrations>}
      """
    And the app calls track with
      """
      {"anonymousId": "visitor-1", "event": "Song Played"}
      """
    Then Amplitude receives exactly these events
      | event_type  | user_id   |
      | Song Played | <No user> |

    Examples:
      | case             | Source          | Integrations         | No user |
      | left-out-web     | a web app       | {"Amplitude": false} | null    |
      | left-out-ios     | an ios app      | {"All": false}       |         |
      | left-out-android | an android app  | {"Amplitude": false} | null    |
      | left-out-server  | a server source | {"All": false}       |         |

  @rule:identify.user-id
  Scenario Outline: an id that is not text is refused (<case>)
    Given <Source>
    When the app calls identify with
      """
      {"userId": 5, "traits": {"industry": "Music"}}
      """
    Then it is refused with "userId"
    And Amplitude receives no events

    Examples:
      | case           | Source          |
      | number-ios     | an ios app      |
      | number-android | an android app  |
      | number-server  | a server source |
