Feature: Why an event has a location
  Each event carries the rules that made it, in the order of the page. Only the reference gives such reasons: a port
  is judged by its events alone.

  @rule:location.default-on @rule:location.android-each-track @dialect:documented @dialect:printed
  Scenario: each tracked event on Android
    Given an android app
    And the user allows the location
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | because                                                                                                                                                                             |
      | Song Played | start.mobile-bundled, device-id.default.android, device-id.priority.android, track.event, track.context-automatic, session.client, location.default-on, location.android-each-track |

  @rule:location.default-on @rule:location.ios-once-per-session @rule:location.ios-update
  @rule:location.ios-enable-refreshes @dialect:documented @dialect:printed
  Scenario: the first of the session on iOS, and what the app asks for
    Given an ios app
    And the user allows the location
    When the app tracks "Song Played"
    And the app calls the SDK's updateLocation
    And the app tracks "Song Paused"
    And the app calls the SDK's enableLocationListening
    And the app tracks "Song Stopped"
    Then Amplitude receives exactly these events
      | event_type   | because                                                                                                                                                                       |
      | Song Played  | start.mobile-bundled, device-id.default.ios, device-id.priority.ios, track.event, track.context-automatic, session.client, location.default-on, location.ios-once-per-session |
      | Song Paused  | start.mobile-bundled, device-id.default.ios, device-id.priority.ios, track.event, track.context-automatic, session.client, location.default-on, location.ios-update           |
      | Song Stopped | start.mobile-bundled, device-id.default.ios, device-id.priority.ios, track.event, track.context-automatic, session.client, location.default-on, location.ios-enable-refreshes |

  @rule:location.never-prompts @dialect:documented @dialect:printed
  Scenario: without the permission there is none, and no reason for one
    Given an android app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | because                                                                                                                           |
      | Song Played | start.mobile-bundled, device-id.default.android, device-id.priority.android, track.event, track.context-automatic, session.client |

  @rule:location.default-on @dialect:documented @dialect:printed
  Scenario: a location that iOS takes when the user has just allowed it
    Given an ios app
    When the app tracks "Song Played"
    And the user allows the location
    And the app tracks "Song Paused"
    Then Amplitude receives exactly these events
      | event_type  | because                                                                                                                                        |
      | Song Played | start.mobile-bundled, device-id.default.ios, device-id.priority.ios, track.event, track.context-automatic, session.client                      |
      | Song Paused | start.mobile-bundled, device-id.default.ios, device-id.priority.ios, track.event, track.context-automatic, session.client, location.default-on |

  @rule:location.ios-update @dialect:documented @dialect:printed
  Scenario: the app's own call of updateLocation
    Given an ios app
    When the app calls the SDK's updateLocation
    Then the SDK is called with exactly
      | method         | because             |
      | updateLocation | location.ios-update |
