Feature: What becomes of a property's value
  Each SDK has its own way with values that are long, empty, or none of JSON's. The server leg sends what JSON carries.
  Long values are written short here: {"$repeat": "x", "times": 1025} is a text of 1025 characters.

  @rule:track.event @dialect:documented @dialect:printed
  Scenario Outline: null is a value on phones and on a server, but not on the web (<case>)
    Given <Source>
    When the app tracks "Song Played" with the properties
      """
      {"title": null, "album": {"year": null}, "genres": ["jazz", null]}
      """
    Then Amplitude receives exactly these events
      | event_type  | event_properties |
      | Song Played | <Properties>     |

    Examples:
      | case         | Source          | Properties                                                         |
      | null-web     | a web app       | {"album": {}, "genres": ["jazz", null]}                            |
      | null-ios     | an ios app      | {"title": null, "album": {"year": null}, "genres": ["jazz", null]} |
      | null-android | an android app  | {"title": null, "album": {"year": null}, "genres": ["jazz", null]} |
      | null-server  | a server source | {"title": null, "album": {"year": null}, "genres": ["jazz", null]} |

  @rule:track.event
  Scenario Outline: text is cut to 1024 characters on phones, to 4096 on the web, and not at all on a server (<case>)
    Given <Source>
    When the app tracks "Song Played" with the properties
      """
      {"title": {"$repeat": "x", "times": <Given>}, "lines": ["short", {"$repeat": "y", "times": <Given>}]}
      """
    Then Amplitude receives exactly these events
      | event_type  | event_properties.title            | event_properties.lines                       |
      | Song Played | {"$repeat": "x", "times": <Kept>} | ["short", {"$repeat": "y", "times": <Kept>}] |

    Examples:
      | case         | Source          | Given | Kept |
      | fits-ios     | an ios app      | 1024  | 1024 |
      | cut-ios      | an ios app      | 1025  | 1024 |
      | fits-android | an android app  | 1024  | 1024 |
      | cut-android  | an android app  | 1025  | 1024 |
      | fits-web     | a web app       | 4096  | 4096 |
      | cut-web      | a web app       | 4097  | 4096 |
      | uncut-server | a server source | 4097  | 4097 |

  @rule:track.event @dialect:documented @dialect:printed
  Scenario Outline: an emoji counts as two characters, and half of one at the cut is as good as broken (<case>)
    Given <Source>
    When the app tracks "Song Played" with the properties
      """
      {"title": {"$repeat": "x", "times": <Before>, "then": "🎷"}}
      """
    Then Amplitude receives exactly these events
      | event_type  | event_properties.title                                  |
      | Song Played | {"$repeat": "x", "times": <Before>, "then": "<Behind>"} |

    Examples:
      | case               | Source          | Before | Behind |
      | emoji-fits-ios     | an ios app      | 1022   | 🎷      |
      | emoji-cut-ios      | an ios app      | 1023   | �      |
      | emoji-fits-android | an android app  | 1022   | 🎷      |
      | emoji-cut-android  | an android app  | 1023   | �      |
      | emoji-fits-web     | a web app       | 4094   | 🎷      |
      | emoji-cut-web      | a web app       | 4095   | �      |
      | emoji-uncut-server | a server source | 4095   | 🎷      |

  @rule:track.event
  Scenario Outline: an object with more than 1000 keys is emptied by the SDKs (<case>)
    Given <Source>
    When the app tracks "Song Played" with the properties
      """
      {"title": "So What", "tags": {"$keys": <Keys>}}
      """
    Then Amplitude receives exactly these events
      | event_type  | event_properties.title | event_properties.tags |
      | Song Played | So What                | <Tags>                |

    Examples:
      | case              | Source          | Keys | Tags            |
      | 1000-keys-web     | a web app       | 1000 | {"$keys": 1000} |
      | 1001-keys-web     | a web app       | 1001 | {}              |
      | 1000-keys-ios     | an ios app      | 1000 | {"$keys": 1000} |
      | 1001-keys-ios     | an ios app      | 1001 | {}              |
      | 1000-keys-android | an android app  | 1000 | {"$keys": 1000} |
      | 1001-keys-android | an android app  | 1001 | {}              |
      | 1001-keys-server  | a server source | 1001 | {"$keys": 1001} |

  @rule:track.event
  Scenario Outline: the same holds for all the properties of an event together (<case>)
    Given <Source>
    When the app tracks "Song Played" with the properties
      """
      {"$keys": <Keys>}
      """
    Then Amplitude receives exactly these events
      | event_type  | event_properties |
      | Song Played | <Properties>     |

    Examples:
      | case             | Source          | Keys | Properties      |
      | all-1000-ios     | an ios app      | 1000 | {"$keys": 1000} |
      | all-1001-ios     | an ios app      | 1001 | {}              |
      | all-1000-android | an android app  | 1000 | {"$keys": 1000} |
      | all-1001-android | an android app  | 1001 | {}              |
      | all-1001-web     | a web app       | 1001 | {}              |
      | all-1001-server  | a server source | 1001 | {"$keys": 1001} |

  @rule:track.event @dialect:documented @dialect:printed
  Scenario Outline: objects in lists stay on the phones and on a server (<case>)
    Given <Source>
    When the app tracks "Song Played" with the properties
      """
      {"players": [{"name": "Miles", "plays": {"since": 1944}}, ["Bill", "Paul"], "Jimmy", 3]}
      """
    Then Amplitude receives exactly these events
      | event_type  | event_properties.players |
      | Song Played | <Players>                |

    Examples:
      | case           | Source          | Players                                                                     |
      | nested-ios     | an ios app      | [{"name": "Miles", "plays": {"since": 1944}}, ["Bill", "Paul"], "Jimmy", 3] |
      | nested-android | an android app  | [{"name": "Miles", "plays": {"since": 1944}}, ["Bill", "Paul"], "Jimmy", 3] |
      | nested-server  | a server source | [{"name": "Miles", "plays": {"since": 1944}}, ["Bill", "Paul"], "Jimmy", 3] |
      | nested-web     | a web app       | ["Jimmy", 3]                                                                |

  @rule:track.event
  Scenario Outline: a date is written as the library or the SDK writes one, in a zone of its choice (<case>)
    Given <Source>
    When the app tracks "Song Played" with the properties
      """
      {"at": {"$date": "<Date>"}}
      """
    Then Amplitude receives exactly these events
      | event_type  | event_properties.at |
      | Song Played | <Written>           |

    Examples:
      | case             | Source          | Date                          | Written                      |
      | date-web         | a web app       | 2018-09-18T14:30:15.250+02:00 | 2018-09-18T12:30:15.250Z     |
      | date-ios         | an ios app      | 2018-09-18T14:30:15.250+02:00 | 2018-09-18T12:30:15.250Z     |
      | date-android     | an android app  | 2018-09-18T14:30:15.250+02:00 | Tue Sep 18 12:30:15 GMT 2018 |
      | date-server      | a server source | 2018-09-18T14:30:15.250+02:00 | 2018-09-18T12:30:15.250Z     |
      | midnight-ios     | an ios app      | 2018-09-01T00:30:15-05:00     | 2018-09-01T05:30:15.000Z     |
      | midnight-android | an android app  | 2018-09-01T00:30:15+09:30     | Fri Aug 31 15:00:15 GMT 2018 |
      | no-zone-ios      | an ios app      | 2018-09-18T14:30:15           | 2018-09-18T14:30:15.000Z     |
      | no-zone-android  | an android app  | 2018-09-18T14:30:15           | Tue Sep 18 14:30:15 GMT 2018 |

  @rule:track.event
  Scenario Outline: NaN and infinities (<case>)
    Given <Source>
    When the app tracks "Song Played" with the properties
      """
      {"seconds": {"$number": "<Number>"}, "track": 1}
      """
    Then Amplitude receives exactly these events
      | event_type  | event_properties |
      | Song Played | <Properties>     |

    Examples:
      | case             | Source          | Number    | Properties                    |
      | infinity-web     | a web app       | Infinity  | {"seconds": null, "track": 1} |
      | below-web        | a web app       | -Infinity | {"seconds": null, "track": 1} |
      | nan-web          | a web app       | NaN       | {"track": 1}                  |
      | infinity-ios     | an ios app      | Infinity  | {"seconds": null, "track": 1} |
      | below-ios        | an ios app      | -Infinity | {"seconds": null, "track": 1} |
      | nan-ios          | an ios app      | NaN       | {"seconds": null, "track": 1} |
      | infinity-android | an android app  | Infinity  | {"track": 1}                  |
      | below-android    | an android app  | -Infinity | {"track": 1}                  |
      | nan-android      | an android app  | NaN       | {"track": 1}                  |
      | infinity-server  | a server source | Infinity  | {"seconds": null, "track": 1} |
      | below-server     | a server source | -Infinity | {"seconds": null, "track": 1} |
      | nan-server       | a server source | NaN       | {"seconds": null, "track": 1} |

  @rule:track.event @dialect:documented @dialect:printed
  Scenario: what is undefined on a page is not there, and null in a list
    Given a web app
    When the app tracks "Song Played" with the properties
      """
      {"title": {"$undefined": true}, "genres": ["jazz", {"$undefined": true}], "track": 1}
      """
    Then Amplitude receives exactly these events
      | event_type  | event_properties                       |
      | Song Played | {"genres": ["jazz", null], "track": 1} |

  @rule:track.event
  Scenario Outline: iOS takes a number that single precision can't hold for infinite (<case>)
    Given <Source>
    When the app tracks "Song Played" with the properties
      """
      {"plays": <Number>, "below": -<Number>}
      """
    Then Amplitude receives exactly these events
      | event_type  | event_properties.plays | event_properties.below |
      | Song Played | <Plays>                | <Below>                |

    Examples:
      | case          | Source         | Number       | Plays        | Below         |
      | largest-ios   | an ios app     | 3.4028235e38 | 3.4028235e38 | -3.4028235e38 |
      | too-large-ios | an ios app     | 3.4028236e38 | null         | null          |
      | large-android | an android app | 3.4028236e38 | 3.4028236e38 | -3.4028236e38 |
      | large-web     | a web app      | 3.4028236e38 | 3.4028236e38 | -3.4028236e38 |

  @rule:track.event
  Scenario Outline: NaN or an infinity in a list leaves null there (<case>)
    Given <Source>
    When the app tracks "Song Played" with the properties
      """
      {"seconds": [1, {"$number": "<Number>"}]}
      """
    Then Amplitude receives exactly these events
      | event_type  | event_properties       |
      | Song Played | {"seconds": [1, null]} |

    Examples:
      | case                    | Source          | Number   |
      | infinity-in-list-web    | a web app       | Infinity |
      | nan-in-list-web         | a web app       | NaN      |
      | infinity-in-list-ios    | an ios app      | Infinity |
      | nan-in-list-ios         | an ios app      | NaN      |
      | infinity-in-list-server | a server source | Infinity |
      | nan-in-list-server      | a server source | NaN      |

  @rule:track.event
  Scenario Outline: on Android an event is lost that has one in a list, and its sequence number is used (<case>)
    Given an android app
    When the app tracks "Song Played" with the properties
      """
      {"seconds": <Seconds>}
      """
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | event_id | sequence_number |
      | Song Skipped | 1        | 2               |

    Examples:
      | case                     | Seconds                                |
      | infinity-in-list-android | [1, {"$number": "Infinity"}]           |
      | nan-in-list-android      | [1, {"$number": "NaN"}]                |
      | nan-within-android       | [{"first": {"$number": "NaN"}}]        |

  @rule:track.event @dialect:documented @dialect:printed
  Scenario Outline: an object with more than 1000 keys is emptied inside a list, too (<case>)
    Given <Source>
    When the app tracks "Song Played" with the properties
      """
      {"tags": [{"$keys": <Keys>}, "last"]}
      """
    Then Amplitude receives exactly these events
      | event_type  | event_properties.tags |
      | Song Played | <Tags>                |

    Examples:
      | case                      | Source          | Keys | Tags                      |
      | 1000-keys-in-list-ios     | an ios app      | 1000 | [{"$keys": 1000}, "last"] |
      | 1001-keys-in-list-ios     | an ios app      | 1001 | [{}, "last"]              |
      | 1000-keys-in-list-android | an android app  | 1000 | [{"$keys": 1000}, "last"] |
      | 1001-keys-in-list-android | an android app  | 1001 | [{}, "last"]              |
      | 1001-keys-in-list-server  | a server source | 1001 | [{"$keys": 1001}, "last"] |
