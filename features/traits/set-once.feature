Feature: Traits that are set once
  A trait in the setting "Traits to Set Once" is set the first time only; the values of later calls are ignored.

  @rule:set-once.first-wins @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: the first value stays (<case>)
    Given <Source> with the settings
      | Traits to Set Once | ["first_plan"] |
    When the app identifies "derek" with the traits
      """
      {"first_plan": "Basic", "plan": "Basic"}
      """
    And the app identifies "derek" with the traits
      """
      {"first_plan": "Premium", "plan": "Premium"}
      """
    Then Amplitude receives exactly these events
      | event_type | user_properties                                                      |
      | $identify  | {"$setOnce": {"first_plan": "Basic"}, "$set": {"plan": "Basic"}}     |
      | $identify  | {"$setOnce": {"first_plan": "Premium"}, "$set": {"plan": "Premium"}} |
    And the user "derek" has the properties
      | first_plan | Basic   |
      | plan       | Premium |

    Examples:
      | case          | Source          |
      | first-web     | a web app       |
      | first-ios     | an ios app      |
      | first-android | an android app  |
      | first-server  | a server source |

  @rule:set-once.first-wins @dialect:documented @dialect:printed @dialect:latest
  Scenario Outline: a value that is there already stays, whatever it is (<case>)
    Given a second server source
    And <Source> with the settings
      | Traits to Set Once | ["first_plan"] |
    When the second server source identifies "derek" with the traits
      | first_plan | <Before> |
    And the app identifies "derek" with the traits
      | first_plan | Premium |
    Then the user "derek" has the properties
      | first_plan | <Before> |

    Examples:
      | case          | Source          | Before |
      | there-web     | a web app       | Basic  |
      | there-ios     | an ios app      | false  |
      | there-android | an android app  | 0      |
      | there-server  | a server source | []     |

  @rule:set-once.first-wins @dialect:documented @dialect:printed
  Scenario Outline: each user has a first value of their own (<case>)
    Given <Source> with the settings
      | Traits to Set Once | ["first_plan"] |
    When the app identifies "derek" with the traits
      | first_plan | Basic |
    And the app identifies "anna" with the traits
      | first_plan | Premium |
    And the app identifies "derek" with the traits
      | first_plan | Premium |
    Then the user "derek" has the properties
      | first_plan | Basic |
    And the user "anna" has the properties
      | first_plan | Premium |

    Examples:
      | case        | Source         |
      | own-web     | a web app      |
      | own-ios     | an ios app     |
      | own-android | an android app |

  @rule:set-once.first-wins @dialect:documented @dialect:printed @dialect:latest
  Scenario Outline: a restart of the app does not give a trait a second first time (<case>)
    Given <Source> with the settings
      | Traits to Set Once | first_plan, first_source |
    When the app identifies "derek" with the traits
      | first_plan | Basic |
    And the app is restarted
    And the app identifies with the traits
      | first_plan   | Premium |
      | first_source | Email   |
    Then the user has the properties
      | first_plan   | Basic |
      | first_source | Email |

    Examples:
      | case            | Source         |
      | restart-web     | a web app      |
      | restart-ios     | an ios app     |
      | restart-android | an android app |

  @rule:set-once.first-wins @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: once a trait is no longer in the list it is an ordinary one, and overwrites (<case>)
    Given <Source> with the settings
      | Traits to Set Once | ["first_plan"] |
    And a second server source
    When the <Named> identifies "derek" with the traits
      | first_plan | Basic |
    And the <Named> identifies "derek" with the traits
      | first_plan | Premium |
    Then the user "derek" has the properties
      | first_plan | Basic |
    When the second server source identifies "derek" with the traits
      | first_plan | Business |
    Then the user "derek" has the properties
      | first_plan | Business |

    Examples:
      | case              | Source          | Named         |
      | no-longer-web     | a web app       | web app       |
      | no-longer-ios     | an ios app      | ios app       |
      | no-longer-android | an android app  | android app   |
      | no-longer-server  | a server source | server source |
