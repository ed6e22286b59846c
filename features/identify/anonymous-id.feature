Feature: The anonymous ID that Segment's library makes
  Each installation and each browser has one of its own, a UUID as the system writes it: in capitals on iOS. A reset
  makes another.

  @rule:identify.anonymous-merge-client
  Scenario Outline: how it is written (<case>)
    Given <Source>
    When the app tracks "Song Played"
    And the app calls reset
    And the app tracks "Song Skipped"
    Then Segment receives exactly these messages
      | event        | anonymousId |
      | Song Played  | <First ID>  |
      | Song Skipped | <Second ID> |

    Examples:
      | case               | Source         | First ID                  | Second ID                 |
      | written-by-web     | a web app      | <uuid in small letters 1> | <uuid in small letters 2> |
      | written-by-ios     | an ios app     | <uuid in capitals 1>      | <uuid in capitals 2>      |
      | written-by-android | an android app | <uuid in small letters 1> | <uuid in small letters 2> |
