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

  @rule:identify.anonymous-merge-server
  Scenario Outline: a call from a server that names nobody is refused (<case>)
    Given a server source with the settings
      | Track All Pages | on |
    When the server calls <Call> with
      """
      <Fields>
      """
    Then it is refused with "needs a userId, an anonymousId or both"
    And Amplitude receives no events

    Examples:
      | case            | Call     | Fields                                                              |
      | nobody-track    | track    | {"event": "Song Played"}                                            |
      | nobody-page     | page     | {"name": "Settings"}                                                |
      | nobody-screen   | screen   | {"name": "Settings"}                                                |
      | nobody-identify | identify | {"traits": {"industry": "Music"}}                                   |
      | nobody-group    | group    | {"groupId": "g-1"}                                                  |
      | empty-ids       | track    | {"event": "Song Played", "userId": "", "anonymousId": ""}           |
      | device-alone    | track    | {"event": "Song Played", "context": {"device": {"id": "2b6f0cc9"}}} |

  @rule:identify.anonymous-merge-server
  Scenario Outline: a userId is text (<case>)
    Given a server source
    When the server calls track with
      """
      {"event": "Song Played", <Ids>}
      """
    Then it is refused with "<Name>"
    And Amplitude receives no events

    Examples:
      | case                | Ids                | Name        |
      | user-id-number      | "userId": 123      | userId      |
      | anonymous-id-number | "anonymousId": 123 | anonymousId |
