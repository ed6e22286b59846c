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
  Scenario: a group has no properties on iOS anywhere
    Given an ios app
    When the app groups "g-1" with the traits
      | employees | 20 |
    Then Amplitude receives exactly these events
      | event_type | group_properties |
      | $identify  |                  |
