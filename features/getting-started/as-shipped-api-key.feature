Feature: An API key that can't be one, as documented and as shipped
  Segment's site checks a key when it is entered. An app that gets its settings in another way finds out from Amplitude,
  which refuses the events.

  @rule:start.api-key @dialect:documented @dialect:printed
  Scenario Outline: as documented, the app does not start (<case>)
    Given <Source> with the settings
      | API Key | abcdef0123456789 |
    Then it is refused with "API Key"
    And Amplitude receives no events

    @divergence:start.web.any-key
    Examples: on the web
      | case                   | Source    |
      | refused-documented-web | a web app |

    @divergence:start.ios.any-key
    Examples: on iOS
      | case                   | Source     |
      | refused-documented-ios | an ios app |

    @divergence:start.android.any-key
    Examples: on Android
      | case                       | Source         |
      | refused-documented-android | an android app |

  @rule:start.api-key @dialect:shipped @dialect:latest
  Scenario Outline: as shipped, the SDK starts with a device id, and none of its events arrive (<case>)
    Given <Source> with the settings
      | API Key | abcdef0123456789 |
    Then the device id of the app reads as <Device ID>
    When the app tracks "Song Played"
    And 30 seconds pass
    And the app tracks "Song Paused"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events | status | answer          |
      | 0      | 200    | invalid_api_key |
      | 0      | 200    | invalid_api_key |
    And Amplitude receives no events

    @divergence:start.web.any-key
    Examples: on the web
      | case                | Source    | Device ID      |
      | refused-shipped-web | a web app | <generated id> |

    @divergence:start.ios.any-key
    Examples: on iOS
      | case                | Source     | Device ID   |
      | refused-shipped-ios | an ios app | <vendor id> |

    @divergence:start.android.any-key
    Examples: on Android
      | case                    | Source         | Device ID      |
      | refused-shipped-android | an android app | <generated id> |

  @rule:start.api-key @dialect:shipped @dialect:latest
  Scenario Outline: as shipped, the SDK does not start without a key (<case>)
    Given <Source> with the settings
      | API Key | |
    When the app tracks "Song Played"
    And the app identifies "derek"
    And 30 seconds pass
    Then Amplitude has received no events so far
    And the device id of the app reads as null

    @divergence:start.web.any-key @divergence:device-id.web.no-fallback
    Examples: on the web
      | case              | Source    |
      | empty-shipped-web | a web app |

    @divergence:start.ios.any-key
    Examples: on iOS
      | case              | Source     |
      | empty-shipped-ios | an ios app |

    @divergence:start.android.any-key
    Examples: on Android
      | case                  | Source         |
      | empty-shipped-android | an android app |

  @rule:start.api-key @dialect:shipped @dialect:latest
  Scenario Outline: in cloud mode as shipped, the key is no matter of the app's (<case>)
    Given <Source> in cloud mode with the settings
      | API Key | abcdef0123456789 |
    When the app tracks "Song Played"
    Then Amplitude has received exactly these requests so far
      | events | status | answer          |
      | 0      | 400    | invalid_api_key |
    And Amplitude receives no events

    @divergence:start.web.any-key
    Examples: on the web
      | case              | Source    |
      | cloud-shipped-web | a web app |

    @divergence:start.ios.any-key
    Examples: on iOS
      | case              | Source     |
      | cloud-shipped-ios | an ios app |

    @divergence:start.android.any-key
    Examples: on Android
      | case                  | Source         |
      | cloud-shipped-android | an android app |
