Feature: The Accounts add-on
  Groups are an enterprise feature of Amplitude, available only with the Accounts add-on. Segment sends the same
  either way; without the add-on the group is a property of the user and nothing else.

  @rule:group.accounts-add-on @rule:group.user-property @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: without the add-on the group is a user property and nothing else (<case>)
    Given Amplitude has no Accounts add-on
    And <Source> with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "g-1" with the traits
      | industry  | Mining |
      | name      | Acme   |
      | employees | 20     |
    Then the user has the properties
      | Mining    | Acme |
      | employees |      |
    And Amplitude knows no groups

    Examples:
      | case            | Source          |
      | without-web     | a web app       |
      | without-ios     | an ios app      |
      | without-android | an android app  |
      | without-server  | a server source |

  @rule:group.accounts-add-on @rule:group.user-property @adjudicated @dialect:documented @dialect:printed @dialect:latest
  Scenario Outline: a legacy group without the add-on, and events with groups of their own (<case>)
    Given Amplitude has no Accounts add-on
    And <Source>
    When the app groups "g-1"
    And the app tracks "Clicked Benefits Dropdown" with the Amplitude options
      | groups | {"onboarding_cohort": "Summer 2016"} |
    Then the user has the properties
      | [Segment] Group   | g-1 |
      | onboarding_cohort |     |
    And Amplitude knows no groups
    And Amplitude receives these events
      | event_type                | groups                               |
      | $identify                 | {"[Segment] Group": "g-1"}           |
      | Clicked Benefits Dropdown | {"onboarding_cohort": "Summer 2016"} |

    Examples:
      | case           | Source          |
      | legacy-web     | a web app       |
      | legacy-ios     | an ios app      |
      | legacy-android | an android app  |
      | legacy-server  | a server source |

  @rule:group.accounts-add-on @rule:group.properties @adjudicated
  Scenario: with the add-on, which is there unless something else is said, the same call makes a group with properties
    Given a server source with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the server groups "g-1" with the traits
      | industry  | Mining |
      | name      | Acme   |
      | employees | 20     |
    Then the user has the properties
      | Mining | Acme |
    And the user is in exactly these groups
      | group_type | name |
      | Mining     | Acme |
    And the group "Mining" "Acme" has exactly the properties
      | industry  | Mining |
      | name      | Acme   |
      | employees | 20     |
