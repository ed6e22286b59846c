Feature: The location on iOS, as documented and as shipped
  The shipped integration turns the location off unless the setting is on, and the SDK keeps a location that it has
  taken. In the last release it is up to the app to supply the location.

  @rule:location.default-on @divergence:location.ios.off-by-default
  @divergence:location.ios.block-of-the-app
  Scenario Outline: location tracking is off when nobody has set it (<case>)
    Given an ios app
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.location |
      | Song Played | <Location>              |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case               | Location                      |
      | default-documented | {"lat": 52.52, "lng": 13.405} |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case            | Location |
      | default-shipped |          |

  @rule:location.default-on @divergence:location.ios.block-of-the-app
  Scenario Outline: the setting and the permission are no longer enough (<case>)
    Given an ios app with the settings
      | Location Tracking | on |
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    When the app tracks "Song Played"
    And the app goes to the background for 1 minute
    And the app tracks "Song Paused"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.location |
      | Song Played | <Location>              |
      | Song Paused | <Location>              |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case             | Location                      |
      | block-documented | {"lat": 52.52, "lng": 13.405} |

    @dialect:shipped
    Examples: as shipped, which agrees once the setting is on
      | case          | Location                      |
      | block-shipped | {"lat": 52.52, "lng": 13.405} |

    @dialect:latest
    Examples: as shipped last
      | case         | Location |
      | block-latest |          |

  @rule:location.ios-once-per-session @divergence:location.ios.on-foreground
  @divergence:location.ios.block-of-the-app
  Scenario Outline: the location is taken on every return to the app (<case>)
    Given an ios app with the settings
      | Location Tracking | on |
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    When the app tracks "Song Played"
    And the device moves to 48.8566, 2.3522
    And the app goes to the background for 4 minutes
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type  | session_id  | api_properties.location       |
      | Song Played | <session 1> | {"lat": 52.52, "lng": 13.405} |
      | Song Played | <session 1> | <Location>                    |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case              | Location                      |
      | return-documented | {"lat": 52.52, "lng": 13.405} |

    @dialect:shipped
    Examples: as shipped
      | case           | Location                        |
      | return-shipped | {"lat": 48.8566, "lng": 2.3522} |

  @rule:location.ios-once-per-session @divergence:location.ios.on-foreground
  @divergence:location.ios.block-of-the-app
  Scenario Outline: a session that begins in the background keeps the old location (<case>)
    Given an ios app with the settings
      | Location Tracking | on |
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    When the app tracks "Song Played"
    And the app goes to the background
    And the device moves to 48.8566, 2.3522
    And 5 minutes pass
    And the app tracks "Song Downloaded"
    Then the events are in these sessions
      | event_type      | session_id  | api_properties.location       |
      | Song Played     | <session 1> | {"lat": 52.52, "lng": 13.405} |
      | Song Downloaded | <session 2> | <Location>                    |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                  | Location                        |
      | background-documented | {"lat": 48.8566, "lng": 2.3522} |

    @dialect:shipped
    Examples: as shipped
      | case               | Location                      |
      | background-shipped | {"lat": 52.52, "lng": 13.405} |

  @rule:location.ip-anyway @divergence:location.ios.stale-when-off
  @divergence:location.ios.block-of-the-app
  Scenario Outline: turning the location off keeps sending the last one (<case>)
    Given an ios app with the settings
      | Location Tracking | on |
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    When the app tracks "Song Played"
    And the app calls the SDK's disableLocationListening
    And the device moves to 48.8566, 2.3522
    And the app tracks "Song Paused"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.location       |
      | Song Played | {"lat": 52.52, "lng": 13.405} |
      | Song Paused | <Location>                    |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case             | Location |
      | stale-documented |          |

    @dialect:shipped
    Examples: as shipped
      | case          | Location                      |
      | stale-shipped | {"lat": 52.52, "lng": 13.405} |

  @rule:location.ios-update @divergence:location.ios.block-of-the-app @dialect:latest
  Scenario: the last SDK has no method updateLocation
    Given an ios app
    When the app calls the SDK's updateLocation
    Then it is refused with "the iOS SDK has no method updateLocation"

  @rule:location.never-prompts @divergence:location.ios.stale-without-permission
  @divergence:location.ios.block-of-the-app
  Scenario Outline: the user revokes the permission (<case>)
    Given an ios app with the settings
      | Location Tracking | on |
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    When the app tracks "Song Played"
    And the user forbids the location
    And the app tracks "Song Paused"
    Then Amplitude receives these events
      | event_type  | api_properties.location |
      | Song Paused | <Location>              |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                 | Location |
      | forbidden-documented |          |

    @dialect:shipped
    Examples: as shipped, the location taken before is still sent
      | case              | Location                      |
      | forbidden-shipped | {"lat": 52.52, "lng": 13.405} |

    @dialect:latest
    Examples: as shipped last, which takes none
      | case             | Location |
      | forbidden-latest |          |

  @rule:location.default-on @divergence:location.ios.late @divergence:location.ios.block-of-the-app
  Scenario Outline: a launch whose location arrives late (<case>)
    Given an ios app with the settings
      | Location Tracking    | on |
      | Track Session Events | on |
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    And the Amplitude SDK starts before its options are set
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type    | api_properties.location       |
      | session_start | <Location>                    |
      | Song Played   | {"lat": 52.52, "lng": 13.405} |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case            | Location                      |
      | late-documented | {"lat": 52.52, "lng": 13.405} |

    @dialect:shipped
    Examples: as shipped, the session begins before the location is there
      | case         | Location |
      | late-shipped |          |

  @rule:location.ios-once-per-session @divergence:location.ios.on-foreground
  @divergence:location.ios.block-of-the-app
  Scenario Outline: the user revokes the permission and grants it again, elsewhere (<case>)
    Given an ios app with the settings
      | Location Tracking | on |
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    When the app tracks "Song Played"
    And the device moves to 48.85, 2.35
    And the user forbids the location
    And the user allows the location
    And the app tracks "Song Paused"
    Then Amplitude receives these events
      | event_type  | api_properties.location |
      | Song Paused | <Location>              |

    @dialect:documented @dialect:printed
    Examples: as documented, once per session
      | case             | Location                      |
      | given-documented | {"lat": 52.52, "lng": 13.405} |

    @dialect:shipped
    Examples: as shipped, the place where it is granted
      | case          | Location                    |
      | given-shipped | {"lat": 48.85, "lng": 2.35} |
