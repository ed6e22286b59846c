Feature: The printed page and screen calls
  As a server makes them, with the setting that gives each its event.

  @rule:page.named
  Scenario: page server
    Given a server source with the settings
      | Track Named Pages | on |
    When the app calls page with
      """
      {
        "userId": "some_user_id",
        "category": "Merchant",
        "name": "Settings"
      }
      """
    Then Amplitude receives exactly these events
      | event_type                    | user_id      |
      | Loaded Merchant Settings Page | some_user_id |

  @rule:page.named @adjudicated
  Scenario: screen server
    Given a server source with the settings
      | Track Named Pages | on |
    When the app calls screen with
      """
      {
        "userId": "some_user_id",
        "category": "Merchant",
        "name": "Settings"
      }
      """
    Then Amplitude receives exactly these events
      | event_type                      | user_id      |
      | Viewed Merchant Settings Screen | some_user_id |
