Feature: Why an event has its device ID
  Each event carries the rules that made it, in the order of the page. Only the reference gives such reasons: a port
  is judged by its events alone.

  @rule:device-id.default.web @rule:device-id.priority.web @dialect:documented @dialect:printed
  Scenario: the default on the web
    Given a web app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | because                                                                                             |
      | Song Played | device-id.default.web, device-id.priority.web, track.event, track.context-automatic, session.client |

  @rule:device-id.default.ios @rule:device-id.default.android @rule:device-id.priority.ios
  @rule:device-id.priority.android @dialect:documented @dialect:printed
  Scenario Outline: the default on a phone (<case>)
    Given <Source>
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | because                                                                                                                                 |
      | Song Played | start.mobile-bundled, device-id.default.<Platform>, device-id.priority.<Platform>, track.event, track.context-automatic, session.client |

    Examples:
      | case                  | Source         | Platform |
      | default-phone-ios     | an ios app     | ios      |
      | default-phone-android | an android app | android  |

  @rule:device-id.default.server @rule:device-id.priority.server
  Scenario: the default on a server
    Given a server source
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | because                                                          |
      | Song Played | device-id.default.server, device-id.priority.server, track.event |

  @rule:device-id.prefer-anonymous.web @rule:device-id.priority.web @dialect:documented @dialect:printed
  Scenario: Prefer Anonymous ID on the web
    Given a web app with the settings
      | Prefer Anonymous ID for Device ID | on |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | because                                                                                                      |
      | Song Played | device-id.prefer-anonymous.web, device-id.priority.web, track.event, track.context-automatic, session.client |

  @rule:device-id.prefer-anonymous.server @rule:device-id.priority.server
  Scenario: Prefer Anonymous ID on a server
    Given a server source with the settings
      | Prefer Anonymous ID for Device ID | on |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | because                                                                   |
      | Song Played | device-id.prefer-anonymous.server, device-id.priority.server, track.event |

  @rule:device-id.priority.web @dialect:documented @dialect:printed
  Scenario: the parameter of the address
    Given a web app with the settings
      | Set Device ID From URL Parameter | on |
    And the page "https://example.com/?amp_device_id=campaign-7"
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | because                                                                      |
      | Song Played | device-id.priority.web, track.event, track.context-automatic, session.client |

  @rule:device-id.prefer-advertising.ios @rule:device-id.prefer-advertising.android @rule:device-id.priority.ios
  @rule:device-id.priority.android @adjudicated @dialect:documented
  Scenario Outline: Prefer Advertising ID on a phone (<case>)
    Given <Source> with the settings
      | Prefer Advertising ID for Device ID | on |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | because                                                                                                                                                                    |
      | Song Played | start.mobile-bundled, device-id.prefer-advertising.<Platform>, device-id.priority.<Platform>, track.event, track.context-automatic, session.client, advertising.<Platform> |

    Examples:
      | case                          | Source         | Platform |
      | prefer-advertising-id-ios     | an ios app     | ios      |
      | prefer-advertising-id-android | an android app | android  |

  @rule:device-id.default.server @rule:device-id.prefer-advertising.device-mode-only
  Scenario: Prefer Advertising ID in cloud mode changes nothing, which is a reason too
    Given an ios app in cloud mode with the settings
      | Prefer Advertising ID for Device ID | on |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | because                                                                                                                               |
      | Song Played | device-id.default.server, device-id.prefer-advertising.device-mode-only, device-id.priority.server, track.event, track.context-fields |
