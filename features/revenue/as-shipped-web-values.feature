Feature: Revenue of odd values as the web integration ships it
  What analytics.js makes of amounts, product ids and revenue types that are neither numbers nor plain text: it passes
  them on, and JavaScript and amplitude-js read them.

  @rule:revenue-v1.product-id @divergence:revenue.web.odd-values
  Scenario Outline: logRevenue with a product id that is not text (<case>)
    Given a web app with the settings
      | Log Revenue V2 | off |
    When the app tracks "Item Bought" with the properties
      """
      {"revenue": 10, "productId": <Product ID>}
      """
    Then Amplitude receives exactly these events
      | event_type     | api_properties.productId | api_properties.price |
      | Item Bought    |                          |                      |
      | revenue_amount | <Sent>                   | 10                   |

    @dialect:documented @dialect:printed @adjudicated
    Examples: as documented, an id is text
      | case                | Product ID | Sent |
      | list-id-on-paper    | ["a", 7]   |      |
      | boolean-id-on-paper | true       |      |
      | null-id-on-paper    | null       |      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, it is whatever the app gives
      | case             | Product ID | Sent     |
      | list-id-ships    | ["a", 7]   | ["a", 7] |
      | boolean-id-ships | true       | true     |
      | null-id-ships    | null       | null     |

  @rule:revenue-v2.product-id @divergence:revenue.web.odd-values @divergence:revenue.web.whole-map
  Scenario Outline: logRevenueV2 with a product id that is a number (<case>)
    Given a web app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      """
      {"price": 10, "revenue": 10, "productId": 17}
      """
    Then Amplitude receives exactly these events
      | event_type     | event_properties.$productId | event_properties.$price |
      | Item Bought    |                             |                         |
      | revenue_amount | <Product ID>                | 10                      |

    @dialect:documented @dialect:printed @adjudicated
    Examples: as documented, it is written as text
      | case               | Product ID |
      | number-id-on-paper | "17"       |

    @dialect:shipped @dialect:latest
    Examples: as shipped, the SDK takes text alone
      | case            | Product ID |
      | number-id-ships |            |

  @rule:revenue-v2.revenue-type @divergence:revenue.web.odd-values @divergence:revenue.web.purchase
  @divergence:revenue.web.whole-map
  Scenario Outline: the revenue type of a product that names an odd one (<case>)
    Given a web app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Product Purchased" with the properties
      """
      {"price": 10, "revenue": 10, "revenueType": <Type>}
      """
    Then Amplitude receives exactly these events
      | event_type        | event_properties.$revenueType |
      | Product Purchased |                               |
      | revenue_amount    | <Sent>                        |

    @dialect:documented @dialect:printed @adjudicated
    Examples: as documented, there is no default
      | case              | Type  | Sent |
      | list-type-on-paper | [7]  |      |
      | null-type-on-paper | null |      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, an odd type takes the place of "Purchase", and is dropped by the SDK
      | case            | Type | Sent     |
      | list-type-ships | [7]  |          |
      | null-type-ships | null | Purchase |

  @rule:revenue-v1.quantity @divergence:revenue.web.odd-values
  @divergence:revenue.web.v1-quantity
  Scenario Outline: logRevenue with a quantity that JavaScript reads (<case>)
    Given a web app with the settings
      | Log Revenue V2 | off |
    When the app tracks "Item Bought" with the properties
      """
      {"revenue": 10, "quantity": <Quantity>}
      """
    Then Amplitude receives these events
      | event_type     | api_properties.quantity |
      | revenue_amount | <Sent>                  |

    @dialect:documented @dialect:printed @adjudicated
    Examples: as documented, what is not a number is 1
      | case                    | Quantity | Sent |
      | hexadecimal-on-paper    | "0x10"   | 1    |
      | list-of-a-two-on-paper  | [2]      | 1    |

    @dialect:shipped @dialect:latest
    Examples: as shipped, it goes into the event as it is
      | case                 | Quantity | Sent   |
      | hexadecimal-ships    | "0x10"   | "0x10" |
      | list-of-a-two-ships  | [2]      | [2]    |

  @rule:revenue-v1.quantity @divergence:revenue.web.odd-values
  @divergence:revenue.web.v1-quantity
  Scenario Outline: logRevenue with a quantity that JavaScript does not read (<case>)
    Given a web app with the settings
      | Log Revenue V2 | off |
    When the app tracks "Item Bought" with the properties
      """
      {"revenue": 10, "quantity": <Quantity>}
      """
    Then Amplitude counts a revenue of <Counts>

    @dialect:documented @dialect:printed @adjudicated
    Examples: as documented, it is 1
      | case                   | Quantity | Counts |
      | empty-list-on-paper    | []       | 10     |
      | empty-object-on-paper  | {}       | 10     |
      | true-pieces-on-paper   | true     | 10     |

    @dialect:shipped @dialect:latest
    Examples: as shipped, there is no revenue
      | case                | Quantity | Counts |
      | empty-list-ships    | []       | 0      |
      | empty-object-ships  | {}       | 0      |
      | true-pieces-ships   | true     | 0      |

  @rule:revenue-v2.price @divergence:revenue.web.odd-values @divergence:revenue.web.one-without-price
  @divergence:revenue.web.zero
  Scenario Outline: logRevenueV2 with a price that is not a number (<case>)
    Given a web app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      """
      {"revenue": 10, "quantity": 2, "price": <Price>}
      """
    Then Amplitude counts a revenue of <Counts>

    @dialect:documented @dialect:printed @adjudicated
    Examples: as documented, what is there has to be a number
      | case                 | Price | Counts |
      | list-price-on-paper  | []    | 0      |
      | false-price-on-paper | false | 0      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, what JavaScript takes for false gives way to the revenue
      | case              | Price | Counts |
      | list-price-ships  | []    | 0      |
      | false-price-ships | false | 10     |

  @rule:revenue-v1.price @rule:order.revenue-per-product
  @divergence:revenue.web.odd-values @divergence:order.web.price-times-quantity
  @divergence:order.web.revenue-before-product
  Scenario Outline: logRevenue for products whose prices are not numbers (<case>)
    Given a web app with the settings
      | Log Revenue V2            | off |
      | Track Revenue Per Product | on  |
    When the app tracks "Order Completed" with the properties
      """
      {"products": [{"sku": "a", "price": <Price>, "quantity": 2}]}
      """
    Then Amplitude counts a revenue of <Counts>

    @dialect:documented @dialect:printed @adjudicated
    Examples: as documented, they bring no revenue
      | case                       | Price  | Counts |
      | hexadecimal-price-on-paper | "0x10" | 0      |
      | true-price-on-paper        | true   | 0      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, JavaScript multiplies them with the quantity, which then counts once more
      | case                    | Price  | Counts |
      | hexadecimal-price-ships | "0x10" | 64     |
      | true-price-ships        | true   | 4      |

  @rule:revenue-v1.price @rule:order.revenue-total @divergence:revenue.web.odd-values @divergence:order.web.total
  @divergence:revenue.web.zero
  Scenario Outline: an order whose revenue is an object, with a total (<case>)
    Given a web app with the settings
      | Log Revenue V2            | off |
      | Track Revenue Per Product | off |
    When the app tracks "Order Completed" with the properties
      """
      {"revenue": <Revenue>, "total": 30, "products": []}
      """
    Then Amplitude counts a revenue of <Counts>

    @dialect:documented @dialect:printed
    Examples: as documented, total is for mobile
      | case                    | Revenue | Counts |
      | object-revenue-on-paper | {}      | 0      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, what is there without being an amount rules out the total
      | case                 | Revenue | Counts |
      | object-revenue-ships | {}      | 0      |
      | empty-revenue-ships  | ""      | 30     |

  @rule:revenue-v2.price @divergence:revenue.web.odd-values @divergence:revenue.web.one-without-price
  Scenario Outline: logRevenueV2 with revenue beyond all numbers (<case>)
    Given a web app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      | revenue | <Revenue> |
    Then Amplitude receives exactly these events
      | event_type  |
      | Item Bought |

    @dialect:documented @dialect:printed @adjudicated
    Examples: as documented, it is not a number
      | case              | Revenue  |
      | infinite-on-paper | Infinity |
      | too-far-on-paper  | 1e400    |

  @rule:revenue-v2.price @divergence:revenue.web.odd-values @divergence:revenue.web.one-without-price
  @divergence:revenue.web.whole-map @dialect:shipped @dialect:latest
  Scenario Outline: logRevenueV2 with revenue beyond all numbers as shipped, a price of null (<case>)
    Given a web app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      """
      {"revenue": "<Revenue>"}
      """
    Then Amplitude receives exactly these events
      | event_type     | event_properties.$price | event_properties.$quantity |
      | Item Bought    |                         |                            |
      | revenue_amount | null                    | 1                          |

    Examples:
      | case           | Revenue  |
      | infinite-ships | Infinity |
      | too-far-ships  | 1e400    |
