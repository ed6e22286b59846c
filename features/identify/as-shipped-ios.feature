Feature: Identify on iOS, as documented and as shipped
  The page does not say what an identify without a userId does to the user of an earlier one.

  @rule:identify.user-id @divergence:identify.ios.anonymous-clears-user
  Scenario Outline: an identify without a userId clears the user id (<case>)
    Given an ios app
    When the app identifies "derek"
    And the app identifies with the traits
      | plan | Basic |
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | user_id   |
      | $identify   | <User ID> |
      | Song Played | <User ID> |

    @dialect:documented @dialect:printed @adjudicated
    Examples: as documented
      | case             | User ID |
      | stays-documented | derek   |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case           | User ID |
      | clears-shipped |         |
