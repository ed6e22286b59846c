Feature: Traits
  The traits of an identify call become the user's properties in Amplitude, each under its own name.

  @rule:identify.user-id @rule:identify.traits
  Scenario: the printed call from a server
    Given a server source
    When the server calls identify with
      """
      {
        "userId": "123",
        "anonymousId": "a80b66d5-b86d-41bd-866f-fe04ee7841af",
        "traits": {
          "email": "derek@sivers.org",
          "name": "Derek Sivers",
          "industry": "Music"
        }
      }
      """
    Then Amplitude receives exactly these events
      | event_type | user_id | user_properties.$set                                                       |
      | $identify  | "123"   | {"email": "derek@sivers.org", "name": "Derek Sivers", "industry": "Music"} |
    And the user "123" has the properties
      | email    | derek@sivers.org |
      | name     | Derek Sivers     |
      | industry | Music            |

  @rule:identify.traits @dialect:documented @dialect:printed
  Scenario Outline: the printed call from a client (<case>)
    Given a <Source>
    When the app identifies with the traits
      | email    | derek@sivers.org |
      | name     | Derek Sivers     |
      | industry | Music            |
    Then Amplitude receives exactly these events
      | event_type | user_properties.$set                                                       |
      | $identify  | {"email": "derek@sivers.org", "name": "Derek Sivers", "industry": "Music"} |
    And the user has the properties
      | email    | derek@sivers.org |
      | name     | Derek Sivers     |
      | industry | Music            |

    Examples:
      | case    | Source      |
      | web     | web app     |
      | ios     | ios app     |
      | android | android app |

  @rule:identify.traits @dialect:documented @dialect:printed
  Scenario Outline: nothing is added to the traits, not even the userId (<case>)
    Given a <Source>
    When the app identifies "derek" with the traits
      | industry | Music |
    Then Amplitude receives exactly these events
      | event_type | user_id | user_properties                 |
      | $identify  | derek   | {"$set": {"industry": "Music"}} |

    Examples:
      | case          | Source        |
      | alone-web     | web app       |
      | alone-ios     | ios app       |
      | alone-android | android app   |
      | alone-server  | server source |

  @rule:identify.traits
  Scenario Outline: a trait keeps its type (<case>)
    Given a <Source>
    When the app identifies "derek" with the traits
      """
      {"age": 48, "rating": 4.5, "newsletter": false, "zip": "01234", "instruments": ["guitar", "bass"]}
      """
    Then the user "derek" has the properties
      """
      {"age": 48, "rating": 4.5, "newsletter": false, "zip": "01234", "instruments": ["guitar", "bass"]}
      """

    Examples:
      | case          | Source        |
      | types-web     | web app       |
      | types-ios     | ios app       |
      | types-android | android app   |
      | types-server  | server source |

  @rule:identify.traits
  Scenario Outline: a later call changes the traits that it names, and no others (<case>)
    Given a <Source>
    When the app identifies "derek" with the traits
      | email    | derek@sivers.org |
      | industry | Music            |
    And the app identifies "derek" with the traits
      | industry | Publishing |
    Then the user "derek" has the properties
      | email    | derek@sivers.org |
      | industry | Publishing       |

    Examples:
      | case         | Source        |
      | later-web    | web app       |
      | later-server | server source |
