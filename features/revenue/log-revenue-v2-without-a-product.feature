Feature: logRevenueV2 with a product ID that is empty
  A revenue object takes no empty text for a product.

  @rule:revenue-v2.product-id @dialect:documented @dialect:printed
  Scenario Outline: an empty product ID counts as missing (<case>)
    Given <Source> with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      | price       | 10 |
      | revenue     | 10 |
      | <Property>  | "" |
    Then Amplitude receives exactly these events
      | event_type     | event_properties.$productId | event_properties.$price |
      | Item Bought    |                             |                         |
      | revenue_amount |                             | 10                      |

    Examples:
      | case             | Source         | Property   |
      | empty-id-web     | a web app      | productId  |
      | empty-id-ios     | an ios app     | product_id |
      | empty-id-android | an android app | productId  |
