Feature: Alias calls that are refused
  An alias says who takes over from whom. A call that lacks either is refused where it is made, and nothing is sent.

  @rule:alias.on-segment-servers
  Scenario Outline: nobody to take over (<case>)
    Given <Source> with the settings
      | Enable Alias | on |
    When the app calls alias with
      """
      <Fields>
      """
    Then it is refused with "userId"
    And Amplitude receives no usermap requests

    Examples:
      | case                  | Source          | Fields                              |
      | no-user-id-web        | a web app       | {"previousId": "123"}               |
      | no-user-id-ios        | an ios app      | {"previousId": "123"}               |
      | no-user-id-android    | an android app  | {"previousId": "123"}               |
      | no-user-id-server     | a server source | {"previousId": "123"}               |
      | empty-user-id-web     | a web app       | {"previousId": "123", "userId": ""} |
      | empty-user-id-ios     | an ios app      | {"previousId": "123", "userId": ""} |
      | empty-user-id-android | an android app  | {"previousId": "123", "userId": ""} |
      | empty-user-id-server  | a server source | {"previousId": "123", "userId": ""} |

  @rule:alias.previous-id @rule:alias.unmap
  Scenario Outline: a server that names neither a previousId nor whom to unmap (<case>)
    Given a server source with the settings
      | Enable Alias | on |
    When the server calls alias with
      """
      <Fields>
      """
    Then it is refused with "previousId, or the Amplitude option unmap"
    And Amplitude receives no usermap requests

    Examples:
      | case          | Fields                                                                          |
      | user-id-alone | {"userId": "456"}                                                               |
      | empty         | {"userId": "456", "previousId": ""}                                             |
      | anonymous     | {"userId": "456", "anonymousId": "visitor-1"}                                   |
      | other-option  | {"userId": "456", "integrations": {"Amplitude": {"session_id": 1476664208276}}} |
      | others-option | {"userId": "456", "integrations": {"Mixpanel": {"unmap": "123"}}}               |

  @rule:alias.unmap @dialect:documented @dialect:printed
  Scenario Outline: the user to unmap is named by a user id, which is text (<case>)
    Given <Source> with the settings
      | Enable Alias | on |
    When the app calls alias with
      """
      {"userId": "456", "integrations": {"Amplitude": {"unmap": <Unmap>}}}
      """
    Then a warning says "the option unmap must be a user id"
    And the integration has logged 1 warning
    And Amplitude receives no usermap requests

    Examples:
      | case                | Source          | Unmap   |
      | unmap-number        | a server source | 123     |
      | unmap-true          | a server source | true    |
      | unmap-empty         | a server source | ""      |
      | unmap-list          | a server source | ["123"] |
      | unmap-number-web    | a web app       | 123     |
      | unmap-number-ios    | an ios app      | 123     |
      | unmap-empty-android | an android app  | ""      |
