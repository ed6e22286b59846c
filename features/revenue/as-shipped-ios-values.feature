@divergence:revenue.ios.null-is-given
Feature: What revenue may hold on iOS, as documented and as shipped
  The integration passes values on as they are, and Objective-C reads them: an amount in text by the phone's locale, a
  quantity as far as it is a number. A value that has to be text and is not crashes the app, and so does every
  receipt.

  Rule: Amounts

    @rule:revenue-v2.price @divergence:revenue.ios.local-amount @divergence:revenue.ios.numeric-amount
    @divergence:revenue.ios.all-properties
    Scenario Outline: an amount in text on a phone in another country (<case>)
      Given an ios app with the settings
        | Log Revenue V2 | on |
      And the device has
        | locale | <Locale> |
      When the app tracks "Item Bought" with the properties
        """
        {"revenue": "<Amount>"}
        """
      Then Amplitude counts a revenue of <Revenue>

      @dialect:documented @dialect:printed
      Examples: as documented, the same everywhere
        | case                | Locale | Amount  | Revenue |
        | point-documented-de | de_DE  | 19.99   | 19.99   |
        | comma-documented-de | de_DE  | 19,99   | 0       |
        | group-documented-us | en_US  | 1,234.5 | 0       |
        | group-documented-de | de_DE  | 1.234   | 1.234   |

      @dialect:shipped @dialect:latest
      Examples: as shipped
        | case             | Locale | Amount  | Revenue |
        | point-shipped-us | en_US  | 19.99   | 19.99   |
        | point-shipped-de | de_DE  | 19.99   | 0       |
        | point-shipped-fr | fr_FR  | 19.99   | 0       |
        | comma-shipped-de | de_DE  | 19,99   | 19.99   |
        | comma-shipped-fr | fr_FR  | 19,99   | 19.99   |
        | group-shipped-us | en_US  | 1,234.5 | 1234.5  |
        | group-shipped-de | de_DE  | 1.234   | 1234    |

    @rule:revenue-v2.price @divergence:revenue.ios.any-number @divergence:revenue.ios.numeric-amount
    @divergence:revenue.ios.all-properties @dialect:documented @dialect:printed
    Scenario: true is no amount, as documented
      Given an ios app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        | revenue | true |
      Then Amplitude receives exactly these events
        | event_type  |
        | Item Bought |

    @rule:revenue-v2.price @divergence:revenue.ios.any-number @divergence:revenue.ios.numeric-amount
    @divergence:revenue.ios.all-properties @dialect:shipped @dialect:latest
    Scenario: true is an amount, as shipped
      Given an ios app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        | revenue | true |
      Then Amplitude receives exactly these events
        | event_type     | event_properties.$price |
        | Item Bought    |                         |
        | revenue_amount | true                    |

    @rule:revenue-v2.price @divergence:revenue.ios.price-unread @divergence:revenue.ios.all-properties
    Scenario Outline: a price in text (<case>)
      Given an ios app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        """
        {"revenue": 20, "price": "<Price>"}
        """
      Then Amplitude receives these events
        | event_type     | event_properties.$price |
        | revenue_amount | <Sent>                  |

      @dialect:documented @dialect:printed
      Examples: as documented, the number that it holds
        | case             | Price | Sent |
        | price-documented | 9.99  | 9.99 |

      @dialect:shipped @dialect:latest
      Examples: as shipped, the text
        | case           | Price | Sent    |
        | price-shipped  | 9.99  | "9.99"  |
        | dollar-shipped | $9.99 | "$9.99" |

    @rule:revenue-v2.price @rule:revenue-v1.price @divergence:revenue.ios.null-is-given
    @divergence:revenue.ios.price-unread @divergence:revenue.ios.all-properties @divergence:values.ios.nulls-dropped
    Scenario Outline: a price that is null (<case>)
      Given an ios app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        """
        {"revenue": 20, "price": null}
        """
      Then Amplitude receives these events
        | event_type     | event_properties.$price |
        | revenue_amount | <Sent>                  |

      @dialect:documented @dialect:printed
      Examples: as documented, as good as missing
        | case            | Sent |
        | null-documented | 20   |

      @dialect:shipped
      Examples: as shipped, where nulls are left out before
        | case         | Sent |
        | null-shipped | 20   |

      @dialect:latest
      Examples: as shipped last
        | case        | Sent |
        | null-latest | null |

    @rule:revenue-v1.price @dialect:documented @dialect:printed @dialect:shipped @divergence:revenue.ios.all-properties
    @divergence:revenue.ios.always-v2
    Scenario: a price that no number of single precision can hold is null in the deprecated method
      Given an ios app with the settings
        | Log Revenue V2 | off |
      When the app tracks "Item Bought" with the properties
        """
        {"revenue": 1e39}
        """
      Then Amplitude receives these events
        | event_type     | api_properties.price |
        | revenue_amount | null                 |

  Rule: Quantities

    @rule:revenue-v2.quantity @divergence:revenue.ios.integer-quantity @divergence:revenue.ios.all-properties
    Scenario Outline: a quantity in text (<case>)
      Given an ios app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        """
        {"revenue": 20, "quantity": "<Quantity>"}
        """
      Then Amplitude receives these events
        | event_type     | event_properties.$quantity |
        | revenue_amount | <Sent>                     |

      @dialect:documented @dialect:printed
      Examples: as documented, 1 unless the text is a number
        | case              | Quantity | Sent |
        | number-documented | 3        | 3    |
        | pieces-documented | 3 pieces | 1    |
        | many-documented   | many     | 1    |

      @dialect:shipped @dialect:latest
      Examples: as shipped, as far as the text is a number
        | case             | Quantity | Sent |
        | number-shipped   | 3        | 3    |
        | pieces-shipped   | 3 pieces | 3    |
        | exponent-shipped | 1e3      | 1    |
        | many-shipped     | many     | 0    |

    @rule:revenue-v2.quantity @divergence:revenue.ios.integer-quantity @divergence:revenue.ios.all-properties
    @dialect:shipped @dialect:latest
    Scenario: a quantity that is a list crashes the app, as shipped
      Given an ios app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        """
        {"revenue": 20, "quantity": [3]}
        """
      Then the app crashes on track with "-[__NSArrayM integerValue]: unrecognized selector"

    @rule:revenue-v2.quantity @divergence:revenue.ios.null-is-given @divergence:revenue.ios.integer-quantity
    @divergence:revenue.ios.all-properties @dialect:latest @divergence:values.ios.nulls-dropped
    @divergence:revenue.ios.always-v2
    Scenario: a quantity that is null crashes the app, as shipped last
      Given an ios app
      When the app tracks "Item Bought" with the properties
        """
        {"revenue": 20, "quantity": null}
        """
      Then the app crashes on track with "-[NSNull integerValue]: unrecognized selector"

  Rule: Products and receipts

    @rule:revenue-v2.product-id @divergence:revenue.ios.text-expected @divergence:revenue.ios.all-properties
    @dialect:documented @dialect:printed
    Scenario: a product id that is a number is written as text, as documented
      Given an ios app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        | revenue    | 20  |
        | product_id | 123 |
      Then the SDK is called with
        | method       | productId |
        | logRevenueV2 | "123"     |

    @rule:revenue-v2.product-id @rule:revenue-v2.revenue-type @divergence:revenue.ios.text-expected
    @divergence:revenue.ios.all-properties @dialect:shipped @dialect:latest
    Scenario Outline: a product id or revenue type that is not text crashes the app, as shipped (<case>)
      Given an ios app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        """
        {"revenue": 20, "<Property>": <Value>}
        """
      Then the app crashes on track with "<Reason>"
      When the app is launched
      And the app tracks "App Opened"
      Then Amplitude receives exactly these events
        | event_type |
        | App Opened |

      Examples:
        | case            | Property     | Value    | Reason                              |
        | product-number  | product_id   | 123      | -[__NSCFNumber isEqualToString:]    |
        | product-boolean | product_id   | true     | -[__NSCFBoolean isEqualToString:]   |
        | product-list    | product_id   | ["P-1"]  | -[__NSArrayM isEqualToString:]      |
        | type-number     | revenue_type | 7        | -[__NSCFNumber isEqualToString:]    |
        | type-object     | revenue_type | {"a": 1} | -[__NSDictionaryM isEqualToString:] |

    @rule:revenue-v1.product-id @divergence:revenue.ios.any-product-id @divergence:revenue.ios.always-v2
    @divergence:revenue.ios.text-expected
    Scenario Outline: the deprecated method passes a product id on (<case>)
      Given an ios app with the settings
        | Log Revenue V2 | off |
      When the app tracks "Item Bought" with the properties
        | revenue    | 20  |
        | product_id | 123 |
      Then Amplitude receives these events
        | event_type     | api_properties.productId |
        | revenue_amount | <Product>                |

      @dialect:documented @dialect:printed
      Examples: as documented, as text
        | case               | Product |
        | product-documented | "123"   |

      @dialect:shipped
      Examples: as shipped, as it is
        | case            | Product |
        | product-shipped | 123     |

    @rule:revenue-v2.receipt @rule:revenue-v1.receipt @divergence:revenue.ios.receipt-crashes
    @divergence:revenue.ios.all-properties @dialect:documented @dialect:printed
    Scenario: a receipt is passed on, as documented
      Given an ios app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        | revenue | 20  |
        | receipt | r3c |
      Then Amplitude receives these events
        | event_type     | event_properties.$receipt |
        | revenue_amount | r3c                       |

    @rule:revenue-v2.receipt @rule:revenue-v1.receipt @divergence:revenue.ios.receipt-crashes
    @divergence:revenue.ios.all-properties @divergence:revenue.ios.always-v2 @dialect:shipped @dialect:latest
    Scenario Outline: every receipt crashes the app, as shipped (<case>)
      Given an ios app with the settings
        | Log Revenue V2 | <V2> |
      When the app tracks "Item Bought" with the properties
        """
        {"revenue": 20, "receipt": "<Receipt>"}
        """
      Then the app crashes on track with "-[__NSCFString base64Encoding]: unrecognized selector"

      Examples:
        | case       | V2  | Receipt |
        | receipt-v1 | off | r3c     |
        | receipt-v2 | on  | r3c     |
        | empty-v1   | off |         |
        | empty-v2   | on  |         |

    @rule:revenue-v2.receipt @rule:track.event @divergence:revenue.ios.receipt-crashes
    @divergence:revenue.ios.all-properties @divergence:revenue.ios.always-v2 @dialect:shipped @dialect:latest
    Scenario: the call that ends the app logs nothing, what came before it is kept
      Given an ios app
      When the app tracks "Item Viewed"
      And the app tracks "Item Bought" with the properties
        """
        {"revenue": 20, "receipt": "r3c"}
        """
      And the app is launched
      And the app tracks "App Opened"
      Then the app crashes on track with "base64Encoding"
      And Amplitude receives exactly these events
        | event_type  |
        | Item Viewed |
        | App Opened  |

    @rule:revenue-v2.event-properties @divergence:revenue.ios.all-properties
    Scenario: the iOS SDK has no receipt signature, so a property of its name stays
      Given an ios app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        | revenue     | 20 |
        | $receiptSig | x  |
      Then Amplitude receives these events
        | event_type     | event_properties.$receiptSig |
        | revenue_amount | x                            |
