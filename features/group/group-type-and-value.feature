Feature: Group type and group value
  Two settings name the traits that hold the type and the value of Amplitude's group. The group ID is in neither.

  @rule:group.traits-mapping @rule:group.user-property @dialect:documented @dialect:printed
  Scenario Outline: the two traits give the group and the user property (<case>)
    Given a <Source> with the settings
      | Amplitude Group Type Trait  | plan tier |
      | Amplitude Group Value Trait | company   |
    When the app groups "g-1" with the traits
      | company   | Acme    |
      | plan tier | Premium |
      | industry  | Mining  |
    Then the user is in exactly these groups
      | group_type | name |
      | Premium    | Acme |
    And the user has the properties
      | Premium         | Acme |
      | Acme            |      |
      | industry        |      |
      | company         |      |
      | [Segment] Group |      |
    And Amplitude receives these events
      | event_type | user_properties               | groups.Premium |
      | $identify  | {"$set": {"Premium": "Acme"}} | Acme           |

    Examples:
      | case    | Source        |
      | web     | web app       |
      | ios     | ios app       |
      | android | android app   |
      | server  | server source |

  @rule:group.traits-mapping @dialect:documented @dialect:printed
  Scenario Outline: a client calls setGroup with the type first (<case>)
    Given a <Source> with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "g-1" with the traits
      | industry | Mining |
      | name     | Acme   |
    Then the SDK is called with
      | method   | groupType | name |
      | setGroup | Mining    | Acme |

    Examples:
      | case              | Source      |
      | web-set-group     | web app     |
      | ios-set-group     | ios app     |
      | android-set-group | android app |

  @rule:group.traits-mapping @dialect:documented @dialect:printed
  Scenario Outline: the group ID makes no difference (<case>)
    Given a <Source> with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "g-1" with the traits
      | industry | Mining |
      | name     | Acme   |
    And the app groups "another id" with the traits
      | industry | Mining |
      | name     | Acme   |
    Then the user is in exactly these groups
      | group_type | name |
      | Mining     | Acme |

    Examples:
      | case           | Source        |
      | web-any-id     | web app       |
      | ios-any-id     | ios app       |
      | android-any-id | android app   |
      | server-any-id  | server source |

  @rule:group.traits-mapping @rule:group.user-property
  Scenario Outline: a new value replaces the old one, a new type is added to it (<case>)
    Given a <Source> with the settings
      | Amplitude Group Type Trait  | type |
      | Amplitude Group Value Trait | name |
    When the app groups "g-1" with the traits
      | type | team |
      | name | Red  |
    And the app groups "g-2" with the traits
      | type | company |
      | name | Acme    |
    And the app groups "g-3" with the traits
      | type | team |
      | name | Blue |
    Then the user is in exactly these groups
      | group_type | name |
      | company    | Acme |
      | team       | Blue |
    And the user has the properties
      | team    | Blue |
      | company | Acme |

    Examples:
      | case               | Source        |
      | web-three-calls    | web app       |
      | server-three-calls | server source |

  @rule:group.user-property @dialect:documented @dialect:printed
  Scenario Outline: the group is the identified user's (<case>)
    Given a <Source> with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app identifies "user-1" with the traits
      | email | one@example.com |
    And the app groups "g-1" with the traits
      | industry | Mining           |
      | name     | Acme             |
      | email    | info@example.com |
    And the app identifies "user-2"
    And the app tracks "Song Played"
    Then the user "user-1" has the properties
      | Mining | Acme            |
      | email  | one@example.com |
    And the user "user-2" has the properties
      | Mining |  |

    Examples:
      | case               | Source      |
      | web-one-of-two     | web app     |
      | ios-one-of-two     | ios app     |
      | android-one-of-two | android app |

  @rule:group.traits-mapping @rule:group.user-property @dialect:documented @dialect:printed
  Scenario Outline: a value that is not text stays as it is as a user property (<case>)
    Given <Source> with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | size     |
    When the app groups "g-1" with the traits
      """
      {"industry": "Mining", "size": <Size>}
      """
    Then Amplitude receives these events
      | event_type | user_properties              | groups              |
      | $identify  | {"$set": {"Mining": <Size>}} | {"Mining": <Group>} |

    Examples:
      | case             | Source          | Size       | Group        |
      | number-web       | a web app       | 20         | "20"         |
      | number-ios       | an ios app      | 20         | "20"         |
      | number-android   | an android app  | 20         | 20           |
      | number-server    | a server source | 20         | 20           |
      | fraction-web     | a web app       | 2.5        | "2.5"        |
      | fraction-ios     | an ios app      | 2.5        | "2.5"        |
      | fraction-android | an android app  | 2.5        | 2.5          |
      | flag-web         | a web app       | true       | "true"       |
      | flag-ios         | an ios app      | true       | "1"          |
      | flag-android     | an android app  | true       | true         |
      | flag-server      | a server source | true       | true         |
      | list-web         | a web app       | [1, "two"] | ["1", "two"] |
      | list-ios         | an ios app      | [1, "two"] | ["1", "two"] |
      | list-android     | an android app  | [1, "two"] | [1, "two"]   |
      | list-server      | a server source | [1, "two"] | [1, "two"]   |

  @rule:group.traits-mapping @rule:group.user-property @dialect:documented @dialect:printed
  Scenario Outline: a type that is a number is written as text (<case>)
    Given <Source> with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "g-1" with the traits
      """
      {"industry": <Industry>, "name": "Acme"}
      """
    Then the user is in exactly these groups
      | group_type | name   |
      | <Type>     | <Name> |

    Examples:
      | case                 | Source          | Industry | Type            | Name |
      | numeric-type-web     | a web app       | 7        | 7               | Acme |
      | numeric-type-ios     | an ios app      | 7        | 7               | Acme |
      | numeric-type-android | an android app  | 7        | 7               | Acme |
      | numeric-type-server  | a server source | 7.5      | 7.5             | Acme |
      | flag-type-ios        | an ios app      | true     | [Segment] Group | g-1  |
      | flag-type-server     | a server source | true     | [Segment] Group | g-1  |
