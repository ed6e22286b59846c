@divergence:identify.ios.stored-traits
Feature: Increment and set once on iOS, as documented and as shipped
  As soon as either list has a trait, the shipped integration collects all operations in one identify object, which it
  sends once per trait and never empties; in a later release a reset does. Of two operations on one trait the SDK
  keeps the first. What is under an operator is written after the whole call, so that even the first event of a call
  has what comes later. The last library sends the traits of earlier calls again, and both ids.

  @rule:increment.add
  @divergence:traits.ios.shared-identify @divergence:traits.ios.shared-identify-until-reset
  Scenario Outline: an increment is sent again in place of the next one (<case>)
    Given an ios app with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies "derek" with the traits
      | karma | 5 |
    And the app identifies "derek" with the traits
      | karma | 3 |
    Then Amplitude receives exactly these events
      | event_type | user_properties             |
      | $identify  | {"$add": {"karma": 5}}      |
      | $identify  | {"$add": {"karma": <Sent>}} |
    And the user "derek" has the properties
      | karma | <Karma> |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case             | Sent | Karma |
      | again-documented | 3    | 8     |

    @dialect:shipped
    Examples: as shipped
      | case          | Sent | Karma |
      | again-shipped | 5    | 10    |


  @rule:increment.add @rule:identify.traits
  @divergence:traits.ios.shared-identify @divergence:traits.ios.shared-identify-until-reset
  @dialect:documented @dialect:printed
  Scenario: an identify sends all of its traits at once, as documented
    Given an ios app with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies "derek" with the traits
      """
      {"karma": 5, "plan": "Basic"}
      """
    Then Amplitude receives exactly these events
      | event_type | user_properties                                   |
      | $identify  | {"$add": {"karma": 5}, "$set": {"plan": "Basic"}} |
    And the user "derek" has the properties
      | karma | 5 |

  @rule:increment.add @rule:identify.traits
  @divergence:traits.ios.shared-identify @divergence:traits.ios.shared-identify-until-reset
  @dialect:shipped
  Scenario: each trait of an identify sends the traits before it again, as shipped
    Given an ios app with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies "derek" with the traits
      """
      {"karma": 5, "plan": "Basic"}
      """
    Then Amplitude receives exactly these events
      | event_type | user_properties                                   |
      | $identify  | {"$add": {"karma": 5}}                            |
      | $identify  | {"$add": {"karma": 5}, "$set": {"plan": "Basic"}} |
    And the user "derek" has the properties
      | karma | 10 |

  @rule:increment.add
  @divergence:traits.ios.shared-identify @divergence:traits.ios.shared-identify-until-reset @dialect:shipped
  Scenario: two increments of one call are each added twice, as shipped
    Given an ios app with the settings
      | Traits to Increment | ["karma", "visits"] |
    When the app identifies "derek" with the traits
      """
      {"karma": 5, "visits": 1}
      """
    Then Amplitude receives exactly these events
      | event_type | user_properties                     |
      | $identify  | {"$add": {"karma": 5, "visits": 1}} |
      | $identify  | {"$add": {"karma": 5, "visits": 1}} |
    And the user "derek" has the properties
      | karma  | 10 |
      | visits | 2  |

  @rule:increment.add
  @divergence:traits.ios.shared-identify @divergence:traits.ios.shared-identify-until-reset
  @dialect:documented @dialect:printed
  Scenario: two increments of one call are each added once, as documented
    Given an ios app with the settings
      | Traits to Increment | ["karma", "visits"] |
    When the app identifies "derek" with the traits
      """
      {"karma": 5, "visits": 1}
      """
    Then the user "derek" has the properties
      | karma  | 5 |
      | visits | 1 |

  @rule:increment.add @rule:identify.traits
  @divergence:traits.ios.shared-identify @divergence:traits.ios.shared-identify-until-reset
  @divergence:identify.ios.stored-traits @dialect:latest
  Scenario: one increment is added once for each trait and each id, as shipped last
    Given an ios app with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies "derek" with the traits
      | karma | 5 |
    Then the SDK is called with exactly
      | method    |
      | setUserId |
      | identify  |
      | identify  |
      | identify  |
    And the user "derek" has the properties
      | karma | 15 |

  @rule:set-once.first-wins @rule:identify.traits
  @divergence:traits.ios.shared-identify @divergence:traits.ios.shared-identify-until-reset
  Scenario Outline: a trait that is only set keeps its first value, too (<case>)
    Given an ios app with the settings
      | Traits to Set Once | ["first_plan"] |
    When the app identifies "derek" with the traits
      | plan | Basic |
    And the app identifies "derek" with the traits
      | plan | Premium |
    Then the user "derek" has the properties
      | plan | <Plan> |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case           | Plan    |
      | set-documented | Premium |

    @dialect:shipped
    Examples: as shipped
      | case        | Plan  |
      | set-shipped | Basic |

    @dialect:latest
    Examples: as shipped last
      | case       | Plan  |
      | set-latest | Basic |

  @rule:increment.add @rule:reset.log-out
  @divergence:traits.ios.shared-identify @divergence:traits.ios.shared-identify-until-reset
  Scenario Outline: the operations of the user before a reset (<case>)
    Given an ios app with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies "derek" with the traits
      | karma | 5 |
    And the app calls reset
    And the app identifies "anna" with the traits
      | karma | 3 |
    Then the user "anna" has the properties
      | karma | <Karma> |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case             | Karma |
      | reset-documented | 3     |

    @dialect:shipped
    Examples: as shipped
      | case          | Karma |
      | reset-shipped | 5     |

    @dialect:latest
    Examples: as shipped last, for each of the trait and the two ids
      | case         | Karma |
      | reset-latest | 9     |

  @rule:increment.add @dialect:documented @dialect:printed @dialect:shipped
  @divergence:traits.ios.shared-identify-until-reset
  Scenario: a restart of the app empties the identify object everywhere
    Given an ios app with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies "derek" with the traits
      | karma | 5 |
    And the app is restarted
    And the app identifies "derek" with the traits
      | karma | 3 |
    Then the user "derek" has the properties
      | karma | 8 |

  @rule:increment.numeric @divergence:traits.ios.increment-unchecked @adjudicated
  @dialect:documented @dialect:printed @divergence:traits.ios.shared-identify-until-reset
  Scenario: text is no increment and left out with a warning, as documented
    Given an ios app with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies "derek" with the traits
      """
      {"karma": "3"}
      """
    Then a warning says "\"karma\" is in traitsToIncrement"
    And Amplitude receives no events

  @rule:increment.numeric @divergence:traits.ios.increment-unchecked
  @dialect:shipped @divergence:traits.ios.shared-identify-until-reset
  Scenario: text is added unchecked, as shipped
    Given an ios app with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies "derek" with the traits
      """
      {"karma": "3"}
      """
    Then Amplitude receives exactly these events
      | event_type | user_properties          |
      | $identify  | {"$add": {"karma": "3"}} |
