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

  @rule:gdpr.secret-key @adjudicated
  Scenario Outline: the key is a setting of every source, so a client's users are deleted as well (<case>)
    Given <Source> with the settings
      | Secret Key | f0e1d2c3b4a5968778695a4b3c2d1e0f |
    When the app identifies "derek" with the traits
      | email | derek@sivers.org |
    Then the user "derek" has the properties
      | email | derek@sivers.org |
    When the app deletes the user "derek"
    Then Amplitude sees 0 users
    And Amplitude receives no events
    And Amplitude has received exactly these requests so far
      | path                   | sender            | status |
      | <Path>                 | <Sender>          | 200    |
      | /api/2/deletions/users | Segment's servers | 200    |

    Examples:
      | case                  | Source                   | Path      | Sender            |
      | delete-from-web       | a web app                | /         | web app           |
      | delete-from-ios       | an ios app               | /         | ios app           |
      | delete-from-android   | an android app           | /         | android app       |
      | delete-from-cloud-ios | an ios app in cloud mode | /identify | Segment's servers |

  @rule:gdpr.secret-key @adjudicated
  Scenario Outline: without the key no source can have a user deleted (<case>)
    Given <Source>
    When the app identifies "derek" with the traits
      | email | derek@sivers.org |
    And the app deletes the user "derek"
    Then it is refused with "Secret Key"
    And Amplitude sees 1 user

    Examples:
      | case           | Source         |
      | no-key-web     | a web app      |
      | no-key-ios     | an ios app     |
      | no-key-android | an android app |

  @rule:gdpr.secret-key @adjudicated
  Scenario: another source's key does not count
    Given a server source with the settings
      | Secret Key | f0e1d2c3b4a5968778695a4b3c2d1e0f |
    And a second server source
    When the server source identifies "derek"
    And the second server source deletes the user "derek"
    Then it is refused with "Secret Key"
    And Amplitude sees 1 user

  @rule:gdpr.secret-key
  Scenario: nobody is deleted without being named
    Given a server source with the settings
      | Secret Key | f0e1d2c3b4a5968778695a4b3c2d1e0f |
    When the server identifies "derek"
    And the server deletes the user ""
    Then it is refused with "user id"
    And Amplitude sees 1 user
