Feature: The page behind a call, as the web library sees it
  What analytics.js says about the page that the visitor is on, and what the integration makes of it.

  @rule:page.all
  Scenario: the url of a page has no fragment
    Given a web app with the settings
      | Track Named Pages | off |
      | Track All Pages   | on  |
    And the page "https://example.com/songs?sort=year#top"
    When the app calls page
    Then Amplitude receives exactly these events
      | event_type    | event_properties.url                | event_properties.search |
      | Loaded a Page | https://example.com/songs?sort=year | ?sort=year              |

  @rule:page.all
  Scenario: the url of a page is written as browsers write addresses
    Given a web app with the settings
      | Track Named Pages | off |
      | Track All Pages   | on  |
    And the page "https://example.com/größen?ort=bad ems"
    When the app calls page
    Then Amplitude receives exactly these events
      | event_type    | event_properties.url                                 | event_properties.path |
      | Loaded a Page | https://example.com/gr%C3%B6%C3%9Fen?ort=bad%20ems | /gr%C3%B6%C3%9Fen     |

  @rule:page.all
  Scenario: the address may change without a page load
    Given a web app with the settings
      | Track Named Pages | off |
      | Track All Pages   | on  |
    And the page "https://example.com/songs"
    When the app calls page
    And the page's address becomes "https://example.com/songs/so-what?from=list"
    And the app calls page
    Then Amplitude receives exactly these events
      | event_type    | event_properties.path | event_properties.search |
      | Loaded a Page | /songs                | ""                      |
      | Loaded a Page | /songs/so-what        | ?from=list              |

  @rule:page.all @divergence:settings.web.map-query-params
  Scenario Outline: Map Query Params with a page call that names its own query (<case>)
    Given a web app with the settings
      | Track Named Pages | off                             |
      | Track All Pages   | on                              |
      | Map Query Params  | {"landing": "event_properties"} |
    And the page "https://example.com/songs?sort=year"
    When the app calls page with
      """
      {"properties": {"search": "?own=1"}}
      """
    And the page's address becomes "https://example.com/songs?sort=title"
    And the app calls page
    Then Amplitude receives exactly these events
      | event_type    | event_properties.landing |
      | Loaded a Page | <First>                  |
      | Loaded a Page | <Second>                 |

    @dialect:documented @dialect:printed
    Examples: as documented, no such setting
      | case              | First | Second |
      | own-query-on-paper |      |        |

    @dialect:shipped @dialect:latest
    Examples: as shipped, the call's, and later the one that the address has by then
      | case            | First  | Second      |
      | own-query-ships | ?own=1 | ?sort=title |

  @rule:page.off-by-default @rule:identify.traits @divergence:settings.web.referrer-on-page @dialect:latest
  @divergence:settings.web.referrer-at-load
  Scenario: Track Referrer reads the document, whatever a page call says
    Given a web app with the settings
      | Track Referrer | on |
    And the device has
      | referrer | https://news.example.org/a |
    When the app calls page with
      """
      {"properties": {"referrer": "https://own.example.org/b"}}
      """
    Then Amplitude receives exactly these events
      | event_type | user_properties.$set.referrer |
      | $identify  | https://news.example.org/a    |

  @rule:page.all @rule:groups.event-level @divergence:groups.web.pages
  Scenario Outline: the option groups with a page call (<case>)
    Given a web app with the settings
      | Track Named Pages | off |
      | Track All Pages   | on  |
    When the app calls page with
      """
      {"integrations": {"Amplitude": {"groups": {"team": "blue"}}}}
      """
    Then Amplitude receives exactly these events
      | event_type    | groups   |
      | Loaded a Page | <Groups> |

    @dialect:documented @dialect:printed
    Examples: as documented, they are for track calls
      | case                | Groups |
      | page-groups-on-paper | {}    |

    @dialect:shipped @dialect:latest
    Examples: as shipped, each event of the call has them
      | case              | Groups           |
      | page-groups-ships | {"team": "blue"} |
