Feature: Why an event of a page or screen is there
  Each event carries the rules that made it, in the order of the page. Only the reference gives such reasons: a port
  is judged by its events alone.

  @rule:page.one-event-per-setting @rule:page.named @rule:page.categorized @rule:page.all @dialect:documented
  @dialect:printed
  Scenario: each setting is the reason of its own event on the web
    Given a web app with the settings
      | Track Named Pages       | on |
      | Track Categorized Pages | on |
      | Track All Pages         | on |
    When the app calls page with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type                    | because                                                                                                                              |
      | Loaded Merchant Settings Page | page.one-event-per-setting, page.named, device-id.default.web, device-id.priority.web, track.context-automatic, session.client       |
      | Loaded Merchant Page          | page.one-event-per-setting, page.categorized, device-id.default.web, device-id.priority.web, track.context-automatic, session.client |
      | Loaded a Page                 | page.one-event-per-setting, page.all, device-id.default.web, device-id.priority.web, track.context-automatic, session.client         |

  @rule:page.one-event-per-setting @rule:page.named @rule:page.categorized @rule:page.all
  Scenario: and on a server
    Given a server source with the settings
      | Track Named Pages       | on |
      | Track Categorized Pages | on |
      | Track All Pages         | on |
    When the app calls screen with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type                      | because                                                                                           |
      | Viewed Merchant Settings Screen | page.one-event-per-setting, page.named, device-id.default.server, device-id.priority.server       |
      | Viewed Merchant Screen          | page.one-event-per-setting, page.categorized, device-id.default.server, device-id.priority.server |
      | Viewed a Screen                 | page.one-event-per-setting, page.all, device-id.default.server, device-id.priority.server         |

  @rule:page.all
  Scenario: one setting alone is the only reason
    Given a server source with the settings
      | Track All Pages | on |
    When the app calls page with name "Settings"
    Then Amplitude receives exactly these events
      | event_type    | because                                                       |
      | Loaded a Page | page.all, device-id.default.server, device-id.priority.server |

  @rule:page.named
  Scenario: Track Named Pages alone
    Given a server source with the settings
      | Track Named Pages | on |
    When the app calls page with name "Settings"
    Then Amplitude receives exactly these events
      | event_type           | because                                                         |
      | Loaded Settings Page | page.named, device-id.default.server, device-id.priority.server |

  @rule:page.categorized
  Scenario: Track Categorized Pages alone
    Given a server source with the settings
      | Track Categorized Pages | on |
    When the app calls page with category "Merchant"
    Then Amplitude receives exactly these events
      | event_type           | because                                                               |
      | Loaded Merchant Page | page.categorized, device-id.default.server, device-id.priority.server |

  @rule:page.one-event-per-setting @rule:screen.ios.all-pages @rule:screen.ios.all-screens
  @rule:screen.ios.all-screens-properties @dialect:documented @dialect:printed
  Scenario: the two settings of iOS
    Given an ios app with the settings
      | Track All Pages   | on |
      | Track All Screens | on |
    When the app calls screen with name "Settings"
    Then Amplitude receives exactly these events
      | event_type      | because                                                                                                                                                                                             |
      | Viewed Settings | start.mobile-bundled, page.one-event-per-setting, screen.ios.all-pages, screen.ios.all-screens-properties, device-id.default.ios, device-id.priority.ios, track.context-automatic, session.client   |
      | Loaded a Screen | start.mobile-bundled, page.one-event-per-setting, screen.ios.all-screens, screen.ios.all-screens-properties, device-id.default.ios, device-id.priority.ios, track.context-automatic, session.client |

  @rule:screen.ios.all-screens @dialect:documented @dialect:printed
  Scenario: one setting of iOS
    Given an ios app with the settings
      | Track All Screens | on |
    When the app calls screen with name "Settings"
    Then Amplitude receives exactly these events
      | event_type      | because                                                                                                                                                                 |
      | Loaded a Screen | start.mobile-bundled, screen.ios.all-screens, screen.ios.all-screens-properties, device-id.default.ios, device-id.priority.ios, track.context-automatic, session.client |

  @rule:page.one-event-per-setting @rule:screen.android.named @rule:screen.android.categorized
  @rule:screen.android.all-pages @rule:screen.android.all-screens @dialect:documented @dialect:printed
  Scenario: the four settings of Android
    Given an android app with the settings
      | Track Named Pages       | on |
      | Track Categorized Pages | on |
      | Track All Pages         | on |
      | Track All Screens       | on |
    When the app calls screen with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type                      | because                                                                                                                                                                      |
      | Viewed Merchant Settings Screen | start.mobile-bundled, page.one-event-per-setting, screen.android.named, device-id.default.android, device-id.priority.android, track.context-automatic, session.client       |
      | Viewed Merchant Screen          | start.mobile-bundled, page.one-event-per-setting, screen.android.categorized, device-id.default.android, device-id.priority.android, track.context-automatic, session.client |
      | Viewed Settings Screen          | start.mobile-bundled, page.one-event-per-setting, screen.android.all-pages, device-id.default.android, device-id.priority.android, track.context-automatic, session.client   |
      | Loaded a Screen                 | start.mobile-bundled, page.one-event-per-setting, screen.android.all-screens, device-id.default.android, device-id.priority.android, track.context-automatic, session.client |
