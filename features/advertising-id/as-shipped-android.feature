Feature: The advertising ID on Android, as documented and as shipped
  The integration starts the SDK, and then says that the advertising ID is wanted. The start chooses the device ID on
  another thread.

  @divergence:advertising.android.too-late @rule:advertising.android @adjudicated
  Scenario Outline: the SDK chooses its device ID before it hears of the advertising ID (<case>)
    Given an android app with the settings
      | Set AdvertisingId for DeviceId | on |
    And the Amplitude SDK starts before its options are set
    When the app tracks "Song Played"
    And the app is restarted
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | device_id   |
      | Song Played  | <device id> |
      | Song Skipped | <device id> |

    @dialect:documented
    Examples: as documented, the advertising ID
      | case              | device id        |
      | chosen-documented | <advertising id> |

    @dialect:shipped @dialect:latest
    Examples: as shipped, the generated ID, for good
      | case           | device id      |
      | chosen-shipped | <generated id> |
