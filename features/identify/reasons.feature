Feature: Why an identify is there
  Each event, and each call on the SDK or on Amplitude's HTTP API, carries the rules that made it, in the order of the
  page. Only the reference gives such reasons: a port is judged by its events and calls alone.

  @rule:identify.user-id @rule:identify.traits @dialect:documented @dialect:printed
  Scenario Outline: the user ID and the traits are two calls on a client (<case>)
    Given <Source>
    When the app identifies "derek" with the traits
      | industry | Music |
    Then the SDK is called with exactly
      | method    | because          |
      | setUserId | identify.user-id |
      | identify  | identify.traits  |

    Examples:
      | case                   | Source         |
      | user-id-traits-web     | a web app      |
      | user-id-traits-ios     | an ios app     |
      | user-id-traits-android | an android app |

  @rule:identify.traits @dialect:documented @dialect:printed
  Scenario: the traits are the reason of the event
    Given a web app
    When the app identifies "derek" with the traits
      | industry | Music |
    Then Amplitude receives exactly these events
      | event_type | because                                                                                                 |
      | $identify  | identify.traits, device-id.default.web, device-id.priority.web, track.context-automatic, session.client |

  @rule:identify.traits @dialect:documented @dialect:printed
  Scenario Outline: the same on a phone (<case>)
    Given <Source>
    When the app identifies "derek" with the traits
      | industry | Music |
    Then Amplitude receives exactly these events
      | event_type | because                                                                                                                                     |
      | $identify  | start.mobile-bundled, identify.traits, device-id.default.<Platform>, device-id.priority.<Platform>, track.context-automatic, session.client |

    Examples:
      | case          | Source         | Platform |
      | phone-ios     | an ios app     | ios      |
      | phone-android | an android app | android  |

  @rule:identify.user-id @rule:identify.traits
  Scenario: a server says both at once
    Given a server source
    When the app identifies "derek" with the traits
      | industry | Music |
    Then Amplitude receives exactly these events
      | event_type | because                                                                                |
      | $identify  | identify.user-id, identify.traits, device-id.default.server, device-id.priority.server |

  @rule:identify.traits
  Scenario: without a userId the traits alone are the reason
    Given a server source
    When the app identifies with the traits
      | industry | Music |
    Then Amplitude receives exactly these events
      | event_type | because                                                              |
      | $identify  | identify.traits, device-id.default.server, device-id.priority.server |
