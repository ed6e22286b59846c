Feature: Alias on Android, as documented and as shipped
  The library's alias takes the new ID alone.

  @divergence:calls.android.no-own-ids @rule:alias.client-previous-id
  Scenario Outline: whom an alias is from (<case>)
    Given an android app
    When the app aliases "123" to "456"
    Then Segment receives exactly these messages
      | type  | previousId | userId |
      | alias | <Previous> | "456"  |

    @dialect:documented @dialect:printed
    Examples: as documented, from the ID that the call gives
      | case             | Previous |
      | alias-documented | "123"    |

    @dialect:shipped @dialect:latest
    Examples: as shipped, from the one that the library has
      | case          | Previous       |
      | alias-shipped | <anonymous id> |

  @divergence:alias.android.own-user
  @rule:alias.user-id @rule:alias.client-previous-id
  Scenario Outline: to whom an alias after an identify is (<case>)
    Given an android app with the settings
      | Enable Alias | on |
    When the app calls identify with
      """
      {"userId": "derek", "anonymousId": "a-1", "traits": {"userId": "derek", "anonymousId": "a-1"}}
      """
    And the app aliases "anna"
    Then Segment receives exactly these messages
      | type     | previousId | userId |
      | identify |            | derek  |
      | alias    | derek      | <User> |
    And Amplitude receives exactly these usermap requests
      | user_id | global_user_id |
      | derek   | <User>         |

    @dialect:documented @dialect:printed
    Examples: as documented, to the ID that the call gives
      | case          | User |
      | to-documented | anna |

    @dialect:shipped
    Examples: as shipped, to the user that the library knows
      | case       | User  |
      | to-shipped | derek |

    @dialect:latest
    Examples: as shipped last, to the ID that the call gives
      | case      | User |
      | to-latest | anna |
