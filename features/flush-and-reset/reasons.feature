Feature: Why the SDK uploads, and forgets
  Each event, and each call on the SDK or on Amplitude's HTTP API, carries the rules that made it, in the order of the
  page. Only the reference gives such reasons: a port is judged by its events and calls alone.

  @rule:flush.upload @rule:reset.log-out @dialect:documented @dialect:printed
  Scenario Outline: flush and reset are calls on the SDK (<case>)
    Given <Source>
    When the app tracks "Song Played"
    And the app calls flush
    And the app calls reset
    Then the SDK is called with exactly
      | method             | because       |
      | logEvent           | track.event   |
      | uploadEvents       | flush.upload  |
      | setUserId          | reset.log-out |
      | regenerateDeviceId | reset.log-out |

    Examples:
      | case                    | Source         |
      | flush-reset-sdk-ios     | an ios app     |
      | flush-reset-sdk-android | an android app |

  @rule:reset.log-out @dialect:documented @dialect:printed
  Scenario Outline: an event after a reset has its device ID because of it (<case>)
    Given <Source>
    When the app calls reset
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | because                                                                                   |
      | Song Played | start.mobile-bundled, track.event, track.context-automatic, session.client, reset.log-out |

    Examples:
      | case                      | Source         |
      | event-after-reset-ios     | an ios app     |
      | event-after-reset-android | an android app |
