Feature: Out-of-session revenue on Android, as documented and as shipped
  What the same calls lead to in the documentation and in the app, whose SDK logs revenue in the session.

  @divergence:revenue.android.in-session @rule:out-of-session.minus-one @rule:out-of-session.no-extend
  Scenario Outline: the revenue of an out-of-session event (<case>)
    Given an android app
    When the app tracks "Song Played"
    And the app goes to the background
    And 4 minutes pass
    And the app calls track with
      """
      {
        "event": "Gift Received",
        "properties": {"revenue": 5, "quantity": 1},
        "integrations": {"Amplitude": {"outOfSession": true}}
      }
      """
    And 2 minutes pass
    And the app comes to the foreground
    And the app tracks "Song Played"
    Then the events are in these sessions
      | event_type     | session_id           |
      | Song Played    | <session 1>          |
      | Gift Received  | -1                   |
      | revenue_amount | <of the revenue>     |
      | Song Played    | <of the second song> |

    @dialect:documented @dialect:printed
    Examples: as documented, out of session too
      | case               | of the revenue | of the second song |
      | revenue-documented | -1             | <session 2>        |

    @dialect:shipped @dialect:latest
    Examples: as shipped, in the session, which goes on
      | case            | of the revenue | of the second song |
      | revenue-shipped | <session 1>    | <session 1>        |
