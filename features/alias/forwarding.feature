Feature: Who forwards an alias, and when
  Segment's servers do, for every source, and only with the setting Enable Alias on. A browser or a phone never
  sends a usermap request.

  @rule:alias.off-by-default
  Scenario Outline: an alias call reaches Segment and goes no further by default (<case>)
    Given a <Source>
    When the app aliases "123" to "456"
    Then Segment receives exactly these messages
      | type  | previousId | userId |
      | alias | "123"      | "456"  |
    And Amplitude receives no usermap requests
    And Amplitude receives no events

    Examples:
      | case            | Source        |
      | web-default     | web app       |
      | ios-default     | ios app       |
      | server-default  | server source |

    @dialect:documented @dialect:printed
    Examples: as documented, Android passes on what the call says
      | case            | Source        |
      | android-default | android app   |

  @rule:alias.off-by-default @rule:alias.on-segment-servers
  Scenario Outline: with Enable Alias on, Segment's servers send the usermap request (<case>)
    Given a <Source> with the settings
      | Enable Alias | on |
    When the app aliases "123" to "456"
    Then Amplitude receives exactly these usermap requests
      | user_id | global_user_id | unmap | sender            |
      | "123"   | "456"          | false | Segment's servers |
    And Amplitude receives no events

    Examples:
      | case       | Source        |
      | web-on     | web app       |
      | ios-on     | ios app       |
      | server-on  | server source |

    @dialect:documented @dialect:printed
    Examples: as documented, Android passes on what the call says
      | case       | Source        |
      | android-on | android app   |

  @rule:alias.on-segment-servers @dialect:documented @dialect:printed
  Scenario Outline: the bundled SDK hears nothing of an alias (<case>)
    Given a <Source> with the settings
      | Enable Alias | on |
    When the app identifies "123"
    And the app aliases "456"
    And the app tracks "Song Played"
    Then the SDK is called with exactly
      | method    | userId | eventType   |
      | setUserId | "123"  |             |
      | logEvent  |        | Song Played |
    And Amplitude receives exactly these events
      | event_type  | user_id |
      | Song Played | "123"   |

    Examples:
      | case        | Source      |
      | web-sdk     | web app     |
      | ios-sdk     | ios app     |
      | android-sdk | android app |

  @rule:alias.on-segment-servers
  Scenario Outline: with the SDK's network gone there is no request until Segment can be reached (<case>)
    Given a <Source> with the settings
      | Enable Alias | on |
    When the device goes offline
    And the app aliases "123" to "456"
    Then Amplitude receives no usermap requests
    When the device comes online
    Then Amplitude receives exactly these usermap requests
      | user_id | global_user_id | sender            |
      | "123"   | "456"          | Segment's servers |

    Examples:
      | case            | Source      |
      | ios-offline     | ios app     |

    @dialect:documented @dialect:printed
    Examples: as documented, Android passes on what the call says
      | case            | Source      |
      | android-offline | android app |

  @rule:alias.on-segment-servers
  Scenario Outline: an alias call that leaves Amplitude out is not forwarded (<case>)
    Given <Source> with the settings
      | Enable Alias | on |
    When the app calls alias with
      """
      {"previousId": "123", "userId": "456", "integrations": <Integrations>}
      """
    Then Amplitude receives no usermap requests

    Examples:
      | case                  | Source          | Integrations         |
      | not-amplitude-web     | a web app       | {"Amplitude": false} |
      | not-amplitude-ios     | an ios app      | {"Amplitude": false} |
      | not-amplitude-android | an android app  | {"Amplitude": false} |
      | not-amplitude-server  | a server source | {"Amplitude": false} |
      | none-web              | a web app       | {"All": false}       |
      | none-ios              | an ios app      | {"All": false}       |
      | none-android          | an android app  | {"All": false}       |
      | none-server           | a server source | {"All": false}       |

  @rule:alias.on-segment-servers
  Scenario Outline: Amplitude by name is enough for an alias, too (<case>)
    Given <Source> with the settings
      | Enable Alias | on |
    When the app calls alias with
      """
      {"previousId": "123", "userId": "456", "integrations": {"All": false, "Amplitude": true}}
      """
    Then Amplitude receives exactly these usermap requests
      | user_id | global_user_id |
      | "123"   | "456"          |

    Examples:
      | case          | Source          |
      | named-web     | a web app       |
      | named-ios     | an ios app      |
      | named-server  | a server source |

    @dialect:documented @dialect:printed
    Examples: as documented, Android passes on what the call says
      | case          | Source          |
      | named-android | an android app  |
