Feature: A group value that is a list
  A user may be in several groups of one type. The value trait is then a list, and what the call says about the group
  applies to each of them.

  @rule:group.properties @rule:group.traits-mapping @dialect:documented @dialect:printed
  Scenario Outline: the user joins each group, and each gets the properties (<case>)
    Given <Source> with the settings
      | Amplitude Group Type Trait  | sport |
      | Amplitude Group Value Trait | teams |
    When the app calls group with
      """
      {<User>"groupId": "g-1", "traits": {"sport": "tennis", "teams": ["Red", "Blue"], "city": "Oslo"}}
      """
    Then the user is in exactly these groups
      | group_type | name |
      | tennis     | Blue |
      | tennis     | Red  |
    And the group "tennis" "Red" has exactly the properties
      """
      {"sport": "tennis", "teams": ["Red", "Blue"], "city": "Oslo"}
      """
    And the group "tennis" "Blue" has exactly the properties
      """
      {"sport": "tennis", "teams": ["Red", "Blue"], "city": "Oslo"}
      """

    Examples:
      | case            | Source          | User               |
      | several-android | an android app  |                    |
      | several-server  | a server source | "userId": "derek", |
