Feature: What a receipt may hold
  An app passes on the receipt from its store. Whatever it is, it goes out unchanged; a number that can't be
  written is null.

  @rule:revenue-v1.receipt @dialect:documented @dialect:printed
  Scenario Outline: a receipt that is not text, by the deprecated method on iOS (<case>)
    Given an ios app with the settings
      | Log Revenue V2 | off |
    When the app tracks "Item Bought" with the properties
      """
      {"price": 10, "revenue": 10, "receipt": <Receipt>}
      """
    Then Amplitude receives exactly these events
      | event_type     | api_properties.receipt |
      | Item Bought    |                        |
      | revenue_amount | <Written>              |

    Examples:
      | case              | Receipt                                      | Written                         |
      | list              | ["a", 1]                                     | ["a", 1]                        |
      | infinity-in-list  | ["a", {"$number": "Infinity"}]               | ["a", null]                     |
      | object            | {"store": "a", "items": [1]}                 | {"store": "a", "items": [1]}    |
      | nan-in-object     | {"store": "a", "sum": {"$number": "NaN"}}    | {"store": "a", "sum": null}     |
      | too-large-in-list | ["a", 3.4028236e38]                          | ["a", null]                     |
      | too-large-within  | {"store": "a", "sum": 3.4028236e38}          | {"store": "a", "sum": null}     |
      | nan-in-lists-list | ["a", [{"sum": {"$number": "NaN"}}]]         | ["a", [{"sum": null}]]          |
