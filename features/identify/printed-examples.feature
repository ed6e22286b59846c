Feature: The printed identify calls
  One from a server, with both ids, and one from a client, whose library has them.

  @rule:identify.user-id @rule:identify.traits @rule:identify.anonymous-merge-server
  Scenario: identify server
    Given a server source
    When the app calls identify with
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
      | event_type | user_id | device_id                            | user_properties                                                                      |
      | $identify  | "123"   | a80b66d5-b86d-41bd-866f-fe04ee7841af | {"$set": {"email": "derek@sivers.org", "name": "Derek Sivers", "industry": "Music"}} |
    And the user "123" has the properties
      | email    | derek@sivers.org |
      | name     | Derek Sivers     |
      | industry | Music            |

  @rule:identify.traits
  Scenario: identify client
    Given a web app
    When the app calls identify with
      """
      {
        "traits": {
          "email": "derek@sivers.org",
          "name": "Derek Sivers",
          "industry": "Music"
        }
      }
      """
    Then Amplitude receives exactly these events
      | event_type | user_id | user_properties                                                                      |
      | $identify  | null    | {"$set": {"email": "derek@sivers.org", "name": "Derek Sivers", "industry": "Music"}} |
    And the user has the properties
      | email    | derek@sivers.org |
      | name     | Derek Sivers     |
      | industry | Music            |
