Feature: Merging users on a server
  A server names its users itself. Only an identify call with both the anonymousId and the userId makes one user of
  the anonymous visitor and the known user.

  @rule:identify.anonymous-merge-server
  Scenario Outline: which identify call merges the visitor with the user (<case>)
    Given a server source
    When the server calls track with
      """
      {"anonymousId": "a80b66d5-b86d-41bd-866f-fe04ee7841af", "event": "Song Played"}
      """
    And the server calls identify with
      """
      {<Ids>, "traits": {"industry": "Music"}}
      """
    And the server calls track with
      """
      {"userId": "derek", "event": "Song Skipped"}
      """
    Then Amplitude receives exactly these events
      | event_type   | user_id | amplitude.user |
      | Song Played  |         | 1              |
      | $identify    | derek   | <User>         |
      | Song Skipped | derek   | <User>         |
    And Amplitude sees <Users>

    Examples:
      | case               | Ids                                                                      | User | Users   |
      | both-ids           | "userId": "derek", "anonymousId": "a80b66d5-b86d-41bd-866f-fe04ee7841af" | 1    | 1 user  |
      | only-user-id       | "userId": "derek"                                                        | 2    | 2 users |
      | other-anonymous-id | "userId": "derek", "anonymousId": "0c2f3a0e-6f5c-4f0a-9f0e-3f1f2d7c9b11" | 2    | 2 users |

  @rule:identify.anonymous-merge-server
  Scenario: after both ids came together, the anonymousId alone still names the user
    Given a server source
    When the server calls identify with
      """
      {"userId": "derek", "anonymousId": "visitor-1"}
      """
    And the server calls track with
      """
      {"anonymousId": "visitor-1", "event": "Song Played"}
      """
    Then Amplitude sees 1 user

  @rule:identify.anonymous-merge-server
  Scenario: a known user takes over what the visitor did once both ids come together
    Given a server source
    When the server calls track with
      """
      {"userId": "derek", "event": "Song Played"}
      """
    And the server calls track with
      """
      {"anonymousId": "visitor-1", "event": "Song Skipped"}
      """
    Then Amplitude sees 2 users
    When the server calls identify with
      """
      {"userId": "derek", "anonymousId": "visitor-1"}
      """
    Then Amplitude sees 1 user

  @rule:identify.anonymous-merge-server
  Scenario: a second person on the same visitor's device is a user of their own
    Given a server source
    When the server calls identify with
      """
      {"userId": "derek", "anonymousId": "visitor-1"}
      """
    And the server calls identify with
      """
      {"userId": "sarah", "anonymousId": "visitor-1"}
      """
    Then Amplitude sees 2 users
