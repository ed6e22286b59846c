Feature: The printed alias calls
  Mapping from a server, mapping in a page, and unmapping.

  @rule:alias.previous-id @rule:alias.user-id
  Scenario: alias mapping
    Given a server source with the settings
      | Enable Alias | on |
    When the app calls alias with
      """
      {
        "previousId": "123",
        "userId": "456"
      }
      """
    Then Amplitude receives exactly these usermap requests
      | user_id | global_user_id | unmap |
      | "123"   | "456"          | false |
    And the cross-project view shows exactly
      | global_user_id | user_ids |
      | "456"          | ["123"]  |

  @rule:alias.client-previous-id
  Scenario: alias client
    Given a web app with the settings
      | Enable Alias | on |
    When the app calls identify with
      """
      {"userId": "previousUserId"}
      """
    And the app calls alias with
      """
      {"userId": "finalUserId"}
      """
    And the app calls identify with
      """
      {"userId": "finalUserId"}
      """
    Then Segment receives exactly these messages
      | type     | userId         | previousId     |
      | identify | previousUserId |                |
      | alias    | finalUserId    | previousUserId |
      | identify | finalUserId    |                |
    And Amplitude receives exactly these usermap requests
      | user_id        | global_user_id | sender            |
      | previousUserId | finalUserId    | Segment's servers |

  @rule:alias.unmap
  Scenario: alias unmap
    Given a server source with the settings
      | Enable Alias | on |
    When the app calls alias with
      """
      {
        "userId": "456",
        "integrations": {
          "Amplitude": {
            "unmap": "123"
          }
        }
      }
      """
    Then Amplitude receives exactly these usermap requests
      | user_id | global_user_id | unmap |
      | "123"   | null           | true  |
