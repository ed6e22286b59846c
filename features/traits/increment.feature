Feature: Traits that are incremented
  A trait in the setting "Traits to Increment" is added to the user property of its name. A property without a value
  starts from 0. The web does not have this.

  @rule:increment.add @dialect:documented @dialect:printed
  Scenario Outline: a listed trait is added, once each time (<case>)
    Given <Source> with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies "derek" with the traits
      """
      {"karma": 5, "name": "Derek Sivers"}
      """
    And the app identifies "derek" with the traits
      """
      {"karma": 3, "name": "Derek"}
      """
    And the app identifies "derek" with the traits
      """
      {"industry": "Music"}
      """
    Then Amplitude receives exactly these events
      | event_type | user_properties                                          |
      | $identify  | {"$add": {"karma": 5}, "$set": {"name": "Derek Sivers"}} |
      | $identify  | {"$add": {"karma": 3}, "$set": {"name": "Derek"}}        |
      | $identify  | {"$set": {"industry": "Music"}}                          |
    And the user "derek" has the properties
      | karma    | 8     |
      | name     | Derek |
      | industry | Music |

    Examples:
      | case        | Source          |
      | add-ios     | an ios app      |
      | add-android | an android app  |
      | add-server  | a server source |

  @rule:increment.add
  Scenario Outline: numbers of every kind are added to what is there (<case>)
    Given a second server source
    And <Source> with the settings
      | Traits to Increment | ["karma"] |
    When the second server source identifies "derek" with the traits
      | karma | <Before> |
    And the app identifies "derek" with the traits
      | karma | <Added> |
    Then the user "derek" has the properties
      | karma | <After> |

    Examples:
      | case             | Source          | Before | Added | After |
      | existing-android | an android app  | 10     | 5     | 15    |
      | fraction-android | an android app  | 0.5    | 0.25  | 0.75  |
      | existing-server  | a server source | 10     | 5     | 15    |
      | zero-server      | a server source | 10     | 0     | 10    |

    @dialect:documented @dialect:printed @dialect:shipped
    Examples: on iOS, where the last library sends earlier traits again
      | case         | Source     | Before | Added | After |
      | existing-ios | an ios app | 10     | 5     | 15    |
      | negative-ios | an ios app | 10     | -12   | -2    |

  @rule:increment.add @dialect:documented @dialect:printed
  Scenario Outline: several listed traits are added side by side, a missing one begins at 0 (<case>)
    Given <Source> with the settings
      | Traits to Increment | karma, visits, credit |
    When the app identifies "derek" with the traits
      | karma  | 5 |
      | visits | 1 |
    And the app identifies "derek" with the traits
      | visits | 1 |
      | credit | 0 |
    Then the user "derek" has the properties
      | karma  | 5 |
      | visits | 2 |
      | credit | 0 |

    Examples:
      | case            | Source          |
      | several-ios     | an ios app      |
      | several-android | an android app  |
      | several-server  | a server source |

  @rule:increment.add
  Scenario Outline: increments made offline, before a restart and after it all count (<case>)
    Given <Source> with the settings
      | Traits to Increment | ["karma"] |
    When the device goes offline
    And the app identifies "derek" with the traits
      | karma | 5 |
    And the app is restarted
    And the app identifies "derek" with the traits
      | karma | 3 |
    And the device comes online
    Then the user "derek" has the properties
      | karma | 8 |

    Examples:
      | case            | Source         |
      | offline-android | an android app |

    @dialect:documented @dialect:printed @dialect:shipped
    Examples: on iOS, where the last library sends earlier traits again
      | case        | Source     |
      | offline-ios | an ios app |

  @rule:increment.add @dialect:documented @dialect:printed
  Scenario: only the traits of an identify are incremented
    Given an android app with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies "derek" with the traits
      | karma | 5 |
    And the app tracks "Comment Upvoted" with the properties
      | karma | 3 |
    Then Amplitude receives exactly these events
      | event_type      | user_properties        | event_properties |
      | $identify       | {"$add": {"karma": 5}} | {}               |
      | Comment Upvoted | {}                     | {"karma": 3}     |

  @rule:increment.add @dialect:documented @dialect:printed @dialect:shipped
  Scenario: on the web a listed trait is set
    Given a web app with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies "derek" with the traits
      | karma | 5 |
    And the app identifies "derek" with the traits
      | karma | 3 |
    Then the user "derek" has the properties
      | karma | 3 |

  @rule:increment.numeric @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: what is not a number is left out with a warning, the rest goes out (<case>)
    Given <Source> with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies "derek" with the traits
      | karma | 5 |
    And the app identifies "derek" with the traits
      """
      {"karma": <Value>, "name": "Derek"}
      """
    Then a warning says "\"karma\" is in traitsToIncrement"
    And Amplitude receives exactly these events
      | event_type | user_id | user_properties             |
      | $identify  | derek   | {"$add": {"karma": 5}}      |
      | $identify  | derek   | {"$set": {"name": "Derek"}} |
    And the user "derek" has the properties
      | karma | 5     |
      | name  | Derek |

    Examples:
      | case         | Source          | Value   |
      | word-ios     | an ios app      | "three" |
      | text-ios     | an ios app      | "3"     |
      | word-android | an android app  | "three" |
      | null-android | an android app  | null    |
      | flag-android | an android app  | true    |
      | word-server  | a server source | "three" |
      | text-server  | a server source | "3"     |
      | list-server  | a server source | [3]     |

  @rule:increment.add @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: a trait in both lists is incremented (<case>)
    Given <Source> with the settings
      | Traits to Increment | ["karma"] |
      | Traits to Set Once  | ["karma"] |
    When the app identifies "derek" with the traits
      | karma | 5 |
    And the app identifies "derek" with the traits
      | karma | 3 |
    Then the user "derek" has the properties
      | karma | 8 |

    Examples:
      | case         | Source          |
      | both-ios     | an ios app      |
      | both-android | an android app  |
      | both-server  | a server source |

  @rule:increment.add @rule:increment.numeric @dialect:documented @dialect:printed
  Scenario Outline: a fraction is added as it is, and so is what is below 0 (<case>)
    Given <Source> with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies "derek" with the traits
      | karma | 0.75 |
    And the app identifies "derek" with the traits
      | karma | -0.5 |
    Then Amplitude receives exactly these events
      | event_type | user_properties           |
      | $identify  | {"$add": {"karma": 0.75}} |
      | $identify  | {"$add": {"karma": -0.5}} |
    And the user "derek" has the properties
      | karma | 0.25 |

    Examples:
      | case                | Source          |
      | part-of-one-ios     | an ios app      |
      | part-of-one-android | an android app  |
      | part-of-one-server  | a server source |
