Feature: Revenue as the web integration ships it
  What analytics.js passes to amplitude-js for a call with revenue, next to what the documentation says. Revenue is an
  event of its own in both.

  @rule:revenue-v1.price @divergence:revenue.web.revenue-first
  Scenario Outline: logRevenue with both a revenue and a price (<case>)
    Given a web app with the settings
      | Log Revenue V2 | off |
    When the app tracks "Item Bought" with the properties
      | revenue  | 10 |
      | price    | 3  |
      | quantity | 4  |
    Then Amplitude receives exactly these events
      | event_type     | api_properties.price | api_properties.quantity | amplitude.revenue |
      | Item Bought    |                      |                         | 0                 |
      | revenue_amount | <price>              | 4                       | <counts>          |

    @dialect:documented @dialect:printed
    Examples: as documented, price comes first
      | case                 | price | counts |
      | price-first-on-paper | 3     | 12     |

    @dialect:shipped @dialect:latest
    Examples: as shipped, revenue comes first
      | case                | price | counts |
      | revenue-first-ships | 10    | 40     |

  @rule:revenue-v1.quantity @divergence:revenue.web.v1-quantity
  Scenario Outline: logRevenue with half an item more (<case>)
    Given a web app with the settings
      | Log Revenue V2 | off |
    When the app tracks "Cloth Bought" with the properties
      | revenue  | 10  |
      | quantity | 1.5 |
    Then Amplitude receives exactly these events
      | event_type     | api_properties.price | api_properties.quantity | amplitude.revenue |
      | Cloth Bought   |                      |                         | 0                 |
      | revenue_amount | 10                   | <quantity>              | <counts>          |

    @dialect:documented @dialect:printed
    Examples: as documented, items are counted
      | case                      | quantity | counts |
      | fraction-cut-off-on-paper | 1        | 10     |

    @dialect:shipped @dialect:latest
    Examples: as shipped, the fraction stays
      | case                 | quantity | counts |
      | fraction-stays-ships | 1.5      | 15     |

  @rule:revenue-v1.quantity @divergence:revenue.web.v1-quantity
  Scenario Outline: logRevenue with a quantity that is not a number (<case>)
    Given a web app with the settings
      | Log Revenue V2 | off |
    When the app tracks "Cloth Bought" with the properties
      | revenue  | 10   |
      | quantity | some |
    Then Amplitude counts a revenue of <counts>

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                      | counts |
      | no-number-is-one-on-paper | 10     |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case                         | counts |
      | no-number-logs-nothing-ships | 0      |

  @rule:revenue-v2.quantity @divergence:revenue.web.one-without-price
  @divergence:revenue.web.whole-map
  Scenario Outline: logRevenueV2 with a quantity and no price (<case>)
    Given a web app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      | revenue  | 20 |
      | quantity | 2  |
    Then Amplitude receives exactly these events
      | event_type     | event_properties.$price | event_properties.$quantity | amplitude.revenue |
      | Item Bought    |                         |                            | 0                 |
      | revenue_amount | 20                      | <quantity>                 | <counts>          |

    @dialect:documented @dialect:printed
    Examples: as documented, the quantity stays
      | case                    | quantity | counts |
      | quantity-stays-on-paper | 2        | 40     |

    @dialect:shipped @dialect:latest
    Examples: as shipped, it is 1
      | case                  | quantity | counts |
      | quantity-is-one-ships | 1        | 20     |

  @rule:revenue-v2.price @rule:revenue-v2.quantity @divergence:revenue.web.numbers-only
  @divergence:revenue.web.whole-map
  Scenario Outline: logRevenueV2 with numbers written as text (<case>)
    Given a web app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      """
      <properties>
      """
    Then Amplitude counts a revenue of <counts>

    @dialect:documented @dialect:printed
    Examples: as documented, they count
      | case                   | properties                                   | counts |
      | text-price-on-paper    | {"revenue": 20, "price": "7"}                | 7      |
      | text-quantity-on-paper | {"revenue": 20, "price": 7, "quantity": "2"} | 14     |

    @dialect:shipped @dialect:latest
    Examples: as shipped, the price spoils the revenue and the quantity is 1
      | case                | properties                                   | counts |
      | text-price-ships    | {"revenue": 20, "price": "7"}                | 0      |
      | text-quantity-ships | {"revenue": 20, "price": 7, "quantity": "2"} | 7      |

  @rule:revenue-v1.price @divergence:revenue.web.zero @dialect:documented @dialect:printed
  Scenario: revenue of 0 as documented, a revenue call like any other
    Given a web app with the settings
      | Log Revenue V2 | off |
    When the app tracks "Trial Started" with the properties
      | revenue | 0 |
    Then Amplitude receives exactly these events
      | event_type     | api_properties.price |
      | Trial Started  |                      |
      | revenue_amount | 0                    |

  @rule:revenue-v1.price @divergence:revenue.web.zero @dialect:shipped @dialect:latest
  Scenario: revenue of 0 as shipped, no revenue call
    Given a web app with the settings
      | Log Revenue V2 | off |
    When the app tracks "Trial Started" with the properties
      | revenue | 0 |
    Then Amplitude receives exactly these events
      | event_type    | api_properties.price |
      | Trial Started |                      |

  @rule:revenue-v2.price @divergence:revenue.web.zero
  @divergence:revenue.web.one-without-price @divergence:revenue.web.whole-map
  Scenario Outline: logRevenueV2 with a price of 0 (<case>)
    Given a web app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      | revenue  | 20 |
      | price    | 0  |
      | quantity | 3  |
    Then Amplitude receives exactly these events
      | event_type     | event_properties.$price | event_properties.$quantity | amplitude.revenue |
      | Item Bought    |                         |                            | 0                 |
      | revenue_amount | <price>                 | <quantity>                 | <counts>          |

    @dialect:documented @dialect:printed
    Examples: as documented, 0 is a price
      | case                | price | quantity | counts |
      | zero-price-on-paper | 0     | 3        | 0      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, 0 is not a price, and without a price the quantity is 1
      | case             | price | quantity | counts |
      | zero-price-ships | 20    | 1        | 20     |

  @rule:revenue-v1.price @rule:revenue.no-currency-conversion @divergence:revenue.web.text
  Scenario Outline: an amount as a shop writes it (<case>)
    Given a web app with the settings
      | Log Revenue V2 | off |
    When the app tracks "Item Bought" with the properties
      | revenue | "<written>" |
    Then Amplitude counts a revenue of <counts>

    @dialect:documented @dialect:printed
    Examples: as documented, it has to be a number
      | case                       | written   | counts |
      | dollars-on-paper           | $8        | 0      |
      | thousands-on-paper         | $1,032.50 | 0      |
      | currency-behind-on-paper   | 19.90 EUR | 0      |
      | currency-in-front-on-paper | €19.90    | 0      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, it is read without "$" as far as it is a number
      | case                    | written   | counts |
      | dollars-ships           | $8        | 8      |
      | thousands-ships         | $1,032.50 | 1      |
      | currency-behind-ships   | 19.90 EUR | 19.9   |
      | currency-in-front-ships | €19.90    | 0      |

  @rule:revenue-v1.product-id @divergence:revenue.web.spelling
  Scenario Outline: a product_id on the web (<case>)
    Given a web app with the settings
      | Log Revenue V2 | off |
    When the app tracks "Item Bought" with the properties
      | revenue    | 20  |
      | product_id | P-1 |
    Then Amplitude receives exactly these events
      | event_type     | api_properties.productId | api_properties.price |
      | Item Bought    |                          |                      |
      | revenue_amount | <product>                | 20                   |

    @dialect:documented @dialect:printed
    Examples: as documented, the name is productId
      | case                | product |
      | snake-case-on-paper |         |

    @dialect:shipped @dialect:latest
    Examples: as shipped, both are
      | case             | product |
      | snake-case-ships | P-1     |

  @rule:revenue-v2.revenue-type @rule:revenue-v2.product-id @divergence:revenue.web.spelling
  @divergence:revenue.web.whole-map
  Scenario Outline: names in the other casing with logRevenueV2 (<case>)
    Given a web app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      | revenue      | 20     |
      | product_id   | P-1    |
      | revenue_type | Refund |
    Then Amplitude receives exactly these events
      | event_type     | event_properties.$productId | event_properties.$revenueType | event_properties.revenue_type |
      | Item Bought    |                             |                               | Refund                        |
      | revenue_amount | <product>                   | <type>                        | Refund                        |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                   | product | type |
      | snake-case-v2-on-paper |         |      |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case                | product | type   |
      | snake-case-v2-ships | P-1     | Refund |

  @rule:revenue-v2.event-properties @divergence:revenue.web.whole-map
  Scenario Outline: what is sent along with logRevenueV2 (<case>)
    Given a web app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      """
      {"productId": "P-1", "price": 7, "quantity": 2, "revenue": 14, "revenueType": "income", "receipt": "r3c", "color": "red"}
      """
    Then Amplitude receives exactly these events
      | event_type     | event_properties.$price | event_properties.$receipt | event_properties.receipt | event_properties.color | event_properties.price | event_properties.quantity | event_properties.productId | event_properties.revenueType |
      | Item Bought    |                         |                           | r3c                      | red                    | 7                      | 2                         | P-1                        | income                       |
      | revenue_amount | 7                       |                           | r3c                      | red                    | <price>                | <quantity>                | <product>                  | <type>                       |

    @dialect:documented @dialect:printed
    Examples: as documented, what is left over
      | case               | price | quantity | product | type |
      | remaining-on-paper |       |          |         |      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, everything
      | case             | price | quantity | product | type   |
      | everything-ships | 7     | 2        | P-1     | income |

  @rule:revenue-v2.revenue-type @divergence:revenue.web.purchase
  @divergence:revenue.web.whole-map
  Scenario Outline: the type of a revenue that names none (<case>)
    Given a web app with the settings
      | Log Revenue V2            | on  |
      | Track Revenue Per Product | off |
    When the app tracks "<event>" with the properties
      | revenue | 20 |
    Then Amplitude receives exactly these events
      | event_type     | event_properties.$price | event_properties.$revenueType |
      | <event>        |                         |                               |
      | revenue_amount | 20                      | <type>                        |

    @dialect:documented @dialect:printed
    Examples: as documented, there is none
      | case                       | event             | type |
      | product-purchased-on-paper | Product Purchased |      |
      | order-completed-on-paper   | Order Completed   |      |
      | other-event-on-paper       | Item Bought       |      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, two events are purchases
      | case                    | event             | type     |
      | product-purchased-ships | Product Purchased | Purchase |
      | order-completed-ships   | Order Completed   | Purchase |
      | other-event-ships       | Item Bought       |          |

  @rule:revenue-v2.revenue-type @divergence:revenue.web.purchase-completed-order
  @divergence:revenue.web.whole-map
  Scenario Outline: the type of the revenue of a Completed Order (<case>)
    Given a web app with the settings
      | Log Revenue V2            | on  |
      | Track Revenue Per Product | off |
    When the app tracks "Completed Order" with the properties
      | revenue | 20 |
    Then Amplitude receives exactly these events
      | event_type      | event_properties.$price | event_properties.$revenueType |
      | Completed Order |                         |                               |
      | revenue_amount  | 20                      | <type>                        |

    @dialect:documented @dialect:printed @dialect:shipped
    Examples: as documented, and as shipped at the documentation's date
      | case                     | type |
      | completed-order-on-paper |      |

    @dialect:latest
    Examples: as the last release ships it
      | case                   | type     |
      | completed-order-latest | Purchase |

  @rule:revenue-v1.price @divergence:revenue.web.pages @dialect:documented @dialect:printed
  Scenario: a page call with revenue as documented, a page
    Given a web app with the settings
      | Log Revenue V2          | off |
      | Track All Pages         | on  |
      | Track Named Pages       | off |
      | Track Categorized Pages | off |
    When the app calls page with
      """
      {"properties": {"revenue": 20}}
      """
    Then Amplitude receives exactly these events
      | event_type    | event_properties.revenue | amplitude.revenue |
      | Loaded a Page | 20                       | 0                 |

  @rule:revenue-v1.price @divergence:revenue.web.pages @dialect:shipped @dialect:latest
  Scenario: a page call with revenue as shipped, a sale
    Given a web app with the settings
      | Log Revenue V2          | off |
      | Track All Pages         | on  |
      | Track Named Pages       | off |
      | Track Categorized Pages | off |
    When the app calls page with
      """
      {"properties": {"revenue": 20}}
      """
    Then Amplitude receives exactly these events
      | event_type     | event_properties.revenue | amplitude.revenue |
      | Loaded a Page  | 20                       | 0                 |
      | revenue_amount |                          | 20                |

  @rule:revenue-v1.price @divergence:revenue.web.pages
  @divergence:pages.web.viewed @divergence:pages.web.order
  Scenario Outline: a page call with revenue and three page settings (<case>)
    Given a web app with the settings
      | Log Revenue V2          | off |
      | Track All Pages         | on  |
      | Track Named Pages       | on  |
      | Track Categorized Pages | on  |
    When the app calls page with
      """
      {"name": "Thanks", "category": "Checkout", "properties": {"revenue": 20}}
      """
    Then Amplitude counts a revenue of <counts>

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                 | counts |
      | three-pages-on-paper | 0      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, each page event sells it again
      | case              | counts |
      | three-pages-ships | 60     |

  Rule: Where documentation and code agree

    @rule:revenue-v1.price @finding:14
    Scenario: the revenue is an event of its own, behind the track event
      Given a web app with the settings
        | Log Revenue V2 | off |
      When the app tracks "Item Bought" with the properties
        | revenue | 20 |
      Then Amplitude receives exactly these events
        | event_type     | event_properties | api_properties.special | api_properties.price | amplitude.revenue |
        | Item Bought    | {"revenue": 20}  |                        |                      | 0                 |
        | revenue_amount | {}               | revenue_amount         | 20                   | 20                |

    @rule:revenue-v1.price @finding:14
    Scenario Outline: neither a price nor a total makes a track call a revenue call (<case>)
      Given a web app with the settings
        | Log Revenue V2 | <Log Revenue V2> |
      When the app tracks "Item Bought" with the properties
        """
        <properties>
        """
      Then Amplitude receives exactly these events
        | event_type  | event_properties |
        | Item Bought | <properties>     |

      Examples:
        | case          | Log Revenue V2 | properties                  |
        | price-only    | off            | {"price": 3, "quantity": 4} |
        | price-only-v2 | on             | {"price": 3, "quantity": 4} |
        | total-only    | off            | {"total": 20}               |
        | total-only-v2 | on             | {"total": 20}               |

    @rule:revenue-v1.price @finding:15
    Scenario: revenue with a quantity and no price is multiplied by Amplitude
      Given a web app with the settings
        | Log Revenue V2 | off |
      When the app tracks "Item Bought" with the properties
        | revenue   | 19.99 |
        | quantity  | 2     |
        | productId | P-1   |
      Then Amplitude receives exactly these events
        | event_type     | api_properties                                                                   | amplitude.revenue |
        | Item Bought    | {}                                                                               | 0                 |
        | revenue_amount | {"special": "revenue_amount", "price": 19.99, "quantity": 2, "productId": "P-1"} | 39.98             |

    @rule:revenue-v2.price @rule:revenue-v2.quantity @finding:16
    @divergence:revenue.web.whole-map
    Scenario: logRevenueV2 takes price before revenue, and whole pieces
      Given a web app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        | revenue     | 20     |
        | price       | 7      |
        | quantity    | 1.5    |
        | revenueType | income |
      Then Amplitude receives exactly these events
        | event_type     | event_properties.$price | event_properties.$quantity | event_properties.$revenueType | amplitude.revenue |
        | Item Bought    |                         |                            |                               | 0                 |
        | revenue_amount | 7                       | 1                          | income                        | 7                 |

    @rule:revenue-v1.price @finding:17
    Scenario: negative revenue is sent
      Given a web app with the settings
        | Log Revenue V2 | off |
      When the app tracks "Order Refunded" with the properties
        | revenue | -12.5 |
      Then Amplitude counts a revenue of -12.5

    @rule:revenue-v1.price
    Scenario: revenue as plain text is a number
      Given a web app with the settings
        | Log Revenue V2 | off |
      When the app tracks "Item Bought" with the properties
        | revenue | "19.90" |
      Then Amplitude counts a revenue of 19.9
