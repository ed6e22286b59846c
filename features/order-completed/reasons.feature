Feature: Why an event of an order is there
  Each event carries the rules that made it, in the order of the page. Only the reference gives such reasons: a port
  is judged by its events alone.

  @rule:order.split @rule:order.revenue-total @adjudicated @dialect:documented @dialect:printed
  Scenario: the revenue of the whole order, on the web
    Given a web app
    When the app tracks "Order Completed" with the properties
      """
      {"revenue": 25, "products": [{"productId": "P-1", "price": 19, "quantity": 1}, {"price": 3, "quantity": 2}]}
      """
    Then Amplitude receives exactly these events
      | event_type        | because                                                                                                                                                                                                |
      | Order Completed   | device-id.default.web, device-id.priority.web, track.event, track.context-automatic, order.split, session.client                                                                                       |
      | revenue_amount    | device-id.default.web, device-id.priority.web, track.context-automatic, revenue-v2.setting, revenue.no-currency-conversion, revenue-v1.quantity, revenue-v1.price, order.revenue-total, session.client |
      | Product Purchased | device-id.default.web, device-id.priority.web, track.context-automatic, order.split, session.client                                                                                                    |
      | Product Purchased | device-id.default.web, device-id.priority.web, track.context-automatic, order.split, session.client                                                                                                    |

  @rule:order.split @rule:order.revenue-total @adjudicated
  Scenario: the revenue of the whole order, from a server
    Given a server source
    When the app tracks "Order Completed" with the properties
      """
      {"revenue": 25, "products": [{"productId": "P-1", "price": 19, "quantity": 1}, {"price": 3, "quantity": 2}]}
      """
    Then Amplitude receives exactly these events
      | event_type        | because                                                                                                                                                |
      | Order Completed   | device-id.default.server, device-id.priority.server, track.event, revenue.no-currency-conversion, revenue-v1.revenue, order.split, order.revenue-total |
      | Product Purchased | device-id.default.server, device-id.priority.server, order.split                                                                                       |
      | Product Purchased | device-id.default.server, device-id.priority.server, order.split                                                                                       |

  @rule:order.split @rule:order.revenue-per-product @adjudicated @dialect:documented @dialect:printed
  Scenario: the revenue of each product, on the web
    Given a web app with the settings
      | Track Revenue Per Product | on |
    When the app tracks "Order Completed" with the properties
      """
      {"revenue": 25, "products": [{"productId": "P-1", "price": 19, "quantity": 1}, {"price": 3, "quantity": 2}]}
      """
    Then Amplitude receives exactly these events
      | event_type        | because                                                                                                                                                                                                                             |
      | Order Completed   | device-id.default.web, device-id.priority.web, track.event, track.context-automatic, order.split, session.client                                                                                                                    |
      | Product Purchased | device-id.default.web, device-id.priority.web, track.context-automatic, order.split, session.client                                                                                                                                 |
      | revenue_amount    | device-id.default.web, device-id.priority.web, track.context-automatic, revenue-v2.setting, revenue.no-currency-conversion, revenue-v1.product-id, revenue-v1.quantity, revenue-v1.price, order.revenue-per-product, session.client |
      | Product Purchased | device-id.default.web, device-id.priority.web, track.context-automatic, order.split, session.client                                                                                                                                 |
      | revenue_amount    | device-id.default.web, device-id.priority.web, track.context-automatic, revenue-v2.setting, revenue.no-currency-conversion, revenue-v1.quantity, revenue-v1.price, order.revenue-per-product, session.client                        |

  @rule:order.split @rule:order.revenue-per-product @adjudicated
  Scenario: the revenue of each product, from a server
    Given a server source with the settings
      | Track Revenue Per Product | on |
    When the app tracks "Order Completed" with the properties
      """
      {"revenue": 25, "products": [{"productId": "P-1", "price": 19, "quantity": 1}, {"price": 3, "quantity": 2}]}
      """
    Then Amplitude receives exactly these events
      | event_type        | because                                                                                                                                                                                   |
      | Order Completed   | device-id.default.server, device-id.priority.server, track.event, order.split                                                                                                             |
      | Product Purchased | device-id.default.server, device-id.priority.server, revenue.no-currency-conversion, revenue-v1.product-id, revenue-v1.quantity, revenue-v1.price, order.split, order.revenue-per-product |
      | Product Purchased | device-id.default.server, device-id.priority.server, revenue.no-currency-conversion, revenue-v1.quantity, revenue-v1.price, order.split, order.revenue-per-product                        |

  @rule:order.mobile-is-track @dialect:documented @dialect:printed
  Scenario Outline: an order on a phone (<case>)
    Given <Source>
    When the app tracks "Order Completed" with the properties
      """
      {"revenue": 25, "products": [{"productId": "P-1", "price": 19, "quantity": 1}, {"price": 3, "quantity": 2}]}
      """
    Then Amplitude receives exactly these events
      | event_type      | because                                                                                                                                                                                                                                  |
      | Order Completed | start.mobile-bundled, device-id.default.<Platform>, device-id.priority.<Platform>, track.event, track.context-automatic, order.mobile-is-track, session.client                                                                           |
      | revenue_amount  | start.mobile-bundled, device-id.default.<Platform>, device-id.priority.<Platform>, track.context-automatic, revenue-v2.casing, revenue-v2.setting, revenue.no-currency-conversion, revenue-v1.quantity, revenue-v1.price, session.client |

    Examples:
      | case                | Source         | Platform |
      | order-phone-ios     | an ios app     | ios      |
      | order-phone-android | an android app | android  |

  @rule:order.mobile-is-track @adjudicated
  Scenario: an order on a phone in cloud mode
    Given an ios app in cloud mode
    When the app tracks "Order Completed" with the properties
      """
      {"revenue": 25, "products": [{"productId": "P-1", "price": 19, "quantity": 1}, {"price": 3, "quantity": 2}]}
      """
    Then Amplitude receives exactly these events
      | event_type      | because                                                                                                                                                                                        |
      | Order Completed | device-id.default.server, device-id.priority.server, track.event, track.context-fields, revenue.no-currency-conversion, revenue-v1.revenue, revenue-v1.event-properties, order.mobile-is-track |
