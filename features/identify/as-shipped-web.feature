Feature: Identify as shipped on web
  Between the app and Amplitude stand analytics.js, which stores traits, and the integration, which adds one.

  @divergence:identify.web.id-trait @finding:5 @rule:identify.traits
  Scenario Outline: the user id among the traits (<case>)
    Given a web app
    When the app identifies "derek" with the traits
      | industry | Music |
    Then Amplitude receives exactly these events
      | event_type | user_id | user_properties      |
      | $identify  | derek   | {"$set": <Property>} |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                | Property              |
      | id-trait-documented | {"industry": "Music"} |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case             | Property                             |
      | id-trait-shipped | {"industry": "Music", "id": "derek"} |

  @divergence:identify.web.id-trait @rule:identify.traits @rule:identify.user-id
  @dialect:documented @dialect:printed
  Scenario: an identify without traits, as documented
    Given a web app
    When the app identifies "derek"
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | user_id |
      | Song Played | derek   |

  @divergence:identify.web.id-trait @rule:identify.traits @rule:identify.user-id
  @dialect:shipped @dialect:latest
  Scenario: an identify without traits, as shipped
    Given a web app
    When the app identifies "derek"
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | user_id | user_properties           |
      | $identify   | derek   | {"$set": {"id": "derek"}} |
      | Song Played | derek   | {}                        |

  @finding:5 @rule:identify.traits
  Scenario: an anonymous identify has no id among its traits
    Given a web app
    When the app identifies with the traits
      | industry | Music |
    Then Amplitude receives exactly these events
      | event_type | user_id | user_properties                 |
      | $identify  | null    | {"$set": {"industry": "Music"}} |

  @divergence:identify.web.stored-traits @finding:6 @rule:identify.traits
  Scenario Outline: a second identify (<case>)
    Given a web app
    When the app identifies with the traits
      | industry | Music |
    And the app is restarted
    And the app identifies with the traits
      | city | Portland |
    Then Amplitude receives exactly these events
      | event_type | user_properties.$set  |
      | $identify  | {"industry": "Music"} |
      | $identify  | <Second>              |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                     | Second               |
      | stored-traits-documented | {"city": "Portland"} |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case                  | Second                                    |
      | stored-traits-shipped | {"industry": "Music", "city": "Portland"} |

  @divergence:identify.web.stored-traits @divergence:identify.web.id-trait @finding:6 @rule:identify.traits
  @dialect:shipped @dialect:latest
  Scenario: whose traits are stored, as shipped
    Given a web app
    When the app identifies with the traits
      | industry | Music |
    And the app identifies "derek" with the traits
      | city | Portland |
    And the app identifies "anna" with the traits
      | city | Lyon |
    And the app calls reset
    And the app identifies "anna"
    Then Amplitude receives exactly these events
      | event_type | user_properties.$set                                     |
      | $identify  | {"industry": "Music"}                                    |
      | $identify  | {"industry": "Music", "city": "Portland", "id": "derek"} |
      | $identify  | {"city": "Lyon", "id": "anna"}                           |
      | $identify  | {"id": "anna"}                                           |

  @divergence:identify.web.stored-traits @divergence:identify.web.stored-user-id @divergence:identify.web.id-trait
  @rule:identify.traits @dialect:shipped @dialect:latest
  Scenario: an empty user id leaves the user's id, and not their traits, as shipped
    Given a web app
    When the app identifies "derek" with the traits
      | industry | Music |
    And the app identifies ""
    And the app identifies with the traits
      | city | Portland |
    Then Amplitude receives exactly these events
      | event_type | user_id | user_properties.$set                 |
      | $identify  | derek   | {"industry": "Music", "id": "derek"} |
      | $identify  | derek   | {"id": "derek"}                      |
      | $identify  | derek   | {"city": "Portland", "id": "derek"}  |

  @divergence:identify.web.iso-dates @finding:5 @rule:identify.traits
  Scenario Outline: a trait that is a date (<case>)
    Given a web app
    When the app identifies with the traits
      | born | <Trait> |
    Then Amplitude receives exactly these events
      | event_type | user_properties.$set.born |
      | $identify  | <Property>                |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                 | Trait                     | Property                  |
      | day-documented       | 1926-05-26                | 1926-05-26                |
      | time-documented      | 1926-05-26T06:30          | 1926-05-26T06:30          |
      | with-zone-documented | 1926-05-26T06:30:00+02:00 | 1926-05-26T06:30:00+02:00 |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case              | Trait                     | Property                 |
      | day-shipped       | 1926-05-26                | 1926-05-26T00:00:00.000Z |
      | time-shipped      | 1926-05-26T06:30          | 1926-05-26T06:30:00.000Z |
      | with-zone-shipped | 1926-05-26T06:30:00+02:00 | 1926-05-26T04:30:00.000Z |

  @finding:5 @rule:identify.traits
  Scenario Outline: a trait that only looks like a date (<case>)
    Given a web app
    When the app identifies with the traits
      | born | <Trait> |
    Then Amplitude receives exactly these events
      | event_type | user_properties.$set.born |
      | $identify  | <Trait>                   |

    Examples:
      | case     | Trait         |
      | month    | 1926-05       |
      | american | 05/26/1926    |
      | in-text  | on 1926-05-26 |

  @divergence:identify.web.set-user-properties @rule:identify.traits
  @dialect:documented @dialect:printed
  Scenario: an identify of nothing but null, as documented
    Given a web app
    When the app identifies with the traits
      | industry | null |
    Then Amplitude receives exactly these events
      | event_type | user_properties |
      | $identify  | {"$set": {}}    |

  @divergence:identify.web.set-user-properties @rule:identify.traits
  @dialect:shipped
  Scenario: an identify of nothing but null, as shipped
    Given a web app
    When the app identifies with the traits
      | industry | null |
    Then Amplitude receives no events

  @divergence:settings.web.map-query-params @finding:31 @rule:identify.traits
  Scenario Outline: Map Query Params and identify (<case>)
    Given a web app with the settings
      | Map Query Params | {"landing": "<Kind>"} |
    And the page "https://example.com/<Address>"
    When the app identifies with the traits
      | industry | Music |
    Then Amplitude receives exactly these events
      | event_type | user_properties.$set |
      | $identify  | <Properties>         |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                   | Kind            | Address  | Properties            |
      | map-user-documented    | user_properties | ?a=1&b=2 | {"industry": "Music"} |
      | map-nothing-documented | user_properties |          | {"industry": "Music"} |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case              | Kind             | Address  | Properties                                   |
      | map-user-shipped  | user_properties  | ?a=1&b=2 | {"industry": "Music", "landing": "?a=1&b=2"} |
      | map-event-shipped | event_properties | ?a=1&b=2 | {"industry": "Music", "landing": "?a=1&b=2"} |
      | map-empty-shipped | user_properties  |          | {"industry": "Music", "landing": ""}         |

  @rule:identify.traits @divergence:identify.web.stored-traits
  @divergence:identify.web.set-user-properties
  Scenario Outline: traits that JSON has no word for, after a page load (<case>)
    Given a web app
    When the app identifies with the traits
      """
      {"industry": "Music", "__proto__": {"year": 1959}}
      """
    And the app identifies with the traits
      """
      {"__proto__": 7}
      """
    Then Amplitude receives these events
      | event_type | user_properties                 |
      | $identify  | {"$set": {"industry": "Music"}} |
      | $identify  | <Properties>                    |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case           | Properties   |
      | proto-on-paper | {"$set": {}} |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case        | Properties                      |
      | proto-ships | {"$set": {"industry": "Music"}} |

  @rule:identify.user-id @divergence:identify.web.stored-user-id
  @divergence:identify.web.id-trait
  Scenario Outline: an identify without a user id after one that Amplitude was not told about (<case>)
    Given a web app
    When the app calls identify with
      """
      {"userId": "derek", "integrations": {"Amplitude": false}}
      """
    And the app identifies with the traits
      | industry | Music |
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | user_id |
      | $identify   | <User>  |
      | Song Played | <User>  |

    @dialect:documented @dialect:printed @adjudicated
    Examples: as documented, the user stays as before
      | case                    | User |
      | stored-user-id-on-paper | null |

    @dialect:shipped @dialect:latest
    Examples: as shipped, it is the user whom the library knows
      | case                 | User  |
      | stored-user-id-ships | derek |
