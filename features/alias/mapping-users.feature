Feature: Mapping users
  An alias call maps one user's id to another's. Both keep their profiles; Amplitude's cross-project view shows them
  as one.

  Scenario Outline: Segment's name and Amplitude's name for an id (<case>)
    Given a server source with the settings
      | Enable Alias | on |
    When the app calls alias with
      """
      {"previousId": "old-id", "userId": "new-id"}
      """
    Then Amplitude receives exactly these usermap requests
      | <Equivalent Amplitude identifier name> |
      | <value>                                |

    @rule:alias.previous-id
    Examples: previousId
      | case        | Segment identifier name | Equivalent Amplitude identifier name | value  |
      | previous-id | previousId              | user_id                              | old-id |

    @rule:alias.user-id
    Examples: userId
      | case    | Segment identifier name | Equivalent Amplitude identifier name | value  |
      | user-id | userId                  | global_user_id                       | new-id |

  @rule:alias.separate-profiles
  Scenario: both profiles stay, and the cross-project view joins them
    Given a server source with the settings
      | Enable Alias | on |
    When the app identifies "123" with the traits
      | plan | Free |
    And the app identifies "456" with the traits
      | plan | Premium |
    And the app aliases "123" to "456"
    Then Amplitude sees 2 users
    And the user "123" has the properties
      | plan | Free |
    And the user "456" has the properties
      | plan | Premium |
    And the cross-project view shows exactly
      | global_user_id | user_ids |
      | "456"          | ["123"]  |

  @rule:alias.separate-profiles
  Scenario: later events of the mapped user stay that user's
    Given a server source with the settings
      | Enable Alias | on |
    When the app aliases "123" to "456"
    And the app calls track with
      """
      {"userId": "123", "event": "Song Played"}
      """
    And the app calls track with
      """
      {"userId": "456", "event": "Song Played"}
      """
    Then Amplitude receives exactly these events
      | event_type  | user_id | amplitude.user |
      | Song Played | "123"   | <user>         |
      | Song Played | "456"   | <other user>   |

  @rule:alias.separate-profiles
  Scenario: several users may be mapped to one
    Given a server source with the settings
      | Enable Alias | on |
    When the app aliases "web-123" to "person-1"
    And the app aliases "ios-123" to "person-1"
    And the app aliases "web-124" to "person-2"
    Then the cross-project view shows exactly
      | global_user_id | user_ids               |
      | person-1       | ["web-123", "ios-123"] |
      | person-2       | ["web-124"]            |

  @rule:alias.separate-profiles
  Scenario: the same alias twice maps once
    Given a server source with the settings
      | Enable Alias | on |
    When the app aliases "123" to "456"
    And the app aliases "123" to "456"
    Then the cross-project view shows exactly
      | global_user_id | user_ids |
      | "456"          | ["123"]  |

  Rule: On the web the current user's id is the previousId

    @rule:alias.client-previous-id
    Scenario: the id of the last identify is mapped
      Given a web app with the settings
        | Enable Alias | on |
      When the app identifies "first-user"
      And the app identifies "second-user"
      And the app aliases "final-user"
      Then Amplitude receives exactly these usermap requests
        | user_id     | global_user_id |
        | second-user | final-user     |

    @rule:alias.client-previous-id @dialect:documented @dialect:printed
    Scenario: an alias does not change who the current user is
      Given a web app with the settings
        | Enable Alias | on |
      When the app identifies "first-user"
      And the app aliases "second-user"
      And the app aliases "third-user"
      And the app tracks "Song Played"
      Then Amplitude receives exactly these usermap requests
        | user_id    | global_user_id |
        | first-user | second-user    |
        | first-user | third-user     |
      And Amplitude receives exactly these events
        | event_type  | user_id    |
        | Song Played | first-user |

    @rule:alias.client-previous-id
    Scenario: a previousId that is given wins
      Given a web app with the settings
        | Enable Alias | on |
      When the app identifies "first-user"
      And the app aliases "another-user" to "final-user"
      Then Amplitude receives exactly these usermap requests
        | user_id      | global_user_id |
        | another-user | final-user     |

  @rule:alias.client-previous-id
  Scenario: the user is remembered over a page load
    Given a web app with the settings
      | Enable Alias | on |
    When the app identifies "derek"
    And the user opens the page "https://example.com/next"
    And the app aliases "anna"
    Then Amplitude receives exactly these usermap requests
      | user_id | global_user_id |
      | derek   | anna           |
