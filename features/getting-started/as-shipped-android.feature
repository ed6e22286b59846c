Feature: What waits for Segment's settings on Android, as documented and as shipped
  The library makes its messages on the thread that fetches the settings.

  @divergence:calls.android.wait-for-settings @rule:start.mobile-bundled @rule:start.server-at-once
  Scenario Outline: in cloud mode a call waits for the settings, and is lost with the process (<case>)
    Given an android app in cloud mode
    And Segment's settings have not arrived yet
    When the app tracks "Song Played"
    And the app is restarted
    And the app tracks "Song Skipped"
    Then Amplitude has received <before> events so far
    When Segment's settings arrive
    Then Amplitude has received <after> events so far

    @dialect:documented @dialect:printed
    Examples: as documented, Segment's servers get each call at once
      | case            | before | after |
      | lost-documented | 2      | 2     |

    @dialect:shipped @dialect:latest
    Examples: as shipped, they get it when the settings are there
      | case         | before | after |
      | lost-shipped | 0      | 1     |

  @divergence:calls.android.wait-for-settings @rule:alias.on-segment-servers @rule:start.mobile-bundled
  @dialect:documented @dialect:printed
  Scenario: an alias before the settings, as documented
    Given an android app with the settings
      | Enable Alias | on |
    And Segment's settings have not arrived yet
    When the app aliases "anna"
    Then Amplitude receives exactly these usermap requests
      | user_id        | global_user_id |
      | <anonymous id> | anna           |

  @divergence:calls.android.wait-for-settings @rule:alias.on-segment-servers @rule:start.mobile-bundled
  @dialect:shipped @dialect:latest
  Scenario: an alias before the settings waits for them, as shipped
    Given an android app with the settings
      | Enable Alias | on |
    And Segment's settings have not arrived yet
    When the app aliases "anna"
    Then Amplitude receives no usermap requests
    When Segment's settings arrive
    Then Amplitude receives exactly these usermap requests
      | user_id        | global_user_id |
      | <anonymous id> | anna           |

  @divergence:calls.android.wait-for-settings @divergence:identify.android.shared-traits
  @divergence:identify.android.kept-traits @rule:start.mobile-bundled
  Scenario Outline: whose a message is that had to wait, and when it was made (<case>)
    Given an android app
    And Segment's settings have not arrived yet
    When the app tracks "Song Played"
    And 1 minute passes
    And the app calls identify with
      """
      {"userId": "derek", "anonymousId": "a-1", "traits": {"userId": "derek", "anonymousId": "a-1"}}
      """
    And Segment's settings arrive
    Then Segment receives exactly these messages
      | type     | userId | timestamp                |
      | track    | <User> | <Time>                   |
      | identify | derek  | 2018-09-18T12:01:00.000Z |

    @dialect:documented @dialect:printed
    Examples: as documented, as at the call
      | case             | User | Time                     |
      | whose-documented | null | 2018-09-18T12:00:00.000Z |

    @dialect:shipped
    Examples: as shipped, as when the settings have arrived
      | case          | User  | Time                     |
      | whose-shipped | derek | 2018-09-18T12:01:00.000Z |

    @dialect:latest
    Examples: as shipped last, calls come in their turn, with their time
      | case         | User | Time                     |
      | whose-latest | null | 2018-09-18T12:00:00.000Z |

  @divergence:calls.android.wait-for-settings @divergence:identify.android.shared-traits
  @divergence:identify.android.kept-traits @divergence:identify.android.sets-user-always
  @divergence:identify.android.ids-as-traits @rule:reset.log-out @rule:start.mobile-bundled
  Scenario Outline: reset does not wait (<case>)
    Given an android app
    And Segment's settings have not arrived yet
    When the app calls identify with
      """
      {"userId": "derek", "anonymousId": "a-1", "traits": {"userId": "derek", "anonymousId": "a-1"}}
      """
    And the app calls reset
    And the app tracks "Song Played"
    And Segment's settings arrive
    Then Segment receives exactly these messages
      | type     | userId       |
      | identify | <identified> |
      | track    | <tracked>    |

    @dialect:documented @dialect:printed
    Examples: as documented, it comes in its turn
      | case             | identified | tracked |
      | reset-documented | derek      | null    |

    @dialect:shipped
    Examples: as shipped, it forgets what the identify has said
      | case          | identified | tracked |
      | reset-shipped | null       | null    |

    @dialect:latest
    Examples: as shipped last, the identify comes behind it
      | case         | identified | tracked |
      | reset-latest | derek      | derek   |
