Feature: Why an event or a user is in a group by option
  Each event carries the rules that made it, in the order of the page. Only the reference gives such reasons: a port
  is judged by its events alone.

  @rule:groups.event-level @dialect:documented @dialect:printed
  Scenario: the groups of one event, on the web
    Given a web app
    When the app tracks "Match Watched" with the Amplitude options
      | groups | {"sports": "tennis"} |
    Then Amplitude receives exactly these events
      | event_type    | because                                                                                                                 |
      | Match Watched | device-id.default.web, device-id.priority.web, track.event, track.context-automatic, session.client, groups.event-level |

  @rule:groups.event-level @dialect:documented @dialect:printed
  Scenario Outline: the groups of one event, on a phone (<case>)
    Given <Source>
    When the app tracks "Match Watched" with the Amplitude options
      | groups | {"sports": "tennis"} |
    Then Amplitude receives exactly these events
      | event_type    | because                                                                                                                                                     |
      | Match Watched | start.mobile-bundled, device-id.default.<Platform>, device-id.priority.<Platform>, track.event, track.context-automatic, session.client, groups.event-level |

    Examples:
      | case                     | Source         | Platform |
      | groups-one-event-ios     | an ios app     | ios      |
      | groups-one-event-android | an android app | android  |

  @rule:groups.event-level
  Scenario: the groups of one event, from a server
    Given a server source
    When the app tracks "Match Watched" with the Amplitude options
      | groups | {"sports": "tennis"} |
    Then Amplitude receives exactly these events
      | event_type    | because                                                                              |
      | Match Watched | device-id.default.server, device-id.priority.server, track.event, groups.event-level |

  @rule:groups.identify-legacy @dialect:documented @dialect:printed
  Scenario: the groups of a user, on the web
    Given a web app
    When the app calls identify with
      """
      {"userId": "derek", "traits": {"plan": "Basic"}, "integrations": {"Amplitude": {"groups": {"sports": "tennis"}}}}
      """
    Then Amplitude receives exactly these events
      | event_type | because                                                                                                        |
      | $identify  | identify.traits, device-id.default.web, device-id.priority.web, track.context-automatic, session.client        |
      | $identify  | device-id.default.web, device-id.priority.web, track.context-automatic, session.client, groups.identify-legacy |

  @rule:groups.identify-legacy @dialect:documented @dialect:printed
  Scenario Outline: the groups of a user, on a phone (<case>)
    Given <Source>
    When the app calls identify with
      """
      {"userId": "derek", "traits": {"plan": "Basic"}, "integrations": {"Amplitude": {"groups": {"sports": "tennis"}}}}
      """
    Then Amplitude receives exactly these events
      | event_type | because                                                                                                                                            |
      | $identify  | start.mobile-bundled, identify.traits, device-id.default.<Platform>, device-id.priority.<Platform>, track.context-automatic, session.client        |
      | $identify  | start.mobile-bundled, device-id.default.<Platform>, device-id.priority.<Platform>, track.context-automatic, session.client, groups.identify-legacy |

    Examples:
      | case                      | Source         | Platform |
      | groups-user-phone-ios     | an ios app     | ios      |
      | groups-user-phone-android | an android app | android  |

  @rule:groups.identify-legacy
  Scenario: the groups of a user, from a server
    Given a server source
    When the app calls identify with
      """
      {"userId": "derek", "traits": {"plan": "Basic"}, "integrations": {"Amplitude": {"groups": {"sports": "tennis"}}}}
      """
    Then Amplitude receives exactly these events
      | event_type | because                                                                                                        |
      | $identify  | identify.user-id, identify.traits, device-id.default.server, device-id.priority.server, groups.identify-legacy |

  @rule:groups.event-level @adjudicated @dialect:documented @dialect:printed
  Scenario: the products of an order are in its groups for the same reason
    Given a web app
    When the app calls track with
      """
      {
        "event": "Order Completed",
        "properties": {"products": [{"name": "Monopoly"}]},
        "integrations": {"Amplitude": {"groups": {"sports": "tennis"}}}
      }
      """
    Then Amplitude receives exactly these events
      | event_type        | because                                                                                                                              |
      | Order Completed   | device-id.default.web, device-id.priority.web, track.event, track.context-automatic, order.split, session.client, groups.event-level |
      | Product Purchased | device-id.default.web, device-id.priority.web, track.context-automatic, order.split, session.client, groups.event-level              |
