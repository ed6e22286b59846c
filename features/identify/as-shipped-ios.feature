Feature: Identify on iOS, as documented and as shipped
  The page does not say what an identify without a userId does to the user of an earlier one.

  @rule:identify.user-id @divergence:identify.ios.anonymous-clears-user @divergence:identify.ios.stored-traits
  Scenario Outline: an identify without a userId clears the user id (<case>)
    Given an ios app
    When the app identifies "derek"
    And the app identifies with the traits
      | plan | Basic |
    And the app tracks "Song Played"
    Then Amplitude receives these events
      | event_type  | user_id   |
      | $identify   | <User ID> |
      | Song Played | <User ID> |

    @dialect:documented @dialect:printed @adjudicated
    Examples: as documented
      | case             | User ID |
      | stays-documented | derek   |

    @dialect:shipped
    Examples: as shipped
      | case           | User ID |
      | clears-shipped |         |

    @dialect:latest
    Examples: as shipped last, which agrees
      | case         | User ID |
      | stays-latest | derek   |

  @rule:identify.user-id @divergence:identify.ios.user-of-the-library @divergence:identify.ios.stored-traits
  @divergence:identify.ios.anonymous-clears-user
  Scenario Outline: a user whom Amplitude has not been told about, and an identify without a userId (<case>)
    Given an ios app
    When the app identifies "derek"
    And the app calls identify with
      """
      {"userId": "anna", "integrations": {"Amplitude": false}}
      """
    And the app identifies with the traits
      | plan | Basic |
    And the app tracks "Song Played"
    Then Amplitude receives these events
      | event_type  | user_id   |
      | Song Played | <User ID> |

    @dialect:documented @dialect:printed @adjudicated
    Examples: as documented, the user of the last call that reached Amplitude
      | case             | User ID |
      | known-documented | derek   |

    @dialect:latest
    Examples: as shipped last, Segment's own
      | case         | User ID |
      | known-latest | anna    |

  @rule:identify.traits @divergence:identify.ios.stored-traits @divergence:identify.ios.anonymous-clears-user
  @dialect:documented @dialect:printed @dialect:shipped
  Scenario: an identify sends its own traits, as documented and as shipped
    Given an ios app
    When the app identifies "derek" with the traits
      | plan | Basic |
    And the app is restarted
    And the app identifies with the traits
      | age | 42 |
    Then Amplitude receives exactly these events
      | event_type | user_properties             |
      | $identify  | {"$set": {"plan": "Basic"}} |
      | $identify  | {"$set": {"age": 42}}       |

  @rule:identify.traits @divergence:identify.ios.stored-traits @dialect:latest
  @divergence:identify.ios.anonymous-clears-user
  Scenario: the last library keeps the traits over a restart, and both ids among them
    Given an ios app
    When the app identifies "derek" with the traits
      | plan | Basic |
    And the app is restarted
    And the app identifies with the traits
      | age | 42 |
    Then Amplitude receives exactly these events
      | event_type | user_id | user_properties.$set.plan | user_properties.$set.age | user_properties.$set.userId | user_properties.$set.anonymousId |
      | $identify  | derek   | Basic                     |                          | derek                       | <anonymous id>                   |
      | $identify  | derek   | Basic                     | 42                       | derek                       | <anonymous id>                   |

  @rule:identify.traits @rule:reset.log-out @divergence:identify.ios.stored-traits @dialect:latest
  Scenario: reset clears the traits that the last library keeps
    Given an ios app
    When the app identifies "derek" with the traits
      | plan | Basic |
    And the app calls reset
    And the app identifies "anna"
    Then Amplitude receives exactly these events
      | event_type | user_id | user_properties.$set.plan | user_properties.$set.userId | user_properties.$set.anonymousId |
      | $identify  | derek   | Basic                     | derek                       | <other anonymous id>             |
      | $identify  | anna    |                           | anna                        | <anonymous id>                   |

  @rule:identify.traits @divergence:values.ios.nulls-dropped @divergence:identify.ios.stored-traits
  Scenario Outline: a trait that is null (<case>)
    Given an ios app
    When the app identifies "derek" with the traits
      """
      {"plan": null, "teams": ["a", null], "name": {"first": null, "last": "D"}}
      """
    Then Amplitude receives an event like
      """
      {"event_type": "$identify", "user_properties": {"$set": <Set>}}
      """

    @dialect:documented @dialect:printed
    Examples: as documented, it stays
      | case            | Set                                                                        |
      | null-documented | {"plan": null, "teams": ["a", null], "name": {"first": null, "last": "D"}} |

    @dialect:shipped
    Examples: as shipped, it is dropped, under keys and in lists
      | case         | Set                                     |
      | null-shipped | {"teams": ["a"], "name": {"last": "D"}} |

    @dialect:latest
    Examples: as shipped last, it stays
      | case        | Set                                                                        |
      | null-latest | {"plan": null, "teams": ["a", null], "name": {"first": null, "last": "D"}} |

  @rule:identify.traits @divergence:values.ios.nulls-dropped
  @dialect:documented @dialect:printed @dialect:latest @divergence:identify.ios.stored-traits
  Scenario: nothing but nulls is sent, as documented and as shipped last
    Given an ios app
    When the app identifies "derek" with the traits
      """
      {"plan": null}
      """
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | user_id |
      | $identify   | derek   |
      | Song Played | derek   |

  @rule:identify.traits @divergence:values.ios.nulls-dropped @dialect:shipped @divergence:identify.ios.stored-traits
  Scenario: nothing but nulls sends nothing, as shipped
    Given an ios app
    When the app identifies "derek" with the traits
      """
      {"plan": null}
      """
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | user_id |
      | Song Played | derek   |

  @rule:identify.traits @divergence:identify.ios.too-many-traits @dialect:documented @dialect:printed
  Scenario: more than 1000 traits are an identify that sets nothing, as documented
    Given an ios app
    When the app identifies "derek" with the traits
      """
      {"$keys": 1001}
      """
    Then Amplitude receives exactly these events
      | event_type | user_properties |
      | $identify  | {"$set": {}}    |

  @rule:identify.traits @divergence:identify.ios.too-many-traits @dialect:shipped @dialect:latest
  Scenario: more than 1000 traits send nothing, as shipped
    Given an ios app
    When the app identifies "derek" with the traits
      """
      {"$keys": 1001}
      """
    Then Amplitude receives no events
