Feature: A server
  A server needs no Amplitude SDK. Whatever it sends to Segment appears in the Amplitude project at once, with no
  setting to switch on.

  @rule:start.server-at-once
  Scenario: what a server sends to Segment appears in the project, call by call
    Given a server source with the settings
      | API Key | 0a1b2c3d4e5f60718293a4b5c6d7e8f9 |
    When the server calls track with
      """
      {"userId": "derek", "event": "Song Played", "properties": {"title": "So What"}}
      """
    Then Amplitude has received exactly these requests so far
      | path     | sender            | events | status |
      | /httpapi | Segment's servers | 1      | 200    |
    When the server calls identify with
      """
      {"userId": "derek", "traits": {"industry": "Music"}}
      """
    Then Amplitude has received exactly these requests so far
      | path      | sender            | events | status |
      | /httpapi  | Segment's servers | 1      | 200    |
      | /identify | Segment's servers | 1      | 200    |
    And Amplitude receives exactly these events
      | event_type  | user_id | event_properties     | user_properties                 |
      | Song Played | derek   | {"title": "So What"} |                                 |
      | $identify   | derek   |                      | {"$set": {"industry": "Music"}} |

  @rule:start.server-at-once
  Scenario: nothing is waited for, and nothing is left behind when the server has nothing more to say
    Given a server source
    When the server tracks "Song Played" 3 times
    Then Amplitude has received 3 events so far
