Feature: Events and their values on iOS, as documented and as shipped
  The core drops nulls, or no longer does; the SDK cuts long text. What the last SDK adds to every event is here too.

  @rule:track.event @divergence:values.ios.nulls-dropped
  Scenario Outline: a property that is null (<case>)
    Given an ios app
    When the app tracks "Song Played" with the properties
      """
      {"artist": null, "genres": ["pop", null], "album": {"title": null, "year": 2018}}
      """
    Then Amplitude receives exactly these events
      | event_type  | event_properties |
      | Song Played | <Properties>     |

    @dialect:documented @dialect:printed
    Examples: as documented, it stays
      | case            | Properties                                                                        |
      | null-documented | {"artist": null, "genres": ["pop", null], "album": {"title": null, "year": 2018}} |

    @dialect:shipped
    Examples: as shipped, it is dropped, under keys and in lists
      | case         | Properties                                   |
      | null-shipped | {"genres": ["pop"], "album": {"year": 2018}} |

    @dialect:latest
    Examples: as shipped last, it stays
      | case        | Properties                                                                        |
      | null-latest | {"artist": null, "genres": ["pop", null], "album": {"title": null, "year": 2018}} |

  @rule:track.event @divergence:calls.ios.nothing-required @dialect:documented @dialect:printed
  Scenario: an event needs a name, as documented
    Given an ios app
    When the app tracks ""
    Then it is refused with "track needs an event name"
    And Amplitude receives no events

  @rule:track.event @divergence:calls.ios.nothing-required @dialect:shipped @dialect:latest
  Scenario: an event without a name is sent, as shipped
    Given an ios app
    When the app tracks ""
    Then Amplitude receives exactly these events
      | event_type | sequence_number |
      | ""         | 1               |

  @rule:track.event @divergence:properties.ios.half-character @divergence:properties.ios.whole-characters
  @dialect:documented @dialect:printed
  Scenario: a character at the cut of a long text is replaced, as documented
    Given an ios app
    When the app tracks "Song Played" with the properties
      """
      {"lyrics": {"$repeat": "x", "times": 1023, "then": "𝄞 and more"}}
      """
    And the app tracks "Song Paused"
    Then Amplitude receives exactly these events
      | event_type  | event_properties.lyrics                      | sequence_number |
      | Song Played | {"$repeat": "x", "times": 1023, "then": "�"} | 1               |
      | Song Paused |                                              | 2               |

  @rule:track.event @divergence:properties.ios.half-character @divergence:properties.ios.whole-characters
  @dialect:shipped
  Scenario: a character at the cut of a long text loses the event, as shipped
    Given an ios app
    When the app tracks "Song Played" with the properties
      """
      {"lyrics": {"$repeat": "x", "times": 1023, "then": "𝄞 and more"}}
      """
    And the app tracks "Song Paused"
    Then Amplitude receives exactly these events
      | event_type  | event_properties.lyrics | sequence_number | event_id |
      | Song Paused |                         | 2               | 1        |

  @rule:track.event @divergence:properties.ios.half-character @divergence:properties.ios.whole-characters
  @dialect:latest
  Scenario: a character at the cut of a long text stays whole, as shipped last
    Given an ios app
    When the app tracks "Song Played" with the properties
      """
      {"lyrics": {"$repeat": "x", "times": 1023, "then": "𝄞 and more"}}
      """
    And the app tracks "Song Paused"
    Then Amplitude receives exactly these events
      | event_type  | event_properties.lyrics                      | sequence_number |
      | Song Played | {"$repeat": "x", "times": 1023, "then": "𝄞"} | 1               |
      | Song Paused |                                              | 2               |

  @rule:track.event @divergence:track.ios.amplitude-ios-8
  Scenario Outline: group properties of an event (<case>)
    Given an ios app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | group_properties |
      | Song Played | <Properties>     |

    @dialect:documented @dialect:printed @dialect:shipped
    Examples: as documented and as shipped, none
      | case      | Properties |
      | group-ios |            |

    @dialect:latest
    Examples: as shipped last, empty ones
      | case         | Properties |
      | group-latest | {}         |

  @rule:track.context-automatic @divergence:track.ios.amplitude-ios-8
  Scenario Outline: a model of later years (<case>)
    Given an ios app
    And the device has
      | model | iPhone10,3 |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_model |
      | Song Played | <Model>      |

    @dialect:documented @dialect:printed @dialect:shipped
    Examples: as documented and as shipped, by its identifier
      | case      | Model      |
      | model-ios | iPhone10,3 |

    @dialect:latest
    Examples: as shipped last, by its name
      | case         | Model    |
      | model-latest | iPhone X |

  @rule:track.event @divergence:integrations.ios.all-crashes @divergence:integrations.ios.options-crash
  @dialect:latest
  Scenario: options under All crash the app to this day, as shipped last
    Given an ios app
    When the app calls track with
      """
      {"event": "Song Played", "integrations": {"All": {}}}
      """
    Then the app crashes on track with "-[__NSDictionaryM boolValue]"

  @rule:track.event @divergence:integrations.ios.all-crashes @divergence:integrations.ios.options-crash
  @dialect:documented @dialect:printed
  Scenario: what is not false under All switches nothing off, as documented
    Given an ios app
    When the app calls track with
      """
      {"event": "Song Played", "integrations": {"All": {}}}
      """
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

  @rule:track.event @divergence:integrations.ios.loose-flags @divergence:integrations.ios.text-is-on
  Scenario Outline: what leaves Amplitude out (<case>)
    Given an ios app
    When the app calls track with
      """
      {"event": "Song Played", "integrations": <Integrations>}
      """
    Then Amplitude sees <Users> users

    @dialect:documented @dialect:printed
    Examples: as documented, false alone
      | case             | Integrations         | Users |
      | false-documented | {"Amplitude": false} | 0     |
      | zero-documented  | {"Amplitude": 0}     | 1     |
      | no-documented    | {"Amplitude": "no"}  | 1     |
      | empty-documented | {"Amplitude": ""}    | 1     |
      | lower-documented | {"all": false}       | 1     |

    @dialect:shipped
    Examples: as shipped, whatever Objective-C takes for false
      | case           | Integrations                | Users |
      | false-shipped  | {"Amplitude": false}        | 0     |
      | zero-shipped   | {"Amplitude": 0}            | 0     |
      | no-shipped     | {"Amplitude": "no"}         | 0     |
      | falsey-shipped | {"Amplitude": "false"}      | 0     |
      | empty-shipped  | {"Amplitude": ""}           | 0     |
      | yes-shipped    | {"Amplitude": "yes"}        | 1     |
      | lower-shipped  | {"all": false}              | 0     |
      | over-shipped   | {"All": true, "all": false} | 1     |

    @dialect:latest
    Examples: as shipped last, a number alone
      | case         | Integrations         | Users |
      | false-latest | {"Amplitude": false} | 0     |
      | zero-latest  | {"Amplitude": 0}     | 0     |
      | no-latest    | {"Amplitude": "no"}  | 1     |
      | empty-latest | {"Amplitude": ""}    | 1     |
      | lower-latest | {"all": "no"}        | 0     |
