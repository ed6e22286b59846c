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
