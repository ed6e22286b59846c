Feature: Revenue by the deprecated logRevenue
  The table "Revenue": what the clients pass to logRevenue while the setting Log Revenue V2 is off, and which fields
  of Amplitude's HTTP API the server fills.

  Scenario Outline: a property of a client's revenue call becomes the revenue event's (<case>)
    Given a <Source>
    When the app tracks "Item Bought" with the properties
      """
      <properties>
      """
    Then the SDK is called with
      | method     | <Amplitude Property> |
      | logRevenue | <value>              |
    And Amplitude receives exactly these events
      | event_type     | api_properties.special | api_properties.<in the event> | event_properties | amplitude.revenue |
      | Item Bought    |                        |                               | <properties>     | 0                 |
      | revenue_amount | revenue_amount         | <value in the event>          | {}               | <revenue>         |

    @rule:revenue-v1.product-id @dialect:documented @dialect:printed
    Examples: productId
      | case               | Amplitude Property | Segment Property | Source      | properties                           | value | in the event | value in the event | revenue |
      | web-product-id     | productId          | productId        | web app     | {"productId": "P-1", "revenue": 20}  | P-1   | productId    | P-1                | 20      |
      | ios-product-id     | productId          | product_id       | ios app     | {"product_id": "P-1", "revenue": 20} | P-1   | productId    | P-1                | 20      |
      | android-product-id | productId          | productId        | android app | {"productId": "P-1", "revenue": 20}  | P-1   | productId    | P-1                | 20      |

    @rule:revenue-v1.quantity @dialect:documented @dialect:printed
    Examples: quantity, and revenue is quantity times price
      | case             | Amplitude Property | Segment Property | Source      | properties                                 | value | in the event | value in the event | revenue |
      | web-quantity     | quantity           | quantity         | web app     | {"quantity": 3, "price": 7, "revenue": 20} | 3     | quantity     | 3                  | 21      |
      | ios-quantity     | quantity           | quantity         | ios app     | {"quantity": 3, "price": 7, "revenue": 20} | 3     | quantity     | 3                  | 21      |
      | android-quantity | quantity           | quantity         | android app | {"quantity": 3, "price": 7, "revenue": 20} | 3     | quantity     | 3                  | 21      |

    @rule:revenue-v1.price @dialect:documented @dialect:printed
    Examples: price (or revenue or total)
      | case                       | Amplitude Property | Segment Property | Source      | properties                               | value | in the event | value in the event | revenue |
      | web-price                  | price              | price            | web app     | {"price": 7, "revenue": 20, "total": 23} | 7     | price        | 7                  | 7       |
      | web-price-from-revenue     | price              | revenue          | web app     | {"revenue": 20, "total": 23}             | 20    | price        | 20                 | 20      |
      | ios-price                  | price              | price            | ios app     | {"price": 7, "revenue": 20, "total": 23} | 7     | price        | 7                  | 7       |
      | ios-price-from-revenue     | price              | revenue          | ios app     | {"revenue": 20, "total": 23}             | 20    | price        | 20                 | 20      |
      | ios-price-from-total       | price              | total            | ios app     | {"total": 23}                            | 23    | price        | 23                 | 23      |
      | android-price              | price              | price            | android app | {"price": 7, "revenue": 20, "total": 23} | 7     | price        | 7                  | 7       |
      | android-price-from-revenue | price              | revenue          | android app | {"revenue": 20, "total": 23}             | 20    | price        | 20                 | 20      |
      | android-price-from-total   | price              | total            | android app | {"total": 23}                            | 23    | price        | 23                 | 23      |

    @rule:revenue-v1.receipt @dialect:documented @dialect:printed
    Examples: receipt (mobile only)
      | case            | Amplitude Property | Segment Property | Source      | properties                        | value | in the event | value in the event | revenue |
      | ios-receipt     | receipt            | receipt          | ios app     | {"receipt": "r3c", "revenue": 20} | r3c   | receipt      | r3c                | 20      |
      | android-receipt | receipt            | receipt          | android app | {"receipt": "r3c", "revenue": 20} | r3c   | receipt      | r3c                | 20      |
      | web-no-receipt  | receipt            | receipt          | web app     | {"receipt": "r3c", "revenue": 20} | null  | receipt      |                    | 20      |

    @rule:revenue-v1.receipt-signature @dialect:documented @dialect:printed
    Examples: receiptSignature (Android only)
      | case                      | Amplitude Property | Segment Property  | Source      | properties                                                     | value | in the event | value in the event | revenue |
      | android-receipt-signature | receiptSignature   | receiptSignature  | android app | {"receiptSignature": "s1gn", "receipt": "r3c", "revenue": 20}  | s1gn  | receiptSig   | s1gn               | 20      |
      | ios-no-receipt-signature  | receiptSignature   | receipt_signature | ios app     | {"receipt_signature": "s1gn", "receipt": "r3c", "revenue": 20} | null  | receiptSig   |                    | 20      |

    @rule:revenue-v1.revenue-type @dialect:documented @dialect:printed
    Examples: revenueType (server-side only)
      | case                    | Amplitude Property | Segment Property | Source      | properties                             | value | in the event | value in the event | revenue |
      | web-no-revenue-type     | revenueType        | revenueType      | web app     | {"revenueType": "tax", "revenue": 20}  |       | revenueType  |                    | 20      |
      | ios-no-revenue-type     | revenueType        | revenue_type     | ios app     | {"revenue_type": "tax", "revenue": 20} |       | revenueType  |                    | 20      |
      | android-no-revenue-type | revenueType        | revenueType      | android app | {"revenueType": "tax", "revenue": 20}  |       | revenueType  |                    | 20      |

    @rule:revenue-v1.revenue @dialect:documented @dialect:printed
    Examples: revenue (server-side only)
      | case           | Amplitude Property | Segment Property | Source  | properties                  | value | in the event | value in the event | revenue |
      | web-no-revenue | revenue            | revenue          | web app | {"price": 7, "revenue": 20} |       | revenue      |                    | 7       |

    @rule:revenue-v1.event-properties @dialect:documented @dialect:printed
    Examples: eventProperties, any remaining properties (server-side only)
      | case                        | Amplitude Property | Segment Property | Source      | properties                      | value | in the event | value in the event | revenue |
      | web-no-event-properties     | eventProperties    | color            | web app     | {"color": "red", "revenue": 20} |       | color        |                    | 20      |
      | android-no-event-properties | eventProperties    | color            | android app | {"color": "red", "revenue": 20} |       | color        |                    | 20      |

  Scenario Outline: a property of a server's revenue call becomes a field of the event (<case>)
    Given a server source
    When the app tracks "Item Bought" with the properties
      """
      <properties>
      """
    Then Amplitude receives exactly these events
      | event_type  | <in the event> | event_properties | amplitude.revenue |
      | Item Bought | <value>        | <remaining>      | <counted>         |

    @rule:revenue-v1.product-id
    Examples: productId
      | case              | Amplitude Property | Segment Property | properties                          | in the event | value | remaining | counted |
      | server-product-id | productId          | productId        | {"productId": "P-1", "revenue": 20} | productId    | P-1   | {}        | 20      |

    @rule:revenue-v1.quantity
    Examples: quantity
      | case            | Amplitude Property | Segment Property | properties                     | in the event | value | remaining | counted |
      | server-quantity | quantity           | quantity         | {"quantity": 3, "revenue": 20} | quantity     | 3     | {}        | 20      |

    @rule:revenue-v1.price
    Examples: price
      | case                         | Amplitude Property | Segment Property | properties                                 | in the event | value | remaining     | counted |
      | server-price                 | price              | price            | {"price": 7, "quantity": 3, "revenue": 21} | price        | 7     | {}            | 21      |
      | server-price-has-no-fallback | price              | revenue          | {"revenue": 20, "total": 23}               | price        |       | {"total": 23} | 20      |

    @rule:revenue-v1.receipt
    Examples: receipt (mobile only)
      | case              | Amplitude Property | Segment Property | properties                        | in the event | value | remaining          | counted |
      | server-no-receipt | receipt            | receipt          | {"receipt": "r3c", "revenue": 20} | receipt      |       | {"receipt": "r3c"} | 20      |

    @rule:revenue-v1.receipt-signature
    Examples: receiptSignature (Android only)
      | case                        | Amplitude Property | Segment Property | properties                                  | in the event | value | remaining                    | counted |
      | server-no-receipt-signature | receiptSignature   | receiptSignature | {"receiptSignature": "s1gn", "revenue": 20} | receiptSig   |       | {"receiptSignature": "s1gn"} | 20      |

    @rule:revenue-v1.revenue-type
    Examples: revenueType (server-side only)
      | case                | Amplitude Property | Segment Property | properties                            | in the event | value | remaining | counted |
      | server-revenue-type | revenueType        | revenueType      | {"revenueType": "tax", "revenue": 20} | revenueType  | tax   | {}        | 20      |

    @rule:revenue-v1.revenue
    Examples: revenue (server-side only)
      | case           | Amplitude Property | Segment Property | properties      | in the event | value | remaining | counted |
      | server-revenue | revenue            | revenue          | {"revenue": 20} | revenue      | 20    | {}        | 20      |

    @rule:revenue-v1.event-properties
    Examples: eventProperties, any remaining properties (server-side only)
      | case                    | Amplitude Property | Segment Property | properties                                                                       | in the event | value | remaining                             | counted |
      | server-event-properties | eventProperties    | color            | {"color": "red", "sizes": ["S", "M"], "price": 10, "quantity": 2, "revenue": 20} | revenue      | 20    | {"color": "red", "sizes": ["S", "M"]} | 20      |
