Feature: Why an event has revenue
  Each event carries the rules that made it, in the order of the page. Only the reference gives such reasons: a port
  is judged by its events alone.

  @rule:revenue-v2.setting @rule:revenue.no-currency-conversion @rule:revenue-v1.product-id @rule:revenue-v1.quantity
  @rule:revenue-v1.price @dialect:documented @dialect:printed
  Scenario: each row of the table that found something, on the web
    Given a web app
    When the app tracks "Item Bought" with the properties
      """
      {"productId": "P-1", "quantity": 2, "price": 7, "revenue": 14, "revenueType": "income", "receipt": "r3c", "receiptSignature": "s1gn"}
      """
    Then Amplitude receives exactly these events
      | event_type     | because                                                                                                                                                                                                  |
      | Item Bought    | device-id.default.web, device-id.priority.web, track.event, track.context-automatic, session.client                                                                                                      |
      | revenue_amount | device-id.default.web, device-id.priority.web, track.context-automatic, revenue-v2.setting, revenue.no-currency-conversion, revenue-v1.product-id, revenue-v1.quantity, revenue-v1.price, session.client |

  @rule:revenue-v2.casing @rule:revenue-v2.setting @rule:revenue.no-currency-conversion @rule:revenue-v1.product-id
  @rule:revenue-v1.quantity @rule:revenue-v1.price @rule:revenue-v1.receipt @dialect:documented @dialect:printed
  Scenario: each row of the table that found something, on iOS
    Given an ios app
    When the app tracks "Item Bought" with the properties
      """
      {"product_id": "P-1", "quantity": 2, "price": 7, "revenue": 14, "revenue_type": "income", "receipt": "r3c", "color": "red"}
      """
    Then Amplitude receives exactly these events
      | event_type     | because                                                                                                                                                                                                                                                               |
      | Item Bought    | start.mobile-bundled, device-id.default.ios, device-id.priority.ios, track.event, track.context-automatic, session.client                                                                                                                                             |
      | revenue_amount | start.mobile-bundled, device-id.default.ios, device-id.priority.ios, track.context-automatic, revenue-v2.casing, revenue-v2.setting, revenue.no-currency-conversion, revenue-v1.product-id, revenue-v1.quantity, revenue-v1.price, revenue-v1.receipt, session.client |

  @rule:revenue-v2.casing @rule:revenue-v2.setting @rule:revenue.no-currency-conversion @rule:revenue-v1.product-id
  @rule:revenue-v1.quantity @rule:revenue-v1.price @rule:revenue-v1.receipt @rule:revenue-v1.receipt-signature
  @dialect:documented @dialect:printed
  Scenario: each row of the table that found something, on Android
    Given an android app
    When the app tracks "Item Bought" with the properties
      """
      {"productId": "P-1", "quantity": 2, "price": 7, "revenue": 14, "revenueType": "income", "receipt": "r3c", "receiptSignature": "s1gn"}
      """
    Then Amplitude receives exactly these events
      | event_type     | because                                                                                                                                                                                                                                                                                                     |
      | Item Bought    | start.mobile-bundled, device-id.default.android, device-id.priority.android, track.event, track.context-automatic, session.client                                                                                                                                                                           |
      | revenue_amount | start.mobile-bundled, device-id.default.android, device-id.priority.android, track.context-automatic, revenue-v2.casing, revenue-v2.setting, revenue.no-currency-conversion, revenue-v1.product-id, revenue-v1.quantity, revenue-v1.price, revenue-v1.receipt, revenue-v1.receipt-signature, session.client |

  @rule:revenue.no-currency-conversion @rule:revenue-v1.product-id @rule:revenue-v1.quantity @rule:revenue-v1.price
  @rule:revenue-v1.revenue-type @rule:revenue-v1.revenue @rule:revenue-v1.event-properties
  Scenario: each row of the table that found something, from a server
    Given a server source
    When the app tracks "Item Bought" with the properties
      """
      {"productId": "P-1", "quantity": 2, "price": 7, "revenue": 14, "revenueType": "income", "receipt": "r3c", "receiptSignature": "s1gn"}
      """
    Then Amplitude receives exactly these events
      | event_type  | because                                                                                                                                                                                                                                  |
      | Item Bought | device-id.default.server, device-id.priority.server, track.event, revenue.no-currency-conversion, revenue-v1.product-id, revenue-v1.quantity, revenue-v1.price, revenue-v1.revenue-type, revenue-v1.revenue, revenue-v1.event-properties |

  @rule:revenue-v2.product-id @rule:revenue-v2.quantity @rule:revenue-v2.price @rule:revenue-v2.revenue-type
  @rule:revenue-v2.event-properties @rule:revenue-v2.setting @adjudicated @dialect:documented @dialect:printed
  Scenario: the same by logRevenueV2 on the web
    Given a web app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      """
      {"productId": "P-1", "quantity": 2, "price": 7, "revenue": 14, "revenueType": "income", "receipt": "r3c", "receiptSignature": "s1gn"}
      """
    Then Amplitude receives exactly these events
      | event_type     | because                                                                                                                                                                                                                                                        |
      | Item Bought    | device-id.default.web, device-id.priority.web, track.event, track.context-automatic, session.client                                                                                                                                                            |
      | revenue_amount | device-id.default.web, device-id.priority.web, track.context-automatic, revenue-v2.product-id, revenue-v2.quantity, revenue-v2.price, revenue-v2.revenue-type, revenue-v2.event-properties, revenue-v2.setting, revenue.no-currency-conversion, session.client |

  @rule:revenue-v2.product-id @rule:revenue-v2.quantity @rule:revenue-v2.price @rule:revenue-v2.revenue-type
  @rule:revenue-v2.receipt @rule:revenue-v2.event-properties @rule:revenue-v2.casing @rule:revenue-v2.setting
  @dialect:documented @dialect:printed
  Scenario: the same by logRevenueV2 on iOS
    Given an ios app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      """
      {"product_id": "P-1", "quantity": 2, "price": 7, "revenue": 14, "revenue_type": "income", "receipt": "r3c", "color": "red"}
      """
    Then Amplitude receives exactly these events
      | event_type     | because                                                                                                                                                                                                                                                                                                                     |
      | Item Bought    | start.mobile-bundled, device-id.default.ios, device-id.priority.ios, track.event, track.context-automatic, session.client                                                                                                                                                                                                   |
      | revenue_amount | start.mobile-bundled, device-id.default.ios, device-id.priority.ios, track.context-automatic, revenue-v2.product-id, revenue-v2.quantity, revenue-v2.price, revenue-v2.revenue-type, revenue-v2.receipt, revenue-v2.event-properties, revenue-v2.casing, revenue-v2.setting, revenue.no-currency-conversion, session.client |

  @rule:revenue-v2.product-id @rule:revenue-v2.quantity @rule:revenue-v2.price @rule:revenue-v2.revenue-type
  @rule:revenue-v2.receipt-signature @rule:revenue-v2.receipt @rule:revenue-v2.event-properties
  @rule:revenue-v2.casing @rule:revenue-v2.setting @dialect:documented @dialect:printed
  Scenario: the same by logRevenueV2 on Android
    Given an android app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      """
      {"productId": "P-1", "quantity": 2, "price": 7, "revenue": 14, "revenueType": "income", "receipt": "r3c", "receiptSignature": "s1gn"}
      """
    Then Amplitude receives exactly these events
      | event_type     | because                                                                                                                                                                                                                                                                                                                                                           |
      | Item Bought    | start.mobile-bundled, device-id.default.android, device-id.priority.android, track.event, track.context-automatic, session.client                                                                                                                                                                                                                                 |
      | revenue_amount | start.mobile-bundled, device-id.default.android, device-id.priority.android, track.context-automatic, revenue-v2.product-id, revenue-v2.quantity, revenue-v2.price, revenue-v2.revenue-type, revenue-v2.receipt-signature, revenue-v2.receipt, revenue-v2.event-properties, revenue-v2.casing, revenue-v2.setting, revenue.no-currency-conversion, session.client |

  @rule:revenue-v2.setting @rule:revenue-v1.price @rule:revenue-v1.quantity @adjudicated
  @dialect:documented @dialect:printed
  Scenario Outline: a row that found nothing is not a reason, but for the quantity, which is 1 then (<case>)
    Given <Source>
    When the app tracks "Item Bought" with the properties
      | revenue | 14 |
    Then Amplitude receives exactly these events
      | event_type     | because                                                                                                                                                                                                                                  |
      | Item Bought    | start.mobile-bundled, device-id.default.<Platform>, device-id.priority.<Platform>, track.event, track.context-automatic, session.client                                                                                                  |
      | revenue_amount | start.mobile-bundled, device-id.default.<Platform>, device-id.priority.<Platform>, track.context-automatic, revenue-v2.casing, revenue-v2.setting, revenue.no-currency-conversion, revenue-v1.quantity, revenue-v1.price, session.client |

    Examples:
      | case                   | Source         | Platform |
      | row-that-found-ios     | an ios app     | ios      |
      | row-that-found-android | an android app | android  |
