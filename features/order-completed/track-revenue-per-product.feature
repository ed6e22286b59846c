Feature: Track Revenue Per Product
  The revenue of an order appears once: on the order while the setting is off, on each product while it is on.

  @rule:order.revenue-total @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: off, one revenue event follows the order of a web page (<case>)
    Given a web app with the settings
      | Track Revenue Per Product | off              |
      | Log Revenue V2            | <Log Revenue V2> |
    When the app tracks "Order Completed" with the properties
      """
      {
        "orderId": "50314b8e",
        "revenue": 30,
        "products": [
          {"productId": "507f", "price": 19, "quantity": 1},
          {"productId": "505b", "price": 3, "quantity": 2}
        ]
      }
      """
    Then the SDK is called with exactly
      | method   | eventType         | productId | price | quantity | eventProperties                                   |
      | logEvent | Order Completed   |           |       |          | {"orderId": "50314b8e", "revenue": 30}            |
      | <method> |                   | null      | 30    | 1        | <remaining>                                       |
      | logEvent | Product Purchased |           |       |          | {"productId": "507f", "price": 19, "quantity": 1} |
      | logEvent | Product Purchased |           |       |          | {"productId": "505b", "price": 3, "quantity": 2}  |
    And Amplitude receives exactly these events
      | event_type        | amplitude.revenue |
      | Order Completed   | 0                 |
      | revenue_amount    | 30                |
      | Product Purchased | 0                 |
      | Product Purchased | 0                 |

    Examples:
      | case       | Log Revenue V2 | method       | remaining               |
      | web-off-v1 | off            | logRevenue   |                         |
      | web-off-v2 | on             | logRevenueV2 | {"orderId": "50314b8e"} |

  @rule:order.revenue-per-product @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: on, a revenue event follows each product of a web page's order (<case>)
    Given a web app with the settings
      | Track Revenue Per Product | on               |
      | Log Revenue V2            | <Log Revenue V2> |
    When the app tracks "Order Completed" with the properties
      """
      {
        "orderId": "50314b8e",
        "revenue": 30,
        "products": [
          {"productId": "507f", "price": 19, "quantity": 1, "sku": "45790-32"},
          {"productId": "505b", "price": 3, "quantity": 2, "sku": "46493-32"}
        ]
      }
      """
    Then the SDK is called with exactly
      | method   | eventType         | productId | price | quantity | eventProperties                                                      |
      | logEvent | Order Completed   |           |       |          | {"orderId": "50314b8e", "revenue": 30}                               |
      | logEvent | Product Purchased |           |       |          | {"productId": "507f", "price": 19, "quantity": 1, "sku": "45790-32"} |
      | <method> |                   | 507f      | 19    | 1        | <first remaining>                                                    |
      | logEvent | Product Purchased |           |       |          | {"productId": "505b", "price": 3, "quantity": 2, "sku": "46493-32"}  |
      | <method> |                   | 505b      | 3     | 2        | <second remaining>                                                   |
    And Amplitude receives exactly these events
      | event_type        | amplitude.revenue |
      | Order Completed   | 0                 |
      | Product Purchased | 0                 |
      | revenue_amount    | 19                |
      | Product Purchased | 0                 |
      | revenue_amount    | 6                 |

    Examples:
      | case      | Log Revenue V2 | method       | first remaining     | second remaining    |
      | web-on-v1 | off            | logRevenue   |                     |                     |
      | web-on-v2 | on             | logRevenueV2 | {"sku": "45790-32"} | {"sku": "46493-32"} |

  @adjudicated
  Scenario Outline: a server's revenue is on the order, or on each product (<case>)
    Given a server source with the settings
      | Track Revenue Per Product | <Track Revenue Per Product> |
    When the app tracks "Order Completed" with the properties
      """
      {
        "orderId": "50314b8e",
        "revenue": 30,
        "products": [
          {"productId": "507f", "price": 19, "quantity": 1},
          {"productId": "505b", "price": 3, "quantity": 2}
        ]
      }
      """
    Then Amplitude receives exactly these events
      | event_type        | revenue        | productId        | price          | quantity          | amplitude.revenue |
      | Order Completed   | <of the order> |                  |                |                   | <order counts>    |
      | Product Purchased |                | <first product>  | <first price>  | <first quantity>  | <first counts>    |
      | Product Purchased |                | <second product> | <second price> | <second quantity> | <second counts>   |

    @rule:order.revenue-total
    Examples: Off
      | case       | Track Revenue Per Product | of the order | order counts | first product | first price | first quantity | first counts | second product | second price | second quantity | second counts |
      | server-off | off                       | 30           | 30           |               |             |                | 0            |                |              |                 | 0             |

    @rule:order.revenue-per-product
    Examples: On
      | case      | Track Revenue Per Product | of the order | order counts | first product | first price | first quantity | first counts | second product | second price | second quantity | second counts |
      | server-on | on                        |              | 0            | 507f          | 19          | 1              | 19           | 505b           | 3            | 2               | 6             |

  @rule:order.revenue-total
  Scenario Outline: the setting is off by default (<case>)
    Given a <Source>
    When the app tracks "Order Completed" with the properties
      """
      {"revenue": 30, "products": [{"price": 19, "quantity": 1}]}
      """
    Then Amplitude counts a revenue of 30

    Examples:
      | case           | Source        |
      | web-default    | web app       |
      | server-default | server source |

  @rule:order.revenue-per-product @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: a product's revenue is its price times its quantity (<case>)
    Given a <Source> with the settings
      | Track Revenue Per Product | on |
    When the app tracks "Order Completed" with the properties
      """
      {"revenue": 30, "products": [{"price": 10, "quantity": 2}, <product>]}
      """
    Then Amplitude counts a revenue of <revenue>

    Examples: One product costs 20, and the other this
      | case               | Source        | product                      | revenue |
      | web-no-quantity    | web app       | {"price": 3}                 | 23      |
      | web-no-price       | web app       | {"quantity": 2}              | 20      |
      | web-free           | web app       | {"price": 0, "quantity": 1}  | 20      |
      | web-returned       | web app       | {"price": -4, "quantity": 2} | 12      |
      | server-no-quantity | server source | {"price": 3}                 | 23      |
      | server-no-price    | server source | {"quantity": 2}              | 20      |
      | server-free        | server source | {"price": 0, "quantity": 1}  | 20      |
      | server-returned    | server source | {"price": -4, "quantity": 2} | 12      |

  @rule:order.revenue-per-product @adjudicated
  Scenario Outline: an order without products has no native revenue while the setting is on (<case>)
    Given a <Source> with the settings
      | Track Revenue Per Product | on |
    When the app tracks "Order Completed" with the properties
      | orderId | 50314b8e |
      | revenue | 30       |
    Then Amplitude receives exactly these events
      | event_type      | event_properties                       | revenue | amplitude.revenue |
      | Order Completed | {"orderId": "50314b8e", "revenue": 30} |         | 0                 |

    Examples:
      | case               | Source        |
      | web-no-products    | web app       |
      | server-no-products | server source |

  @rule:order.revenue-total @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: total is not an order's revenue on the web or from a server (<case>)
    Given a <Source>
    When the app tracks "Order Completed" with the properties
      """
      {"total": 30, "products": [{"price": 19, "quantity": 1}]}
      """
    Then Amplitude receives exactly these events
      | event_type        | event_properties             | amplitude.revenue |
      | Order Completed   | {"total": 30}                | 0                 |
      | Product Purchased | {"price": 19, "quantity": 1} | 0                 |

    Examples:
      | case              | Source        |
      | web-total-only    | web app       |
      | server-total-only | server source |

  @rule:order.revenue-per-product @dialect:documented @dialect:printed
  Scenario Outline: a product's price that is not a number logs no revenue, and a warning says so (<case>)
    Given <Source> with the settings
      | Track Revenue Per Product | on |
    When the app tracks "Order Completed" with the properties
      """
      {"revenue": 30, "products": [{"price": "$10", "quantity": 2}, {"price": 3, "quantity": 2}]}
      """
    Then a warning says "\"price\" must be a number, not \"$10\""
    And the integration has logged 1 warning
    And Amplitude counts a revenue of 6

    Examples:
      | case             | Source          |
      | web-bad-price    | a web app       |
      | server-bad-price | a server source |

  @rule:order.revenue-per-product @rule:revenue-v1.quantity @dialect:documented @dialect:printed
  Scenario Outline: a quantity that is not a number counts once, and a warning says so (<case>)
    Given <Source> with the settings
      | Track Revenue Per Product | on |
    When the app tracks "Order Completed" with the properties
      """
      {"revenue": 30, "products": [{"price": 10, "quantity": "two"}]}
      """
    Then a warning says "\"quantity\" must be a number"
    And the integration has logged 1 warning
    And Amplitude counts a revenue of 10

    Examples:
      | case                | Source          |
      | web-bad-quantity    | a web app       |
      | server-bad-quantity | a server source |
