Feature: Groups as shipped on web
  What the page leaves open about group calls is decided by JavaScript, analytics.js and Amplitude's SDK.

  @divergence:group.web.truthy-values @rule:group.traits-mapping @rule:group.legacy
  Scenario Outline: what counts as a value (<case>)
    Given a web app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | size     |
    When the app groups "acme" with the traits
      """
      {"industry": "Music", "size": <Size>}
      """
    Then Amplitude receives exactly these events
      | event_type | user_properties      | groups   |
      | $identify  | {"$set": <Property>} | <Groups> |

    @dialect:documented @dialect:printed @adjudicated
    Examples: as documented
      | case                  | Size | Property                    | Groups                      |
      | zero-documented       | 0    | {"Music": 0}                | {"Music": "0"}              |
      | empty-list-documented | []   | {"[Segment] Group": "acme"} | {"[Segment] Group": "acme"} |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case               | Size | Property                    | Groups                      |
      | zero-shipped       | 0    | {"[Segment] Group": "acme"} | {"[Segment] Group": "acme"} |
      | empty-list-shipped | []   | {"Music": []}               | {"Music": []}               |

  @rule:group.traits-mapping @rule:group.legacy
  Scenario Outline: an empty or false value is missing (<case>)
    Given a web app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | size     |
    When the app groups "acme" with the traits
      """
      {"industry": "Music", "size": <Size>}
      """
    Then Amplitude receives exactly these events
      | event_type | groups                      |
      | $identify  | {"[Segment] Group": "acme"} |

    Examples:
      | case  | Size  |
      | empty | ""    |
      | false | false |
      | null  | null  |

  @divergence:group.web.type-not-text @finding:25 @rule:group.traits-mapping @rule:group.legacy
  Scenario Outline: a type that is not text, as documented (<case>)
    Given a web app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "acme" with the traits
      """
      {"industry": <Industry>, "name": "Acme"}
      """
    Then Amplitude receives exactly these events
      | event_type | groups   |
      | $identify  | <Groups> |

    @dialect:documented @dialect:printed @adjudicated
    Examples:
      | case                    | Industry  | Groups                      |
      | number-type-documented  | 7         | {"7": "Acme"}               |
      | boolean-type-documented | true      | {"[Segment] Group": "acme"} |
      | list-type-documented    | ["Music"] | {"[Segment] Group": "acme"} |

  @divergence:group.web.type-not-text @finding:25 @rule:group.traits-mapping @rule:group.legacy
  Scenario Outline: a type that is not text, as shipped (<case>)
    Given a web app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "acme" with the traits
      """
      {"industry": <Industry>, "name": "Acme"}
      """
    Then Amplitude receives no events

    @dialect:shipped @dialect:latest
    Examples:
      | case                 | Industry  |
      | number-type-shipped  | 7         |
      | boolean-type-shipped | true      |
      | list-type-shipped    | ["Music"] |

  @finding:25 @rule:group.traits-mapping @rule:group.user-property
  Scenario: a value that is an object is no group, and later events carry none
    Given a web app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "acme" with the traits
      """
      {"industry": "Music", "name": {"legal": "Acme"}}
      """
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | user_properties                        | groups |
      | $identify   | {"$set": {"Music": {"legal": "Acme"}}} | {}     |
      | Song Played | {}                                     | {}     |

  @divergence:group.web.id-not-required @finding:24 @rule:group.id-required
  @dialect:documented @dialect:printed
  Scenario Outline: no group ID, as documented (<case>)
    Given a web app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "" with the traits
      """
      <Traits>
      """
    Then it is refused with "group ID"
    And Amplitude receives no events

    Examples:
      | case                   | Traits                                |
      | both-traits-documented | {"industry": "Music", "name": "Acme"} |
      | one-trait-documented   | {"industry": "Music"}                 |

  @divergence:group.web.id-not-required @finding:24 @rule:group.id-required @rule:group.traits-mapping
  @dialect:shipped @dialect:latest
  Scenario: no group ID but both traits, as shipped
    Given a web app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "" with the traits
      """
      {"industry": "Music", "name": "Acme"}
      """
    Then Amplitude receives exactly these events
      | event_type | user_properties             | groups            |
      | $identify  | {"$set": {"Music": "Acme"}} | {"Music": "Acme"} |

  @divergence:group.web.id-not-required @finding:24 @rule:group.id-required
  @dialect:shipped @dialect:latest
  Scenario: no group ID and one trait, as shipped
    Given a web app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "" with the traits
      """
      {"industry": "Music"}
      """
    Then Amplitude receives no events

  @divergence:group.web.stored-traits @finding:24 @rule:group.traits-mapping @rule:group.legacy
  Scenario Outline: a trait of the last call for the group (<case>)
    Given a web app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "acme" with the traits
      | industry | Music |
      | name     | Acme  |
    And the app groups "<Group>" with the traits
      | name | Acme & Sons |
    Then Amplitude receives exactly these events
      | event_type | groups            |
      | $identify  | {"Music": "Acme"} |
      | $identify  | <Second>          |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                   | Group | Second                       |
      | same-group-documented  | acme  | {"[Segment] Group": "acme"}  |
      | other-group-documented | other | {"[Segment] Group": "other"} |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case                | Group | Second                       |
      | same-group-shipped  | acme  | {"Music": "Acme & Sons"}     |
      | other-group-shipped | other | {"[Segment] Group": "other"} |

  @divergence:group.web.stored-traits @divergence:group.web.id-not-required
  @rule:group.traits-mapping @rule:group.legacy @dialect:shipped @dialect:latest
  Scenario: an empty group ID leaves the last group, and not its traits, as shipped
    Given a web app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "acme" with the traits
      | industry | Music |
      | name     | Acme  |
    And the app groups "" with the traits
      | name | Acme & Sons |
    Then Amplitude receives exactly these events
      | event_type | groups                      |
      | $identify  | {"Music": "Acme"}           |
      | $identify  | {"[Segment] Group": "acme"} |

  @rule:group.traits-mapping @divergence:group.web.id-trait
  Scenario Outline: the group ID as one of the two traits (<case>)
    Given a web app with the settings
      | Amplitude Group Type Trait  | name |
      | Amplitude Group Value Trait | id   |
    When the app groups "g-1" with the traits
      | name | Acme |
    Then Amplitude receives exactly these events
      | event_type | groups   |
      | $identify  | <Groups> |

    @dialect:documented @dialect:printed
    Examples: as documented, it is not a trait
      | case              | Groups                     |
      | id-trait-on-paper | {"[Segment] Group": "g-1"} |

    @dialect:shipped @dialect:latest
    Examples: as shipped, it is the trait id
      | case           | Groups          |
      | id-trait-ships | {"Acme": "g-1"} |

  @rule:group.user-property
  Scenario: numbers and booleans as group values are written as JavaScript writes them
    Given a web app
    When the app calls identify with
      """
      {"integrations": {"Amplitude": {"groups": {"since": 1e21, "open": true}}}}
      """
    Then Amplitude receives exactly these events
      | event_type | user_properties         | groups             |
      | $identify  | {"$set": {"since": 1e21}} | {"since": "1e+21"} |
      | $identify  | {"$set": {"open": true}}  | {"open": "true"}   |

  @rule:group.traits-mapping @divergence:identify.web.iso-dates
  Scenario Outline: a group value that is an ISO 8601 date (<case>)
    Given a web app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | since    |
    When the app groups "g-1" with the traits
      | industry | Mining     |
      | since    | 2018-09-18 |
    Then Amplitude receives exactly these events
      | event_type | user_properties.$set.Mining | groups.Mining |
      | $identify  | <Property>                  | <Group>       |

    @dialect:documented @dialect:printed
    Examples: as documented, text is text
      | case               | Property   | Group      |
      | date-value-on-paper | 2018-09-18 | 2018-09-18 |

    @dialect:shipped @dialect:latest
    Examples: as shipped, it is a date, which JavaScript writes in its own way among the groups
      | case             | Property                 | Group                                                        |
      | date-value-ships | 2018-09-18T00:00:00.000Z | Tue Sep 18 2018 00:00:00 GMT+0000 (Coordinated Universal Time) |
