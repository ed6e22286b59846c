Feature: Increments on Android, as documented and as shipped
  What the same call leads to in the documentation and in the app. The traits name userId and anonymousId themselves,
  so it makes no difference that the app's library adds them.

  @divergence:traits.android.text-increments @rule:increment.numeric
  Scenario Outline: text in a trait to increment by (<case>)
    Given an android app with the settings
      | Traits to Increment | karma |
    When the app calls identify with
      """
      {"userId": "derek", "anonymousId": "a-1", "traits": {"userId": "derek", "anonymousId": "a-1", "karma": "<karma>"}}
      """
    Then Amplitude receives exactly these events
      | event_type | user_properties.$set                      | user_properties.$add |
      | $identify  | {"userId": "derek", "anonymousId": "a-1"} | <added>              |

    @dialect:documented @dialect:printed
    Examples: as documented, it is left out
      | case              | karma | added |
      | digits-documented | 5     |       |
      | words-documented  | five  |       |

    @dialect:shipped @dialect:latest
    Examples: as shipped, it is added
      | case           | karma | added             |
      | digits-shipped | 5     | {"karma": "5"}    |
      | words-shipped  | five  | {"karma": "five"} |
