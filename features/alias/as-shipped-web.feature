Feature: Alias as shipped on web
  Where the integration and the page agree.

  @finding:26 @rule:alias.on-segment-servers @rule:alias.off-by-default
  Scenario: an alias changes nothing in the page
    Given a web app
    When the app identifies "derek" with the traits
      | id | derek |
    And the app aliases "sivers"
    And the app tracks "Song Played"
    And the app identifies "sivers" with the traits
      | id | sivers |
    And the app tracks "Song Skipped"
    Then Amplitude receives these events
      | event_type   | user_id |
      | Song Played  | derek   |
      | Song Skipped | sivers  |
    And Amplitude receives no usermap requests
