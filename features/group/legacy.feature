Feature: Legacy group behavior
  Without both settings, or without one of the traits, the group's type is "[Segment] Group" and its value the group
  ID. Such a group has no properties.

  Scenario Outline: the user joins the legacy group (<case>)
    Given a <Source> with the settings
      | Amplitude Group Type Trait  | <Type Trait>  |
      | Amplitude Group Value Trait | <Value Trait> |
    When the app groups "082108c8" with the traits
      """
      <traits>
      """
    Then the user is in exactly these groups
      | group_type      | name     |
      | [Segment] Group | 082108c8 |
    And the group "[Segment] Group" "082108c8" has no properties
    And Amplitude receives exactly these events
      | event_type | groups                          |
      | $identify  | {"[Segment] Group": "082108c8"} |

    @rule:group.legacy @dialect:documented @dialect:printed
    Examples: A setting is missing
      | case                   | Source        | Type Trait | Value Trait | traits                                 |
      | web-no-settings        | web app       |            |             | {"industry": "Mining", "name": "Acme"} |
      | web-no-type-trait      | web app       |            | name        | {"industry": "Mining", "name": "Acme"} |
      | web-no-value-trait     | web app       | industry   |             | {"industry": "Mining", "name": "Acme"} |
      | ios-no-settings        | ios app       |            |             | {"industry": "Mining", "name": "Acme"} |
      | ios-no-type-trait      | ios app       |            | name        | {"industry": "Mining", "name": "Acme"} |
      | ios-no-value-trait     | ios app       | industry   |             | {"industry": "Mining", "name": "Acme"} |
      | android-no-settings    | android app   |            |             | {"industry": "Mining", "name": "Acme"} |
      | android-no-type-trait  | android app   |            | name        | {"industry": "Mining", "name": "Acme"} |
      | android-no-value-trait | android app   | industry   |             | {"industry": "Mining", "name": "Acme"} |
      | server-no-settings     | server source |            |             | {"industry": "Mining", "name": "Acme"} |
      | server-no-type-trait   | server source |            | name        | {"industry": "Mining", "name": "Acme"} |
      | server-no-value-trait  | server source | industry   |             | {"industry": "Mining", "name": "Acme"} |

    @rule:group.legacy @dialect:documented @dialect:printed
    Examples: A trait is missing from the call
      | case                    | Source        | Type Trait | Value Trait | traits                 |
      | web-type-not-given      | web app       | industry   | name        | {"name": "Acme"}       |
      | web-value-not-given     | web app       | industry   | name        | {"industry": "Mining"} |
      | ios-type-not-given      | ios app       | industry   | name        | {"name": "Acme"}       |
      | ios-value-not-given     | ios app       | industry   | name        | {"industry": "Mining"} |
      | android-type-not-given  | android app   | industry   | name        | {"name": "Acme"}       |
      | android-value-not-given | android app   | industry   | name        | {"industry": "Mining"} |
      | server-type-not-given   | server source | industry   | name        | {"name": "Acme"}       |
      | server-value-not-given  | server source | industry   | name        | {"industry": "Mining"} |

    @rule:group.legacy @adjudicated @dialect:documented @dialect:printed
    Examples: A trait is empty or false, which counts as missing
      | case                | Source        | Type Trait | Value Trait | traits                                |
      | web-empty-value     | web app       | industry   | name        | {"industry": "Mining", "name": ""}    |
      | web-false-type      | web app       | industry   | name        | {"industry": false, "name": "Acme"}   |
      | ios-empty-type      | ios app       | industry   | name        | {"industry": "", "name": "Acme"}      |
      | ios-false-value     | ios app       | industry   | name        | {"industry": "Mining", "name": false} |
      | android-empty-value | android app   | industry   | name        | {"industry": "Mining", "name": ""}    |
      | android-false-value | android app   | industry   | name        | {"industry": "Mining", "name": false} |
      | server-empty-type   | server source | industry   | name        | {"industry": "", "name": "Acme"}      |
      | server-false-value  | server source | industry   | name        | {"industry": "Mining", "name": false} |

  @rule:group.legacy @rule:group.user-property @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: the legacy group is a user property too (<case>)
    Given a <Source>
    When the app groups "082108c8" with the traits
      | name | Acme |
    Then the user has the properties
      | [Segment] Group | 082108c8 |
      | name            |          |
    And Amplitude receives exactly these events
      | event_type | user_properties                           |
      | $identify  | {"$set": {"[Segment] Group": "082108c8"}} |

    Examples:
      | case             | Source        |
      | web-property     | web app       |
      | ios-property     | ios app       |
      | android-property | android app   |
      | server-property  | server source |

  @rule:group.legacy
  Scenario Outline: a group call that leaves Amplitude out joins no group there (<case>)
    Given <Source>
    When the app calls group with
      """
      {"anonymousId": "visitor-1", "groupId": "g-1", "integrations": <Integrations>}
      """
    Then Amplitude receives no events
    And Amplitude knows no groups

    Examples:
      | case             | Source          | Integrations         |
      | left-out-web     | a web app       | {"Amplitude": false} |
      | left-out-ios     | an ios app      | {"All": false}       |
      | left-out-android | an android app  | {"Amplitude": false} |
      | left-out-server  | a server source | {"All": false}       |
