Feature: The advertising ID on iOS, as documented and as shipped
  When the documentation was written, the SDK read the identifier itself. Later releases leave that to the app.

  @rule:advertising.ios @divergence:device-id.ios.ad-support-block
  Scenario Outline: the setting alone no longer makes it the device ID (<case>)
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

  @rule:advertising.ios @adjudicated @divergence:advertising.ios.too-late @divergence:device-id.ios.ad-support-block
  Scenario Outline: the SDK chooses its device ID before it is told about the advertising ID (<case>)
    Given an ios app with the settings
      | Set AdvertisingId for DeviceId | on |
    And the Amplitude SDK starts before its options are set
    When the app tracks "Song Played"
    And the app is restarted
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | device_id |
      | Song Played  | <ID>      |
      | Song Skipped | <ID>      |

    @dialect:documented
    Examples: as documented, the advertising ID
      | case            | ID               |
      | late-documented | <advertising id> |

    @dialect:shipped
    Examples: as shipped, identifierForVendor, for good
      | case         | ID          |
      | late-shipped | <vendor id> |

  @rule:advertising.ios @divergence:device-id.ios.ad-support-block
  Scenario Outline: the advertising ID on events (<case>)
    Given an ios app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.ios_idfa | api_properties.ios_idfv |
      | Song Played | <ID>                    | <vendor id>             |

    @dialect:documented @dialect:printed @dialect:shipped
    Examples: as documented and as shipped
      | case     | ID               |
      | idfa-ios | <advertising id> |

    @dialect:latest
    Examples: as shipped last, where it takes a block of the app's own code
      | case        | ID |
      | idfa-latest |    |
