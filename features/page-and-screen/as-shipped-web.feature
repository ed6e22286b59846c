Feature: Page calls as shipped on web
  What the page says about page calls on the web, next to what the integration did.

  @divergence:pages.web.on-by-default @divergence:pages.web.viewed @finding:2
  @rule:page.off-by-default @rule:page.named @rule:page.categorized
  @dialect:documented @dialect:printed
  Scenario: without any setting, as documented
    Given a web app
    When the app calls page
    And the app calls page with name "Settings"
    And the app calls page with category "Merchant"
    Then Amplitude receives no events

  @divergence:pages.web.on-by-default @divergence:pages.web.viewed @finding:2
  @rule:page.off-by-default @rule:page.named @rule:page.categorized
  @dialect:shipped @dialect:latest
  Scenario: without any setting, as shipped
    Given a web app
    When the app calls page
    And the app calls page with name "Settings"
    And the app calls page with category "Merchant"
    Then Amplitude receives exactly these events
      | event_type           |
      | Viewed Settings Page |
      | Viewed Merchant Page |

  @divergence:pages.web.viewed @finding:1
  Scenario Outline: the event of a setting (<case>)
    Given a web app with the settings
      | Track Named Pages       | <Named>       |
      | Track Categorized Pages | <Categorized> |
    When the app calls page with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type |
      | <Event>    |

    @dialect:documented @dialect:printed @rule:page.named @rule:page.categorized
    Examples: as documented
      | case                   | Named | Categorized | Event                         |
      | named-documented       | on    | off         | Loaded Merchant Settings Page |
      | categorized-documented | off   | on          | Loaded Merchant Page          |

    @dialect:shipped @dialect:latest @rule:page.named @rule:page.categorized
    Examples: as shipped
      | case                | Named | Categorized | Event                         |
      | named-shipped       | on    | off         | Viewed Merchant Settings Page |
      | categorized-shipped | off   | on          | Viewed Merchant Page          |

  @divergence:pages.web.order @divergence:pages.web.viewed @finding:4 @rule:page.one-event-per-setting
  Scenario Outline: several settings (<case>)
    Given a web app with the settings
      | Track Named Pages       | on |
      | Track Categorized Pages | on |
      | Track All Pages         | on |
    When the app calls page with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type |
      | <First>    |
      | <Second>   |
      | <Third>    |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case               | First                         | Second               | Third         |
      | several-documented | Loaded Merchant Settings Page | Loaded Merchant Page | Loaded a Page |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case            | First         | Second               | Third                         |
      | several-shipped | Loaded a Page | Viewed Merchant Page | Viewed Merchant Settings Page |

  @rule:page.all
  Scenario: the properties of a page event are those of the page, with its name and category
    Given a web app with the settings
      | Track Named Pages       | off |
      | Track Categorized Pages | off |
      | Track All Pages         | on  |
    And the page "https://example.com/settings?tab=2"
    When the app calls page with name "Settings" and category "Merchant"
    Then Amplitude receives an event like
      """
      {
        "event_type": "Loaded a Page",
        "event_properties": {
          "path": "/settings",
          "referrer": "",
          "search": "?tab=2",
          "title": "Example",
          "url": "https://example.com/settings?tab=2",
          "name": "Settings",
          "category": "Merchant"
        }
      }
      """

  @finding:3 @rule:page.all @rule:page.named @rule:page.categorized
  Scenario: an object with a name and a category does not name the page
    Given a web app with the settings
      | Track Named Pages       | on |
      | Track Categorized Pages | on |
      | Track All Pages         | on |
    When the app calls page with
      """
      {"properties": {"name": "Settings", "category": "Merchant"}}
      """
    Then Amplitude receives exactly these events
      | event_type    | event_properties.name | event_properties.category |
      | Loaded a Page | Settings              | Merchant                  |

  @divergence:settings.web.referrer-on-page @divergence:settings.web.referrer-at-load
  @finding:30 @rule:page.off-by-default
  @dialect:documented @dialect:printed
  Scenario: Track Referrer and page calls, as documented
    Given a web app with the settings
      | Track Referrer | on |
    And the device has
      | referrer | https://news.example.org/jazz |
    When the app calls page
    And the app tracks "Song Played"
    And the app calls page
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

  @divergence:settings.web.referrer-on-page @divergence:settings.web.referrer-at-load
  @finding:30 @rule:page.off-by-default @dialect:latest
  Scenario: Track Referrer and page calls, as shipped since
    Given a web app with the settings
      | Track Referrer | on |
    And the device has
      | referrer | https://news.example.org/jazz |
    When the app calls page
    And the app tracks "Song Played"
    And the app calls page
    Then Amplitude receives exactly these events
      | event_type  | user_properties.$set.referrer | user_properties.$set.referring_domain | user_properties.$setOnce.initial_referring_domain |
      | $identify   | https://news.example.org/jazz | news.example.org                      | news.example.org                                  |
      | Song Played |                               |                                       |                                                   |
      | $identify   | https://news.example.org/jazz | news.example.org                      | news.example.org                                  |
