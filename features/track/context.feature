Feature: Where and on what an event happened
  A server says it in the context of the call. The bundled libraries read it off the device themselves.

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
