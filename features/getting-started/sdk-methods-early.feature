Feature: The SDK's own methods before its start
  An app may call the bundled SDK past Segment, and may do so before the integration has started it.

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
