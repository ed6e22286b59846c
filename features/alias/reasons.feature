Feature: Why a user is mapped
  Each call on the SDK, or on Amplitude's HTTP API, carries the rules that made it, in the order of the page. A port
  is judged by its calls alone.

  @rule:alias.on-segment-servers @rule:alias.previous-id @rule:alias.user-id
  Scenario: both ids of the call
    Given a server source with the settings
      | Enable Alias | on |
    When the app aliases "derek" to "anna"
    Then the SDK is called with exactly
      | method  | because                                                    |
      | usermap | alias.on-segment-servers, alias.previous-id, alias.user-id |

  @rule:alias.on-segment-servers @rule:alias.unmap @adjudicated
  Scenario: the option unmap
    Given a server source with the settings
      | Enable Alias | on |
    When the app calls alias with
      """
      {"userId": "anna", "integrations": {"Amplitude": {"unmap": "derek"}}}
      """
    Then the SDK is called with exactly
      | method  | because                               |
      | usermap | alias.on-segment-servers, alias.unmap |
