Feature: Order Completed on mobile
  The bundled mobile libraries treat Order Completed like any other track call: nothing is split.

  @rule:order.mobile-is-track
  Scenario Outline: the products stay on the one event (<case>)
    Given a <Source>
    When the app tracks "Order Completed" with the properties
      """
      {"orderId": "50314b8e", "products": [{"sku": "45790-32", "price": 19}, {"sku": "46493-32", "price": 3}]}
      """
    Then Amplitude receives exactly these events
      | event_type      | event_properties                                                                                         |
      | Order Completed | {"orderId": "50314b8e", "products": [{"sku": "45790-32", "price": 19}, {"sku": "46493-32", "price": 3}]} |
    And Amplitude counts a revenue of 0

    Examples:
      | case    | Source      |
      | ios     | ios app     |
      | android | android app |

  @rule:order.mobile-is-track @dialect:documented @dialect:printed
  Scenario Outline: the order's revenue is that of a track call, whatever Track Revenue Per Product says (<case>)
    Given a <Source> with the settings
      | Track Revenue Per Product | <Track Revenue Per Product> |
    When the app tracks "Order Completed" with the properties
      """
      <properties>
      """
    Then the SDK is called with exactly
      | method     | eventType       | price   | quantity |
      | logEvent   | Order Completed |         |          |
      | logRevenue |                 | <price> | 1        |
    And Amplitude counts a revenue of <price>

    Examples:
      | case               | Source      | Track Revenue Per Product | properties                                                              | price |
      | ios-off            | ios app     | off                       | {"revenue": 25, "total": 30, "products": [{"price": 3, "quantity": 2}]} | 25    |
      | ios-on             | ios app     | on                        | {"revenue": 25, "total": 30, "products": [{"price": 3, "quantity": 2}]} | 25    |
      | ios-total-only     | ios app     | off                       | {"total": 30, "products": [{"price": 3, "quantity": 2}]}                | 30    |
      | android-off        | android app | off                       | {"revenue": 25, "total": 30, "products": [{"price": 3, "quantity": 2}]} | 25    |
      | android-on         | android app | on                        | {"revenue": 25, "total": 30, "products": [{"price": 3, "quantity": 2}]} | 25    |
      | android-total-only | android app | off                       | {"total": 30, "products": [{"price": 3, "quantity": 2}]}                | 30    |

  @rule:order.mobile-is-track @dialect:documented @dialect:printed
  Scenario Outline: with Log Revenue V2 the products remain on the revenue event (<case>)
    Given a <Source> with the settings
      | Log Revenue V2 | on |
    When the app tracks "Order Completed" with the properties
      """
      {"orderId": "50314b8e", "revenue": 25, "products": [{"sku": "45790-32"}]}
      """
    Then Amplitude receives exactly these events
      | event_type      | event_properties                                                                         |
      | Order Completed | {"orderId": "50314b8e", "revenue": 25, "products": [{"sku": "45790-32"}]}                |
      | revenue_amount  | {"$price": 25, "$quantity": 1, "orderId": "50314b8e", "products": [{"sku": "45790-32"}]} |

    Examples:
      | case       | Source      |
      | ios-v2     | ios app     |
      | android-v2 | android app |

  @rule:order.mobile-is-track @adjudicated
  Scenario Outline: an order from a phone is a plain event in cloud mode too (<case>)
    Given <Source> in cloud mode with the settings
      | Track Revenue Per Product | <Track Revenue Per Product> |
    When the app tracks "Order Completed" with the properties
      """
      {"orderId": "50314b8e", "revenue": 25, "products": [{"sku": "45790-32", "price": 19, "quantity": 1}]}
      """
    Then Amplitude receives exactly these events
      | event_type      | amplitude.sender  | revenue | event_properties                                                                       |
      | Order Completed | Segment's servers | 25      | {"orderId": "50314b8e", "products": [{"sku": "45790-32", "price": 19, "quantity": 1}]} |
    And Amplitude counts a revenue of 25
    And the integration has logged no warnings

    Examples:
      | case              | Source         | Track Revenue Per Product |
      | cloud-ios-off     | an ios app     | off                       |
      | cloud-ios-on      | an ios app     | on                        |
      | cloud-android-off | an android app | off                       |
      | cloud-android-on  | an android app | on                        |

  @rule:order.mobile-is-track @adjudicated
  Scenario: a web page is no phone: in cloud mode its order is split on Segment's servers
    Given a web app in cloud mode
    When the app tracks "Order Completed" with the properties
      """
      {"orderId": "50314b8e", "revenue": 25, "products": [{"sku": "45790-32", "price": 25, "quantity": 1}]}
      """
    Then Amplitude receives exactly these events
      | event_type        | amplitude.sender  | revenue | event_properties                                |
      | Order Completed   | Segment's servers | 25      | {"orderId": "50314b8e", "revenue": 25}          |
      | Product Purchased | Segment's servers |         | {"sku": "45790-32", "price": 25, "quantity": 1} |

  @rule:order.mobile-is-track
  Scenario Outline: what an order lacks does not concern a phone (<case>)
    Given <Source>
    When the app tracks "Order Completed" with the properties
      | orderId | 50314b8e |
    Then the integration has logged no warnings

    Examples:
      | case            | Source                   |
      | lacks-ios       | an ios app               |
      | lacks-android   | an android app           |
      | lacks-ios-cloud | an ios app in cloud mode |
