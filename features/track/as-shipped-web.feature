Feature: Track calls as shipped on web
  What analytics.js, the integration and Amplitude's SDK do to an event on its way.

  @divergence:identify.web.iso-dates @finding:5 @rule:track.event
  Scenario Outline: a property that is a date (<case>)
    Given a web app
    When the app tracks "Song Played" with the properties
      """
      {"released": "1959-08-17", "sessions": ["1959-03-02", "1959-04-22T14:30:00Z"], "label": "CBS 1959-08-17"}
      """
    Then Amplitude receives exactly these events
      | event_type  | event_properties.released | event_properties.sessions | event_properties.label |
      | Song Played | <Released>                | <Sessions>                | CBS 1959-08-17         |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case             | Released   | Sessions                               |
      | dates-documented | 1959-08-17 | ["1959-03-02", "1959-04-22T14:30:00Z"] |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case          | Released                 | Sessions                                                 |
      | dates-shipped | 1959-08-17T00:00:00.000Z | ["1959-03-02T00:00:00.000Z", "1959-04-22T14:30:00.000Z"] |

  @divergence:track.web.empty-name @finding:34 @rule:track.event
  @dialect:documented @dialect:printed
  Scenario: an event without a name, as documented
    Given a web app
    When the app tracks ""
    Then it is refused with "needs an event name"
    And Amplitude receives no events

  @divergence:track.web.empty-name @finding:34 @rule:track.event
  @dialect:shipped @dialect:latest
  Scenario: an event without a name, as shipped
    Given a web app
    When the app tracks ""
    Then Amplitude receives no events

  @finding:34 @rule:track.event
  Scenario: an event with the name of an identify counts among the identifies
    Given a web app
    When the app tracks "Song Played"
    And the app tracks "$identify"
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | event_id | sequence_number | user_properties |
      | Song Played  | 1        | 1               | {}              |
      | $identify    | 1        | 2               | {}              |
      | Song Skipped | 2        | 3               | {}              |

  @finding:33 @rule:track.event @divergence:track.web.amplitude-js-5
  Scenario Outline: the SDK drops null, and what nests inside lists (<case>)
    Given a web app
    When the app tracks "Song Played" with the properties
      """
      {"title": "So What", "composer": null, "takes": [1, null, [2], {"take": 3}], "album": {"year": 1959, "cover": null}}
      """
    Then Amplitude receives exactly these events
      | event_type  | event_properties                                                 |
      | Song Played | {"title": "So What", "takes": <Takes>, "album": {"year": 1959}} |

    @dialect:documented @dialect:printed @dialect:shipped
    Examples: amplitude-js 4, objects and lists
      | case              | Takes     |
      | nested-in-lists-4 | [1, null] |

    @dialect:latest
    Examples: amplitude-js 5, lists alone
      | case              | Takes                  |
      | nested-in-lists-5 | [1, null, {"take": 3}] |

  @rule:track.event @divergence:track.web.amplitude-js-5
  Scenario Outline: group properties on an event that has none (<case>)
    Given a web app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | group_properties |
      | Song Played | <Properties>     |

    @dialect:documented @dialect:printed @dialect:shipped
    Examples: amplitude-js 4 does not know them
      | case               | Properties |
      | group-properties-4 |            |

    @dialect:latest
    Examples: amplitude-js 5 has the field on every event
      | case               | Properties |
      | group-properties-5 | {}         |

  @divergence:settings.web.map-query-params @finding:31 @rule:track.event
  Scenario Outline: Map Query Params to an event property (<case>)
    Given a web app with the settings
      | Map Query Params | {"landing": "event_properties"} |
    And the page "https://example.com/<Address>"
    When the app tracks "Song Played" with the properties
      | title | So What |
    Then Amplitude receives exactly these events
      | event_type  | event_properties |
      | Song Played | <Properties>     |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case           | Address  | Properties           |
      | map-documented | ?a=1&b=2 | {"title": "So What"} |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case              | Address  | Properties                                  |
      | map-shipped       | ?a=1&b=2 | {"title": "So What", "landing": "?a=1&b=2"} |
      | map-empty-shipped |          | {"title": "So What", "landing": ""}         |

  @divergence:settings.web.map-query-params @finding:31 @rule:track.event
  @dialect:documented @dialect:printed
  Scenario: Map Query Params to a user property, as documented
    Given a web app with the settings
      | Map Query Params | {"landing": "user_properties"} |
    And the page "https://example.com/?a=1&b=2"
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | event_properties |
      | Song Played | {}               |

  @divergence:settings.web.map-query-params @finding:31 @rule:track.event
  @dialect:shipped @dialect:latest
  Scenario: Map Query Params to a user property, as shipped
    Given a web app with the settings
      | Map Query Params | {"landing": "user_properties"} |
    And the page "https://example.com/?a=1&b=2"
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | event_properties | user_properties                   |
      | $identify   | {}               | {"$set": {"landing": "?a=1&b=2"}} |
      | Song Played | {}               | {}                                |

  @divergence:settings.web.map-query-params @finding:31 @rule:track.event
  @dialect:shipped @dialect:latest
  Scenario: with both kinds in Map Query Params the last one decides about the user's, as shipped
    Given a web app with the settings
      | Map Query Params | {"first": "user_properties", "landing": "event_properties"} |
    And the page "https://example.com/?a=1&b=2"
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | event_properties        |
      | Song Played | {"landing": "?a=1&b=2"} |

  @divergence:settings.web.append-fields @rule:track.event
  Scenario Outline: Append Fields To Event Props (<case>)
    Given a web app with the settings
      | Append Fields To Event Props | {"context.page.title": "page_title", "properties.title": "song", "context.nothing": "none"} |
    When the app tracks "Song Played" with the properties
      | title | So What |
    Then Amplitude receives exactly these events
      | event_type  | event_properties |
      | Song Played | <Properties>     |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case              | Properties           |
      | append-documented | {"title": "So What"} |

    @dialect:shipped
    Examples: as shipped
      | case           | Properties           |
      | append-shipped | {"title": "So What"} |

    @dialect:latest
    Examples: as shipped since
      | case          | Properties                                                       |
      | append-latest | {"title": "So What", "page_title": "Example", "song": "So What"} |

  @divergence:settings.web.version-name @rule:track.context-automatic
  Scenario Outline: Version Name (<case>)
    Given a web app with the settings
      | Version Name | 2.1 beta |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | version_name |
      | Song Played | <Version>    |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case               | Version |
      | version-documented | null    |

    @dialect:shipped
    Examples: as shipped
      | case            | Version |
      | version-shipped | null    |

    @dialect:latest
    Examples: as shipped since
      | case           | Version  |
      | version-latest | 2.1 beta |

  @divergence:settings.web.batching @rule:track.event
  Scenario Outline: what arrives first with Batch Events (<case>)
    Given a web app with the settings
      | Batch Events | on |
    And a server source
    When the web app tracks "Song Played"
    Then Amplitude has received <So far> so far
    When the server calls track with
      """
      {"event": "Song Bought", "userId": "derek"}
      """
    And 30 seconds pass
    Then Amplitude receives exactly these events
      | event_type |
      | <First>    |
      | <Second>   |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case               | So far  | First       | Second      |
      | batched-documented | 1 event | Song Played | Song Bought |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case            | So far    | First       | Second      |
      | batched-shipped | no events | Song Bought | Song Played |

  @divergence:settings.web.batching @rule:track.event
  Scenario Outline: Batch Events with a threshold (<case>)
    Given a web app with the settings
      | Batch Events               | on   |
      | Event Upload Threshold     | 2    |
      | Event Upload Period Millis | 5000 |
    When the app tracks "Song Played"
    Then Amplitude has received <After one> so far
    When the app tracks "Song Skipped"
    Then Amplitude has received <After two> so far
    When the app tracks "Song Played"
    And 5 seconds pass
    Then Amplitude has received 3 events so far

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                 | After one | After two |
      | threshold-documented | 1 event   | 2 events  |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case              | After one | After two |
      | threshold-shipped | no events | 2 events  |

  @finding:32 @rule:track.event
  Scenario: text is cut after 4096 characters, names are not cut
    Given a web app
    When the app tracks "Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in Green Blue in " with the properties
      """
      {"lyrics": {"$repeat": "Blue in Green ", "times": 292, "then": "Blue in Gree"}}
      """
    Then Amplitude receives an event like
      """
      {
        "event_type": {"$repeat": "Blue in Green ", "times": 78, "then": "Blue in "},
        "event_properties": {"lyrics": {"$repeat": "Blue in Green ", "times": 292, "then": "Blue in "}}
      }
      """

  @rule:track.event @divergence:track.web.null-options
  Scenario Outline: null in place of the options (<case>)
    Given a web app
    When the app calls track with
      """
      {"event": "Song Played", "integrations": {"Amplitude": null}}
      """
    And the app calls identify with
      """
      {"traits": {"industry": "Music"}, "integrations": {"Amplitude": null}}
      """
    Then Amplitude has received <Count> events so far
    And Amplitude receives these events
      | event_type |
      | $identify  |

    @dialect:documented @dialect:printed
    Examples: as documented, null has no options
      | case                  | Count |
      | null-options-on-paper | 2     |

    @dialect:shipped @dialect:latest
    Examples: as shipped, the integration throws before it sends the event, and after it has sent the traits
      | case               | Count |
      | null-options-ships | 1     |

  @rule:track.event @divergence:track.web.null-options
  Scenario Outline: null in place of the options of a call that waits for the SDK (<case>)
    Given a web app
    And the Amplitude SDK has not loaded yet
    When the app tracks "Song Played"
    And the app calls track with
      """
      {"event": "Song Skipped", "integrations": {"Amplitude": null}}
      """
    And the app tracks "Song Rated"
    And the Amplitude SDK finishes loading
    And the app tracks "Song Saved"
    Then Amplitude has received <Count> events so far

    @dialect:documented @dialect:printed
    Examples: as documented, null has no options
      | case                   | Count |
      | null-in-queue-on-paper | 4     |

    @dialect:shipped @dialect:latest
    Examples: as shipped, what the integration throws ends the calls that waited
      | case                | Count |
      | null-in-queue-ships | 2     |
