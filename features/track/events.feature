Feature: Track calls
  An event keeps its name and its properties on the way to Amplitude, whatever the library.

  @rule:track.event
  Scenario Outline: the name becomes event_type and the properties become event_properties (<case>)
    Given a <Source>
    When the app tracks "Song Played" with the properties
      """
      {"title": "Blue in Green", "seconds": 337.5, "live": false, "genres": ["jazz", "modal"], "album": {"year": 1959}}
      """
    Then Amplitude receives exactly these events
      | event_type  | event_properties                                                                                                  |
      | Song Played | {"title": "Blue in Green", "seconds": 337.5, "live": false, "genres": ["jazz", "modal"], "album": {"year": 1959}} |

    Examples:
      | case    | Source        |
      | web     | web app       |
      | ios     | ios app       |
      | android | android app   |
      | server  | server source |

  @rule:track.event
  Scenario Outline: the name is sent letter by letter (<case>)
    Given a <Source>
    When the app tracks "<event>"
    Then Amplitude receives exactly these events
      | event_type |
      | <event>    |

    Examples:
      | case               | Source        | event               |
      | web-lower-case     | web app       | order completed     |
      | ios-umlauts        | ios app       | Käse gekauft        |
      | android-snake-case | android app   | song_played         |
      | server-punctuation | server source | Loaded a Page? Yes! |

  @rule:track.event
  Scenario Outline: each call is an event of its own, with its own properties (<case>)
    Given a <Source>
    When the app tracks "Song Played" with the properties
      | title  | So What |
      | volume | 11      |
    And the app tracks "Song Played" with the properties
      | title | Blue in Green |
    And the app tracks "Song Skipped"
    And the app tracks "Song Played" with the properties
      | title | Blue in Green |
    Then Amplitude receives exactly these events
      | event_type   | event_properties                   |
      | Song Played  | {"title": "So What", "volume": 11} |
      | Song Played  | {"title": "Blue in Green"}         |
      | Song Skipped | {}                                 |
      | Song Played  | {"title": "Blue in Green"}         |

    Examples:
      | case                | Source        |
      | web-four-events     | web app       |
      | ios-four-events     | ios app       |
      | android-four-events | android app   |
      | server-four-events  | server source |
