Feature: The SDK in a web page as shipped
  The integration starts Amplitude's SDK with options that the page never mentions. With them a page load may send
  something before the app makes any call.

  @divergence:settings.web.utm @finding:29 @rule:start.web-sdk-loads
  @dialect:documented @dialect:printed
  Scenario: a visit from a campaign, as documented
    Given a web app
    And the page "https://example.com/?utm_source=newsletter&utm_campaign=autumn&page=2"
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

  @divergence:settings.web.utm @finding:29 @rule:start.web-sdk-loads
  @dialect:shipped @dialect:latest
  Scenario: a visit from a campaign, as shipped
    Given a web app
    And the page "https://example.com/?utm_source=newsletter&utm_campaign=autumn&page=2"
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | $identify   |
      | Song Played |
    And Amplitude receives an event like
      """
      {
        "event_type": "$identify",
        "user_properties": {
          "$setOnce": {"initial_utm_source": "newsletter", "initial_utm_campaign": "autumn"},
          "$set": {"utm_source": "newsletter", "utm_campaign": "autumn"}
        }
      }
      """

  @divergence:settings.web.utm @finding:29 @rule:start.web-sdk-loads
  @dialect:shipped @dialect:latest
  Scenario: each page load of a session, with the other setting off, as shipped
    Given a web app with the settings
      | Save Params and Referrer Once Per Session | off |
    When the app tracks "Song Played"
    And the user opens the page "https://example.com/?utm_source=newsletter"
    And the user opens the page "https://example.com/?utm_source=poster"
    Then Amplitude receives exactly these events
      | event_type  | user_properties.$set         |
      | Song Played |                              |
      | $identify   | {"utm_source": "newsletter"} |
      | $identify   | {"utm_source": "poster"}     |

  @finding:29 @rule:start.web-sdk-loads
  Scenario Outline: a page load that sends nothing by itself (<case>)
    Given a web app with the settings
      | Track UTM Properties | <Track> |
    When the app tracks "Song Played"
    And <Time> pass
    And the user opens the page "https://example.com/<Address>"
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   |
      | Song Played  |
      | Song Skipped |

    Examples:
      | case         | Track | Time       | Address                |
      | same-session | on    | 30 minutes | ?utm_source=newsletter |
      | no-parameter | on    | 31 minutes | ?source=newsletter     |
      | switched-off | off   | 31 minutes | ?utm_source=newsletter |

  @divergence:settings.web.utm @rule:start.web-sdk-loads
  Scenario Outline: the device ID in an address with a campaign, for a returning visitor (<case>)
    Given a web app with the settings
      | Set Device ID From URL Parameter amp_device_id | on |
    And the page "https://example.com/?amp_device_id=campaign-7"
    When the app tracks "Song Played"
    And 31 minutes pass
    And the user opens the page "https://example.com/?amp_device_id=campaign-8&utm_source=newsletter"
    And the app tracks "Song Skipped"
    Then Amplitude receives these events
      | event_type   | device_id   |
      | Song Played  | campaign-7  |
      | Song Skipped | <Device ID> |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                 | Device ID  |
      | returning-documented | campaign-8 |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case              | Device ID  |
      | returning-shipped | campaign-7 |

  @divergence:settings.web.gclid @rule:start.web-sdk-loads
  @dialect:documented @dialect:printed
  Scenario: Track GCLID, as documented
    Given a web app with the settings
      | Track GCLID | on |
    And the page "https://example.com/?gclid=CjwKCA"
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

  @divergence:settings.web.gclid @rule:start.web-sdk-loads
  @dialect:shipped @dialect:latest
  Scenario: Track GCLID, as shipped
    Given a web app with the settings
      | Track GCLID | on |
    And the page "https://example.com/?gclid=CjwKCA"
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | user_properties                                                        |
      | $identify   | {"$setOnce": {"initial_gclid": "CjwKCA"}, "$set": {"gclid": "CjwKCA"}} |
      | Song Played | {}                                                                     |

  @divergence:settings.web.referrer-at-load @finding:30 @rule:start.web-sdk-loads
  @dialect:documented @dialect:printed
  Scenario: Track Referrer at the load of a page, as documented
    Given a web app with the settings
      | Track Referrer | on |
    And the device has
      | referrer | https://news.example.org/jazz |
    When the app tracks "Song Played"
    And the user opens the page "https://example.com/songs"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

  @divergence:settings.web.referrer-at-load @finding:30 @rule:start.web-sdk-loads
  @dialect:shipped
  Scenario: Track Referrer at the load of a page, as shipped
    Given a web app with the settings
      | Track Referrer | on |
    And the device has
      | referrer | https://news.example.org/jazz |
    When the app tracks "Song Played"
    And the user opens the page "https://example.com/songs"
    Then Amplitude receives exactly these events
      | event_type  | user_properties.$set.referrer | user_properties.$set.referring_domain | user_properties.$setOnce.initial_referrer |
      | $identify   | https://news.example.org/jazz | news.example.org                      | https://news.example.org/jazz             |
      | Song Played |                               |                                       |                                           |

  @divergence:settings.web.referrer-at-load @divergence:settings.web.utm @divergence:settings.web.gclid
  @rule:start.web-sdk-loads @dialect:shipped
  Scenario: a page load that finds out everything says the campaign first, then the referrer, as shipped
    Given a web app with the settings
      | Track Referrer | on |
      | Track GCLID    | on |
    And the device has
      | referrer | https://news.example.org/jazz |
    And the page "https://example.com/?gclid=CjwKCA&utm_source=newsletter"
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | user_properties.$set                                                                  |
      | $identify   | {"utm_source": "newsletter"}                                                          |
      | $identify   | {"referrer": "https://news.example.org/jazz", "referring_domain": "news.example.org"} |
      | $identify   | {"gclid": "CjwKCA"}                                                                   |
      | Song Played |                                                                                       |

  @divergence:settings.web.use-amplitude-referral @divergence:settings.web.referrer-at-load @rule:start.web-sdk-loads
  @dialect:documented @dialect:printed
  Scenario: Use AmplitudeReferral, as documented
    Given a web app with the settings
      | Use AmplitudeReferral | on |
      | Track Referrer        | on |
    And the device has
      | referrer | https://news.example.org/jazz |
    When the app calls page
    Then Amplitude receives no events

  @divergence:settings.web.use-amplitude-referral @divergence:settings.web.referrer-at-load @rule:start.web-sdk-loads
  @dialect:latest
  Scenario: Use AmplitudeReferral, as shipped since
    Given a web app with the settings
      | Use AmplitudeReferral | on |
      | Track Referrer        | on |
    And the device has
      | referrer | https://news.example.org/jazz |
    When the app calls page
    Then Amplitude receives exactly these events
      | event_type | user_properties.$set                                                                  |
      | $identify  | {"referrer": "https://news.example.org/jazz", "referring_domain": "news.example.org"} |

  @divergence:settings.web.unset-params @rule:start.web-sdk-loads
  @dialect:documented @dialect:printed
  Scenario: Unset Params Referrer On New Session, as documented
    Given a web app with the settings
      | Unset Params Referrer On New Session | on |
    When the app tracks "Song Played"
    And the app is restarted
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

  @divergence:settings.web.unset-params @rule:start.web-sdk-loads
  @dialect:latest
  Scenario: Unset Params Referrer On New Session, as shipped since
    Given a web app with the settings
      | Unset Params Referrer On New Session | on |
    When the app tracks "Song Played"
    And the app is restarted
    Then Amplitude receives exactly these events
      | event_type  | user_properties                                                                                                               |
      | $identify   | {"$unset": {"referrer": "-", "utm_source": "-", "utm_medium": "-", "utm_campaign": "-", "utm_term": "-", "utm_content": "-"}} |
      | Song Played | {}                                                                                                                            |
