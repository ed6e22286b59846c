Feature: Revenue that is not a number, as documented and as shipped
  What the two logRevenue methods make of a price that is NaN, and of a quantity that is not a number.

  @rule:revenue-v2.price @adjudicated @dialect:documented @dialect:printed @divergence:revenue.android.java-values
  @divergence:revenue.android.all-properties @divergence:revenue.android.no-number
  @divergence:revenue.android.quantity-of-one
  Scenario: as documented, a price of NaN is no revenue
    Given an android app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      """
      {"price": {"$number": "NaN"}, "revenue": 20, "quantity": 2, "productId": "song-1"}
      """
    Then a warning says "\"price\" must be a number"
    And Amplitude receives exactly these events
      | event_type  |
      | Item Bought |
    And Amplitude counts a revenue of 0

  @rule:revenue-v2.price @dialect:shipped @dialect:latest @divergence:revenue.android.java-values
  @divergence:revenue.android.all-properties @divergence:revenue.android.no-number
  @divergence:revenue.android.quantity-of-one
  Scenario Outline: as shipped on Android, a revenue object gives up at a price of NaN: what follows the price is not written (<case>)
    Given an android app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      """
      {"price": {"$number": "NaN"}, "revenue": 20, "quantity": 2, "revenueType": "gift", <Product>}
      """
    Then Amplitude receives exactly these events
      | event_type     | session_id  | event_properties                                                                    |
      | Item Bought    | <session 1> | {"revenue": 20, "quantity": 2, "revenueType": "gift", <Product>}                    |
      | revenue_amount | <session 1> | {"revenue": 20, "quantity": 2, "revenueType": "gift", "$quantity": 2, <Product ID>} |
    And Amplitude counts a revenue of 0

    Examples:
      | case         | Product                                    | Product ID                                   |
      | product      | "productId": "song-1"                      | "productId": "song-1", "$productId": "song-1" |
      | own-property | "productId": "song-1", "$productId": "own" | "productId": "song-1", "$productId": "song-1" |
      | none         | "title": "So What", "$productId": "own"    | "title": "So What"                            |

  @rule:revenue-v2.quantity @divergence:revenue.web.odd-values @divergence:revenue.web.whole-map
  @divergence:revenue.web.numbers-only
  Scenario Outline: on the web, a revenue object's quantity that is not a number (<case>)
    Given a web app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      """
      {"price": 10, "revenue": 10, "quantity": <Quantity>}
      """
    Then Amplitude receives exactly these events
      | event_type     | event_properties.$quantity | event_properties.$price |
      | Item Bought    |                            |                         |
      | revenue_amount | 1                          | 10                      |

    Examples: documented and shipped alike, it is 1
      | case          | Quantity             |
      | list-quantity | [3]                  |
      | true-quantity | true                 |
      | nan-quantity  | {"$number": "NaN"}   |
      | huge-quantity | 1e21                 |

  @rule:revenue-v1.product-id @divergence:revenue.web.odd-values @dialect:shipped @dialect:latest
  Scenario Outline: as shipped on the web, a product ID is written as JSON is (<case>)
    Given a web app with the settings
      | Log Revenue V2 | off |
    When the app tracks "Item Bought" with the properties
      """
      {"revenue": 10, "productId": <Product ID>}
      """
    Then Amplitude receives exactly these events
      | event_type     | api_properties.productId |
      | Item Bought    |                          |
      | revenue_amount | <Written>                |

    Examples:
      | case         | Product ID                             | Written                  |
      | undefined-id | [{"$undefined": true}, "a"]            | [null, "a"]              |
      | nan-id       | {"a": {"$number": "NaN"}, "b": 1}      | {"a": null, "b": 1}      |
      | object-id    | {"a": {"$undefined": true}, "b": 1}    | {"b": 1}                 |
