Feature: Sessions as shipped on web
  Where Amplitude's SDK, the integration and the page agree, and what a new session means for the campaign settings.

  @finding:28 @rule:session.client
  Scenario: what extends a session, and what does not begin one
    Given a web app
    When the app tracks "Song Played"
    And 30 minutes pass
    And the app identifies with the traits
      | industry | Music |
    And 30 minutes pass
    And the app is restarted
    And 30 minutes pass
    And the app calls reset
    And the app tracks "Song Skipped"
    And 1800.001 seconds pass
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type   | session_id  |
      | Song Played  | <session 1> |
      | $identify    | <session 1> |
      | Song Skipped | <session 1> |
      | Song Played  | <session 2> |

  @finding:18 @rule:session.client
  Scenario: the options of mobile and of servers, and the time of the message, mean nothing to a page
    Given a web app
    When the app tracks "Song Played"
    And the app calls track with
      """
      {
        "event": "Song Skipped",
        "timestamp": "2018-09-17T00:00:00.000Z",
        "integrations": {"Amplitude": {"session_id": 1537142400000, "outOfSession": true}}
      }
      """
    Then Amplitude receives exactly these events
      | event_type   | session_id  | timestamp   |
      | Song Played  | <session 1> | <session 1> |
      | Song Skipped | <session 1> | <session 1> |

  @divergence:settings.web.utm @finding:29 @rule:session.client
  @dialect:documented @dialect:printed
  Scenario: a campaign and a new session, as documented
    Given a web app
    And the page "https://example.com/?utm_source=newsletter"
    When the app tracks "Song Played"
    And 31 minutes pass
    And the app tracks "Song Played"
    And 31 minutes pass
    And the user opens the page "https://example.com/?utm_source=poster"
    Then Amplitude receives exactly these events
      | event_type  | session_id  |
      | Song Played | <session 1> |
      | Song Played | <session 2> |

  @divergence:settings.web.utm @finding:29 @rule:session.client
  @dialect:shipped @dialect:latest
  Scenario: a campaign and a new session, as shipped
    Given a web app
    And the page "https://example.com/?utm_source=newsletter"
    When the app tracks "Song Played"
    And 31 minutes pass
    And the app tracks "Song Played"
    And 31 minutes pass
    And the user opens the page "https://example.com/?utm_source=poster"
    Then Amplitude receives exactly these events
      | event_type  | session_id  | user_properties                                                                          |
      | $identify   | <session 1> | {"$setOnce": {"initial_utm_source": "newsletter"}, "$set": {"utm_source": "newsletter"}} |
      | Song Played | <session 1> | {}                                                                                       |
      | Song Played | <session 2> | {}                                                                                       |
      | $identify   | <session 3> | {"$setOnce": {"initial_utm_source": "poster"}, "$set": {"utm_source": "poster"}}         |
