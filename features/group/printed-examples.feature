Feature: The printed group calls
  Word for word. The first two need no settings; the third shows what the settings do.

  @rule:group.legacy
  Scenario: group server
    Given a server source
    When the app calls group with
      """
      {
        "groupId": "some_group_id",
        "userId": "some_user_id",
        "traits": {
          "email": "the_group_email",
          "some_other_property": "some_other_value"
        }
      }
      """
    Then the user is in exactly these groups
      | group_type      | name          |
      | [Segment] Group | some_group_id |
    And Amplitude receives exactly these events
      | event_type | user_id      |
      | $identify  | some_user_id |

  @rule:group.legacy
  Scenario: group client
    Given a web app
    When the app calls group with
      """
      {
        "groupId": "some_group_id",
        "traits": {
          "email": "the_group_email",
          "some_other_property": "some_other_value"
        }
      }
      """
    Then the user is in exactly these groups
      | group_type      | name          |
      | [Segment] Group | some_group_id |
    And the user has the properties
      | email |  |

  @rule:group.example @dialect:documented @dialect:printed
  Scenario Outline: the industry is the type and the name is the value (<case>)
    Given a <Source> with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app calls group with
      """
      {
        "groupId": "082108c8-f51e-485f-9d2d-b6ba57ee2c40",
        "traits": {
          "industry": "Placeholding",
          "name": "ExampleCorp, LLC",
          "employees": "20",
          "email": "hello@example.com"
        }
      }
      """
    Then the user is in exactly these groups
      | group_type   | name             |
      | Placeholding | ExampleCorp, LLC |
    And the group "Placeholding" "ExampleCorp, LLC" has exactly the properties
      """
      <group properties>
      """

    Examples:
      | case                 | Source      | group properties                                                                                          |
      | group-traits         | web app     | {}                                                                                                        |
      | group-traits-ios     | ios app     | {}                                                                                                        |
      | group-traits-android | android app | {"industry": "Placeholding", "name": "ExampleCorp, LLC", "employees": "20", "email": "hello@example.com"} |

  @rule:group.example
  Scenario: the industry is the type and the name is the value, from a server
    Given a server source with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "082108c8-f51e-485f-9d2d-b6ba57ee2c40" with the traits
      """
      {"industry": "Placeholding", "name": "ExampleCorp, LLC", "employees": "20", "email": "hello@example.com"}
      """
    Then the user is in exactly these groups
      | group_type   | name             |
      | Placeholding | ExampleCorp, LLC |
    And the group "Placeholding" "ExampleCorp, LLC" has exactly the properties
      """
      {"industry": "Placeholding", "name": "ExampleCorp, LLC", "employees": "20", "email": "hello@example.com"}
      """

  @rule:group.example @rule:group.legacy @dialect:documented @dialect:printed
  Scenario Outline: without the settings the same call joins the legacy group (<case>)
    Given a <Source>
    When the app groups "082108c8-f51e-485f-9d2d-b6ba57ee2c40" with the traits
      """
      {"industry": "Placeholding", "name": "ExampleCorp, LLC", "employees": "20", "email": "hello@example.com"}
      """
    Then the user is in exactly these groups
      | group_type      | name                                 |
      | [Segment] Group | 082108c8-f51e-485f-9d2d-b6ba57ee2c40 |
    And the group "[Segment] Group" "082108c8-f51e-485f-9d2d-b6ba57ee2c40" has no properties

    Examples:
      | case           | Source        |
      | legacy-web     | web app       |
      | legacy-ios     | ios app       |
      | legacy-android | android app   |
      | legacy-server  | server source |
