Feature: Group on iOS, as documented and as shipped
  At the documentation's date the integration looked for a setting that does not exist and handed type and value to the
  SDK in the wrong order. Both are corrected in its last release.

  @rule:group.legacy @rule:group.user-property @divergence:group.ios.swapped
  Scenario Outline: type and value change places (<case>)
    Given an ios app
    When the app groups "g-1"
    Then the SDK is called with exactly
      | method   | groupType | name    |
      | setGroup | <Type>    | <Value> |
    And the user is in exactly these groups
      | group_type | name    |
      | <Type>     | <Value> |
    And the user has the properties
      | <Type> | <Value> |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case               | Type            | Value |
      | swapped-documented | [Segment] Group | g-1   |

    @dialect:shipped
    Examples: as shipped
      | case            | Type | Value           |
      | swapped-shipped | g-1  | [Segment] Group |

    @dialect:latest
    Examples: as shipped last, which agrees
      | case           | Type            | Value |
      | swapped-latest | [Segment] Group | g-1   |

  @rule:group.traits-mapping @divergence:group.ios.other-setting
  @divergence:group.ios.swapped
  Scenario Outline: the trait of the value is named by a setting that does not exist (<case>)
    Given an ios app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | company  |
    When the app groups "g-1" with the traits
      | industry | Mining |
      | company  | Acme   |
    Then the user is in exactly these groups
      | group_type | name    |
      | <Type>     | <Value> |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case               | Type   | Value |
      | setting-documented | Mining | Acme  |

    @dialect:shipped
    Examples: as shipped, the legacy group with its type and value swapped
      | case            | Type | Value           |
      | setting-shipped | g-1  | [Segment] Group |

    @dialect:latest
    Examples: as shipped last, which agrees
      | case           | Type   | Value |
      | setting-latest | Mining | Acme  |

  @rule:group.traits-mapping @divergence:group.ios.other-setting
  @divergence:group.ios.swapped
  Scenario Outline: the key that the shipped code reads works, if it is ever set (<case>)
    Given an ios app with the settings
      | groupTypeTrait | industry |
      | groupTypeValue | company  |
    When the app groups "g-1" with the traits
      | industry | Mining |
      | company  | Acme   |
    Then the user is in exactly these groups
      | group_type | name    |
      | <Type>     | <Value> |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case           | Type            | Value |
      | key-documented | [Segment] Group | g-1   |

    @dialect:shipped
    Examples: as shipped, swapped
      | case        | Type | Value  |
      | key-shipped | Acme | Mining |

    @dialect:latest
    Examples: as shipped last, which agrees
      | case       | Type            | Value |
      | key-latest | [Segment] Group | g-1   |

  @rule:group.legacy @divergence:group.ios.name-as-type
  @divergence:group.ios.swapped
  Scenario Outline: the trait name is the legacy group's type (<case>)
    Given an ios app
    When the app groups "g-1" with the traits
      | name | Acme |
    Then the user is in exactly these groups
      | group_type | name    |
      | <Type>     | <Value> |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case            | Type            | Value |
      | name-documented | [Segment] Group | g-1   |

    @dialect:shipped
    Examples: as shipped, swapped
      | case         | Type | Value |
      | name-shipped | g-1  | Acme  |

    @dialect:latest
    Examples: as shipped last
      | case        | Type | Value |
      | name-latest | Acme | g-1   |

  @rule:group.properties
  @divergence:group.ios.swapped
  Scenario Outline: a group has no properties on iOS (<case>)
    Given an ios app
    When the app groups "g-1" with the traits
      | employees | 20 |
    Then Amplitude receives exactly these events
      | event_type | group_properties |
      | $identify  | <Properties>     |

    @dialect:documented @dialect:printed @dialect:shipped
    Examples: as documented and as shipped
      | case           | Properties |
      | properties-ios |            |

    @dialect:latest
    Examples: as shipped last, where every event has empty ones
      | case              | Properties |
      | properties-latest | {}         |

  @rule:group.id-required @divergence:calls.ios.nothing-required @dialect:documented @dialect:printed
  Scenario: an empty group ID is refused, as documented
    Given an ios app
    When the app calls group with
      """
      {"groupId": ""}
      """
    Then it is refused with "group needs a group ID"
    And Amplitude receives no events

  @rule:group.id-required @divergence:calls.ios.nothing-required @divergence:group.ios.swapped
  Scenario Outline: an empty group ID is passed on, as shipped (<case>)
    Given an ios app
    When the app calls group with
      """
      {"groupId": ""}
      """
    Then the SDK is called with exactly
      | method   | groupType | name   |
      | setGroup | <Type>    | <Name> |

    @dialect:shipped
    Examples: as shipped, as the type, without which the SDK does nothing
      | case          | Type | Name            |
      | empty-shipped | ""   | [Segment] Group |

    @dialect:latest
    Examples: as shipped last
      | case         | Type            | Name |
      | empty-latest | [Segment] Group | ""   |

  @rule:group.traits-mapping @divergence:group.ios.given-values @divergence:group.ios.swapped
  @divergence:group.ios.other-setting @dialect:documented @dialect:printed
  Scenario: a value that is empty text counts as missing, as documented
    Given an ios app with the settings
      | groupTypeTrait  | industry |
      | groupValueTrait | company  |
      | groupTypeValue  | company  |
    When the app groups "g-1" with the traits
      | industry | Mining |
      | company  |        |
    Then the SDK is called with exactly
      | method   | groupType       | name |
      | setGroup | [Segment] Group | g-1  |

  @rule:group.traits-mapping @divergence:group.ios.given-values @divergence:group.ios.swapped
  @divergence:group.ios.other-setting
  Scenario Outline: empty text is a value, as shipped (<case>)
    Given an ios app with the settings
      | groupTypeTrait  | industry |
      | groupValueTrait | company  |
      | groupTypeValue  | company  |
    When the app groups "g-1" with the traits
      | industry | Mining |
      | company  |        |
    Then the SDK is called with exactly
      | method   | groupType | name   |
      | setGroup | <Type>    | <Name> |

    @dialect:latest
    Examples: as shipped last
      | case        | Type   | Name |
      | text-latest | Mining | ""   |

    @dialect:shipped
    Examples: as shipped, swapped, and the SDK does nothing without a type
      | case         | Type | Name   |
      | text-shipped | ""   | Mining |

  @rule:group.traits-mapping @divergence:group.ios.type-crashes @divergence:group.ios.swapped
  @divergence:group.ios.given-values @divergence:values.ios.nulls-dropped
  Scenario Outline: a group type that is not text crashes the app (<case>)
    Given an ios app with the settings
      | groupTypeTrait  | industry |
      | groupValueTrait | company  |
      | groupTypeValue  | company  |
    When the app groups "g-1" with the traits
      """
      {"industry": <Type>, "company": <Value>}
      """
    Then the app crashes on group with "<Reason>"

    @dialect:shipped
    Examples: as shipped, where the value is the type
      | case          | Type     | Value    | Reason                              |
      | value-number  | "Mining" | 5        | -[__NSCFNumber isEqualToString:]    |
      | value-boolean | "Mining" | true     | -[__NSCFBoolean isEqualToString:]   |
      | value-list    | "Mining" | ["a"]    | -[__NSArrayM isEqualToString:]      |
      | value-object  | "Mining" | {"a": 1} | -[__NSDictionaryM isEqualToString:] |

    @dialect:latest
    Examples: as shipped last
      | case         | Type  | Value  | Reason                            |
      | type-number  | 5     | "Acme" | -[__NSCFNumber isEqualToString:]  |
      | type-boolean | false | "Acme" | -[__NSCFBoolean isEqualToString:] |
      | type-null    | null  | "Acme" | -[NSNull isEqualToString:]        |

  @rule:group.traits-mapping @divergence:group.ios.type-crashes @divergence:group.ios.swapped
  @divergence:group.ios.given-values @divergence:group.ios.other-setting
  @dialect:documented @dialect:printed
  Scenario: a group type that is a number is written as text, as documented
    Given an ios app with the settings
      | groupTypeTrait  | industry |
      | groupValueTrait | company  |
    When the app groups "g-1" with the traits
      | industry | 5    |
      | company  | Acme |
    Then the user is in exactly these groups
      | group_type | name |
      | 5          | Acme |

  @rule:group.legacy @divergence:group.ios.type-crashes @divergence:group.ios.name-as-type @dialect:latest
  @divergence:group.ios.swapped
  Scenario: a legacy group with a list for a name crashes the app, as shipped last
    Given an ios app
    When the app groups "g-1" with the traits
      """
      {"name": ["Acme"]}
      """
    Then the app crashes on group with "-[__NSArrayM isEqualToString:]"

  @rule:group.legacy @divergence:group.ios.name-as-type @divergence:group.ios.swapped @dialect:shipped
  @divergence:group.ios.type-crashes
  Scenario: a name that is a list is the group's value, as shipped
    Given an ios app
    When the app groups "g-1" with the traits
      """
      {"name": ["Acme", 5]}
      """
    Then Amplitude receives exactly these events
      | event_type | groups                 | user_properties                |
      | $identify  | {"g-1": ["Acme", "5"]} | {"$set": {"g-1": ["Acme", 5]}} |
