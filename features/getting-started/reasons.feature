Feature: Why an event of a source is there
  Each event, and each call on the SDK or on Amplitude's HTTP API, carries the rules that made it, in the order of the
  page. Only the reference gives such reasons: a port is judged by its events and calls alone.

  @rule:start.mobile-bundled @dialect:documented @dialect:printed
  Scenario Outline: a bundled SDK is why a phone sends at all (<case>)
    Given <Source>
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | because                                                                                                                                 |
      | Song Played | start.mobile-bundled, device-id.default.<Platform>, device-id.priority.<Platform>, track.event, track.context-automatic, session.client |

    Examples:
      | case                      | Source         | Platform |
      | bundled-sdk-phone-ios     | an ios app     | ios      |
      | bundled-sdk-phone-android | an android app | android  |

  @rule:gdpr.secret-key
  Scenario: the secret key is why a deletion is asked for
    Given a server source with the settings
      | Secret Key | f0e1d2c3b4a5968778695a4b3c2d1e0f |
    When the server deletes the user "derek"
    Then the SDK is called with exactly
      | method          | because         |
      | deletions/users | gdpr.secret-key |
