Feature: What a server says about amounts
  Amounts are checked only where there is a sale.

  @rule:revenue-v1.quantity @rule:revenue-v1.price @adjudicated
  Scenario: without revenue a price and a quantity are properties like any others
    Given a server source
    When the server calls track with
      """
      {"userId": "derek", "event": "Item Viewed", "properties": {"price": "seven", "quantity": "two"}}
      """
    Then the integration has logged no warnings
    And Amplitude receives exactly these events
      | event_type  | price | quantity | event_properties                      |
      | Item Viewed |       |          | {"price": "seven", "quantity": "two"} |

  @rule:revenue-v1.revenue @adjudicated
  Scenario: where the revenue is no number there is no sale, and all of it is properties
    Given a server source
    When the server calls track with
      """
      {"userId": "derek", "event": "Item Bought", "properties": {"revenue": "much", "price": 7, "quantity": 2}}
      """
    Then a warning says "\"revenue\" must be a number"
    And the integration has logged 1 warning
    And Amplitude receives exactly these events
      | event_type  | revenue | price | quantity | event_properties                               | amplitude.revenue |
      | Item Bought |         |       |          | {"revenue": "much", "price": 7, "quantity": 2} | 0                 |
