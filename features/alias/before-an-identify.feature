Feature: An alias before anybody is identified
  An app's library fills in the previous id. Before the first identify that is the anonymousId.

  @rule:alias.client-previous-id
  Scenario Outline: the anonymousId is the previous id (<case>)
    Given <Source> with the settings
      | Enable Alias | on |
    When the app aliases "derek"
    Then Segment receives exactly these messages
      | type  | userId | previousId     |
      | alias | derek  | <anonymous id> |
    And Amplitude receives exactly these usermap requests
      | user_id        | global_user_id |
      | <anonymous id> | derek          |

    Examples:
      | case           | Source         |
      | nobody-web     | a web app      |
      | nobody-ios     | an ios app     |
      | nobody-android | an android app |
