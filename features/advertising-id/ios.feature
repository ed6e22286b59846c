Feature: The advertising ID on iOS
  With the setting on, advertisingIdentifier is the device ID in place of identifierForVendor. As in the section
  "Device ID", the printed dialect reads the setting differently, so most scenarios are for the documented one.

  @rule:advertising.ios @adjudicated @dialect:documented @dialect:shipped
  Scenario Outline: the setting has several names (<case>)
    Given an ios app with the settings
      | <Setting Name> | on |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id        | api_properties.ios_idfv |
      | Song Played | <advertising id> | <vendor id>             |

    Examples:
      | case        | Setting Name                        |
      | prefer      | Prefer Advertising ID for Device ID |
      | use         | Use AdvertisingId for Device ID     |
      | set         | Set AdvertisingId for DeviceId      |
      | segment-key | useAdvertisingIdForDeviceId         |

  @rule:advertising.ios @dialect:documented @dialect:printed @dialect:shipped
  Scenario: without the setting identifierForVendor stays the device ID
    Given an ios app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id   | api_properties.ios_idfa |
      | Song Played | <vendor id> | <advertising id>        |

  @rule:advertising.ios @adjudicated @dialect:documented @dialect:shipped @dialect:latest
  Scenario Outline: identifierForVendor stays when there is no advertising ID (<case>)
    Given an ios app with the settings
      | Set AdvertisingId for DeviceId | on |
    And the device has
      | <Attribute> | <Value> |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id   | api_properties.ios_idfa |
      | Song Played | <vendor id> |                         |

    Examples:
      | case             | Attribute         | Value                                |
      | tracking-limited | limit_ad_tracking | true                                 |
      | zeroed           | advertising_id    | 00000000-0000-0000-0000-000000000000 |

  @rule:advertising.ios @adjudicated @dialect:documented @dialect:shipped @dialect:latest
  Scenario Outline: an ID that thousands of devices share is refused (<case>)
    Given an ios app with the settings
      | Set AdvertisingId for DeviceId | on |
    And the device has
      | advertising_id | <Value> |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id   |
      | Song Played | <vendor id> |

    Examples:
      | case      | Value                            |
      | refused   | e3f5536a141811db40efd6400f1d0a4e |
      | refused-2 | 04bab7ee75b9a58d39b8dc54e8851084 |

  @rule:advertising.ios @adjudicated @dialect:documented @dialect:shipped
  Scenario: the device ID stays when the user makes a new advertising ID
    Given an ios app with the settings
      | Set AdvertisingId for DeviceId | on |
    When the app tracks "Song Played"
    Then the device id of the app reads as <advertising id>
    When the app is killed
    Given the device has
      | advertising_id | 7A3CBEA0-F0CE-4D4B-8B2C-4A2D1A6F1C7E |
    When the app is launched
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | device_id        | api_properties.ios_idfa              |
      | Song Played  | <advertising id> | <advertising id>                     |
      | Song Skipped | <advertising id> | 7A3CBEA0-F0CE-4D4B-8B2C-4A2D1A6F1C7E |

  @rule:advertising.ios @rule:reset.log-out @adjudicated @dialect:documented @dialect:shipped
  Scenario: a reset takes leave of the advertising ID
    Given an ios app with the settings
      | Set AdvertisingId for DeviceId | on |
    When the app tracks "Song Played"
    And the app calls reset
    And the app is restarted
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | device_id        |
      | Song Played  | <advertising id> |
      | Song Skipped | <generated id>   |

  @rule:advertising.ios
  Scenario: the ids of iOS are in capital letters
    Given an ios app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id            |
      | Song Played | <uuid in capitals 1> |

  @rule:advertising.ios
  Scenario: identifierForVendor is taken letter by letter
    Given an ios app
    And the device has
      | vendor_id | 7a3cbea0-F0CE-4d4b-8B2C-4a2d1a6f1c7e |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id                            | api_properties.ios_idfv              |
      | Song Played | 7a3cbea0-F0CE-4d4b-8B2C-4a2d1a6f1c7e | 7a3cbea0-F0CE-4d4b-8B2C-4a2d1a6f1c7e |

  @rule:advertising.ios @adjudicated @dialect:documented
  Scenario: the setting counts although the SDK may start before it hears of it
    Given an ios app with the settings
      | Set AdvertisingId for DeviceId | on |
    And the Amplitude SDK starts before its options are set
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id        |
      | Song Played | <advertising id> |

  @rule:advertising.ios @rule:track.context-automatic
  @dialect:documented @dialect:printed @dialect:shipped
  Scenario: the ids of iOS stay for as long as the app runs, and one that can't be read is asked for again
    Given an ios app
    And the device has
      | limit_ad_tracking | true                                 |
      | vendor_id         | 7A3CBEA0-F0CE-4D4B-8B2C-4A2D1A6F1C7E |
    When the app tracks "Song Played"
    Given the device has
      | vendor_id | 99D3B4DB-3C5E-4E0B-9A53-7D8F3A0C11AA |
    When the app tracks "Song Paused"
    Given the device has
      | limit_ad_tracking | false                                |
      | advertising_id    | 11111111-2222-4333-8444-555555555555 |
    When the app tracks "Song Stopped"
    Given the device has
      | advertising_id | 66666666-7777-4888-8999-AAAAAAAAAAAA |
    When the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | api_properties.ios_idfv              | api_properties.ios_idfa              |
      | Song Played  | 7A3CBEA0-F0CE-4D4B-8B2C-4A2D1A6F1C7E |                                      |
      | Song Paused  | 7A3CBEA0-F0CE-4D4B-8B2C-4A2D1A6F1C7E |                                      |
      | Song Stopped | 7A3CBEA0-F0CE-4D4B-8B2C-4A2D1A6F1C7E | 11111111-2222-4333-8444-555555555555 |
      | Song Skipped | 7A3CBEA0-F0CE-4D4B-8B2C-4A2D1A6F1C7E | 11111111-2222-4333-8444-555555555555 |
