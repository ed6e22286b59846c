Feature: A device without a mobile network
  A tablet has no carrier. What its events say about that is up to each SDK.

  @rule:track.context-automatic
  Scenario Outline: no carrier (<case>)
    Given <Source>
    And the device has
      """
      {"carrier": ""}
      """
    When the app tracks "Subscription Started"
    Then Amplitude receives exactly these events
      | event_type           | carrier   |
      | Subscription Started | <carrier> |

    Examples:
      | case               | Source         | carrier |
      | no-carrier-ios     | an ios app     | Unknown |
      | no-carrier-android | an android app | ""      |
