Feature: Unmapping users
  The Amplitude option unmap takes a user out of every mapping. The page's text calls it previousId; its example,
  which counts, calls the option unmap.

  @rule:alias.unmap
  Scenario: the user is taken out of every mapping, and the others stay
    Given a server source with the settings
      | Enable Alias | on |
    When the app aliases "123" to "456"
    And the app aliases "123" to "789"
    And the app aliases "124" to "456"
    Then the cross-project view shows exactly
      | global_user_id | user_ids       |
      | "456"          | ["123", "124"] |
      | "789"          | ["123"]        |
    When the app calls alias with
      """
      {"userId": "456", "integrations": {"Amplitude": {"unmap": "123"}}}
      """
    Then the cross-project view shows exactly
      | global_user_id | user_ids |
      | "456"          | ["124"]  |

  @rule:alias.unmap
  Scenario: the request names the user to unmap and maps nobody
    Given a server source with the settings
      | Enable Alias | on |
    When the app calls alias with
      """
      {"previousId": "124", "userId": "456", "integrations": {"Amplitude": {"unmap": "123"}}}
      """
    Then Amplitude receives exactly these usermap requests
      | user_id | global_user_id | unmap | sender            |
      | "123"   | null           | true  | Segment's servers |

  @rule:alias.unmap
  Scenario: a user can be mapped again
    Given a server source with the settings
      | Enable Alias | on |
    When the app aliases "123" to "456"
    And the app calls alias with
      """
      {"userId": "456", "integrations": {"Amplitude": {"unmap": "123"}}}
      """
    And the app aliases "123" to "789"
    Then the cross-project view shows exactly
      | global_user_id | user_ids |
      | "789"          | ["123"]  |

  @rule:alias.unmap @rule:alias.off-by-default
  Scenario: without Enable Alias nobody is unmapped
    Given a server source
    When the app calls alias with
      """
      {"userId": "456", "integrations": {"Amplitude": {"unmap": "123"}}}
      """
    Then Amplitude receives no usermap requests

  @rule:alias.unmap @rule:alias.on-segment-servers
  Scenario: a page's unmap goes by Segment's servers too
    Given a web app with the settings
      | Enable Alias | on |
    When the app identifies "456"
    And the app calls alias with
      """
      {"userId": "456", "integrations": {"Amplitude": {"unmap": "123"}}}
      """
    Then Amplitude receives exactly these usermap requests
      | user_id | global_user_id | unmap | sender            |
      | "123"   | null           | true  | Segment's servers |

  @rule:alias.unmap @adjudicated
  Scenario: a previousId among the options unmaps nobody
    Given a server source with the settings
      | Enable Alias | on |
    When the app calls alias with
      """
      {"previousId": "123", "userId": "456", "integrations": {"Amplitude": {"previousId": "123"}}}
      """
    Then Amplitude receives exactly these usermap requests
      | user_id | global_user_id | unmap |
      | "123"   | "456"          | false |
