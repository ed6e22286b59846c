Feature: The location on Android, as documented and as shipped
  What the same calls lead to in the documentation and in the app, whose SDK gives every event a location.

  @divergence:location.android.every-event @rule:location.android-each-track
  Scenario Outline: the location of an identify (<case>)
    Given an android app
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    When the app calls identify with
      """
      {"userId": "derek", "anonymousId": "a-1", "traits": {"userId": "derek", "anonymousId": "a-1"}}
      """
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.location       |
      | $identify   | <of the identify>             |
      | Song Played | {"lat": 52.52, "lng": 13.405} |

    @dialect:documented @dialect:printed
    Examples: as documented, track events alone
      | case                | of the identify |
      | identify-documented |                 |

    @dialect:shipped @dialect:latest
    Examples: as shipped, every event
      | case             | of the identify               |
      | identify-shipped | {"lat": 52.52, "lng": 13.405} |

  @divergence:location.android.early-listening @rule:location.default-on @rule:start.mobile-bundled
  @dialect:documented @dialect:printed
  Scenario: a location that is switched off too early is on, as documented
    Given an android app
    And Segment's settings have not arrived yet
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    When the app calls the SDK's disableLocationListening
    And Segment's settings arrive
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.location       |
      | Song Played | {"lat": 52.52, "lng": 13.405} |

  @divergence:location.android.early-listening @rule:location.default-on @rule:start.mobile-bundled
  @dialect:shipped @dialect:latest
  Scenario Outline: the SDK's methods for the location end an app in which it hasn't been started, as shipped (<case>)
    Given an android app
    And Segment's settings have not arrived yet
    When the app calls the SDK's <Method>
    Then the app crashes on <Method> with "Must initialize before acting on location listening"

    Examples:
      | case        | Method                   |
      | early-on    | enableLocationListening  |
      | early-off   | disableLocationListening |
