Feature: Sessions of an app whose settings arrive late
  Segment's settings may arrive when the app is on the screen already.

  @rule:session.client
  Scenario: an iOS app that is in the foreground when its settings arrive is in a session until it leaves it
    Given an ios app
    And Segment's settings have not arrived yet
    When 1 minute passes
    And Segment's settings arrive
    And the app tracks "Movie Started"
    And 20 minutes pass
    And the app tracks "Movie Finished"
    Then the events are in these sessions
      | event_type     | session_id  |
      | Movie Started  | <session 1> |
      | Movie Finished | <session 1> |
