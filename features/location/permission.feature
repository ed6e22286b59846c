Feature: The location and the user's permission
  Location tracking is on by default. The SDK adds the location if the user has given the app permission; it never
  asks for it.

  @rule:location.default-on @dialect:documented @dialect:printed
  Scenario Outline: with the permission events have the location, by default or by the setting (<case>)
    Given an <Source> with the settings
      """
      <Settings>
      """
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.location       |
      | Song Played | {"lat": 52.52, "lng": 13.405} |

    Examples:
      | case               | Source      | Settings                    |
      | by-default-ios     | ios app     | {}                          |
      | by-setting-ios     | ios app     | {"Location Tracking": "on"} |
      | by-default-android | android app | {}                          |
      | by-setting-android | android app | {"Location Tracking": "on"} |

  @rule:location.never-prompts
  Scenario Outline: without the permission there is no location, and nothing fails (<case>)
    Given an <Source>
    And the user forbids the location
    When the app tracks "Song Played"
    And the device moves to 52.52, 13.405
    And the app goes to the background for 10 minutes
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.location |
      | Song Played |                         |
      | Song Played |                         |

    Examples:
      | case                  | Source      |
      | no-permission-ios     | ios app     |
      | no-permission-android | android app |

  @rule:location.never-prompts
  Scenario Outline: a device that does not know where it is sends no location (<case>)
    Given an <Source>
    And the device has
      | location_permission | true |
      | place               | null |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.location |
      | Song Played |                         |

    Examples:
      | case             | Source      |
      | no-place-ios     | ios app     |
      | no-place-android | android app |

  @rule:location.default-on @dialect:documented @dialect:printed
  Scenario Outline: a permission granted while the app runs counts from then on (<case>)
    Given an <Source>
    And the device has
      | place | [52.52, 13.405] |
    When the app tracks "Song Played"
    And the user allows the location
    And the app tracks "Song Paused"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.location       |
      | Song Played |                               |
      | Song Paused | {"lat": 52.52, "lng": 13.405} |

    Examples:
      | case                   | Source      |
      | permitted-late-ios     | ios app     |
      | permitted-late-android | android app |

  @rule:location.never-prompts @dialect:documented @dialect:printed
  Scenario Outline: a permission revoked while the app runs is gone from then on (<case>)
    Given an <Source>
    And the device has
      | location_permission | true            |
      | place               | [52.52, 13.405] |
    When the app tracks "Song Played"
    And the user forbids the location
    And the app tracks "Song Paused"
    Then Amplitude receives exactly these events
      | event_type  | api_properties.location       |
      | Song Played | {"lat": 52.52, "lng": 13.405} |
      | Song Paused |                               |

    Examples:
      | case              | Source      |
      | withdrawn-ios     | ios app     |
      | withdrawn-android | android app |

  @rule:location.default-on
  Scenario: a web page sends no location
    Given a web app
    And the user allows the location
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | api_properties |
      | Song Played | {}             |
