Feature: Deleting users
  Deleting a user's data from Amplitude, as the GDPR demands it, needs the destination's "Secret Key" setting.

  @rule:gdpr.secret-key
  Scenario: with the secret key the user is deleted and everybody else stays
    Given a server source with the settings
      | Secret Key | f0e1d2c3b4a5968778695a4b3c2d1e0f |
    When the server identifies "derek" with the traits
      | email | derek@sivers.org |
    And the server calls track with
      """
      {"userId": "sarah", "event": "Song Played"}
      """
    And the server deletes the user "derek"
    Then Amplitude sees 1 user
    And Amplitude receives exactly these events
      | event_type  | user_id |
      | Song Played | sarah   |

  @rule:gdpr.secret-key
  Scenario: without the secret key the deletion is refused and the user stays
    Given a server source
    When the server identifies "derek" with the traits
      | email | derek@sivers.org |
    And the server deletes the user "derek"
    Then it is refused with "Secret Key"
    And Amplitude sees 1 user
    And the user "derek" has the properties
      | email | derek@sivers.org |

  @rule:gdpr.secret-key
  Scenario: the API key does not stand in for the secret key
    Given a server source with the settings
      | API Key | 0a1b2c3d4e5f60718293a4b5c6d7e8f9 |
    When the server identifies "derek"
    And the server deletes the user "derek"
    Then it is refused with "Secret Key"
    And Amplitude sees 1 user
