Feature: Order Completed as the web integration ships it
  How orders are recognized and split and where their revenue goes, next to what the documentation says.

  @rule:order.split @divergence:order.web.name @dialect:documented @dialect:printed
  @divergence:track.web.amplitude-js-5
  Scenario Outline: an order under another name as documented, an event like any other (<case>)
    Given a web app with the settings
      | Track Revenue Per Product | off |
    When the app tracks "<event>" with the properties
      """
      {"orderId": "50314b8e", "products": [{"sku": "45790-32"}]}
      """
    Then Amplitude receives exactly these events
      | event_type | event_properties                        |
      | <event>    | {"orderId": "50314b8e", "products": []} |

    Examples:
      | case                | event           |
      | lower-case-on-paper | order completed |
      | one-word-on-paper   | OrderCompleted  |
      | underscore-on-paper | order_completed |

  @rule:order.split @divergence:order.web.name @dialect:shipped @dialect:latest
  @divergence:track.web.amplitude-js-5
  Scenario Outline: an order under another name as shipped, an order (<case>)
    Given a web app with the settings
      | Track Revenue Per Product | off |
    When the app tracks "<event>" with the properties
      """
      {"orderId": "50314b8e", "products": [{"sku": "45790-32"}]}
      """
    Then Amplitude receives exactly these events
      | event_type        | event_properties        |
      | <event>           | {"orderId": "50314b8e"} |
      | Product Purchased | {"sku": "45790-32"}     |

    Examples:
      | case             | event           |
      | lower-case-ships | order completed |
      | one-word-ships   | OrderCompleted  |
      | underscore-ships | order_completed |

  @rule:order.split @divergence:order.web.completed-order @dialect:documented @dialect:printed @dialect:shipped
  Scenario Outline: an order called "Completed Order", an event like any other (<case>)
    Given a web app with the settings
      | Track Revenue Per Product | off |
    When the app tracks "<event>" with the properties
      """
      {"orderId": "50314b8e", "products": []}
      """
    Then Amplitude receives exactly these events
      | event_type | event_properties                        |
      | <event>    | {"orderId": "50314b8e", "products": []} |

    Examples:
      | case                  | event               |
      | completed-order-event | Completed Order     |
      | begins-like-one-event | completedorder shop |

  @rule:order.split @divergence:order.web.completed-order @dialect:latest
  Scenario Outline: an order called "Completed Order" in the last release, an order (<case>)
    Given a web app with the settings
      | Track Revenue Per Product | off |
    When the app tracks "<event>" with the properties
      """
      {"orderId": "50314b8e", "products": []}
      """
    Then Amplitude receives exactly these events
      | event_type | event_properties        |
      | <event>    | {"orderId": "50314b8e"} |

    Examples:
      | case                   | event               |
      | completed-order-latest | Completed Order     |
      | begins-like-one-latest | completedorder shop |

  @rule:order.split @divergence:order.web.odd-products
  Scenario Outline: entries in the list of products that are not objects (<case>)
    Given a web app
    When the app tracks "Order Completed" with the properties
      """
      {"orderId": "50314b8e", "products": ["Monopoly", {"sku": "46493-32"}, [7], true, null, {"sku": "45790-32"}]}
      """
    Then Amplitude receives these events
      | event_type        | event_properties        |
      | Order Completed   | {"orderId": "50314b8e"} |
      | Product Purchased | <Second>                |
      | Product Purchased | <Third>                 |
    And Amplitude has received <Count> events so far

    @dialect:documented @dialect:printed @adjudicated
    Examples: as documented, they are left out
      | case                  | Second              | Third               | Count |
      | odd-entries-on-paper  | {"sku": "46493-32"} | {"sku": "45790-32"} | 3     |

    @dialect:shipped @dialect:latest
    Examples: as shipped, each is an empty product, and null ends the order
      | case              | Second | Third               | Count |
      | odd-entries-ships | {}     | {"sku": "46493-32"} | 5     |

  @rule:order.split @divergence:order.web.odd-products @divergence:order.web.products-once
  @divergence:track.web.amplitude-js-5 @dialect:latest
  Scenario: with Track Products Once nothing ends the order
    Given a web app with the settings
      | trackProductsOnce | on |
    When the app tracks "Order Completed" with the properties
      """
      {"products": [null, 5, {"SKU": "45790-32", "quantity": 0}]}
      """
    Then Amplitude receives exactly these events
      | event_type      | event_properties                                                                    |
      | Order Completed | {"products": [{"quantity": 1}, {"quantity": 1}, {"sku": "45790-32", "quantity": 1}]} |

  @rule:order.revenue-total @divergence:order.web.total
  Scenario Outline: an order with a total and no revenue (<case>)
    Given a web app with the settings
      | Log Revenue V2            | off |
      | Track Revenue Per Product | off |
    When the app tracks "Order Completed" with the properties
      """
      {"orderId": "50314b8e", "total": 30, "products": [{"sku": "45790-32"}]}
      """
    Then Amplitude counts a revenue of <counts>

    @dialect:documented @dialect:printed
    Examples: as documented, total is for mobile
      | case           | counts |
      | total-on-paper | 0      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, it is the order's revenue
      | case        | counts |
      | total-ships | 30     |

  @rule:order.revenue-total @divergence:order.web.product-revenue
  Scenario Outline: products with a revenue of their own, in an order with one (<case>)
    Given a web app with the settings
      | Log Revenue V2            | off |
      | Track Revenue Per Product | off |
    When the app tracks "Order Completed" with the properties
      """
      {"revenue": 25, "products": [{"sku": "45790-32", "revenue": 19}, {"sku": "46493-32", "revenue": 6}]}
      """
    Then Amplitude counts a revenue of <counts>

    @dialect:documented @dialect:printed
    Examples: as documented, the order's counts
      | case                 | counts |
      | own-revenue-on-paper | 25     |

    @dialect:shipped @dialect:latest
    Examples: as shipped, all of them do
      | case              | counts |
      | own-revenue-ships | 50     |

  @rule:order.revenue-per-product @divergence:order.web.revenue-before-product @adjudicated
  Scenario Outline: a product and its revenue (<case>)
    Given a web app with the settings
      | Log Revenue V2            | off |
      | Track Revenue Per Product | on  |
    When the app tracks "Order Completed" with the properties
      """
      {"orderId": "50314b8e", "products": [{"sku": "45790-32", "price": 19, "quantity": 1}]}
      """
    Then Amplitude receives exactly these events
      | event_type      | event_properties.sku | amplitude.revenue |
      | Order Completed |                      | 0                 |
      | <second>        | <second sku>         | <second counts>   |
      | <third>         | <third sku>          | <third counts>    |

    @dialect:documented @dialect:printed
    Examples: as documented, the revenue belongs to the event before it
      | case                   | second            | second sku | second counts | third          | third sku | third counts |
      | product-first-on-paper | Product Purchased | 45790-32   | 0             | revenue_amount |           | 19           |

    @dialect:shipped @dialect:latest
    Examples: as shipped, to the event after it
      | case                | second         | second sku | second counts | third             | third sku | third counts |
      | revenue-first-ships | revenue_amount |            | 19            | Product Purchased | 45790-32  | 0            |

  @rule:order.revenue-per-product @divergence:order.web.price-times-quantity
  @divergence:order.web.revenue-before-product
  Scenario Outline: logRevenue for three items at 3 each (<case>)
    Given a web app with the settings
      | Log Revenue V2            | off |
      | Track Revenue Per Product | on  |
    When the app tracks "Order Completed" with the properties
      """
      {"orderId": "50314b8e", "products": [{"sku": "46493-32", "price": 3, "quantity": 3}]}
      """
    Then Amplitude receives these events
      | event_type     | api_properties.price | api_properties.quantity | amplitude.revenue |
      | revenue_amount | <price>              | 3                       | <counts>          |

    @dialect:documented @dialect:printed
    Examples: as documented, 9 are sold
      | case                  | price | counts |
      | three-pieces-on-paper | 3     | 9      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, 27
      | case               | price | counts |
      | three-pieces-ships | 9     | 27     |

  @rule:order.revenue-per-product @divergence:order.web.product-quantity
  @divergence:order.web.revenue-before-product
  Scenario Outline: a product without a quantity (<case>)
    Given a web app with the settings
      | Log Revenue V2            | off |
      | Track Revenue Per Product | on  |
    When the app tracks "Order Completed" with the properties
      """
      {"orderId": "50314b8e", "products": [{"sku": "46493-32", "price": 3}]}
      """
    Then Amplitude counts a revenue of <counts>
    And Amplitude receives these events
      | event_type        | event_properties                |
      | Product Purchased | {"sku": "46493-32", "price": 3} |

    @dialect:documented @dialect:printed
    Examples: as documented, one is sold
      | case                 | counts |
      | no-quantity-on-paper | 3      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, it has no revenue
      | case              | counts |
      | no-quantity-ships | 0      |

  @rule:order.revenue-per-product @divergence:revenue.web.zero @dialect:documented @dialect:printed
  @divergence:revenue.web.whole-map @divergence:revenue.web.purchase @divergence:order.web.revenue-before-product
  @divergence:revenue.web.one-without-price @divergence:order.web.revenue-on-products
  Scenario: a free product as documented, sold for 0
    Given a web app with the settings
      | Log Revenue V2            | on |
      | Track Revenue Per Product | on |
    When the app tracks "Order Completed" with the properties
      """
      {"orderId": "50314b8e", "revenue": 25, "products": [{"sku": "46493-32", "price": 0, "quantity": 2}]}
      """
    Then Amplitude receives exactly these events
      | event_type        | event_properties.$price | event_properties.$quantity | amplitude.revenue |
      | Order Completed   |                         |                            | 0                 |
      | Product Purchased |                         |                            | 0                 |
      | revenue_amount    | 0                       | 2                          | 0                 |

  @rule:order.revenue-per-product @divergence:revenue.web.zero @dialect:shipped
  @divergence:revenue.web.whole-map @divergence:revenue.web.purchase @divergence:order.web.revenue-before-product
  @divergence:revenue.web.one-without-price @divergence:order.web.revenue-on-products
  Scenario: a free product as shipped, not sold
    Given a web app with the settings
      | Log Revenue V2            | on |
      | Track Revenue Per Product | on |
    When the app tracks "Order Completed" with the properties
      """
      {"orderId": "50314b8e", "revenue": 25, "products": [{"sku": "46493-32", "price": 0, "quantity": 2}]}
      """
    Then Amplitude receives exactly these events
      | event_type        | amplitude.revenue |
      | Order Completed   | 0                 |
      | Product Purchased | 0                 |

  @rule:order.revenue-per-product @divergence:revenue.web.zero @divergence:order.web.revenue-on-products @dialect:latest
  @divergence:revenue.web.whole-map @divergence:revenue.web.purchase @divergence:order.web.revenue-before-product
  @divergence:revenue.web.one-without-price
  Scenario: a free product as the last release ships it, sold for all that the order costs
    Given a web app with the settings
      | Log Revenue V2            | on |
      | Track Revenue Per Product | on |
    When the app tracks "Order Completed" with the properties
      """
      {"orderId": "50314b8e", "revenue": 25, "products": [{"sku": "46493-32", "price": 0, "quantity": 2}]}
      """
    Then Amplitude receives exactly these events
      | event_type        | event_properties.$price | event_properties.$quantity | amplitude.revenue |
      | Order Completed   |                         |                            | 0                 |
      | revenue_amount    | 25                      | 1                          | 25                |
      | Product Purchased |                         |                            | 0                 |

  @rule:order.split @rule:order.revenue-per-product @divergence:order.web.revenue-on-products
  @divergence:order.web.revenue-before-product
  Scenario Outline: whether a product's event carries anything of the order (<case>)
    Given a web app with the settings
      | Log Revenue V2            | off |
      | Track Revenue Per Product | on  |
    When the app tracks "Order Completed" with the properties
      """
      {"revenue": 19, "revenueType": "income", "products": [{"sku": "45790-32", "price": 19, "quantity": 1}]}
      """
    Then Amplitude receives these events
      | event_type        | event_properties |
      | Product Purchased | <properties>     |
    And Amplitude counts a revenue of 19

    @dialect:documented @dialect:printed @dialect:shipped
    Examples: as documented, and as shipped at the documentation's date
      | case                  | properties                                      |
      | only-its-own-on-paper | {"sku": "45790-32", "price": 19, "quantity": 1} |

    @dialect:latest
    Examples: as the last release ships it
      | case                | properties                                                                              |
      | of-the-order-latest | {"sku": "45790-32", "price": 19, "quantity": 1, "revenue": 19, "revenueType": "income"} |

  @rule:order.split @divergence:order.web.revenue-on-products
  Scenario Outline: a product whose price is a word, which sells nothing anywhere (<case>)
    Given a web app with the settings
      | Log Revenue V2            | on |
      | Track Revenue Per Product | on |
    When the app tracks "Order Completed" with the properties
      """
      {"revenue": 25, "products": [{"sku": "45790-32", "price": "free", "quantity": 1}]}
      """
    Then Amplitude receives exactly these events
      | event_type        | event_properties |
      | Order Completed   | {"revenue": 25}  |
      | Product Purchased | <properties>     |

    @dialect:documented @dialect:printed @dialect:shipped
    Examples: as documented, and as shipped at the documentation's date
      | case                   | properties                                          |
      | word-as-price-on-paper | {"sku": "45790-32", "price": "free", "quantity": 1} |

    @dialect:latest
    Examples: as the last release ships it
      | case                 | properties                                                         |
      | word-as-price-latest | {"sku": "45790-32", "price": "free", "quantity": 1, "revenue": 25} |

  @rule:order.revenue-per-product @divergence:order.web.price-times-quantity @divergence:order.web.revenue-on-products
  @divergence:order.web.revenue-before-product @divergence:revenue.web.revenue-first
  Scenario Outline: logRevenue for the printed order's two products, 25 together (<case>)
    Given a web app with the settings
      | Log Revenue V2            | off |
      | Track Revenue Per Product | on  |
    When the app tracks "Order Completed" with the properties
      """
      {
        "total": 30,
        "revenue": 25,
        "products": [
          {"productId": "507f", "price": 19, "quantity": 1},
          {"productId": "505b", "price": 3, "quantity": 2}
        ]
      }
      """
    Then Amplitude receives these events
      | event_type     | api_properties.productId | api_properties.price | api_properties.quantity |
      | revenue_amount | 507f                     | <first price>        | 1                       |
      | revenue_amount | 505b                     | <second price>       | 2                       |
    And Amplitude counts a revenue of <counts>

    @dialect:documented @dialect:printed
    Examples: as documented, each at its price
      | case                  | first price | second price | counts |
      | two-products-on-paper | 19          | 3            | 25     |

    @dialect:shipped
    Examples: as shipped, at price times quantity
      | case               | first price | second price | counts |
      | two-products-ships | 19          | 6            | 31     |

    @dialect:latest
    Examples: as the last release ships it, at what the order costs
      | case                | first price | second price | counts |
      | two-products-latest | 25          | 25           | 75     |

  @rule:order.split @divergence:order.web.products-once @dialect:documented @dialect:printed @dialect:shipped
  @divergence:track.web.amplitude-js-5
  Scenario: Track Products Once as documented, no such setting
    Given a web app with the settings
      | trackProductsOnce         | on  |
      | Track Revenue Per Product | off |
    When the app tracks "Order Completed" with the properties
      """
      {"orderId": "50314b8e", "products": [{"sku": "45790-32"}]}
      """
    Then Amplitude receives exactly these events
      | event_type        | event_properties        |
      | Order Completed   | {"orderId": "50314b8e"} |
      | Product Purchased | {"sku": "45790-32"}     |

  @rule:order.split @divergence:order.web.products-once @divergence:track.web.amplitude-js-5 @dialect:latest
  Scenario: Track Products Once as the last release ships it, products stay on the order
    Each has a quantity there, 1 if it says none.

    Given a web app with the settings
      | trackProductsOnce         | on  |
      | Track Revenue Per Product | off |
    When the app tracks "Order Completed" with the properties
      """
      {"orderId": "50314b8e", "products": [{"sku": "45790-32"}]}
      """
    Then Amplitude receives exactly these events
      | event_type      | event_properties                                                         |
      | Order Completed | {"orderId": "50314b8e", "products": [{"sku": "45790-32", "quantity": 1}]} |

  @rule:order.revenue-total @rule:order.revenue-per-product @divergence:order.web.products-once @dialect:latest
  @divergence:order.web.revenue-before-product @divergence:order.web.revenue-on-products
  @divergence:track.web.amplitude-js-5
  Scenario Outline: the revenue of an order with Track Products Once (<case>)
    Given a web app with the settings
      | trackProductsOnce         | on            |
      | Log Revenue V2            | off           |
      | Track Revenue Per Product | <per product> |
    When the app tracks "Order Completed" with the properties
      """
      {"revenue": 19, "products": [{"sku": "45790-32", "price": 19, "quantity": 1}]}
      """
    Then Amplitude counts a revenue of <counts>

    Examples:
      | case             | per product | counts |
      | once-per-order   | off         | 19     |
      | once-per-product | on          | 0      |

  Rule: Where documentation and code agree

    @rule:order.revenue-total @finding:19
    @divergence:revenue.web.whole-map @divergence:revenue.web.purchase
    Scenario Outline: the order, its revenue, its products (<case>)
      Given a web app with the settings
        | Log Revenue V2            | <Log Revenue V2> |
        | Track Revenue Per Product | off              |
      When the app tracks "Order Completed" with the properties
        """
        {"orderId": "50314b8e", "revenue": 25, "products": [{"price": 19, "quantity": 1}, {"price": 3, "quantity": 2}]}
        """
      Then Amplitude receives exactly these events
        | event_type        | event_properties.orderId | event_properties.price | event_properties.products | amplitude.revenue |
        | Order Completed   | 50314b8e                 |                        |                           | 0                 |
        | revenue_amount    | <order>                  |                        |                           | 25                |
        | Product Purchased |                          | 19                     |                           | 0                 |
        | Product Purchased |                          | 3                      |                           | 0                 |

      Examples:
        | case   | Log Revenue V2 | order    |
        | off-v1 | off            |          |
        | off-v2 | on             | 50314b8e |

    @rule:order.revenue-per-product
    @divergence:revenue.web.whole-map @divergence:revenue.web.purchase @divergence:order.web.revenue-before-product
    @divergence:order.web.revenue-on-products
    Scenario: logRevenueV2 has each product at its price, with its quantity
      Given a web app with the settings
        | Log Revenue V2            | on |
        | Track Revenue Per Product | on |
      When the app tracks "Order Completed" with the properties
        """
        {"revenue": 25, "products": [{"productId": "507f", "price": 19, "quantity": 1}, {"productId": "505b", "price": 3, "quantity": 2}]}
        """
      Then Amplitude receives these events
        | event_type     | event_properties.$productId | event_properties.$price | event_properties.$quantity |
        | revenue_amount | 507f                        | 19                      | 1                          |
        | revenue_amount | 505b                        | 3                       | 2                          |
      And Amplitude counts a revenue of 25

    @rule:order.revenue-per-product @finding:21
    Scenario Outline: revenue per product without products, or without their prices (<case>)
      Given a web app with the settings
        | Log Revenue V2            | <Log Revenue V2> |
        | Track Revenue Per Product | on               |
      When the app tracks "Order Completed" with the properties
        """
        {"orderId": "50314b8e", "revenue": 25, "products": <products>}
        """
      Then Amplitude counts a revenue of 0

      Examples:
        | case               | Log Revenue V2 | products                             |
        | empty-list         | off            | []                                   |
        | empty-list-v2      | on             | []                                   |
        | null               | off            | null                                 |
        | object             | off            | {"sku": "45790-32", "price": 19}     |
        | product-unpriced   | off            | [{"sku": "45790-32", "quantity": 1}] |
        | product-unpriced-2 | on             | [{"sku": "45790-32", "quantity": 1}] |

  Rule: Orders as shops send them

    @rule:order.revenue-total @divergence:revenue.web.whole-map @divergence:revenue.web.purchase
    Scenario Outline: an order with a coupon (<case>)
      Given a web app with the settings
        | Log Revenue V2            | on  |
        | Track Revenue Per Product | off |
      When the app tracks "Order Completed" with the properties
        """
        {
          "orderId": "50314b8e",
          "revenue": 22.5,
          "discount": 2.5,
          "coupon": "hasbros",
          "currency": "USD",
          "products": [{"sku": "45790-32", "price": 19, "quantity": 1, "coupon": "uno"}]
        }
        """
      Then Amplitude receives exactly these events
        | event_type        | event_properties.coupon | event_properties.$price | event_properties.$revenueType | event_properties.revenue | amplitude.revenue |
        | Order Completed   | hasbros                 |                         |                               | 22.5                     | 0                 |
        | revenue_amount    | hasbros                 | 22.5                    | <type>                        | <revenue>                | 22.5              |
        | Product Purchased | uno                     |                         |                               |                          | 0                 |

      @dialect:documented @dialect:printed
      Examples: as documented
        | case            | type | revenue |
        | coupon-on-paper |      |         |

      @dialect:shipped @dialect:latest
      Examples: as shipped
        | case         | type     | revenue |
        | coupon-ships | Purchase | 22.5    |

    @rule:order.revenue-total @divergence:revenue.web.text @divergence:order.web.total @divergence:revenue.web.zero
    Scenario Outline: what an order says it costs (<case>)
      Given a web app with the settings
        | Log Revenue V2            | off |
        | Track Revenue Per Product | off |
      When the app tracks "Order Completed" with the properties
        """
        {<amounts>, "products": [{"sku": "45790-32"}]}
        """
      Then Amplitude counts a revenue of <counts>

      @dialect:documented @dialect:printed
      Examples: as documented
        | case                       | amounts                        | counts |
        | text-on-paper              | "revenue": "25"                | 25     |
        | dollars-on-paper           | "revenue": "$25"               | 0      |
        | thousands-on-paper         | "revenue": "$1,032.50"         | 0      |
        | total-in-dollars-on-paper  | "total": "$30"                 | 0      |
        | zero-and-total-on-paper    | "revenue": 0, "total": 30      | 0      |
        | revenue-and-total-on-paper | "revenue": 25, "total": 30     | 25     |
        | words-and-total-on-paper   | "revenue": "free", "total": 30 | 0      |

      @dialect:shipped @dialect:latest
      Examples: as shipped
        | case                    | amounts                        | counts |
        | text-ships              | "revenue": "25"                | 25     |
        | dollars-ships           | "revenue": "$25"               | 25     |
        | thousands-ships         | "revenue": "$1,032.50"         | 1      |
        | total-in-dollars-ships  | "total": "$30"                 | 30     |
        | zero-and-total-ships    | "revenue": 0, "total": 30      | 30     |
        | revenue-and-total-ships | "revenue": 25, "total": 30     | 25     |
        | words-and-total-ships   | "revenue": "free", "total": 30 | 0      |

    @rule:order.revenue-per-product @divergence:revenue.web.numbers-only @divergence:order.web.price-times-quantity
    @divergence:revenue.web.v1-quantity @divergence:order.web.revenue-before-product @divergence:revenue.web.whole-map
    @divergence:revenue.web.purchase
    Scenario Outline: products whose price and quantity are text, in an order without revenue (<case>)
      Given a web app with the settings
        | Log Revenue V2            | <Log Revenue V2> |
        | Track Revenue Per Product | on               |
      When the app tracks "Order Completed" with the properties
        """
        {"products": [{"sku": "46493-32", "price": "3", "quantity": "2"}]}
        """
      Then Amplitude counts a revenue of <counts>

      @dialect:documented @dialect:printed
      Examples: as documented
        | case                      | Log Revenue V2 | counts |
        | product-texts-on-paper    | off            | 6      |
        | product-texts-v2-on-paper | on             | 6      |

      @dialect:shipped @dialect:latest
      Examples: as shipped
        | case                   | Log Revenue V2 | counts |
        | product-texts-ships    | off            | 12     |
        | product-texts-v2-ships | on             | 0      |

    @rule:order.revenue-per-product @divergence:order.web.price-times-quantity @divergence:revenue.web.v1-quantity
    @divergence:order.web.revenue-before-product
    Scenario Outline: logRevenue for a product whose quantity is the text "0" (<case>)
      Given a web app with the settings
        | Log Revenue V2            | off |
        | Track Revenue Per Product | on  |
      When the app tracks "Order Completed" with the properties
        """
        {"products": [{"sku": "46493-32", "price": 3, "quantity": "0"}]}
        """
      Then Amplitude receives these events
        | event_type     | api_properties.price | api_properties.quantity | amplitude.revenue |
        | revenue_amount | <price>              | <quantity>              | <counts>          |

      @dialect:documented @dialect:printed
      Examples: as documented, none counts as one
        | case                   | price | quantity | counts |
        | no-piece-text-on-paper | 3     | 1        | 3      |

      @dialect:shipped @dialect:latest
      Examples: as shipped, none is sold
        | case                | price | quantity | counts |
        | no-piece-text-ships | 0     | "0"      | 0      |

    @rule:order.revenue-per-product @divergence:order.web.product-quantity @divergence:order.web.price-times-quantity @divergence:order.web.revenue-on-products
    @divergence:order.web.revenue-before-product @divergence:revenue.web.revenue-first @divergence:revenue.web.whole-map
    @divergence:revenue.web.purchase
    Scenario Outline: a cart in which one product has no quantity (<case>)
      Given a web app with the settings
        | Log Revenue V2            | <Log Revenue V2> |
        | Track Revenue Per Product | on               |
      When the app tracks "Order Completed" with the properties
        """
        {"revenue": 11, "products": [{"sku": "45790-32", "price": 5}, {"sku": "46493-32", "price": 3, "quantity": 2}]}
        """
      Then Amplitude counts a revenue of <counts>

      @dialect:documented @dialect:printed
      Examples: as documented
        | case             | Log Revenue V2 | counts |
        | cart-on-paper    | off            | 11     |
        | cart-v2-on-paper | on             | 11     |

      @dialect:shipped
      Examples: as shipped
        | case          | Log Revenue V2 | counts |
        | cart-ships    | off            | 12     |
        | cart-v2-ships | on             | 6      |

      @dialect:latest
      Examples: as the last release ships it
        | case           | Log Revenue V2 | counts |
        | cart-latest    | off            | 22     |
        | cart-v2-latest | on             | 6      |
