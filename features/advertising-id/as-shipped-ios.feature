Feature: The advertising ID on iOS, as documented and as shipped
  At the time of the documentation the SDK read the identifier by itself. Its later releases leave that to the app.

  @rule:advertising.ios @divergence:device-id.ios.ad-support-block
  Scenario Outline: the setting alone does not make it the device ID any more (<case>)
    Given an ios app with the settings
      | Set AdvertisingId for DeviceId | on |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id   |
      | Song Played | <Device ID> |

    @dialect:documented @adjudicated
    Examples: as documented
      | case                   | Device ID        |
      | advertising-documented | <advertising id> |

    @dialect:shipped
    Examples: as shipped, which agrees
      | case                | Device ID        |
      | advertising-shipped | <advertising id> |

    @dialect:latest
    Examples: as shipped last
      | case               | Device ID   |
      | advertising-latest | <vendor id> |
