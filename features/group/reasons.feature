Feature: Why somebody is in a group
  Each event carries the rules that made it, in the order of the page. Only the reference gives such reasons: a port
  is judged by its events alone.

  @rule:group.user-property @rule:group.traits-mapping @dialect:documented @dialect:printed
  Scenario: the two traits, on the web
    Given a web app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "g-1" with the traits
      | industry | Mining |
      | name     | Acme   |
    Then Amplitude receives exactly these events
      | event_type | because                                                                                                                           |
      | $identify  | device-id.default.web, device-id.priority.web, track.context-automatic, group.user-property, group.traits-mapping, session.client |

  @rule:group.user-property @rule:group.traits-mapping @dialect:documented @dialect:printed
  Scenario: the two traits, on iOS
    Given an ios app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "g-1" with the traits
      | industry | Mining |
      | name     | Acme   |
    Then Amplitude receives exactly these events
      | event_type | because                                                                                                                                                 |
      | $identify  | start.mobile-bundled, device-id.default.ios, device-id.priority.ios, track.context-automatic, group.user-property, group.traits-mapping, session.client |

  @rule:group.user-property @rule:group.traits-mapping @rule:group.properties @dialect:documented @dialect:printed
  Scenario: the two traits, on Android, and what the group has of them
    Given an android app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "g-1" with the traits
      | industry | Mining |
      | name     | Acme   |
    Then Amplitude receives exactly these events
      | event_type     | because                                                                                                                                                         |
      | $identify      | start.mobile-bundled, device-id.default.android, device-id.priority.android, track.context-automatic, group.user-property, group.traits-mapping, session.client |
      | $groupidentify | start.mobile-bundled, device-id.default.android, device-id.priority.android, track.context-automatic, group.properties, session.client                          |

  @rule:group.user-property @rule:group.traits-mapping @rule:group.properties
  Scenario: the two traits, from a server, and what the group has of them
    Given a server source with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "g-1" with the traits
      | industry | Mining |
      | name     | Acme   |
    Then Amplitude receives exactly these events
      | event_type     | because                                                                                        |
      | $identify      | device-id.default.server, device-id.priority.server, group.user-property, group.traits-mapping |
      | $groupidentify | group.properties                                                                               |

  @rule:group.user-property @rule:group.legacy @dialect:documented @dialect:printed
  Scenario: the legacy group, on the web
    Given a web app
    When the app groups "g-1"
    Then Amplitude receives exactly these events
      | event_type | because                                                                                                                   |
      | $identify  | device-id.default.web, device-id.priority.web, track.context-automatic, group.user-property, group.legacy, session.client |

  @rule:group.user-property @rule:group.legacy @dialect:documented @dialect:printed
  Scenario Outline: the legacy group, on a phone (<case>)
    Given <Source>
    When the app groups "g-1"
    Then Amplitude receives exactly these events
      | event_type | because                                                                                                                                                       |
      | $identify  | start.mobile-bundled, device-id.default.<Platform>, device-id.priority.<Platform>, track.context-automatic, group.user-property, group.legacy, session.client |

    Examples:
      | case                       | Source         | Platform |
      | legacy-group-phone-ios     | an ios app     | ios      |
      | legacy-group-phone-android | an android app | android  |

  @rule:group.user-property @rule:group.legacy
  Scenario: the legacy group, from a server
    Given a server source
    When the app groups "g-1"
    Then Amplitude receives exactly these events
      | event_type | because                                                                                |
      | $identify  | device-id.default.server, device-id.priority.server, group.user-property, group.legacy |
