Feature: Device IDs as shipped on web
  Which device ID a page has depends on when analytics.js and Amplitude's SDK take note of it.

  @divergence:device-id.web.no-fallback @finding:10 @rule:device-id.default.web
  Scenario Outline: the device ID before the SDK has loaded (<case>)
    Given a web app
    And the Amplitude SDK has not loaded yet
    Then the device id of the app reads as <Before>
    When the app tracks "Song Played"
    And the Amplitude SDK finishes loading
    Then the device id of the app reads as <After>
    And Amplitude receives exactly these events
      | event_type  | device_id      |
      | Song Played | <generated id> |

    @dialect:documented @dialect:printed @adjudicated
    Examples: as documented
      | case                   | Before         | After          |
      | no-fallback-documented | <anonymous id> | <generated id> |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case                | Before | After          |
      | no-fallback-shipped | null   | <generated id> |

  @finding:10 @rule:device-id.default.web @rule:device-id.priority.web
  Scenario: the SDK keeps the ID that it generated
    Given a web app
    When the app tracks "Song Played"
    And the user opens the page "https://example.com/songs"
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | device_id      |
      | Song Played  | <generated id> |
      | Song Skipped | <generated id> |

  @divergence:device-id.web.late-anonymous-id @finding:11 @rule:device-id.prefer-anonymous.web @rule:device-id.priority.web
  Scenario Outline: the preferred anonymousId before the first call (<case>)
    Given a web app with the settings
      | Prefer Anonymous ID for Device ID              | on |
      | Set Device ID From URL Parameter amp_device_id | on |
    And the page "https://example.com/<Address>"
    Then the device id of the app reads as <Before>
    When the app tracks "Song Played"
    Then the device id of the app reads as <anonymous id>
    And Amplitude receives exactly these events
      | event_type  | device_id      |
      | Song Played | <anonymous id> |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                | Address                   | Before         |
      | before-documented   | songs                     | <anonymous id> |
      | with-url-documented | ?amp_device_id=campaign-7 | <anonymous id> |

    @dialect:shipped
    Examples: as shipped
      | case             | Address                   | Before         |
      | before-shipped   | songs                     | <generated id> |
      | with-url-shipped | ?amp_device_id=campaign-7 | "campaign-7"   |

    @dialect:latest
    Examples: as shipped since
      | case            | Address                   | Before         |
      | before-latest   | songs                     | <anonymous id> |
      | with-url-latest | ?amp_device_id=campaign-7 | <anonymous id> |

  @divergence:device-id.web.late-anonymous-id @divergence:settings.web.utm @finding:11
  @rule:device-id.prefer-anonymous.web @rule:device-id.priority.web
  Scenario Outline: one visit with two device IDs (<case>)
    Given a web app with the settings
      | Prefer Anonymous ID for Device ID | on |
    And the page "https://example.com/?utm_source=newsletter"
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id      |
      | $identify   | <At the load>  |
      | Song Played | <anonymous id> |

    @dialect:shipped
    Examples: as shipped
      | case                | At the load    |
      | two-devices-shipped | <generated id> |

    @dialect:latest
    Examples: as shipped since
      | case              | At the load    |
      | one-device-latest | <anonymous id> |

  @divergence:device-id.web.sticky-anonymous-id @finding:12 @rule:device-id.prefer-anonymous.web
  Scenario Outline: an anonymousId in the options of a call (<case>)
    Given a web app with the settings
      | Prefer Anonymous ID for Device ID | on |
    When the app calls track with
      """
      {"event": "Song Played", "anonymousId": "visitor-1"}
      """
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | device_id |
      | Song Played  | visitor-1 |
      | Song Skipped | <Later>   |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case              | Later          |
      | sticky-documented | <anonymous id> |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case           | Later     |
      | sticky-shipped | visitor-1 |

  @finding:12 @rule:device-id.priority.web
  Scenario Outline: the ID in the address is decoded; the first one counts, an empty one does not (<case>)
    Given a web app with the settings
      | Set Device ID From URL Parameter amp_device_id | on |
    And the page "https://example.com/?<Query>"
    When the app tracks "Song Played"
    And the user opens the page "https://example.com/songs"
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | device_id   |
      | Song Played  | <Device ID> |
      | Song Skipped | <Device ID> |

    Examples:
      | case    | Query                                 | Device ID      |
      | decoded | amp_device_id=caf%C3%A9               | café           |
      | first   | amp_device_id=one&amp_device_id=other | one            |
      | empty   | amp_device_id=                        | <generated id> |

  @divergence:device-id.web.other-user @finding:13 @rule:device-id.prefer-anonymous.web @rule:device-id.merge.login
  Scenario Outline: another user on the same page (<case>)
    Given a web app with the settings
      | Prefer Anonymous ID for Device ID | on |
    When the app identifies "derek" with the traits
      | id | derek |
    And the app identifies "derek" with the traits
      | id | derek |
    And the app identifies "anna" with the traits
      | id | anna |
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | user_id | device_id    |
      | $identify   | derek   | <device id>  |
      | $identify   | derek   | <device id>  |
      | $identify   | anna    | <Other user> |
      | Song Played | anna    | <Other user> |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                  | Other user  |
      | other-user-documented | <device id> |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case               | Other user      |
      | other-user-shipped | <new device id> |

  @finding:13 @rule:device-id.prefer-anonymous.web
  Scenario: a reset makes a new anonymousId, and so a new device ID
    Given a web app with the settings
      | Prefer Anonymous ID for Device ID | on |
    When the app tracks "Song Played"
    And the app calls reset
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | device_id       |
      | Song Played  | <device id>     |
      | Song Skipped | <new device id> |

  @divergence:settings.web.utm @rule:device-id.prefer-anonymous.web @rule:identify.traits @dialect:latest
  @divergence:device-id.web.late-anonymous-id
  Scenario: the SDK that is late starts with the anonymousId of the page load, although the visitor has logged out since
    Given a web app with the settings
      | Prefer Anonymous ID for Device ID | on |
    And the page "https://example.com/?utm_source=news"
    And the Amplitude SDK has not loaded yet
    When the app tracks "Song Played"
    And the app calls reset
    And the Amplitude SDK finishes loading
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | device_id     |
      | $identify    | <device id>   |
      | Song Played  | <device id>   |
      | Song Skipped | <device id 2> |

  @divergence:settings.web.utm @rule:device-id.prefer-anonymous.web @dialect:documented @dialect:printed
  @divergence:device-id.web.late-anonymous-id
  Scenario: as documented nothing is sent before the first call, which has the anonymousId that it was made with
    Given a web app with the settings
      | Prefer Anonymous ID for Device ID | on |
    And the page "https://example.com/?utm_source=news"
    And the Amplitude SDK has not loaded yet
    When the app tracks "Song Played"
    And the app calls reset
    And the Amplitude SDK finishes loading
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | device_id     |
      | Song Played  | <device id>   |
      | Song Skipped | <device id 2> |
