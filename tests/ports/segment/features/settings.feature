Feature: What client libraries ask for before they send anything

  @segment:segment.settings.path @segment:segment.settings.host
  Scenario: the settings of a source are under its write key
    When a library asks for "/v1/projects/shop-key/settings"
    Then the answer is 200
    And the settings have
      | setting                           | value             |
      | integrations.Segment.io.apiKey    | shop-key          |
      | integrations.Segment.io.apiHost   | 127.0.0.1:8118/v1 |
      | integrations.Segment.io.protocol  | http              |
      | metrics.sampleRate                | 0                 |

  @segment:segment.settings.path
  Scenario: no source has a write key
    When a library asks for "/v1/projects/shp-key/settings"
    Then the answer is 404
    And it says: no source has the write key "shp-key". Did you mean "shop-key"?

  @segment:segment.settings.host
  Scenario: a run's settings lead into the run
    When a library asks for "/runs/one/v1/projects/shop-key/settings"
    Then the settings have
      | setting                         | value                      |
      | integrations.Segment.io.apiHost | 127.0.0.1:8118/runs/one/v1 |

  @segment:segment.settings.modes
  Scenario Outline: the mode of a source decides who knows Amplitude (<case>)
    Given a <platform> source in <mode> mode with the write key "page-key"
    When a library asks for "/v1/projects/page-key/settings"
    Then the settings have
      | setting                                        | value       |
      | integrations.Segment.io.unbundledIntegrations  | <unbundled> |
      | integrations.Amplitude.apiKey                  | <api key>   |
      | integrations.Amplitude.secretKey               |             |

    Examples:
      | case         | platform | mode   | unbundled     | api key                          |
      | page-device  | web      | device | []            | 0123456789abcdef0123456789abcdef |
      | page-cloud   | web      | cloud  | ["Amplitude"] |                                  |
      | phone-device | android  | device | []            | 0123456789abcdef0123456789abcdef |

  @segment:segment.scripts.loader
  Scenario: the snippet loads analytics.js
    When a library asks for "/analytics.js/v1/shop-key/analytics.min.js"
    Then the answer is 200
    And it says: window.key = "shop-key";
