Feature: The printed calls with the option groups
  One for an event, one for a user.

  @rule:groups.event-level
  Scenario: track event level groups
    Given a web app
    When the app calls track with
      """
      {
        "event": "Clicked Benefits Dropdown",
        "properties": {
          "dropdownColor": "blue"
        },
        "integrations": {
          "Amplitude": {
            "groups": {
              "onboarding_cohort": "Summer 2016"
            }
          }
        }
      }
      """
    Then Amplitude receives exactly these events
      | event_type                | event_properties          | groups                               |
      | Clicked Benefits Dropdown | {"dropdownColor": "blue"} | {"onboarding_cohort": "Summer 2016"} |
    And the user has the properties
      | onboarding_cohort |  |

  @rule:groups.identify-legacy
  Scenario: identify legacy groups
    Given a web app
    When the app calls identify with
      """
      {
        "userId": "user-id",
        "traits": {
          "email": "bill@example.com",
          "country": "USA"
        },
        "integrations": {
          "Amplitude": {
            "groups": {
              "sports": ["basketball", "tennis"]
            }
          }
        }
      }
      """
    Then the user is in exactly these groups
      | group_type | name       |
      | sports     | basketball |
      | sports     | tennis     |
    And the user "user-id" has the properties
      | email   | bill@example.com |
      | country | USA              |
