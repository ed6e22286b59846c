Feature: The context of an app in cloud mode
  In cloud mode no SDK reads the device. Segment's library puts what it reads into the context of each message, and
  Segment's servers turn it into Amplitude's fields. Neither library names the device's brand. What the call itself
  says takes precedence over what the library says.

  @rule:track.context-fields
  Scenario Outline: a phone's context becomes Amplitude's fields (<case>)
    Given <Source> in cloud mode
    And the device has
      | profile     | <Profile> |
      | locale      | de_DE     |
      | app_version | 3.5.1     |
      | ip          | 192.0.2.1 |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_model | device_manufacturer | device_brand | os_name | os_version   | carrier   | app_version | language | ip        |
      | Song Played | <Model>      | <Manufacturer>      |              | <OS>    | <OS version> | <Carrier> | 3.5.1       | de-DE    | 192.0.2.1 |

    Examples:
      | case          | Source         | Profile  | Model     | Manufacturer | OS      | OS version | Carrier  |
      | cloud-ios     | an ios app     | iPhone 7 | iPhone9,1 | Apple        | iOS     | 11.4.1     | T-Mobile |
      | cloud-android | an android app | Pixel 2  | Pixel 2   | Google       | Android | 8.1.0      | T-Mobile |

  @rule:track.context-fields
  Scenario: a latitude that is no number is left out
    Given an ios app in cloud mode
    When the app calls track with
      """
      {"event": "Song Played", "context": {"location": {"latitude": "north", "longitude": -122.4, "city": "Oakland"}}}
      """
    Then Amplitude receives exactly these events
      | event_type  | location_lat | location_lng | city    |
      | Song Played |              | -122.4       | Oakland |

  @rule:track.context-fields
  Scenario: a page's context has a language and an address, and no device
    Given a web app in cloud mode
    And the device has
      | locale | de_DE     |
      | ip     | 192.0.2.1 |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | language | ip        | device_model | os_name | carrier | app_version |
      | Song Played | de-DE    | 192.0.2.1 |              |         |         |             |

  @rule:track.context-fields
  Scenario Outline: a call's own context takes precedence over the library's (<case>)
    Given <Source> in cloud mode
    And the device has
      | app_version | 3.5.1 |
    When the app calls track with
      """
      {"event": "Song Played", "context": {"app": {"version": "9.9"}, "network": {"carrier": "Phonero"}, "ip": "8.8.8.8"}}
      """
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | app_version | carrier  | ip          | os_version   |
      | Song Played  | "9.9"       | Phonero  | 8.8.8.8     | <OS version> |
      | Song Skipped | 3.5.1       | T-Mobile | 203.0.113.7 | <OS version> |

    Examples:
      | case        | Source         | OS version |
      | own-ios     | an ios app     | 11.4.1     |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: as documented, a call on Android may have a context of its own
      | case        | Source         | OS version |
      | own-android | an android app | 8.1.0      |

  @rule:track.context-fields @rule:device-id.default.server
  Scenario Outline: the device id of an app in cloud mode is the one of its context (<case>)
    Given <Source> in cloud mode
    When the app calls track with
      """
      {"event": "Song Played", "context": {"device": {"id": "2b6f0cc9", "model": "Loaner"}}}
      """
    Then Amplitude receives exactly these events
      | event_type  | device_id | device_model |
      | Song Played | 2b6f0cc9  | Loaner       |

    Examples:
      | case              | Source         |
      | device-id-ios     | an ios app     |
      | device-id-web     | a web app      |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: as documented, a call on Android may have a context of its own
      | case              | Source         |
      | device-id-android | an android app |

  @rule:track.context-fields
  Scenario Outline: a locale may be text, as the libraries write it (<case>)
    Given a server source
    When the server calls track with
      """
      {"userId": "derek", "event": "Song Played", "context": {"locale": <Locale>}}
      """
    Then Amplitude receives exactly these events
      | event_type  | language   |
      | Song Played | <Language> |

    Examples:
      | case          | Locale                | Language |
      | locale-text   | "de-DE"               | de-DE    |
      | locale-object | {"language": "en-us"} | en-us    |
      | locale-other  | {"country": "DE"}     |          |
      | locale-number | 7                     |          |
