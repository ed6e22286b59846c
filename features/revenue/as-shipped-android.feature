Feature: Revenue on Android, as documented and as shipped
  What the same calls lead to in the documentation and in the app. A revenue event of logRevenueV2 always has more
  properties in the app, whatever else is different.

  @divergence:revenue.android.all-properties @rule:revenue-v2.event-properties
  Scenario Outline: the properties of a revenue event (<case>)
    Given an android app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      """
      {"productId": "P-1", "quantity": 2, "price": 7, "revenue": 14, "color": "red"}
      """
    Then the SDK is called with
      | method       | eventProperties   |
      | logRevenueV2 | <eventProperties> |
    And Amplitude receives exactly these events
      | event_type     | event_properties.$price | event_properties.price | event_properties.productId | event_properties.color |
      | Item Bought    |                         | 7                      | P-1                        | red                    |
      | revenue_amount | 7                       | <price>                | <productId>                | red                    |

    @dialect:documented @dialect:printed
    Examples: as documented, the remaining ones
      | case                 | eventProperties                 | price | productId |
      | remaining-documented | {"revenue": 14, "color": "red"} |       |           |

    @dialect:shipped @dialect:latest
    Examples: as shipped, all of them
      | case        | eventProperties                                                                | price | productId |
      | all-shipped | {"productId": "P-1", "quantity": 2, "price": 7, "revenue": 14, "color": "red"} | 7     | P-1       |

  @divergence:revenue.android.quantity-of-one @divergence:revenue.android.all-properties
  @rule:revenue-v2.quantity @rule:revenue-v2.price
  Scenario Outline: a quantity without a price, by logRevenueV2 (<case>)
    Given an android app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      """
      <properties>
      """
    Then Amplitude receives these events
      | event_type     | event_properties.$price | event_properties.$quantity | amplitude.revenue |
      | revenue_amount | 20                      | <quantity>                 | <revenue>         |

    @dialect:documented @dialect:printed
    Examples: as documented, the revenue counts twice
      | case                        | properties                     | quantity | revenue |
      | quantity-revenue-documented | {"revenue": 20, "quantity": 2} | 2        | 40      |
      | quantity-total-documented   | {"total": 20, "quantity": 2}   | 2        | 40      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, it counts once
      | case                     | properties                     | quantity | revenue |
      | quantity-revenue-shipped | {"revenue": 20, "quantity": 2} | 1        | 20      |
      | quantity-total-shipped   | {"total": 20, "quantity": 2}   | 1        | 20      |

  @divergence:revenue.android.receipt-pair @divergence:revenue.android.all-properties
  @rule:revenue-v2.receipt @rule:revenue-v2.receipt-signature
  Scenario Outline: a receipt or a signature alone, by logRevenueV2 (<case>)
    Given an android app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      """
      {"price": 20, "revenue": 20, <half>}
      """
    Then Amplitude receives these events
      | event_type     | event_properties.$receipt | event_properties.$receiptSig |
      | revenue_amount | <receipt>                 | <signature>                  |

    @dialect:documented @dialect:printed
    Examples: as documented, it is sent
      | case                 | half                       | receipt | signature |
      | receipt-documented   | "receipt": "r3c"           | r3c     |           |
      | signature-documented | "receiptSignature": "s1gn" |         | s1gn      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, it is not
      | case              | half                       | receipt | signature |
      | receipt-shipped   | "receipt": "r3c"           |         |           |
      | signature-shipped | "receiptSignature": "s1gn" |         |           |

  @rule:revenue-v1.receipt @rule:revenue-v1.receipt-signature
  Scenario Outline: by the deprecated method it is sent, as documented and as shipped (<case>)
    Given an android app
    When the app tracks "Item Bought" with the properties
      """
      {"revenue": 20, "quantity": 1, <half>}
      """
    Then Amplitude receives these events
      | event_type     | api_properties.receipt | api_properties.receiptSig |
      | revenue_amount | <receipt>              | <signature>               |

    Examples:
      | case                 | half                       | receipt | signature |
      | receipt-deprecated   | "receipt": "r3c"           | r3c     |           |
      | signature-deprecated | "receiptSignature": "s1gn" |         | s1gn      |

  @divergence:revenue.android.no-number @rule:revenue-v1.price
  @dialect:documented @dialect:printed
  Scenario Outline: an amount that is not a number logs no revenue, as documented (<case>)
    Given an android app
    When the app tracks "Item Bought" with the properties
      """
      <properties>
      """
    Then Amplitude receives exactly these events
      | event_type  |
      | Item Bought |

    Examples:
      | case                  | properties                                      |
      | text-documented       | {"revenue": "free", "quantity": 1}              |
      | text-total-documented | {"revenue": "free", "total": 23, "quantity": 1} |
      | null-documented       | {"revenue": null, "quantity": 1}                |

  @divergence:revenue.android.no-number @rule:revenue-v1.price
  @dialect:shipped @dialect:latest
  Scenario Outline: an amount that is not a number is 0 or the total, as shipped (<case>)
    Given an android app
    When the app tracks "Item Bought" with the properties
      """
      <properties>
      """
    Then Amplitude receives exactly these events
      | event_type     | api_properties.price |
      | Item Bought    |                      |
      | revenue_amount | <price>              |

    Examples:
      | case               | properties                                      | price |
      | text-shipped       | {"revenue": "free", "quantity": 1}              | 0     |
      | text-total-shipped | {"revenue": "free", "total": 23, "quantity": 1} | 23    |
      | null-shipped       | {"revenue": null, "quantity": 1}                | 0     |

  @divergence:revenue.android.no-number @divergence:revenue.android.all-properties @rule:revenue-v2.price
  @dialect:shipped @dialect:latest
  Scenario: a price that is no number is 0 by logRevenueV2, as shipped
    Given an android app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      | price    | free |
      | revenue  | 20   |
      | quantity | 2    |
    Then Amplitude receives exactly these events
      | event_type     | event_properties.$price | event_properties.$quantity |
      | Item Bought    |                         |                            |
      | revenue_amount | 0                       | 2                          |

  @divergence:revenue.android.zero-revenue @rule:revenue-v1.price
  Scenario Outline: a revenue of 0 and a total (<case>)
    Given an android app
    When the app tracks "Item Bought" with the properties
      | revenue  | 0  |
      | total    | 23 |
      | quantity | 1  |
    Then Amplitude receives exactly these events
      | event_type     | api_properties.price |
      | Item Bought    |                      |
      | revenue_amount | <price>              |

    @dialect:documented @dialect:printed
    Examples: as documented, nothing is earned
      | case            | price |
      | zero-documented | 0     |

    @dialect:shipped @dialect:latest
    Examples: as shipped, the total is
      | case         | price |
      | zero-shipped | 23    |

  @divergence:revenue.android.price-ignored @rule:revenue-v1.price @rule:revenue-v1.quantity
  Scenario Outline: price, quantity and revenue, by the deprecated method (<case>)
    Given an android app
    When the app tracks "Item Bought" with the properties
      """
      <properties>
      """
    Then Amplitude receives exactly these events
      | event_type     | api_properties.price | api_properties.quantity | amplitude.revenue |
      | Item Bought    |                      |                         | 0                 |
      | revenue_amount | <price>              | <quantity>              | <revenue>         |

    @dialect:documented @dialect:printed
    Examples: as documented, the price
      | case                   | properties                                        | price | quantity | revenue |
      | one-documented         | {"price": 7, "revenue": 20, "quantity": 1}        | 7     | 1        | 7       |
      | two-documented         | {"price": 19.99, "revenue": 39.98, "quantity": 2} | 19.99 | 2        | 39.98   |
      | price-total-documented | {"price": 7, "total": 23, "quantity": 1}          | 7     | 1        | 7       |

    @dialect:shipped @dialect:latest
    Examples: as shipped, the revenue, times the quantity
      | case                | properties                                        | price | quantity | revenue |
      | one-shipped         | {"price": 7, "revenue": 20, "quantity": 1}        | 20    | 1        | 20      |
      | two-shipped         | {"price": 19.99, "revenue": 39.98, "quantity": 2} | 39.98 | 2        | 79.96   |
      | price-total-shipped | {"price": 7, "total": 23, "quantity": 1}          | 23    | 1        | 23      |

  @divergence:revenue.android.quantity-of-zero @rule:revenue-v1.quantity
  Scenario Outline: no quantity, by the deprecated method (<case>)
    Given an android app
    When the app tracks "Item Bought" with the properties
      """
      <properties>
      """
    Then Amplitude receives exactly these events
      | event_type     | api_properties.price | api_properties.quantity | amplitude.revenue |
      | Item Bought    |                      |                         | 0                 |
      | revenue_amount | 20                   | <quantity>              | <revenue>         |

    @dialect:documented @dialect:printed
    Examples: as documented, it is 1
      | case                   | properties                           | quantity | revenue |
      | no-quantity-documented | {"revenue": 20}                      | 1        | 20      |
      | words-documented       | {"revenue": 20, "quantity": "a few"} | 1        | 20      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, it is 0, and nothing is earned
      | case                | properties                           | quantity | revenue |
      | no-quantity-shipped | {"revenue": 20}                      | 0        | 0       |
      | words-shipped       | {"revenue": 20, "quantity": "a few"} | 0        | 0       |

  @divergence:revenue.android.java-values @divergence:revenue.android.no-number @rule:revenue-v1.price
  Scenario Outline: an amount that is text (<case>)
    Given an android app
    When the app tracks "Item Bought" with the properties
      """
      {"revenue": "<revenue>", "quantity": 1}
      """
    Then Amplitude counts a revenue of <counted>

    @dialect:documented @dialect:printed
    Examples: as documented, a number or none
      | case              | revenue | counted |
      | plain-documented  | 19.99   | 19.99   |
      | suffix-documented | 10d     | 0       |
      | hex-documented    | 0x1p3   | 0       |
      | dollar-documented | $10     | 0       |

    @dialect:shipped @dialect:latest
    Examples: as shipped, what Java calls a number
      | case           | revenue | counted |
      | plain-shipped  | 19.99   | 19.99   |
      | suffix-shipped | 10d     | 10      |
      | hex-shipped    | 0x1p3   | 8       |
      | dollar-shipped | $10     | 0       |

  @divergence:revenue.android.java-values @divergence:revenue.android.no-number @rule:revenue-v1.price
  Scenario Outline: an amount at the end of what Java's long holds (<case>)
    Given an android app
    When the app tracks "Item Bought" with the properties
      """
      {"revenue": "9223372036854775808", "quantity": 1}
      """
    Then Amplitude receives these events
      | event_type     | api_properties.price |
      | revenue_amount | <price>              |

    @dialect:documented @dialect:printed
    Examples: as documented, the number
      | case            | price               |
      | long-documented | 9223372036854775808 |

    @dialect:shipped @dialect:latest
    Examples: as shipped, the largest long
      | case         | price               |
      | long-shipped | 9223372036854775807 |

  @divergence:revenue.android.java-values @divergence:revenue.android.quantity-of-zero @rule:revenue-v1.quantity
  Scenario Outline: quantities, by the deprecated method (<case>)
    Given an android app
    When the app tracks "Item Bought" with the properties
      """
      {"revenue": 20, "quantity": <given>}
      """
    Then Amplitude receives exactly these events
      | event_type     | api_properties.quantity |
      | Item Bought    |                         |
      | revenue_amount | <quantity>              |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case               | given      | quantity   |
      | many-documented    | 5000000000 | 5000000000 |
      | spaced-documented  | " 3 "      | 3          |
      | half-documented    | "3.5"      | 3          |
      | boolean-documented | true       | 1          |

    @dialect:shipped @dialect:latest
    Examples: as shipped, 32 bits, and only whole numbers in text
      | case            | given      | quantity  |
      | many-shipped    | 5000000000 | 705032704 |
      | spaced-shipped  | " 3 "      | 0         |
      | half-shipped    | "3.5"      | 0         |
      | boolean-shipped | true       | 0         |

  @divergence:revenue.android.java-values @divergence:revenue.android.all-properties
  @rule:revenue-v2.product-id @rule:revenue-v2.revenue-type
  Scenario Outline: an ID and a type that are not text, by logRevenueV2 (<case>)
    Given an android app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      """
      {"price": 20, "revenue": 20, "productId": 12345678.5, "revenueType": ["gift", true]}
      """
    Then Amplitude receives these events
      | event_type     | event_properties.$productId | event_properties.$revenueType |
      | revenue_amount | <id>                        | <type>                        |

    @dialect:documented @dialect:printed
    Examples: as documented, a number is an ID, and a list is not a type
      | case             | id           | type |
      | texts-documented | "12345678.5" |      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, both as Java writes them
      | case          | id             | type         |
      | texts-shipped | "1.23456785E7" | [gift, true] |
