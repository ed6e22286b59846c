Feature: Amounts
  What counts as revenue, which of several amounts is used, and that no amount is changed on the way.

  @rule:revenue.no-currency-conversion @dialect:documented @dialect:printed
  Scenario Outline: an amount in another currency arrives as it is (<case>)
    Given a <Source> with the settings
      | Log Revenue V2 | <Log Revenue V2> |
    When the app tracks "Item Bought" with the properties
      | revenue  | 1999.99 |
      | currency | JPY     |
    Then Amplitude counts a revenue of 1999.99
    And Amplitude receives these events
      | event_type     | <amount in the event> | event_properties.currency |
      | <on the event> | 1999.99               | <currency>                |

    Examples:
      | case         | Source        | Log Revenue V2 | on the event   | amount in the event     | currency |
      | web-v1       | web app       | off            | revenue_amount | api_properties.price    |          |
      | web-v2       | web app       | on             | revenue_amount | event_properties.$price | JPY      |
      | ios-v1       | ios app       | off            | revenue_amount | api_properties.price    |          |
      | ios-v2       | ios app       | on             | revenue_amount | event_properties.$price | JPY      |
      | android-v1   | android app   | off            | revenue_amount | api_properties.price    |          |
      | android-v2   | android app   | on             | revenue_amount | event_properties.$price | JPY      |
      | server-field | server source | off            | Item Bought    | revenue                 | JPY      |

  Scenario Outline: a refund takes its amount off the revenue again (<case>)
    Given a <Source> with the settings
      | Log Revenue V2 | <Log Revenue V2> |
    When the app tracks "Item Bought" with the properties
      | revenue | 20 |
    And the app tracks "Item Returned" with the properties
      """
      <refund>
      """
    Then Amplitude counts a revenue of 14.5

    @rule:revenue-v1.price @dialect:documented @dialect:printed
    Examples: logRevenue, and the server's fields
      | case           | Source        | Log Revenue V2 | refund                           |
      | web-refund     | web app       | off            | {"revenue": -5.5}                |
      | ios-refund     | ios app       | off            | {"price": -5.5, "revenue": -5.5} |
      | android-refund | android app   | off            | {"total": -5.5}                  |
      | server-refund  | server source | off            | {"revenue": -5.5}                |

    @rule:revenue-v2.price
    Examples: logRevenueV2
      | case              | Source      | Log Revenue V2 | refund                           |
      | web-refund-v2     | web app     | on             | {"price": -5.5, "revenue": -5.5} |
      | ios-refund-v2     | ios app     | on             | {"total": -5.5}                  |
      | android-refund-v2 | android app | on             | {"revenue": -5.5}                |

  Scenario Outline: a price of 0 is a price, so revenue is not taken in its place (<case>)
    Given a <Source> with the settings
      | Log Revenue V2 | <Log Revenue V2> |
    When the app tracks "Item Bought" with the properties
      | price   | 0  |
      | revenue | 20 |
    Then the SDK is called with exactly
      | method   | price |
      | logEvent |       |
      | <method> | 0     |
    And Amplitude counts a revenue of 0

    @rule:revenue-v1.price @dialect:documented @dialect:printed
    Examples: logRevenue
      | case     | Source  | Log Revenue V2 | method     |
      | web-zero | web app | off            | logRevenue |

    @rule:revenue-v2.price @dialect:documented @dialect:printed
    Examples: logRevenueV2
      | case         | Source      | Log Revenue V2 | method       |
      | web-zero-v2  | web app     | on             | logRevenueV2 |
      | ios-zero     | ios app     | on             | logRevenueV2 |
      | android-zero | android app | on             | logRevenueV2 |

  Scenario Outline: an amount written as text counts, as in the printed track call (<case>)
    Given a <Source>
    When the app tracks "Subscription Started" with the properties
      | plan    | Basic |
      | revenue | "32"  |
    Then Amplitude counts a revenue of 32

    @rule:revenue-v1.price @dialect:documented @dialect:printed
    Examples: As the price
      | case         | Source      |
      | web-text     | web app     |
      | ios-text     | ios app     |
      | android-text | android app |

    @rule:revenue-v1.revenue
    Examples: As the revenue
      | case        | Source        |
      | server-text | server source |

  @adjudicated
  Scenario Outline: revenue that is taken as the price keeps its quantity (<case>)
    Given a <Source> with the settings
      | Log Revenue V2 | <Log Revenue V2> |
    When the app tracks "Item Bought" with the properties
      | revenue  | 20 |
      | quantity | 2  |
    Then the SDK is called with exactly
      | method   | price | quantity |
      | logEvent |       |          |
      | <method> | 20    | 2        |
    And Amplitude counts a revenue of 40

    @rule:revenue-v1.price @rule:revenue-v1.quantity @dialect:documented @dialect:printed @dialect:shipped
    Examples: logRevenue
      | case                   | Source      | Log Revenue V2 | method     |
      | web-keeps-quantity     | web app     | off            | logRevenue |
      | ios-keeps-quantity     | ios app     | off            | logRevenue |
      | android-keeps-quantity | android app | off            | logRevenue |

    @rule:revenue-v2.price @rule:revenue-v2.quantity @dialect:documented @dialect:printed
    Examples: logRevenueV2
      | case                      | Source      | Log Revenue V2 | method       |
      | web-keeps-quantity-v2     | web app     | on             | logRevenueV2 |
      | ios-keeps-quantity-v2     | ios app     | on             | logRevenueV2 |
      | android-keeps-quantity-v2 | android app | on             | logRevenueV2 |

  Rule: What makes a track call a revenue call

    @adjudicated
    Scenario Outline: without revenue, and on mobile without total, nothing is sold (<case>)
      Given a <Source> with the settings
        | Log Revenue V2 | <Log Revenue V2> |
      When the app tracks "Product Viewed" with the properties
        """
        <properties>
        """
      Then Amplitude receives exactly these events
        | event_type     | event_properties | revenue | price |
        | Product Viewed | <properties>     |         |       |
      And Amplitude counts a revenue of 0

      @rule:revenue-v1.price
      Examples: logRevenue, and the server's fields
        | case                | Source        | Log Revenue V2 | properties                               |
        | web-price-alone     | web app       | off            | {"price": 7, "quantity": 2}              |
        | ios-price-alone     | ios app       | off            | {"price": 7, "quantity": 2}              |
        | android-price-alone | android app   | off            | {"price": 7, "quantity": 2}              |
        | server-price-alone  | server source | off            | {"price": 7, "quantity": 2}              |
        | web-total-alone     | web app       | off            | {"total": 23}                            |
        | web-price-and-total | web app       | off            | {"price": 7, "quantity": 2, "total": 14} |
        | server-total-alone  | server source | off            | {"total": 23}                            |

      @rule:revenue-v2.price
      Examples: logRevenueV2 on the web
        | case               | Source  | Log Revenue V2 | properties    |
        | web-total-alone-v2 | web app | on             | {"total": 23} |

  Rule: What an amount may be

    Scenario Outline: a price with three decimals keeps them (<case>)
      Given <Source> with the settings
        | Log Revenue V2 | <Log Revenue V2> |
      When the app tracks "Item Bought" with the properties
        """
        {"price": <Price>, "revenue": <Price>, "quantity": 3}
        """
      Then Amplitude receives these events
        | event_type     | <Where it stands> |
        | <On the event> | 10.125            |
      And Amplitude counts a revenue of <Revenue>

      @rule:revenue-v1.price @dialect:documented @dialect:printed
      Examples: logRevenue
        | case                  | Source         | Log Revenue V2 | Price    | On the event   | Where it stands      | Revenue |
        | decimals-web          | a web app      | off            | 10.125   | revenue_amount | api_properties.price | 30.375  |
        | decimals-ios          | an ios app     | off            | 10.125   | revenue_amount | api_properties.price | 30.375  |
        | decimals-android      | an android app | off            | 10.125   | revenue_amount | api_properties.price | 30.375  |
        | decimals-text-android | an android app | off            | "10.125" | revenue_amount | api_properties.price | 30.375  |

      @rule:revenue-v2.price @dialect:documented @dialect:printed
      Examples: logRevenueV2
        | case                 | Source         | Log Revenue V2 | Price    | On the event   | Where it stands         | Revenue |
        | decimals-web-v2      | a web app      | on             | 10.125   | revenue_amount | event_properties.$price | 30.375  |
        | decimals-ios-v2      | an ios app     | on             | 10.125   | revenue_amount | event_properties.$price | 30.375  |
        | decimals-android-v2  | an android app | on             | 10.125   | revenue_amount | event_properties.$price | 30.375  |
        | decimals-text-ios-v2 | an ios app     | on             | "10.125" | revenue_amount | event_properties.$price | 30.375  |

      @rule:revenue-v1.price @rule:revenue-v1.revenue
      Examples: the server's fields; the revenue is the whole amount there
        | case            | Source          | Log Revenue V2 | Price  | On the event | Where it stands | Revenue |
        | decimals-server | a server source | off            | 10.125 | Item Bought  | price           | 10.125  |

    @dialect:documented @dialect:printed
    Scenario Outline: a quantity of 0 (<case>)
      Given <Source> with the settings
        | Log Revenue V2 | <Log Revenue V2> |
      When the app tracks "Item Bought" with the properties
        """
        {"price": 20, "revenue": 20, "quantity": 0}
        """
      Then the SDK is called with
        | method   | quantity |
        | <Method> | 0        |
      And Amplitude receives these events
        | event_type     | <Where it stands> | amplitude.revenue |
        | revenue_amount | <Quantity>        | <Revenue>         |

      @rule:revenue-v1.quantity
      Examples: logRevenue, which on the web takes no 0
        | case                | Source         | Log Revenue V2 | Method     | Where it stands         | Quantity | Revenue |
        | zero-pieces-web     | a web app      | off            | logRevenue | api_properties.quantity | 1        | 20      |
        | zero-pieces-ios     | an ios app     | off            | logRevenue | api_properties.quantity | 0        | 0       |
        | zero-pieces-android | an android app | off            | logRevenue | api_properties.quantity | 0        | 0       |

      @rule:revenue-v2.quantity
      Examples: logRevenueV2
        | case                   | Source         | Log Revenue V2 | Method       | Where it stands            | Quantity | Revenue |
        | zero-pieces-web-v2     | a web app      | on             | logRevenueV2 | event_properties.$quantity | 0        | 0       |
        | zero-pieces-ios-v2     | an ios app     | on             | logRevenueV2 | event_properties.$quantity | 0        | 0       |
        | zero-pieces-android-v2 | an android app | on             | logRevenueV2 | event_properties.$quantity | 0        | 0       |

    @dialect:documented @dialect:printed
    Scenario Outline: an amount that is not a number logs no revenue, and a warning says so (<case>)
      Given <Source> with the settings
        | Log Revenue V2 | <Log Revenue V2> |
      When the app tracks "Item Bought" with the properties
        """
        {"<Property>": <Amount>}
        """
      Then Amplitude receives exactly these events
        | event_type  | event_properties         |
        | Item Bought | {"<Property>": <Amount>} |
      And a warning says "\"<Property>\" must be a number, not <Shown>"
      And the integration has logged 1 warning

      @rule:revenue-v1.price
      Examples: logRevenue, and the server's field
        | case              | Source          | Log Revenue V2 | Property | Amount     | Shown     |
        | no-amount-web     | a web app       | off            | revenue  | "$8"       | \"$8\"    |
        | no-amount-ios     | an ios app      | off            | revenue  | "eight"    | \"eight\" |
        | no-amount-android | an android app  | off            | revenue  | true       | a boolean |
        | no-total-ios      | an ios app      | off            | total    | "8 EUR"    | \"8 EUR\" |
        | no-total-android  | an android app  | off            | total    | {"eur": 8} | an object |
        | no-amount-server  | a server source | off            | revenue  | "$8"       | \"$8\"    |

      @rule:revenue-v2.price
      Examples: logRevenueV2
        | case                 | Source         | Log Revenue V2 | Property | Amount | Shown    |
        | no-amount-web-v2     | a web app      | on             | revenue  | "$8"   | \"$8\"   |
        | no-amount-ios-v2     | an ios app     | on             | revenue  | ""     | \"\"     |
        | no-amount-android-v2 | an android app | on             | revenue  | "8,50" | \"8,50\" |

    @dialect:documented @dialect:printed
    Scenario Outline: a product id that is a number is written as text by the SDKs (<case>)
      Given <Source> with the settings
        | Log Revenue V2 | <Log Revenue V2> |
      When the app tracks "Item Bought" with the properties
        """
        {"price": 20, "revenue": 20, "<Name>": <Id>}
        """
      Then Amplitude receives these events
        | event_type     | <Where it stands> |
        | <On the event> | <Written>         |

      @rule:revenue-v1.product-id
      Examples: logRevenue, and the server's field
        | case            | Source          | Log Revenue V2 | Name       | Id    | On the event   | Where it stands          | Written |
        | numeric-web     | a web app       | off            | productId  | 507   | revenue_amount | api_properties.productId | "507"   |
        | numeric-ios     | an ios app      | off            | product_id | 507   | revenue_amount | api_properties.productId | "507"   |
        | numeric-android | an android app  | off            | productId  | 507.5 | revenue_amount | api_properties.productId | "507.5" |
        | numeric-server  | a server source | off            | productId  | 507   | Item Bought    | productId                | 507     |

      @rule:revenue-v2.product-id
      Examples: logRevenueV2
        | case               | Source         | Log Revenue V2 | Name       | Id   | On the event   | Where it stands             | Written |
        | numeric-web-v2     | a web app      | on             | productId  | 507  | revenue_amount | event_properties.$productId | "507"   |
        | numeric-ios-v2     | an ios app     | on             | product_id | 507  | revenue_amount | event_properties.$productId | "507"   |
        | numeric-android-v2 | an android app | on             | productId  | 507  | revenue_amount | event_properties.$productId | "507"   |
        | flag-android-v2    | an android app | on             | productId  | true | revenue_amount | event_properties.productId  | true    |

    @dialect:documented @dialect:printed
    Scenario Outline: a receipt is never cut, however long it is (<case>)
      Given <Source> with the settings
        | Log Revenue V2 | <Log Revenue V2> |
      When the app tracks "Item Bought" with the properties
        """
        {"price": 20, "revenue": 20, "<Name>": {"$repeat": "r", "times": 5000}, "note": {"$repeat": "n", "times": 1025}}
        """
      Then Amplitude receives these events
        | event_type     | <Where it stands>               | event_properties.note           |
        | Item Bought    |                                 | {"$repeat": "n", "times": 1024} |
        | revenue_amount | {"$repeat": "r", "times": 5000} | <Note>                          |

      @rule:revenue-v1.receipt
      Examples: logRevenue
        | case                 | Source         | Log Revenue V2 | Name    | Where it stands        | Note |
        | long-receipt-ios     | an ios app     | off            | receipt | api_properties.receipt |      |
        | long-receipt-android | an android app | off            | receipt | api_properties.receipt |      |

      @rule:revenue-v2.receipt
      Examples: logRevenueV2
        | case                    | Source         | Log Revenue V2 | Name    | Where it stands           | Note                            |
        | long-receipt-ios-v2     | an ios app     | on             | receipt | event_properties.$receipt | {"$repeat": "n", "times": 1024} |
        | long-receipt-android-v2 | an android app | on             | receipt | event_properties.$receipt | {"$repeat": "n", "times": 1024} |

      @rule:revenue-v2.receipt-signature
      Examples: the signature on Android
        | case              | Source         | Log Revenue V2 | Name             | Where it stands              | Note                            |
        | long-signature-v2 | an android app | on             | receiptSignature | event_properties.$receiptSig | {"$repeat": "n", "times": 1024} |

    @dialect:documented @dialect:printed
    Scenario Outline: without a quantity there is one item (<case>)
      Given <Source> with the settings
        | Log Revenue V2 | <Log Revenue V2> |
      When the app tracks "Item Bought" with the properties
        | revenue | 20 |
      Then the SDK is called with
        | method   | price | quantity |
        | <Method> | 20    | 1        |
      And Amplitude counts a revenue of 20

      @rule:revenue-v1.quantity
      Examples: logRevenue
        | case              | Source         | Log Revenue V2 | Method     |
        | one-piece-web     | a web app      | off            | logRevenue |
        | one-piece-ios     | an ios app     | off            | logRevenue |
        | one-piece-android | an android app | off            | logRevenue |

      @rule:revenue-v2.quantity
      Examples: logRevenueV2
        | case                 | Source         | Log Revenue V2 | Method       |
        | one-piece-web-v2     | a web app      | on             | logRevenueV2 |
        | one-piece-ios-v2     | an ios app     | on             | logRevenueV2 |
        | one-piece-android-v2 | an android app | on             | logRevenueV2 |
