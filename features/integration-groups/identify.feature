Feature: Groups by identify
  The older way into a group: the Amplitude option groups of an identify call. It still works.

  @rule:groups.identify-legacy
  Scenario Outline: the user joins the groups of the option (<case>)
    Given a <Source>
    When the app calls identify with
      """
      {
        "userId": "user-id",
        "anonymousId": "visitor-1",
        "traits": {"email": "bill@example.com"},
        "integrations": {"Amplitude": {"groups": {"sports": ["basketball", "tennis"], "plan": "Free"}}}
      }
      """
    Then the user is in exactly these groups
      | group_type | name       |
      | sports     | basketball |
      | sports     | tennis     |
      | plan       | Free       |
    And the user has the properties
      | email  | bill@example.com         |
      | sports | ["basketball", "tennis"] |
      | plan   | Free                     |
    And Amplitude sees 1 user

    Examples:
      | case    | Source        |
      | web     | web app       |
      | android | android app   |
      | server  | server source |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on iOS, where as shipped the options crash the app
      | case | Source  |
      | ios  | ios app |

  @rule:groups.identify-legacy @dialect:documented @dialect:printed
  Scenario Outline: a client identifies first, then joins, one type at a time (<case>)
    Given a <Source>
    When the app calls identify with
      """
      {
        "userId": "user-id",
        "traits": {"email": "bill@example.com"},
        "integrations": {"Amplitude": {"groups": {"sports": ["basketball", "tennis"], "plan": "Free"}}}
      }
      """
    Then Amplitude receives exactly these events
      | event_type | user_id | user_properties                                | groups                               |
      | $identify  | user-id | {"$set": {"email": "bill@example.com"}}        | {}                                   |
      | $identify  | user-id | {"$set": {"sports": ["basketball", "tennis"]}} | {"sports": ["basketball", "tennis"]} |
      | $identify  | user-id | {"$set": {"plan": "Free"}}                     | {"plan": "Free"}                     |

    Examples:
      | case           | Source      |
      | web-events     | web app     |
      | ios-events     | ios app     |
      | android-events | android app |

  @rule:groups.identify-legacy
  Scenario: a server says all of it in one event
    Given a server source
    When the app calls identify with
      """
      {
        "userId": "user-id",
        "traits": {"email": "bill@example.com"},
        "integrations": {"Amplitude": {"groups": {"plan": "Free"}}}
      }
      """
    Then Amplitude receives exactly these events
      | event_type | user_id | user_properties                                         | groups           |
      | $identify  | user-id | {"$set": {"email": "bill@example.com", "plan": "Free"}} | {"plan": "Free"} |

  @rule:groups.identify-legacy
  Scenario Outline: the groups of a later call replace those of the same type (<case>)
    Given a <Source>
    When the app calls identify with
      """
      {"userId": "user-id", "integrations": {"Amplitude": {"groups": {"sports": ["basketball", "tennis"], "plan": "Free"}}}}
      """
    And the app calls identify with
      """
      {"userId": "user-id", "integrations": {"Amplitude": {"groups": {"sports": ["golf"]}}}}
      """
    And the app calls identify with
      """
      {"userId": "user-id", "traits": {"email": "bill@example.com"}}
      """
    Then the user is in exactly these groups
      | group_type | name |
      | sports     | golf |
      | plan       | Free |

    Examples:
      | case          | Source        |
      | web-later     | web app       |
      | android-later | android app   |
      | server-later  | server source |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on iOS, where as shipped the options crash the app
      | case      | Source  |
      | ios-later | ios app |

  @rule:groups.identify-legacy @dialect:documented @dialect:printed
  Scenario Outline: a group type without a name puts the user into no group (<case>)
    Given <Source>
    When the app calls identify with
      """
      {"userId": "derek", "integrations": {"Amplitude": {"groups": {"": "golf"}}}}
      """
    Then Amplitude receives no events
    And Amplitude knows no groups

    Examples:
      | case             | Source         |
      | nameless-web     | a web app      |
      | nameless-ios     | an ios app     |
      | nameless-android | an android app |
