Feature: Groups on Android, as documented and as shipped
  What the same calls lead to in the documentation, in the app of September 2018 and in its last release. The
  integration looks for the group value trait under the key "Group Type Value". Where that key has the documented
  setting's value too, it makes no difference.

  @divergence:group.android.value-key @divergence:group.android.no-properties
  @divergence:group.android.nested-properties @rule:group.traits-mapping
  Scenario Outline: the value trait under the other key alone (<case>)
    Given an android app with the settings
      | Amplitude Group Type Trait | industry |
      | Group Type Value           | city     |
    When the app groups "g-1" with the traits
      | industry | Mining |
      | city     | Oslo   |
    Then Amplitude receives these events
      | event_type | groups   |
      | $identify  | <groups> |
    And the user is in exactly these groups
      | group_type | name   |
      | <type>     | <name> |

    @dialect:documented @dialect:printed
    Examples: as documented, that key means nothing
      | case                 | groups                     | type            | name |
      | other-key-documented | {"[Segment] Group": "g-1"} | [Segment] Group | g-1  |

    @dialect:shipped @dialect:latest
    Examples: as shipped, that key is the one that counts
      | case              | groups             | type   | name |
      | other-key-shipped | {"Mining": "Oslo"} | Mining | Oslo |

  @divergence:group.android.value-key @divergence:group.android.no-properties
  @divergence:group.android.nested-properties @rule:group.traits-mapping
  Scenario Outline: the value trait under the documented key alone (<case>)
    Given an android app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | city     |
    When the app groups "g-1" with the traits
      | industry | Mining |
      | city     | Oslo   |
    Then Amplitude receives these events
      | event_type | groups   |
      | $identify  | <groups> |
    And the user is in exactly these groups
      | group_type | name   |
      | <type>     | <name> |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                      | groups             | type   | name |
      | documented-key-documented | {"Mining": "Oslo"} | Mining | Oslo |

    @dialect:shipped @dialect:latest
    Examples: as shipped, the setting has no effect
      | case                   | groups                     | type            | name |
      | documented-key-shipped | {"[Segment] Group": "g-1"} | [Segment] Group | g-1  |

  @divergence:group.android.name-as-type @divergence:group.android.nested-properties @rule:group.legacy
  Scenario Outline: a legacy group whose traits have a name (<case>)
    Given an android app
    When the app groups "g-1" with the traits
      | name      | Acme |
      | employees | 20   |
    Then Amplitude receives these events
      | event_type | groups   |
      | $identify  | <groups> |
    And the user is in exactly these groups
      | group_type | name |
      | <type>     | g-1  |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case            | groups                     | type            |
      | name-documented | {"[Segment] Group": "g-1"} | [Segment] Group |

    @dialect:shipped @dialect:latest
    Examples: as shipped, the name is the type
      | case         | groups          | type |
      | name-shipped | {"Acme": "g-1"} | Acme |

  @divergence:group.android.present-traits @divergence:group.android.no-properties
  @divergence:group.android.values-as-text
  @divergence:group.android.nested-properties @rule:group.traits-mapping @rule:group.legacy
  Scenario Outline: a type or value that is empty or false (<case>)
    Given an android app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | city     |
      | Group Type Value            | city     |
    When the app groups "g-1" with the traits
      """
      {"industry": <industry>, "city": <city>}
      """
    Then Amplitude receives these events
      | event_type | groups   |
      | $identify  | <groups> |

    @dialect:documented @dialect:printed
    Examples: as documented, it counts as missing
      | case                   | industry | city   | groups                     |
      | false-value-documented | "Mining" | false  | {"[Segment] Group": "g-1"} |
      | empty-value-documented | "Mining" | ""     | {"[Segment] Group": "g-1"} |
      | empty-type-documented  | ""       | "Oslo" | {"[Segment] Group": "g-1"} |

    @dialect:shipped @dialect:latest
    Examples: as shipped, it counts as given
      | case                | industry | city   | groups                      |
      | false-value-shipped | "Mining" | false  | {"Mining": "false"}         |
      | empty-value-shipped | "Mining" | ""     | {"Mining": ""}              |
      | empty-type-shipped  | ""       | "Oslo" | {"[Segment] Group": "Oslo"} |

  @divergence:group.android.no-properties @divergence:group.android.nested-properties @rule:group.properties
  @dialect:documented @dialect:printed
  Scenario: the traits are the group's properties, as documented
    Given an android app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | city     |
      | Group Type Value            | city     |
    When the app groups "g-1" with the traits
      | industry  | Mining |
      | city      | Oslo   |
      | employees | 20     |
    Then Amplitude receives exactly these events
      | event_type     | groups             | group_properties                                                  |
      | $identify      | {"Mining": "Oslo"} |                                                                   |
      | $groupidentify | {"Mining": "Oslo"} | {"$set": {"industry": "Mining", "city": "Oslo", "employees": 20}} |

  @divergence:group.android.no-properties @divergence:group.android.nested-properties @rule:group.properties
  @dialect:shipped
  Scenario: the group has no properties, as shipped
    Given an android app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | city     |
      | Group Type Value            | city     |
    When the app groups "g-1" with the traits
      | industry  | Mining |
      | city      | Oslo   |
      | employees | 20     |
    Then Amplitude receives exactly these events
      | event_type | groups             | group_properties |
      | $identify  | {"Mining": "Oslo"} |                  |
    And the group "Mining" "Oslo" has no properties

  @divergence:properties.android.group-properties
  @divergence:group.android.no-properties @divergence:group.android.nested-properties @rule:group.properties
  @dialect:latest
  Scenario: the traits are one property of the group, as in the latest release
    Given an android app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | city     |
      | Group Type Value            | city     |
    When the app groups "g-1" with the traits
      | industry  | Mining |
      | city      | Oslo   |
      | employees | 20     |
    Then Amplitude receives exactly these events
      | event_type     | groups             | group_properties                                                                                              |
      | $identify      | {"Mining": "Oslo"} | {}                                                                                                            |
      | $groupidentify | {"Mining": "Oslo"} | {"$set": {"library": "segment", "group_properties": {"industry": "Mining", "city": "Oslo", "employees": 20}}} |

  @divergence:group.android.nested-properties @rule:group.legacy
  @dialect:documented @dialect:printed @dialect:shipped
  Scenario: a legacy group has no properties, as documented
    Given an android app
    When the app groups "g-1" with the traits
      | employees | 20 |
    Then Amplitude receives exactly these events
      | event_type | groups                     | group_properties |
      | $identify  | {"[Segment] Group": "g-1"} |                  |

  @divergence:properties.android.group-properties
  @divergence:group.android.nested-properties @rule:group.legacy @dialect:latest
  Scenario: a legacy group has properties, as in the latest release
    Given an android app
    When the app groups "g-1" with the traits
      | employees | 20 |
    And the app groups "g-2"
    Then Amplitude receives exactly these events
      | event_type     | groups                     | group_properties                                                        |
      | $identify      | {"[Segment] Group": "g-1"} | {}                                                                      |
      | $groupidentify | {"[Segment] Group": "g-1"} | {"$set": {"library": "segment", "group_properties": {"employees": 20}}} |
      | $identify      | {"[Segment] Group": "g-2"} | {}                                                                      |
      | $groupidentify | {"[Segment] Group": "g-2"} | {"$set": {"library": "segment"}}                                        |

  @divergence:group.android.values-as-text @divergence:group.android.present-traits
  @divergence:group.android.no-properties @divergence:group.android.nested-properties
  @rule:group.traits-mapping @rule:group.user-property
  Scenario Outline: a type and a value that are not text (<case>)
    Given an android app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | city     |
      | Group Type Value            | city     |
    When the app groups "g-1" with the traits
      """
      {"industry": <industry>, "city": <city>}
      """
    Then Amplitude receives these events
      | event_type | groups   | user_properties     |
      | $identify  | <groups> | {"$set": <groups>}  |

    @dialect:documented @dialect:printed
    Examples: as documented, they stay what they are
      | case              | industry | city                    | groups                          |
      | number-documented | 7        | 3                       | {"7": 3}                        |
      | list-documented   | "Mining" | ["Oslo", 1]             | {"Mining": ["Oslo", 1]}         |
      | object-documented | "Mining" | {"name": "Oslo"}        | {"Mining": {"name": "Oslo"}}    |

    @dialect:shipped @dialect:latest
    Examples: as shipped, text as Java writes it
      | case           | industry | city             | groups                    |
      | number-shipped | 7        | 3                | {"7": "3"}                |
      | list-shipped   | "Mining" | ["Oslo", 1]      | {"Mining": "[Oslo, 1]"}   |
      | object-shipped | "Mining" | {"name": "Oslo"} | {"Mining": "{name=Oslo}"} |

  @divergence:group.android.values-as-text @divergence:group.android.present-traits
  @divergence:group.android.no-properties @divergence:group.android.nested-properties
  @rule:group.traits-mapping @dialect:shipped @dialect:latest
  Scenario: a value that is null is none, as shipped
    Given an android app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | city     |
      | Group Type Value            | city     |
    When the app groups "g-1" with the traits
      """
      {"industry": "Mining", "city": null}
      """
    Then Amplitude receives these events
      | event_type | groups | user_properties |
      | $identify  | {}     | {}              |

  @divergence:group.android.name-as-type @divergence:group.android.nested-properties @rule:group.legacy
  Scenario Outline: a group that has a first and a last name (<case>)
    Given an android app
    When the app groups "g-1" with the traits
      | firstName | Derek  |
      | lastName  | Sivers |
    Then Amplitude receives these events
      | event_type | groups   |
      | $identify  | <groups> |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case             | groups                     |
      | names-documented | {"[Segment] Group": "g-1"} |

    @dialect:shipped @dialect:latest
    Examples: as shipped, both together are the type
      | case          | groups                  |
      | names-shipped | {"Derek Sivers": "g-1"} |

  @divergence:properties.android.group-properties @rule:group.properties
  Scenario Outline: an event that has nothing to do with groups (<case>)
    Given an android app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | group_properties |
      | Song Played | <properties>     |

    @dialect:documented @dialect:printed @dialect:shipped
    Examples: as documented
      | case            | properties |
      | none-documented |            |

    @dialect:latest
    Examples: as in the last release
      | case        | properties |
      | none-latest | {}         |
