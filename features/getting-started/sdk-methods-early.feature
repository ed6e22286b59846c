Feature: The SDK's own methods before its start
  An app may call the bundled SDK past Segment, and may do so before the integration has started it. On the web the
  methods wait in a queue of the SDK's own, which is performed before Segment replays its calls.

  @rule:start.mobile-bundled
  Scenario Outline: an opt-out before the SDK is started (<case>)
    Given an <Source>
    And Segment's settings have not arrived yet
    When the app calls the SDK's setOptOut(true)
    And Segment's settings arrive
    And the app tracks "Song Played"
    And the app calls the SDK's setOptOut(false)
    And the app tracks "Song Skipped"
    Then Amplitude receives these events
      | event_type   | event_id |
      | Song Skipped | <Number> |

    Examples: iOS keeps it; Android ignores what comes before its start
      | case          | Source      | Number |
      | early-ios     | ios app     | 1      |
      | early-android | android app | 2      |

  @rule:start.mobile-bundled @adjudicated @dialect:documented @dialect:shipped @dialect:latest
  Scenario Outline: a new device ID before the SDK is started (<case>)
    Given an <Source> with the settings
      | Prefer Advertising ID for Device ID | on |
    And Segment's settings have not arrived yet
    When the app calls the SDK's regenerateDeviceId
    And Segment's settings arrive
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id   |
      | Song Played | <Device ID> |

    @rule:advertising.ios
    Examples: iOS has one at its start then, and needs no other
      | case       | Source  | Device ID      |
      | new-id-ios | ios app | <generated id> |

    @rule:advertising.android
    Examples: Android has none
      | case           | Source      | Device ID        |
      | new-id-android | android app | <advertising id> |

  @rule:start.web-sdk-loads @adjudicated
  Scenario: on the web an opt-out waits for the SDK, and is lost with its page
    Given a web app
    And the Amplitude SDK has not loaded yet
    When the app calls the SDK's setOptOut(true)
    And the app is restarted
    And the app tracks "Song Played"
    And the Amplitude SDK finishes loading
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

  @rule:start.web-sdk-loads @adjudicated
  Scenario: on the web an opt-out that waits for the SDK is before all of Segment's calls
    Given a web app
    And the Amplitude SDK has not loaded yet
    When the app tracks "Song Played"
    And the app calls the SDK's setOptOut(true)
    And the Amplitude SDK finishes loading
    And the app calls the SDK's setOptOut(false)
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   |
      | Song Skipped |

  @rule:start.web-sdk-loads @adjudicated
  Scenario: on the web a new device ID that waits for the SDK is that of all events
    Given a web app
    And the Amplitude SDK has not loaded yet
    When the app tracks "Song Played"
    And the app calls the SDK's regenerateDeviceId
    And the app tracks "Song Skipped"
    And the Amplitude SDK finishes loading
    And the app tracks "Song Paused"
    Then Amplitude receives exactly these events
      | event_type   | device_id      |
      | Song Played  | <generated id> |
      | Song Skipped | <generated id> |
      | Song Paused  | <generated id> |
