Feature: Location tracking turned off
  With location tracking off the app sends no coordinates. Amplitude still derives a place from the IP address.

  @rule:location.ip-anyway
  Scenario Outline: no coordinates are sent, but the IP address gives a place (<case>)
    Given an <Source> with the settings
      | Enable Location Listening | off |
    And the device has
      | location_permission | true               |
      | place               | [40.7128, -74.006] |
      | ip                  | <Address>          |
    When the app tracks "Song Played"
    And the app goes to the background for 10 minutes
    And the device moves to 48.8566, 2.3522
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.location | amplitude.place.city | amplitude.place.country |
      | Song Played |                         | <City>               | <Country>               |
      | Song Played |                         | <City>               | <Country>               |

    Examples:
      | case                  | Source      | Address      | City          | Country       |
      | berlin-ios            | ios app     | 198.51.100.4 | Berlin        | Germany       |
      | san-francisco-ios     | ios app     | 192.0.2.4    | San Francisco | United States |
      | berlin-android        | android app | 198.51.100.4 | Berlin        | Germany       |
      | san-francisco-android | android app | 192.0.2.4    | San Francisco | United States |

  @rule:location.ip-anyway
  @dialect:documented @dialect:printed @dialect:shipped
  Scenario: updateLocation does not turn the location on again
    Given an ios app with the settings
      | Enable Location Listening | off |
    And the user allows the location
    When the app calls the SDK's updateLocation
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.location |
      | Song Played |                         |

  @rule:location.ip-anyway @dialect:documented @dialect:printed
  Scenario Outline: turning the location off or on in the SDK takes effect at once (<case>)
    Given an <Source>
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    When the app tracks "Song Played"
    And the app calls the SDK's disableLocationListening
    And the app tracks "Song Paused"
    And the app calls the SDK's enableLocationListening
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.location       |
      | Song Played | {"lat": 52.52, "lng": 13.405} |
      | Song Paused |                               |
      | Song Played | {"lat": 52.52, "lng": 13.405} |

    Examples:
      | case            | Source      |
      | at-once-ios     | ios app     |
      | at-once-android | android app |
