Feature: The advertising ID on Android
  With the setting on, Google's advertising ID is the device ID. As in the section "Device ID", the printed dialect
  reads the setting differently, so most scenarios are for the documented one.

  @rule:advertising.android @adjudicated @dialect:documented @dialect:shipped @dialect:latest
  Scenario Outline: the setting has several names (<case>)
    Given an android app with the settings
      | <Setting Name> | on |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id        |
      | Song Played | <advertising id> |

    Examples:
      | case        | Setting Name                        |
      | prefer      | Prefer Advertising ID for Device ID |
      | use         | Use AdvertisingId for Device ID     |
      | set         | Set AdvertisingId for DeviceId      |
      | segment-key | useAdvertisingIdForDeviceId         |

  @rule:advertising.android
  Scenario: without the setting the advertising ID is sent, but not as the device ID
    Given an android app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id      | api_properties.androidADID |
      | Song Played | <generated id> | <advertising id>           |

  @rule:advertising.android @adjudicated @dialect:documented @dialect:latest
  Scenario: a user who limits ad tracking is not followed by the advertising ID
    Given an android app with the settings
      | Set AdvertisingId for DeviceId | on |
    And the device has
      | limit_ad_tracking | true |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id      | api_properties.limit_ad_tracking |
      | Song Played | <generated id> | true                             |

  @rule:advertising.android @adjudicated @dialect:documented @dialect:shipped @dialect:latest
  Scenario: without Google Play services there is no advertising ID
    Given an android app with the settings
      | Set AdvertisingId for DeviceId | on |
    And the device has
      | play_services | false |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id      | api_properties.androidADID |
      | Song Played | <generated id> |                            |

  @rule:advertising.android @adjudicated @dialect:documented @dialect:shipped @dialect:latest
  Scenario Outline: an ID that thousands of devices share is refused (<case>)
    Given an android app with the settings
      | Set AdvertisingId for DeviceId | on |
    And the device has
      | advertising_id | <Value> |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id      |
      | Song Played | <generated id> |

    Examples:
      | case          | Value                                |
      | emulator      | 9774d56d682e549c                     |
      | zeroed        | 00000000-0000-0000-0000-000000000000 |
      | fifteen-zeros | 000000000000000                      |
      | unknown       | unknown                              |
      | android       | Android                              |
      | deface        | DEFACE                               |

  @rule:advertising.android @adjudicated @dialect:documented @dialect:latest
  Scenario: an ID made while tracking was limited stays when the limit is lifted
    Given an android app with the settings
      | Set AdvertisingId for DeviceId | on |
    And the device has
      | limit_ad_tracking | true |
    When the app tracks "Song Played"
    And the app is killed
    Given the device has
      | limit_ad_tracking | false |
    When the app is launched
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | device_id      | api_properties.limit_ad_tracking |
      | Song Played  | <generated id> | true                             |
      | Song Skipped | <generated id> | false                            |

  @rule:advertising.android-null
  Scenario: the device ID reads as null before the first launch, as the made ID after it
    Given an android app
    And the app has not been launched yet
    Then the device id of the app reads as null
    When the app is launched
    Then the device id of the app reads as <generated id>
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id      |
      | Song Played | <generated id> |

  @rule:advertising.android-null
  Scenario: a launch in the background makes the device ID, too
    Given an android app
    And the app has not been launched yet
    Then the device id of the app reads as null
    When the app is launched in the background
    Then the device id of the app reads as <generated id>

  @rule:advertising.android-null @rule:advertising.android @adjudicated @dialect:documented @dialect:shipped @dialect:latest
  Scenario: with the setting, too, the device ID reads as null at first
    Given an android app with the settings
      | Set AdvertisingId for DeviceId | on |
    And the app has not been launched yet
    Then the device id of the app reads as null
    When the app is launched
    Then the device id of the app reads as <advertising id>

  @rule:advertising.android @adjudicated @dialect:documented @dialect:shipped @dialect:latest
  Scenario: Amazon's devices have an ID of their own, without Google Play services
    Given an android app with the settings
      | Set AdvertisingId for DeviceId | on |
    And the device has
      | profile       | Kindle Fire HD 8 |
      | play_services | false            |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id        | api_properties.androidADID | device_manufacturer |
      | Song Played | <advertising id> | <advertising id>           | Amazon              |

  @rule:advertising.android
  Scenario: Google's advertising ID is in small letters
    Given an android app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.androidADID |
      | Song Played | <uuid in small letters 1>  |
