Feature: Why an event is in a session, or in none
  Each event carries the rules that made it, in the order of the page. Only the reference gives such reasons: a port
  is judged by its events alone.

  @rule:session.client @dialect:documented @dialect:printed
  Scenario: the session of a page
    Given a web app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | because                                                                                             |
      | Song Played | device-id.default.web, device-id.priority.web, track.event, track.context-automatic, session.client |

  @rule:session.client @rule:out-of-session.minus-one @rule:out-of-session.no-extend @dialect:documented
  @dialect:printed
  Scenario Outline: the session of a phone, and an event outside it (<case>)
    Given <Source>
    When the app tracks "Song Played"
    And the app tracks "Push Notification Viewed" with the Amplitude options
      | outOfSession | true |
    Then Amplitude receives exactly these events
      | event_type               | because                                                                                                                                                                     |
      | Song Played              | start.mobile-bundled, device-id.default.<Platform>, device-id.priority.<Platform>, track.event, track.context-automatic, session.client                                     |
      | Push Notification Viewed | start.mobile-bundled, device-id.default.<Platform>, device-id.priority.<Platform>, track.event, track.context-automatic, out-of-session.minus-one, out-of-session.no-extend |

    Examples:
      | case                        | Source         | Platform |
      | session-phone-event-ios     | an ios app     | ios      |
      | session-phone-event-android | an android app | android  |

  @rule:session.server
  Scenario: the session that a server hands on
    Given a server source
    When the app tracks "Song Played" with the Amplitude options
      | session_id | 1476664208276 |
    And the app tracks "Song Paused"
    Then Amplitude receives exactly these events
      | event_type  | because                                                                          |
      | Song Played | device-id.default.server, device-id.priority.server, track.event, session.server |
      | Song Paused | device-id.default.server, device-id.priority.server, track.event                 |
