Feature: Why an event is as it is
  Each event carries the rules that made it, in the order of the page. Only the reference gives such reasons: a port
  is judged by its events alone.

  @rule:track.event @rule:track.context-automatic @dialect:documented @dialect:printed
  Scenario: an event of a page
    Given a web app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | because                                                                                             |
      | Song Played | device-id.default.web, device-id.priority.web, track.event, track.context-automatic, session.client |

  @rule:track.event @rule:track.context-automatic @dialect:documented @dialect:printed
  Scenario Outline: an event of a phone (<case>)
    Given <Source>
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | because                                                                                                                                 |
      | Song Played | start.mobile-bundled, device-id.default.<Platform>, device-id.priority.<Platform>, track.event, track.context-automatic, session.client |

    Examples:
      | case                | Source         | Platform |
      | event-phone-ios     | an ios app     | ios      |
      | event-phone-android | an android app | android  |

  @rule:track.event @rule:track.context-fields
  Scenario: an event of a server without a context, and one with
    Given a server source
    When the app tracks "Song Played"
    And the app calls track with
      """
      {"userId": "derek", "event": "Song Paused", "context": {"ip": "8.8.8.8"}}
      """
    Then Amplitude receives exactly these events
      | event_type  | because                                                                                |
      | Song Played | device-id.default.server, device-id.priority.server, track.event                       |
      | Song Paused | device-id.default.server, device-id.priority.server, track.event, track.context-fields |
