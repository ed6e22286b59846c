Feature: The device ID on Android, as documented and as shipped
  Who calls, when and from where is for Segment's library to say: its methods take a name, properties or traits, and
  options.

  @divergence:calls.android.no-own-ids @rule:device-id.priority.android @rule:device-id.prefer-anonymous.not-bundled-mobile
  Scenario Outline: whose device a call in cloud mode is from (<case>)
    Given an android app in cloud mode with the settings
      | Prefer Anonymous ID for Device ID | on |
    When the app calls track with
      """
      {"event": "Song Played", "anonymousId": "visitor-1"}
      """
    Then Amplitude receives exactly these events
      | event_type  | device_id   |
      | Song Played | <Device ID> |

    @dialect:documented @dialect:printed
    Examples: as documented, that of the anonymous ID which the call gives
      | case              | Device ID |
      | device-documented | visitor-1 |

    @dialect:shipped @dialect:latest
    Examples: as shipped, that of the library's
      | case           | Device ID      |
      | device-shipped | <anonymous id> |
