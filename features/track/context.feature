Feature: Where an event happened, and on what device
  A server says so in the context of the call. The bundled libraries read it from the device themselves.

  @rule:track.context-fields
  Scenario Outline: a key of the context becomes a field of Amplitude's event (<case>)
    Given a server source
    When the app calls track with
      """
      {"userId": "123", "event": "Subscription Started", "context": <context>}
      """
    Then Amplitude receives exactly these events
      | event_type           | user_id | <Amplitude Field> | event_properties |
      | Subscription Started | "123"   | <value>           | {}               |

    Examples: In the order of the printed call
      | case                | context key         | context                                                        | Amplitude Field     | value                                    |
      | ip                  | ip                  | {"ip": "8.8.8.8"}                                              | ip                  | 8.8.8.8                                  |
      | device-id           | device.id           | {"device": {"id": "2b6f0cc904d137be2e1730235f5664094b831186"}} | device_id           | 2b6f0cc904d137be2e1730235f5664094b831186 |
      | device-model        | device.model        | {"device": {"model": "iPhone 6"}}                              | device_model        | iPhone 6                                 |
      | device-brand        | device.brand        | {"device": {"brand": "Apple"}}                                 | device_brand        | Apple                                    |
      | device-manufacturer | device.manufacturer | {"device": {"manufacturer": "Apple"}}                          | device_manufacturer | Apple                                    |
      | os-name             | os.name             | {"os": {"name": "iOS"}}                                        | os_name             | iOS                                      |
      | os-version          | os.version          | {"os": {"version": "9.1"}}                                     | os_version          | "9.1"                                    |
      | network-carrier     | network.carrier     | {"network": {"carrier": "T-Mobile"}}                           | carrier             | T-Mobile                                 |
      | app-version         | app.version         | {"app": {"version": "3.5.1"}}                                  | app_version         | 3.5.1                                    |
      | location-country    | location.country    | {"location": {"country": "United States"}}                     | country             | United States                            |
      | location-region     | location.region     | {"location": {"region": "California"}}                         | region              | California                               |
      | location-city       | location.city       | {"location": {"city": "San Francisco"}}                        | city                | San Francisco                            |
      | location-latitude   | location.latitude   | {"location": {"latitude": "37.7672319"}}                       | location_lat        | 37.7672319                               |
      | location-longitude  | location.longitude  | {"location": {"longitude": "-122.4021353"}}                    | location_lng        | -122.4021353                             |
      | locale-language     | locale.language     | {"locale": {"language": "en-us"}}                              | language            | en-us                                    |

  @rule:track.context-fields
  Scenario: a server that sends no context gets no fields made up
    Given a server source
    When the app calls track with
      """
      {"userId": "123", "event": "Subscription Started"}
      """
    Then Amplitude receives exactly these events
      | event_type           | ip | device_id | device_model | device_brand | device_manufacturer | os_name | os_version | carrier | app_version | country | region | city | location_lat | location_lng | language |
      | Subscription Started |    |           |              |              |                     |         |            |         |             |         |        |      |              |              |          |

  @rule:track.context-fields
  Scenario: the context of one call says nothing about the next
    Given a server source
    When the app calls track with
      """
      {"userId": "123", "event": "Subscription Started", "context": {"device": {"model": "iPhone 6"}, "app": {"version": "3.5.1"}}}
      """
    And the app calls track with
      """
      {"userId": "456", "event": "Subscription Started", "context": {"app": {"version": "4.0.0"}}}
      """
    Then Amplitude receives exactly these events
      | user_id | device_model | app_version |
      | "123"   | iPhone 6     | 3.5.1       |
      | "456"   |              | 4.0.0       |

  @rule:track.context-automatic
  Scenario Outline: the page's browser and language are on each event (<case>)
    Given a web app
    And the device has
      | profile | <profile> |
      | locale  | <locale>  |
    When the app tracks "Subscription Started"
    Then Amplitude receives exactly these events
      | event_type           | platform | os_name   | os_version   | device_model   | language   |
      | Subscription Started | Web      | <os_name> | <os_version> | <device_model> | <language> |

    Examples:
      | case                   | profile            | locale | os_name | os_version | device_model | language |
      | web-firefox-on-windows | Firefox on Windows | de_DE  | Firefox | "62"       | Windows      | de-DE    |
      | web-chrome-on-mac      | Chrome on Mac      | en_US  | Chrome  | "69"       | Mac          | en-US    |

  @rule:track.context-automatic
  Scenario Outline: the iPhone's make, system, network and region are on each event (<case>)
    Given an ios app
    And the device has
      | profile     | <profile>     |
      | locale      | <locale>      |
      | app_version | <app version> |
    When the app tracks "Subscription Started"
    Then Amplitude receives exactly these events
      | event_type           | platform | device_model   | device_manufacturer | os_name | os_version   | carrier   | version_name  | country   | language   |
      | Subscription Started | iOS      | <device_model> | Apple               | ios     | <os_version> | <carrier> | <app version> | <country> | <language> |

    Examples:
      | case          | profile   | locale | app version | device_model | os_version | carrier  | country       | language |
      | ios-iphone-7  | iPhone 7  | fr_FR  | 3.5.1       | iPhone 7     | 11.4.1     | T-Mobile | France        | French   |
      | ios-iphone-se | iPhone SE | en_US  | 4.0.0       | iPhone SE    | 10.3.3     | Orange   | United States | English  |

  @rule:track.context-automatic
  Scenario Outline: the Android device's make, system, network and region are on each event (<case>)
    Given an android app
    And the device has
      | profile     | <profile>     |
      | locale      | <locale>      |
      | app_version | <app version> |
    When the app tracks "Subscription Started"
    Then Amplitude receives exactly these events
      | event_type           | platform | device_model   | device_brand   | device_manufacturer   | os_name | os_version   | carrier   | version_name  | country   | language   |
      | Subscription Started | Android  | <device_model> | <device_brand> | <device_manufacturer> | android | <os_version> | <carrier> | <app version> | <country> | <language> |

    Examples:
      | case            | profile | locale | app version | device_model | device_brand | device_manufacturer | os_version | carrier  | country | language |
      | android-pixel-2 | Pixel 2 | ja_JP  | 3.5.1       | Pixel 2      | google       | Google              | 8.1.0      | T-Mobile | JP      | ja       |
      | android-moto-g5 | Moto G5 | it_IT  | 4.0.0       | Moto G (5)   | motorola     | motorola            | "7.0"      | TIM      | IT      | it       |

  @rule:track.context-automatic
  Scenario Outline: the address that a client calls from tells Amplitude the place (<case>)
    Given a <Source>
    And the device has
      | ip | <ip> |
    When the app tracks "Subscription Started"
    Then Amplitude receives exactly these events
      | event_type           | amplitude.place.country | amplitude.place.city |
      | Subscription Started | <country>               | <city>               |

    Examples:
      | case            | Source      | ip           | country       | city          |
      | web-address     | web app     | 192.0.2.1    | United States | San Francisco |
      | ios-address     | ios app     | 198.51.100.9 | Germany       | Berlin        |
      | android-address | android app | 203.0.113.20 | France        | Paris         |

  @rule:track.context-automatic
  Scenario Outline: on Android the network's country takes precedence over the locale's (<case>)
    Given an android app
    And the device has
      | locale          | en_US     |
      | network_country | <Network> |
    When the app tracks "Subscription Started"
    Then Amplitude receives exactly these events
      | event_type           | country   | language |
      | Subscription Started | <Country> | en       |

    Examples:
      | case            | Network | Country |
      | network-country | DE      | DE      |
      | network-lower   | de      | DE      |
      | no-network      | null    | US      |

  @rule:track.context-automatic @dialect:documented @dialect:printed
  Scenario: a page's events name the browser and the version of the library
    Given a web app
    And the device has
      | profile | Firefox on Windows |
    When the app tracks "Subscription Started"
    Then Amplitude receives exactly these events
      | event_type           | user_agent                                                                     | library.name | library.version |
      | Subscription Started | Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:62.0) Gecko/20100101 Firefox/62.0 | amplitude-js | 4.4.0           |
    And Segment receives exactly these messages
      | type  | context.userAgent                                                              | context.library.name | context.library.version | context.locale |
      | track | Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:62.0) Gecko/20100101 Firefox/62.0 | analytics.js         | 3.7.2                   | en-US          |

  @rule:track.context-automatic
  Scenario: the ids that Android hands out are on each event
    Given an android app
    When the app tracks "Subscription Started"
    Then Amplitude receives exactly these events
      | event_type           | api_properties.androidADID | api_properties.limit_ad_tracking | api_properties.gps_enabled |
      | Subscription Started | <advertising id>           | false                            | true                       |

  @rule:track.context-automatic
  Scenario: without Google Play services there is nobody to ask for an advertising ID, or whether its use is limited
    Given an android app
    And the device has
      | play_services     | false |
      | limit_ad_tracking | true  |
    When the app tracks "Subscription Started"
    Then Amplitude receives exactly these events
      | event_type           | api_properties.androidADID | api_properties.limit_ad_tracking | api_properties.gps_enabled |
      | Subscription Started |                            | false                            | false                      |

  @rule:track.context-automatic @dialect:documented @dialect:printed @dialect:shipped
  Scenario: the ids that iOS hands out are on each event
    Given an ios app
    When the app tracks "Subscription Started"
    Then Amplitude receives exactly these events
      | event_type           | api_properties.ios_idfa | api_properties.ios_idfv | uuid                 |
      | Subscription Started | <advertising id>        | <vendor id>             | <uuid in capitals 1> |

  @rule:track.context-automatic
  Scenario Outline: an event's uuid is in capitals on iOS alone (<case>)
    Given <Source>
    When the app tracks "Subscription Started"
    Then Amplitude receives exactly these events
      | event_type           | uuid   |
      | Subscription Started | <uuid> |

    Examples:
      | case         | Source         | uuid                      |
      | uuid-web     | a web app      | <uuid in small letters 1> |
      | uuid-ios     | an ios app     | <uuid in capitals 1>      |
      | uuid-android | an android app | <uuid in small letters 1> |

  @rule:track.event
  Scenario Outline: a server's event has the time that the call says, and otherwise the present one (<case>)
    Given <Source>
    When the app calls track with
      """
      {"userId": "derek", "event": "Song Played", "timestamp": "2016-10-17T00:30:08.276Z"}
      """
    And 5 seconds pass
    And the app calls track with
      """
      {"userId": "derek", "event": "Song Paused"}
      """
    And 5 seconds pass
    And the app calls track with
      """
      {"userId": "derek", "event": "Song Stopped"}
      """
    Then Amplitude receives exactly these events
      | event_type   | time          |
      | Song Played  | 1476664208276 |
      | Song Paused  | <time 1>      |
      | Song Stopped | <time 2>      |

    Examples:
      | case        | Source                   |
      | time-server | a server source          |
      | time-cloud  | an ios app in cloud mode |

  @rule:track.context-fields
  Scenario: a page that a call describes in part is filled up with the page that it is on
    Given a web app
    And the page "https://example.com/songs?sort=year"
    When the app calls track with
      """
      {"event": "Song Played", "context": {"page": {"title": "So What"}}}
      """
    Then Segment receives exactly these messages
      | type  | context.page.title | context.page.path | context.page.search |
      | track | So What            | /songs            | ?sort=year          |

  @rule:track.context-fields
  Scenario: what a page call says of its page counts for the context too
    Given a web app
    And the page "https://example.com/songs?sort=year"
    When the app calls page with
      """
      {"properties": {"search": "?own=1"}, "context": {"page": {"title": "elsewhere"}}}
      """
    Then Segment receives exactly these messages
      | type | context.page.search | context.page.title |
      | page | ?own=1              | Example            |
