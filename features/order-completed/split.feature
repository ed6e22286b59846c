Feature: An order and its products
  On the web and from a server, Order Completed becomes one event for the order and one Product Purchased for each
  product. What belongs to a product is on its own event only.

  @rule:order.split
  Scenario Outline: the order keeps everything but its products (<case>)
    Given a <Source>
    When the app tracks "Order Completed" with the properties
      """
      {
        "orderId": "50314b8e",
        "coupon": "hasbros",
        "tags": ["gift", "express"],
        "products": [
          {"productId": "507f", "name": "Monopoly", "price": 19, "quantity": 1},
          {"productId": "505b", "name": "Uno Card Game", "price": 3, "quantity": 2, "coupon": "uno"}
        ]
      }
      """
    Then Amplitude receives exactly these events
      | event_type        | event_properties                                                                           |
      | Order Completed   | {"orderId": "50314b8e", "coupon": "hasbros", "tags": ["gift", "express"]}                  |
      | Product Purchased | {"productId": "507f", "name": "Monopoly", "price": 19, "quantity": 1}                      |
      | Product Purchased | {"productId": "505b", "name": "Uno Card Game", "price": 3, "quantity": 2, "coupon": "uno"} |

    Examples:
      | case   | Source        |
      | web    | web app       |
      | server | server source |

  @rule:order.split
  Scenario Outline: without a product there is no Product Purchased (<case>)
    Given a <Source>
    When the app tracks "Order Completed" with the properties
      """
      <properties>
      """
    Then Amplitude receives exactly these events
      | event_type      | event_properties        |
      | Order Completed | {"orderId": "50314b8e"} |

    Examples:
      | case               | Source        | properties                                |
      | web-empty-list     | web app       | {"orderId": "50314b8e", "products": []}   |
      | web-null           | web app       | {"orderId": "50314b8e", "products": null} |
      | web-no-products    | web app       | {"orderId": "50314b8e"}                   |
      | server-empty-list  | server source | {"orderId": "50314b8e", "products": []}   |
      | server-null        | server source | {"orderId": "50314b8e", "products": null} |
      | server-no-products | server source | {"orderId": "50314b8e"}                   |

  @rule:order.split
  Scenario Outline: a product bought twice under two entries is two events (<case>)
    Given a <Source>
    When the app tracks "Order Completed" with the properties
      """
      {"products": [{"sku": "46493-32"}, {"sku": "46493-32"}]}
      """
    Then Amplitude receives exactly these events
      | event_type        | event_properties    |
      | Order Completed   | {}                  |
      | Product Purchased | {"sku": "46493-32"} |
      | Product Purchased | {"sku": "46493-32"} |

    Examples:
      | case              | Source        |
      | web-same-twice    | web app       |
      | server-same-twice | server source |

  @rule:order.split @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: an entry that is not a product is left out, and the others are not (<case>)
    Given a <Source>
    When the app tracks "Order Completed" with the properties
      """
      {"orderId": "50314b8e", "products": ["Monopoly", {"sku": "46493-32"}, null, {}]}
      """
    Then Amplitude receives exactly these events
      | event_type        | event_properties        |
      | Order Completed   | {"orderId": "50314b8e"} |
      | Product Purchased | {"sku": "46493-32"}     |
      | Product Purchased | {}                      |
    And a warning says "products[0]"
    And a warning says "products[2]"

    Examples:
      | case               | Source        |
      | web-odd-entries    | web app       |
      | server-odd-entries | server source |

  @rule:order.split @adjudicated
  Scenario Outline: products that are not a list are left off the order too (<case>)
    Given a <Source>
    When the app tracks "Order Completed" with the properties
      """
      {"orderId": "50314b8e", "products": {"sku": "46493-32"}}
      """
    Then Amplitude receives exactly these events
      | event_type      | event_properties        |
      | Order Completed | {"orderId": "50314b8e"} |
    And a warning says "products must be a list"

    Examples:
      | case              | Source        |
      | web-one-object    | web app       |
      | server-one-object | server source |

  @rule:order.split @dialect:documented @dialect:printed
  Scenario Outline: no other event is split (<case>)
    amplitude-js itself empties a list of objects.

    Given a <Source>
    When the app tracks "<event>" with the properties
      """
      {"products": [{"sku": "46493-32"}]}
      """
    Then Amplitude receives exactly these events
      | event_type | event_properties.products |
      | <event>    | <products>                |

    Examples:
      | case                 | Source        | event           | products              |
      | web-order-updated    | web app       | Order Updated   | []                    |
      | web-in-lower-case    | web app       | order completed | []                    |
      | server-order-updated | server source | Order Updated   | [{"sku": "46493-32"}] |
      | server-in-lower-case | server source | order completed | [{"sku": "46493-32"}] |

  @rule:order.split
  Scenario: a server's products belong to the order's user, device and time
    Given a server source
    When the app calls track with
      """
      {
        "userId": "123",
        "event": "Order Completed",
        "timestamp": "2016-10-17T00:30:08.276Z",
        "properties": {"products": [{"sku": "46493-32"}]},
        "context": {"device": {"id": "2b6f0cc9"}, "app": {"version": "3.5.1"}}
      }
      """
    Then Amplitude receives exactly these events
      | event_type        | user_id | device_id | app_version | time          |
      | Order Completed   | "123"   | 2b6f0cc9  | 3.5.1       | 1476664208276 |
      | Product Purchased | "123"   | 2b6f0cc9  | 3.5.1       | 1476664208276 |
