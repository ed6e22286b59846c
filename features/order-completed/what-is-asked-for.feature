Feature: What an order should have
  The page asks for a revenue on the order, and a price and a quantity on each product. A warning says what is
  missing; the order is sent all the same.

  @rule:order.minimum @adjudicated
  Scenario Outline: an order that has all of it is sent without a warning (<case>)
    Given <Source> with the settings
      | Track Revenue Per Product | <Track Revenue Per Product> |
    When the app tracks "Order Completed" with the properties
      """
      {
        "revenue": <Revenue>,
        "products": [{"sku": "45790-32", "price": 19, "quantity": 1}, {"sku": "46493-32", "price": 0, "quantity": 0}]
      }
      """
    Then the integration has logged no warnings

    Examples:
      | case            | Source          | Track Revenue Per Product | Revenue |
      | complete-web    | a web app       | off                       | 25      |
      | complete-server | a server source | on                        | 25      |
      | free-web        | a web app       | off                       | 0       |
      | free-server     | a server source | off                       | 0       |

  @rule:order.minimum @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: an order without revenue is sent, with a warning (<case>)
    Given <Source> with the settings
      | Track Revenue Per Product | <Track Revenue Per Product> |
    When the app tracks "Order Completed" with the properties
      """
      {"orderId": "50314b8e", "products": [{"sku": "45790-32", "price": 19, "quantity": 1}]}
      """
    Then Amplitude receives these events
      | event_type        | event_properties                                |
      | Order Completed   | {"orderId": "50314b8e"}                         |
      | Product Purchased | {"sku": "45790-32", "price": 19, "quantity": 1} |
    And a warning says "the order has no revenue"
    And the integration has logged 1 warning

    Examples:
      | case                 | Source          | Track Revenue Per Product |
      | no-revenue-web       | a web app       | off                       |
      | no-revenue-web-on    | a web app       | on                        |
      | no-revenue-server    | a server source | off                       |
      | no-revenue-server-on | a server source | on                        |

  @rule:order.minimum @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: each product that lacks a price or a quantity has its own warning, and its own event (<case>)
    Given <Source>
    When the app tracks "Order Completed" with the properties
      """
      {"revenue": 25, "products": [{"price": 19}, {"price": 3, "quantity": 2}, {"quantity": 1}, {"sku": "46493-32"}]}
      """
    Then Amplitude receives these events
      | event_type        | event_properties            |
      | Order Completed   | {"revenue": 25}             |
      | Product Purchased | {"price": 19}               |
      | Product Purchased | {"price": 3, "quantity": 2} |
      | Product Purchased | {"quantity": 1}             |
      | Product Purchased | {"sku": "46493-32"}         |
    And a warning says "products[0] has no quantity"
    And a warning says "products[2] has no price;"
    And a warning says "products[3] has no price and no quantity"
    And the integration has logged 3 warnings

    Examples:
      | case         | Source    |
      | products-web | a web app |

  @rule:order.minimum @adjudicated
  Scenario: the same from a server, whose order carries its revenue itself
    Given a server source
    When the server tracks "Order Completed" with the properties
      """
      {"revenue": 25, "products": [{"price": 19}, {"price": 3, "quantity": 2}, {"quantity": 1}, {"sku": "46493-32"}]}
      """
    Then Amplitude receives exactly these events
      | event_type        | event_properties            | revenue |
      | Order Completed   | {"revenue": 25}             | 25      |
      | Product Purchased | {"price": 19}               |         |
      | Product Purchased | {"price": 3, "quantity": 2} |         |
      | Product Purchased | {"quantity": 1}             |         |
      | Product Purchased | {"sku": "46493-32"}         |         |
    And a warning says "products[0] has no quantity"
    And a warning says "products[2] has no price;"
    And a warning says "products[3] has no price and no quantity"
    And the integration has logged 3 warnings
