Feature: What events of the current API make of users and groups

  @api:v2.user-properties.set
  Scenario Outline: the properties of any event are set on its user (<case>)
    When a client posts these events to "<Path>"
      | event_type  | user_id    | user_properties.plan | user_properties.tags  |
      | Song Played | anna-smith | Basic                | ["indie", "synth"]    |
      | Song Paused | anna-smith | Pro                  |                       |
    Then the user "anna-smith" has the properties
      | plan | Pro                |
      | tags | ["indie", "synth"] |

    Examples:
      | case               | Path       |
      | properties-http-v2 | /2/httpapi |
      | properties-batch   | /batch     |

  @api:v2.user-properties.operations
  Scenario Outline: an identify has operations on them (<case>)
    When a client posts these events to "<Path>"
      | event_type | user_id    | user_properties                                                        |
      | $identify  | anna-smith | {"$set": {"plan": "Basic", "songs": ["Solaris"], "old": 1}}            |
      | $identify  | anna-smith | {"$setOnce": {"plan": "Pro", "since": 2018}, "$add": {"played": 3}}    |
      | $identify  | anna-smith | {"$add": {"played": 2}, "$append": {"songs": "Moon"}, "$unset": {"old": "-"}} |
    Then the user "anna-smith" has the properties
      | plan   | Basic               |
      | since  | 2018                |
      | played | 5                   |
      | songs  | ["Solaris", "Moon"] |
      | old    |                     |

    Examples:
      | case               | Path       |
      | operations-http-v2 | /2/httpapi |
      | operations-batch   | /batch     |

  @api:v2.user-properties.skip-sync
  Scenario Outline: an event may leave the properties of its user alone (<case>)
    When a client posts this to "<Path>"
      """
      {"api_key": "0123456789abcdef0123456789abcdef",
       "events": [
         {"event_type": "Song Played", "user_id": "anna-smith", "user_properties": {"plan": "Basic"}},
         {"event_type": "Song Paused", "user_id": "anna-smith", "user_properties": {"plan": "Pro"},
          "$skip_user_properties_sync": true}
       ]}
      """
    Then the user "anna-smith" has the properties
      | plan | Basic |

    Examples:
      | case              | Path       |
      | skip-sync-http-v2 | /2/httpapi |
      | skip-sync-batch   | /batch     |

  @api:v2.groups.limit
  Scenario Outline: an event is in 5 types of groups and in 10 groups at most (<case>)
    When a client posts these events to "<Path>"
      | event_type  | user_id    | groups                                                                 |
      | Song Played | anna-smith | {"a": "1", "b": "2", "c": "3", "d": "4", "e": "5", "f": "6"}           |
      | Song Paused | anna-smith | {"a": ["1", "2", "3", "4", "5", "6", "7", "8"], "b": ["9", "10", "11"], "c": "12"} |
      | Song Bought | anna-smith | {"a": ["1", "2"], "b": "3"}                                            |
    Then Amplitude receives exactly these events
      | event_type  | groups                                                             |
      | Song Played | {"a": "1", "b": "2", "c": "3", "d": "4", "e": "5"}                 |
      | Song Paused | {"a": ["1", "2", "3", "4", "5", "6", "7", "8"], "b": ["9", "10"]}  |
      | Song Bought | {"a": ["1", "2"], "b": "3"}                                        |

    Examples:
      | case            | Path       |
      | groups-http-v2  | /2/httpapi |
      | groups-of-batch | /batch     |

  @api:v2.groups.identify
  Scenario Outline: a group identify alone changes the properties of groups (<case>)
    When a client posts these events to "<Path>"
      | event_type     | user_id    | groups              | group_properties                       |
      | $identify      | anna-smith | {"company": "ACME"} | {"plan": "Lost"}                       |
      | Song Played    | anna-smith | {"company": "ACME"} | {"plan": "Lost too"}                   |
      | $groupidentify |            | {"company": "ACME"} | {"$set": {"plan": "Pro"}, "$add": {"seats": 3}} |
      | $groupidentify | anna-smith | {"team": "Sales"}   | {"floor": 3}                           |
    Then the group "company" "ACME" has exactly the properties
      | plan  | Pro |
      | seats | 3   |
    And the user is in exactly these groups
      | group_type | name |
      | company    | ACME |

    Examples:
      | case                   | Path       |
      | group-identify-http-v2 | /2/httpapi |
      | group-identify-batch   | /batch     |
