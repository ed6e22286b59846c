Feature: The location on Android
  Each track event on Android has the latitude and longitude of where the device was when it was tracked.

  @rule:location.android-each-track
  Scenario: each track event has the place of its moment
    Given an android app
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    When the app tracks "Song Played"
    And the device moves to 48.8566, 2.3522
    And the app tracks "Song Played"
    And the device moves to -33.8688, 151.2093
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type  | session_id  | api_properties.location.lat | api_properties.location.lng |
      | Song Played | <session 1> | 52.52                       | 13.405                      |
      | Song Played | <session 1> | 48.8566                     | 2.3522                      |
      | Song Played | <session 1> | -33.8688                    | 151.2093                    |

  @rule:location.android-each-track
  Scenario: an event that is sent later keeps the place where it was tracked
    Given an android app
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    When the device goes offline
    And the app tracks "Song Played"
    And the device moves to 48.8566, 2.3522
    And the device comes online
    Then Amplitude receives exactly these events
      | event_type  | api_properties.location       |
      | Song Played | {"lat": 52.52, "lng": 13.405} |

  @rule:location.android-each-track @dialect:documented @dialect:printed
  Scenario: an identify has no location
    Given an android app
    And the user allows the location
    When the app identifies "derek" with the traits
      | email | derek@sivers.org |
    Then Amplitude receives exactly these events
      | event_type | api_properties.location |
      | $identify  |                         |

  @rule:location.android-each-track
  Scenario: the equator and the prime meridian are places like any other
    Given an android app
    And the user allows the location
    When the device moves to 0, 0
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.location |
      | Song Played | {"lat": 0, "lng": 0}    |

  @rule:location.android-each-track @rule:location.default-on @dialect:documented @dialect:printed
  Scenario: the location stands beside what else the event says about itself
    Given an android app with the settings
      | Track Session Events | on |
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    When the app tracks "Item Bought" with the properties
      | price    | 20  |
      | revenue  | 20  |
      | quantity | 2   |
      | receipt  | r3c |
    Then Amplitude receives exactly these events
      | event_type     | api_properties.special | api_properties.price | api_properties.quantity | api_properties.receipt | api_properties.location       | api_properties.androidADID |
      | session_start  | session_start          |                      |                         |                        | {"lat": 52.52, "lng": 13.405} | <advertising id>           |
      | Item Bought    |                        |                      |                         |                        | {"lat": 52.52, "lng": 13.405} | <advertising id>           |
      | revenue_amount | revenue_amount         | 20                   | 2                       | r3c                    | {"lat": 52.52, "lng": 13.405} | <advertising id>           |
