Feature: The advertising ID on Android, as documented and as shipped
  The integration starts the SDK and only then asks for the advertising ID. The SDK chooses its device ID on another
  thread as it starts.

  @divergence:advertising.android.too-late @rule:advertising.android @adjudicated
  Scenario Outline: the SDK chooses its device ID before it is told about the advertising ID (<case>)
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

  @divergence:advertising.android.limit-ignored @rule:advertising.android @adjudicated
  Scenario Outline: a user who limits ad tracking (<case>)
    Given an android app with the settings
      | Set AdvertisingId for DeviceId | on |
    And the device has
      | limit_ad_tracking | true |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id   | api_properties.limit_ad_tracking |
      | Song Played | <device id> | true                             |

    @dialect:documented @dialect:latest
    Examples: as documented, the generated ID
      | case               | device id      |
      | limited-documented | <generated id> |

    @dialect:shipped
    Examples: as shipped, the advertising ID anyway
      | case            | device id        |
      | limited-shipped | <advertising id> |
