Feature: Merging users with Device ID
  Amplitude sees one user where the device ID is the same: on the page and on the server, before and after the login.

  @rule:device-id.merge.same
  Scenario Outline: page and server are one user only with the same device ID (<case>)
    Given a web app with the settings
      | Set Device ID From URL Parameter amp_device_id | on |
    And the page "https://example.com/?amp_device_id=campaign-7"
    And a server source
    When the web app tracks "Song Played"
    And the server calls track with
      """
      {"anonymousId": "visitor-1", "event": "Song Bought", "context": {"device": {"id": "<Server's device ID>"}}}
      """
    Then Amplitude receives exactly these events
      | event_type  | device_id            | amplitude.sender  | amplitude.user |
      | Song Played | campaign-7           | web app           | 1              |
      | Song Bought | <Server's device ID> | Segment's servers | <User>         |
    And Amplitude sees <Users>

    Examples:
      | case     | Server's device ID | User | Users   |
      | same-id  | campaign-7         | 1    | 1 user  |
      | other-id | phone-1            | 2    | 2 users |

  @rule:device-id.merge.same
  Scenario Outline: the same anonymousId helps only if both prefer it (<case>)
    Given a web app with the settings
      | Prefer Anonymous ID for Device ID | <On the page> |
    And a server source with the settings
      | Prefer Anonymous ID for Device ID | <On the server> |
    When the web app calls track with
      """
      {"anonymousId": "visitor-1", "event": "Song Played"}
      """
    And the server calls track with
      """
      {"anonymousId": "visitor-1", "event": "Song Bought", "context": {"device": {"id": "phone-1"}}}
      """
    Then Amplitude sees <Users>

    Examples:
      | case               | On the page | On the server | Users   |
      | both-prefer-it     | on          | on            | 1 user  |
      | only-the-page      | on          | off           | 2 users |
      | only-the-server    | off         | on            | 2 users |
      | neither-prefers-it | off         | off           | 2 users |

  @rule:device-id.merge.ready
  Scenario: once ready, the page reads the device ID that its events have
    Given a web app
    And the Amplitude SDK has not loaded yet
    When the app tracks "Song Played"
    And the Amplitude SDK finishes loading
    Then the device id of the app reads as <generated id>
    When the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | device_id      |
      | Song Played  | <generated id> |
      | Song Skipped | <generated id> |

  @rule:device-id.merge.ready @rule:device-id.merge.same
  Scenario: the device ID that the page reads makes one user of page and server
    Given a web app with the settings
      | Set Device ID From URL Parameter amp_device_id | on |
    And the page "https://example.com/?amp_device_id=campaign-7"
    And a server source
    When the web app tracks "Song Played"
    Then the device id of the web app reads as "campaign-7"
    When the server calls track with
      """
      {"userId": "derek", "event": "Song Bought", "context": {"device": {"id": "campaign-7"}}}
      """
    And the web app tracks "Song Skipped"
    Then Amplitude sees 1 user

  @rule:device-id.merge.ready @rule:device-id.merge.same
  Scenario: a generated device ID that the page hands to the server makes one user of both
    Given a web app
    And a server source
    When the web app tracks "Song Played"
    Then the device id of the web app reads as <generated id>
    When the server calls track with
      """
      {"userId": "derek", "event": "Song Bought", "context": {"device": {"id": "<generated id>"}}}
      """
    Then Amplitude receives exactly these events
      | event_type  | device_id      | amplitude.sender  |
      | Song Played | <generated id> | web app           |
      | Song Bought | <generated id> | Segment's servers |
    And Amplitude sees 1 user

  @rule:device-id.merge.login
  Scenario Outline: on a client the login keeps the device ID by itself (<case>)
    Given a <Source>
    When the app tracks "Song Played"
    And the app identifies "derek" with the traits
      | industry | Music |
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | user_id   | device_id   | amplitude.user |
      | Song Played  | <No user> | <device id> | 1              |
      | $identify    | derek     | <device id> | 1              |
      | Song Skipped | derek     | <device id> | 1              |

    Examples:
      | case    | Source      | No user |
      | web     | web app     | null    |
      | ios     | ios app     |         |
      | android | android app | null    |

  @rule:device-id.merge.login
  Scenario Outline: on a client a new device ID before the login makes two users (<case>)
    Given a <Source>
    When the app tracks "Song Played"
    And the app calls the SDK's regenerateDeviceId
    And the app identifies "derek" with the traits
      | industry | Music |
    Then Amplitude receives exactly these events
      | event_type  | device_id       | amplitude.user |
      | Song Played | <device id>     | 1              |
      | $identify   | <new device id> | 2              |
    And Amplitude sees 2 users

    Examples:
      | case        | Source      |
      | new-web     | web app     |
      | new-ios     | ios app     |
      | new-android | android app |

  @rule:device-id.merge.login
  Scenario Outline: on a server the login needs the device ID of the visit (<case>)
    Given a server source
    When the server calls track with
      """
      {"anonymousId": "visitor-1", "event": "Song Played", "context": {"device": {"id": "phone-1"}}}
      """
    And the server calls identify with
      """
      {"userId": "derek", "anonymousId": "visitor-1", "context": {"device": {"id": "<Device ID at login>"}}}
      """
    Then Amplitude receives exactly these events
      | event_type  | user_id | device_id            | amplitude.user |
      | Song Played |         | phone-1              | 1              |
      | $identify   | derek   | <Device ID at login> | <User>         |

    Examples:
      | case            | Device ID at login | User |
      | server-same-id  | phone-1            | 1    |
      | server-other-id | phone-2            | 2    |

  @rule:device-id.merge.login
  Scenario Outline: a visit on the page and a login on the server (<case>)
    Given a web app with the settings
      | Set Device ID From URL Parameter amp_device_id | on |
    And the page "https://example.com/?amp_device_id=campaign-7"
    And a server source
    When the web app tracks "Song Played"
    And the server calls identify with
      """
      {"userId": "derek", "traits": {"industry": "Music"}, "context": {"device": {"id": "<Device ID at login>"}}}
      """
    Then Amplitude sees <Users>

    Examples:
      | case                    | Device ID at login | Users   |
      | page-to-server-same-id  | campaign-7         | 1 user  |
      | page-to-server-other-id | phone-1            | 2 users |
