Feature: What arrives late
  A phone fetches Segment's settings when the app starts, and keeps them. Until they arrive, neither the integration
  nor Amplitude's SDK is there, and calls wait. In all other scenarios everything arrives in time. The documentation
  mentions none of this, so as documented nothing is lost by it.

  @rule:start.mobile-bundled
  Scenario Outline: calls wait for Segment's settings (<case>)
    Given an <Source>
    And Segment's settings have not arrived yet
    When the app tracks "Song Played"
    And the app tracks "Song Skipped"
    Then Amplitude receives no events
    When Segment's settings arrive
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type   |
      | Song Played  |
      | Song Skipped |
      | Song Played  |

    Examples:
      | case    | Source      |
      | ios     | ios app     |
      | android | android app |

  @rule:start.mobile-bundled
  Scenario Outline: a library that has had the settings once has them at the next launch (<case>)
    Given an <Source>
    And Segment's settings have not arrived yet
    When Segment's settings arrive
    And the app is restarted
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

    Examples:
      | case         | Source      |
      | kept-ios     | ios app     |
      | kept-android | android app |

  @rule:start.mobile-bundled
  Scenario Outline: calls that wait for the settings end with the app (<case>)
    Given an <Source>
    And Segment's settings have not arrived yet
    When the app tracks "Song Played"
    And the app is restarted
    And Segment's settings arrive
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   |
      | Song Skipped |

    Examples:
      | case           | Source      |
      | killed-ios     | ios app     |
      | killed-android | android app |
