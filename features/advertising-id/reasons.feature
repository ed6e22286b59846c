Feature: Why the advertising ID is the device ID
  Each event carries the rules that made it, in the order of the page. Only the reference gives such reasons: a port
  is judged by its events alone.

  @rule:advertising.ios @adjudicated @dialect:documented
  Scenario: the setting on iOS
    Given an ios app with the settings
      | Set AdvertisingId for DeviceId | on |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | because                                                                                                                                               |
      | Song Played | start.mobile-bundled, device-id.prefer-advertising.ios, device-id.priority.ios, track.event, track.context-automatic, session.client, advertising.ios |

  @rule:advertising.android @adjudicated @dialect:documented
  Scenario: the setting on Android
    Given an android app with the settings
      | Set AdvertisingId for DeviceId | on |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | because                                                                                                                                                           |
      | Song Played | start.mobile-bundled, device-id.prefer-advertising.android, device-id.priority.android, track.event, track.context-automatic, session.client, advertising.android |
