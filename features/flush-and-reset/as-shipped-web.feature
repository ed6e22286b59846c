Feature: Reset as shipped on web
  Where the integration and the page agree: reset is for mobile.

  @finding:27 @rule:reset.log-out
  Scenario: after a reset the next visitor is still the old user, after a page load too
    Given a web app
    When the app identifies "derek" with the traits
      | id | derek |
    And the app tracks "Song Played"
    And the app calls reset
    And the app tracks "Song Skipped"
    And the app is restarted
    And the app identifies with the traits
      | city | Lyon |
    Then Amplitude receives exactly these events
      | event_type   | user_id | device_id   | user_properties.$set.city |
      | $identify    | derek   | <device id> |                           |
      | Song Played  | derek   | <device id> |                           |
      | Song Skipped | derek   | <device id> |                           |
      | $identify    | derek   | <device id> | Lyon                      |
