Feature: The location on iOS
  An iOS app takes the location once per session. The native methods updateLocation and enableLocationListening take it
  again.

  @rule:location.ios-once-per-session @dialect:documented @dialect:printed
  Scenario Outline: the location is taken once per session (<case>)
    Given an ios app
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    When the app tracks "Song Played"
    And the device moves to 48.8566, 2.3522
    And <Something happens>
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.location.lat | api_properties.location.lng |
      | Song Played | 52.52                       | 13.405                      |
      | Song Played | <Latitude>                  | <Longitude>                 |

    Examples:
      | case                | Something happens                            | Latitude | Longitude |
      | same-session        | 1 hour passes                                | 52.52    | 13.405    |
      | back-in-the-session | the app goes to the background for 4 minutes | 52.52    | 13.405    |
      | logged-out          | the app calls reset                          | 52.52    | 13.405    |
      | next-session        | the app goes to the background for 5 minutes | 48.8566  | 2.3522    |

  @rule:location.ios-once-per-session @dialect:documented @dialect:printed
  Scenario: a session that an event in the background begins takes the location, too
    Given an ios app
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    When the app tracks "Song Played"
    And the app goes to the background
    And the device moves to 48.8566, 2.3522
    And 5 minutes pass
    And the app tracks "Song Downloaded"
    And the device moves to 40.7128, -74.006
    And the app comes to the foreground
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type      | session_id  | api_properties.location         |
      | Song Played     | <session 1> | {"lat": 52.52, "lng": 13.405}   |
      | Song Downloaded | <session 2> | {"lat": 48.8566, "lng": 2.3522} |
      | Song Played     | <session 2> | {"lat": 48.8566, "lng": 2.3522} |

  @rule:location.ios-update @rule:location.ios-enable-refreshes @dialect:documented @dialect:printed
  Scenario Outline: the SDK's own methods take the location again, once (<case>)
    Given an ios app
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    When the app tracks "Song Played"
    And the device moves to 48.8566, 2.3522
    And the app tracks "Song Paused"
    And the app calls the SDK's <Method>
    And the app tracks "Song Played"
    And the device moves to 40.7128, -74.006
    And the app tracks "Song Paused"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.location         |
      | Song Played | {"lat": 52.52, "lng": 13.405}   |
      | Song Paused | {"lat": 52.52, "lng": 13.405}   |
      | Song Played | {"lat": 48.8566, "lng": 2.3522} |
      | Song Paused | {"lat": 48.8566, "lng": 2.3522} |

    Examples:
      | case   | Method                  |
      | update | updateLocation          |
      | enable | enableLocationListening |

  @rule:location.ios-update @rule:location.never-prompts
  @dialect:documented @dialect:printed @dialect:shipped
  Scenario: updateLocation without the permission adds nothing
    Given an ios app
    When the app calls the SDK's updateLocation
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.location |
      | Song Played |                         |

  @rule:location.ios-update
  Scenario: there is no updateLocation on Android
    Given an android app
    When the app calls the SDK's updateLocation
    Then it is refused with "updateLocation"

  @rule:location.ios-once-per-session @rule:location.default-on @dialect:documented @dialect:printed
  Scenario: the location stands beside what else the event says about itself
    Given an ios app with the settings
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
      | event_type     | api_properties.special | api_properties.price | api_properties.quantity | api_properties.receipt | api_properties.location       | api_properties.ios_idfv |
      | session_start  | session_start          |                      |                         |                        | {"lat": 52.52, "lng": 13.405} | <vendor id>             |
      | Item Bought    |                        |                      |                         |                        | {"lat": 52.52, "lng": 13.405} | <vendor id>             |
      | revenue_amount | revenue_amount         | 20                   | 2                       | r3c                    | {"lat": 52.52, "lng": 13.405} | <vendor id>             |
