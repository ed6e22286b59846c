Feature: Log Revenue V2
  The table "Log Revenue V2": which property of a revenue call becomes which part of Amplitude's revenue object,
  on iOS and Android, and on the web by the same setting.

  Scenario Outline: a property of a mobile revenue call becomes the revenue event's (<case>)
    Given a <Source> with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      """
      <properties>
      """
    Then the SDK is called with
      | method       | <Amplitude Property> |
      | logRevenueV2 | <value>              |
    And Amplitude receives exactly these events
      | event_type     | event_properties.<in the event> | amplitude.revenue |
      | Item Bought    | <on the track event>            | 0                 |
      | revenue_amount | <value in the event>            | <revenue>         |

    @rule:revenue-v2.product-id
    Examples: productId
      | case               | Amplitude Property | Segment Property | Source      | properties                           | value | in the event | value in the event | on the track event | revenue |
      | ios-product-id     | productId          | product_id       | ios app     | {"product_id": "P-1", "revenue": 20} | P-1   | $productId   | P-1                |                    | 20      |
      | android-product-id | productId          | productId        | android app | {"productId": "P-1", "revenue": 20}  | P-1   | $productId   | P-1                |                    | 20      |

    @rule:revenue-v2.quantity
    Examples: quantity, and revenue is quantity times price
      | case             | Amplitude Property | Segment Property | Source      | properties                                 | value | in the event | value in the event | on the track event | revenue |
      | ios-quantity     | quantity           | quantity         | ios app     | {"quantity": 3, "price": 7, "revenue": 20} | 3     | $quantity    | 3                  |                    | 21      |
      | android-quantity | quantity           | quantity         | android app | {"quantity": 3, "price": 7, "revenue": 20} | 3     | $quantity    | 3                  |                    | 21      |

    @rule:revenue-v2.price
    Examples: price
      | case                       | Amplitude Property | Segment Property | Source      | properties                               | value | in the event | value in the event | on the track event | revenue |
      | ios-price                  | price              | price            | ios app     | {"price": 7, "revenue": 20, "total": 23} | 7     | $price       | 7                  |                    | 7       |
      | ios-price-from-revenue     | price              | revenue          | ios app     | {"revenue": 20, "total": 23}             | 20    | $price       | 20                 |                    | 20      |
      | ios-price-from-total       | price              | total            | ios app     | {"total": 23}                            | 23    | $price       | 23                 |                    | 23      |
      | android-price              | price              | price            | android app | {"price": 7, "revenue": 20, "total": 23} | 7     | $price       | 7                  |                    | 7       |
      | android-price-from-revenue | price              | revenue          | android app | {"revenue": 20, "total": 23}             | 20    | $price       | 20                 |                    | 20      |
      | android-price-from-total   | price              | total            | android app | {"total": 23}                            | 23    | $price       | 23                 |                    | 23      |

    @rule:revenue-v2.revenue-type
    Examples: revenueType
      | case                 | Amplitude Property | Segment Property | Source      | properties                             | value | in the event | value in the event | on the track event | revenue |
      | ios-revenue-type     | revenueType        | revenue_type     | ios app     | {"revenue_type": "tax", "revenue": 20} | tax   | $revenueType | tax                |                    | 20      |
      | android-revenue-type | revenueType        | revenueType      | android app | {"revenueType": "tax", "revenue": 20}  | tax   | $revenueType | tax                |                    | 20      |

    @rule:revenue-v2.receipt-signature
    Examples: receiptSignature (Android only)
      | case                      | Amplitude Property | Segment Property | Source      | properties                                                    | value | in the event | value in the event | on the track event | revenue |
      | android-receipt-signature | receiptSignature   | receiptSignature | android app | {"receiptSignature": "s1gn", "receipt": "r3c", "revenue": 20} | s1gn  | $receiptSig  | s1gn               |                    | 20      |

    @dialect:documented @dialect:printed @rule:revenue-v2.receipt-signature
    Examples: on iOS, where as shipped a receipt crashes the app
      | case                     | Amplitude Property | Segment Property  | Source  | properties                                                     | value | in the event | value in the event | on the track event | revenue |
      | ios-no-receipt-signature | receiptSignature   | receipt_signature | ios app | {"receipt_signature": "s1gn", "receipt": "r3c", "revenue": 20} | null  | $receiptSig  |                    |                    | 20      |

    @rule:revenue-v2.receipt @dialect:documented @dialect:printed
    Examples: receipt
      | case            | Amplitude Property | Segment Property | Source      | properties                        | value | in the event | value in the event | on the track event | revenue |
      | ios-receipt     | receipt            | receipt          | ios app     | {"receipt": "r3c", "revenue": 20} | r3c   | $receipt     | r3c                |                    | 20      |
      | android-receipt | receipt            | receipt          | android app | {"receipt": "r3c", "revenue": 20} | r3c   | $receipt     | r3c                |                    | 20      |

    @rule:revenue-v2.event-properties @dialect:documented @dialect:printed
    Examples: eventProperties, any remaining properties
      | case                     | Amplitude Property | Segment Property | Source      | properties                      | value            | in the event | value in the event | on the track event | revenue |
      | ios-event-properties     | eventProperties    | color            | ios app     | {"color": "red", "revenue": 20} | {"color": "red"} | color        | red                | red                | 20      |
      | android-event-properties | eventProperties    | color            | android app | {"color": "red", "revenue": 20} | {"color": "red"} | color        | red                | red                | 20      |

  @adjudicated
  Scenario Outline: the same table holds on the web (<case>)
    Given a web app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      """
      <properties>
      """
    Then the SDK is called with
      | method       | <Amplitude Property> |
      | logRevenueV2 | <value>              |
    And Amplitude receives exactly these events
      | event_type     | event_properties.<in the event> | amplitude.revenue |
      | Item Bought    | <on the track event>            | 0                 |
      | revenue_amount | <value in the event>            | <revenue>         |

    @rule:revenue-v2.product-id
    Examples: productId
      | case           | Amplitude Property | Segment Property | properties                          | value | in the event | value in the event | on the track event | revenue |
      | web-product-id | productId          | productId        | {"productId": "P-1", "revenue": 20} | P-1   | $productId   | P-1                |                    | 20      |

    @rule:revenue-v2.quantity
    Examples: quantity, and revenue is quantity times price
      | case         | Amplitude Property | Segment Property | properties                                 | value | in the event | value in the event | on the track event | revenue |
      | web-quantity | quantity           | quantity         | {"quantity": 3, "price": 7, "revenue": 20} | 3     | $quantity    | 3                  |                    | 21      |

    @rule:revenue-v2.price
    Examples: price
      | case                   | Amplitude Property | Segment Property | properties                               | value | in the event | value in the event | on the track event | revenue |
      | web-price              | price              | price            | {"price": 7, "revenue": 20, "total": 23} | 7     | $price       | 7                  |                    | 7       |
      | web-price-from-revenue | price              | revenue          | {"revenue": 20, "total": 23}             | 20    | $price       | 20                 |                    | 20      |

    @rule:revenue-v2.revenue-type
    Examples: revenueType
      | case             | Amplitude Property | Segment Property | properties                            | value | in the event | value in the event | on the track event | revenue |
      | web-revenue-type | revenueType        | revenueType      | {"revenueType": "tax", "revenue": 20} | tax   | $revenueType | tax                |                    | 20      |

    @rule:revenue-v2.receipt-signature
    Examples: receiptSignature (Android only)
      | case                     | Amplitude Property | Segment Property | properties                                  | value | in the event | value in the event | on the track event | revenue |
      | web-no-receipt-signature | receiptSignature   | receiptSignature | {"receiptSignature": "s1gn", "revenue": 20} | null  | $receiptSig  |                    |                    | 20      |

    @rule:revenue-v2.event-properties @dialect:documented @dialect:printed
    Examples: eventProperties, any remaining properties
      | case                 | Amplitude Property | Segment Property | properties                      | value            | in the event | value in the event | on the track event | revenue |
      | web-event-properties | eventProperties    | color            | {"color": "red", "revenue": 20} | {"color": "red"} | color        | red                | red                | 20      |

  Rule: What the table does not take stays an ordinary property

    @rule:revenue-v2.event-properties @rule:revenue-v2.casing @dialect:documented @dialect:printed
    Scenario Outline: a purchase with everything in it, on mobile (<case>)
      Given a <Source> with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        """
        <properties>
        """
      Then Amplitude receives exactly these events
        | event_type     | event_properties           |
        | Item Bought    | <properties>               |
        | revenue_amount | <revenue event properties> |

      Examples:
        | case               | Source      | properties                                                                                                                                                                 | revenue event properties                                                                                                                                                   |
        | ios-everything     | ios app     | {"product_id": "P-1", "quantity": 2, "price": 7, "revenue": 14, "revenue_type": "income", "receipt": "r3c", "color": "red", "sizes": ["S", "M"]}                           | {"$productId": "P-1", "$quantity": 2, "$price": 7, "$revenueType": "income", "$receipt": "r3c", "revenue": 14, "color": "red", "sizes": ["S", "M"]}                        |
        | android-everything | android app | {"productId": "P-1", "quantity": 2, "price": 7, "revenue": 14, "revenueType": "income", "receipt": "r3c", "receiptSignature": "s1gn", "color": "red", "sizes": ["S", "M"]} | {"$productId": "P-1", "$quantity": 2, "$price": 7, "$revenueType": "income", "$receipt": "r3c", "$receiptSig": "s1gn", "revenue": 14, "color": "red", "sizes": ["S", "M"]} |

    @rule:revenue-v2.event-properties @adjudicated @dialect:documented @dialect:printed
    Scenario: a purchase with everything in it, on the web
      Given a web app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        """
        {"productId": "P-1", "quantity": 2, "price": 7, "revenue": 14, "revenueType": "income", "receipt": "r3c", "receiptSignature": "s1gn", "color": "red", "sizes": ["S", "M"]}
        """
      Then Amplitude receives exactly these events
        | event_type     | event_properties                                                                                                                                                               |
        | Item Bought    | {"productId": "P-1", "quantity": 2, "price": 7, "revenue": 14, "revenueType": "income", "receipt": "r3c", "receiptSignature": "s1gn", "color": "red", "sizes": ["S", "M"]}     |
        | revenue_amount | {"$productId": "P-1", "$quantity": 2, "$price": 7, "$revenueType": "income", "revenue": 14, "receipt": "r3c", "receiptSignature": "s1gn", "color": "red", "sizes": ["S", "M"]} |

    @rule:revenue-v2.event-properties @adjudicated @dialect:documented @dialect:printed
    Scenario Outline: a property with the name of one of Amplitude's own (<case>)
      Given <Source> with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        """
        {"revenue": 14, "$price": 2, "$revenueType": "tax", "color": "red"}
        """
      Then Amplitude receives these events
        | event_type     | event_properties |
        | revenue_amount | <Properties>     |

      Examples: the web keeps one that the revenue has nothing for, the phones drop it
        | case             | Source         | Properties                                                            |
        | own-name-web     | a web app      | {"$price": 14, "$quantity": 1, "$revenueType": "tax", "color": "red"} |
        | own-name-ios     | an ios app     | {"$price": 14, "$quantity": 1, "color": "red"}                        |
        | own-name-android | an android app | {"$price": 14, "$quantity": 1, "color": "red"}                        |

    @rule:revenue-v2.casing @adjudicated @dialect:documented @dialect:printed
    Scenario Outline: a name in the other platform's casing is an ordinary property (<case>)
      Given a <Source> with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        | revenue    | 20      |
        | <property> | <value> |
      Then the SDK is called with
        | method       | <Amplitude Property> | eventProperties           |
        | logRevenueV2 | null                 | {"<property>": "<value>"} |

      Examples:
        | case                            | Source      | property     | value | Amplitude Property |
        | ios-camel-case-product-id       | ios app     | productId    | P-1   | productId          |
        | ios-camel-case-revenue-type     | ios app     | revenueType  | tax   | revenueType        |
        | android-snake-case-product-id   | android app | product_id   | P-1   | productId          |
        | android-snake-case-revenue-type | android app | revenue_type | tax   | revenueType        |
