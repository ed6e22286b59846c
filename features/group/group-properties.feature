Feature: Group properties
  From a server and on Android the traits describe the group. On the web and on iOS the association is all there is.

  @rule:group.properties @dialect:documented @dialect:printed
  Scenario Outline: the traits become the group's properties (<case>)
    Given a <Source> with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "g-1" with the traits
      """
      {"industry": "Mining", "name": "Acme", "employees": 20, "public": false, "sites": ["Oslo", "Lima"]}
      """
    Then the group "Mining" "Acme" has exactly the properties
      """
      {"industry": "Mining", "name": "Acme", "employees": 20, "public": false, "sites": ["Oslo", "Lima"]}
      """
    And Amplitude receives exactly these events
      | event_type     | groups             | user_properties              | group_properties                                                                                              |
      | $identify      | {"Mining": "Acme"} | {"$set": {"Mining": "Acme"}} |                                                                                                               |
      | $groupidentify | {"Mining": "Acme"} | <user_properties>            | {"$set": {"industry": "Mining", "name": "Acme", "employees": 20, "public": false, "sites": ["Oslo", "Lima"]}} |

    Examples:
      | case    | Source        | user_properties |
      | android | android app   | {}              |
      | server  | server source |                 |

  @rule:group.properties
  Scenario Outline: the group gets no properties from the web or from iOS (<case>)
    Given a <Source> with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "g-1" with the traits
      | industry  | Mining |
      | name      | Acme   |
      | employees | 20     |
    Then the SDK is called with exactly
      | method   | groupType | name |
      | setGroup | Mining    | Acme |
    And Amplitude receives exactly these events
      | event_type | groups             | group_properties |
      | $identify  | {"Mining": "Acme"} | <Properties>     |
    And the group "Mining" "Acme" has no properties

    @dialect:documented @dialect:printed
    Examples:
      | case              | Source  | Properties |
      | web-no-properties | web app |            |

    @dialect:latest
    Examples: amplitude-js 5 has the field on every event
      | case               | Source  | Properties |
      | web-empty-property | web app | {}         |

    @dialect:documented @dialect:printed
    Examples: on iOS, where the last SDK has empty group properties on every event
      | case              | Source  | Properties |
      | ios-no-properties | ios app |            |

  @rule:group.properties @dialect:documented @dialect:printed
  Scenario Outline: a later call changes the properties that it names (<case>)
    Given a <Source> with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "g-1" with the traits
      | industry  | Mining |
      | name      | Acme   |
      | employees | 20     |
      | city      | Oslo   |
    And the app groups "g-1" with the traits
      | industry  | Mining |
      | name      | Acme   |
      | employees | 21     |
    Then the group "Mining" "Acme" has exactly the properties
      | industry  | Mining |
      | name      | Acme   |
      | employees | 21     |
      | city      | Oslo   |

    Examples:
      | case           | Source        |
      | android-update | android app   |
      | server-update  | server source |

  @rule:group.properties @dialect:documented @dialect:printed
  Scenario Outline: two groups keep their properties apart (<case>)
    Given a <Source> with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "g-1" with the traits
      | industry | Mining |
      | name     | Acme   |
      | city     | Oslo   |
    And the app groups "g-2" with the traits
      | industry | Mining |
      | name     | Zenith |
    Then the group "Mining" "Acme" has exactly the properties
      | industry | Mining |
      | name     | Acme   |
      | city     | Oslo   |
    And the group "Mining" "Zenith" has exactly the properties
      | industry | Mining |
      | name     | Zenith |

    Examples:
      | case               | Source        |
      | android-two-groups | android app   |
      | server-two-groups  | server source |

  @rule:group.properties
  Scenario: the request about a group has a time and an insert id of its own
    Given a server source with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the server calls group with
      """
      {
        "userId": "derek",
        "groupId": "g-1",
        "timestamp": "2016-10-17T00:30:08.276Z",
        "traits": {"industry": "Mining", "name": "Acme"}
      }
      """
    And 5 seconds pass
    And the server calls group with
      """
      {"userId": "derek", "groupId": "g-1", "traits": {"industry": "Mining", "name": "Acme"}}
      """
    Then Amplitude receives exactly these events
      | event_type     | time          | insert_id     | user_id | device_id |
      | $identify      | 1476664208276 | <insert id 1> | derek   |           |
      | $groupidentify | 1476664208276 | <insert id 2> |         |           |
      | $identify      | <time 2>      | <insert id 3> | derek   |           |
      | $groupidentify | <time 2>      | <insert id 4> |         |           |

  @rule:group.properties @dialect:documented @dialect:printed
  Scenario: on Android it is an event with numbers, a time and a uuid like any other
    Given an android app with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app tracks "Song Played"
    And 5 seconds pass
    And the app groups "g-1" with the traits
      | industry | Mining |
      | name     | Acme   |
    Then Amplitude receives exactly these events
      | event_type     | event_id | sequence_number | timestamp | session_id | uuid     |
      | Song Played    | 1        | 1               | <time 1>  | <session>  | <uuid 1> |
      | $identify      | 1        | 2               | <time 2>  | <session>  | <uuid 2> |
      | $groupidentify | 2        | 3               | <time 2>  | <session>  | <uuid 3> |
