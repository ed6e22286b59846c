Feature: Revenue on iOS, as documented and as shipped
  The shipped integration has one revenue object for all events, gives it every property, and looks for an amount
  before it looks at the price. Its last releases have no other way to log revenue.

  Rule: Log Revenue V2

    @rule:revenue-v2.event-properties @divergence:revenue.ios.all-properties
    Scenario Outline: the revenue event has all properties or the remaining ones (<case>)
      Given an ios app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        | revenue  | 20  |
        | quantity | 2   |
        | color    | red |
      Then Amplitude receives exactly these events
        | event_type     | event_properties                               |
        | Item Bought    | {"revenue": 20, "quantity": 2, "color": "red"} |
        | revenue_amount | <Properties>                                   |

      @dialect:documented @dialect:printed
      Examples: as documented, the remaining ones
        | case                  | Properties                                     |
        | properties-documented | {"$price": 20, "$quantity": 2, "color": "red"} |

      @dialect:shipped @dialect:latest
      Examples: as shipped, all of them
        | case               | Properties                                                                   |
        | properties-shipped | {"$price": 20, "$quantity": 2, "revenue": 20, "quantity": 2, "color": "red"} |

    @rule:revenue-v2.product-id @rule:revenue-v2.revenue-type
    @divergence:revenue.ios.one-object
    @divergence:revenue.ios.all-properties
    Scenario Outline: what an earlier event said about its revenue comes back on a later one (<case>)
      Given an ios app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        | revenue      | 20     |
        | quantity     | 2      |
        | product_id   | P-1    |
        | revenue_type | income |
      And the app tracks "Coffee Bought" with the properties
        | revenue | 3 |
      Then Amplitude receives exactly these events
        | event_type     | event_properties.$productId | event_properties.$revenueType | event_properties.$quantity |
        | Item Bought    |                             |                               |                            |
        | revenue_amount | P-1                         | income                        | 2                          |
        | Coffee Bought  |                             |                               |                            |
        | revenue_amount | <Product>                   | <Type>                        | 1                          |

      @dialect:documented @dialect:printed
      Examples: as documented
        | case              | Product | Type |
        | object-documented |         |      |

      @dialect:shipped @dialect:latest
      Examples: as shipped
        | case           | Product | Type   |
        | object-shipped | P-1     | income |

    @rule:revenue-v2.product-id
    @divergence:revenue.ios.all-properties
    Scenario: a restart of the app empties the revenue object everywhere
      Given an ios app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        | revenue    | 20  |
        | product_id | P-1 |
      And the app is restarted
      And the app tracks "Coffee Bought" with the properties
        | revenue | 3 |
      Then the SDK is called with exactly
        | method       | productId |
        | logEvent     |           |
        | logRevenueV2 | P-1       |
        | logEvent     |           |
        | logRevenueV2 | null      |

    @rule:revenue-v2.price @divergence:revenue.ios.numeric-amount
    @divergence:revenue.ios.all-properties
    Scenario Outline: a revenue that is not a number stops the price too (<case>)
      Given an ios app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        """
        {"price": 7, "revenue": "$8"}
        """
      Then Amplitude counts a revenue of <Revenue>

      @dialect:documented @dialect:printed
      Examples: as documented
        | case              | Revenue |
        | number-documented | 7       |

      @dialect:shipped @dialect:latest
      Examples: as shipped
        | case           | Revenue |
        | number-shipped | 0       |

    @rule:revenue-v2.price
    @divergence:revenue.ios.all-properties
    Scenario: text that holds a number is a revenue everywhere
      Given an ios app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        """
        {"revenue": "8"}
        """
      Then Amplitude counts a revenue of 8

    @rule:revenue-v2.quantity @adjudicated
    @divergence:revenue.ios.all-properties
    Scenario: a revenue is multiplied by the quantity everywhere
      Given an ios app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        | revenue  | 20 |
        | quantity | 2  |
      Then Amplitude counts a revenue of 40

  Rule: Which method, which names

    @rule:revenue-v2.setting @divergence:revenue.ios.always-v2
    @divergence:revenue.ios.all-properties
    Scenario Outline: without the setting the deprecated method is used, or no longer is (<case>)
      Given an ios app with the settings
        | Log Revenue V2 | off |
      When the app tracks "Item Bought" with the properties
        | revenue | 20 |
      Then the SDK is called with exactly
        | method   |
        | logEvent |
        | <Method> |
      And Amplitude receives exactly these events
        | event_type     | api_properties.price | event_properties.$price |
        | Item Bought    |                      |                         |
        | revenue_amount | <V1 price>           | <V2 price>              |

      @dialect:documented @dialect:printed
      Examples: as documented
        | case              | Method     | V1 price | V2 price |
        | method-documented | logRevenue | 20       |          |

      @dialect:shipped
      Examples: as shipped, which agrees
        | case           | Method     | V1 price | V2 price |
        | method-shipped | logRevenue | 20       |          |

      @dialect:latest
      Examples: as shipped last
        | case          | Method       | V1 price | V2 price |
        | method-latest | logRevenueV2 |          | 20       |

    @rule:revenue-v1.price @divergence:revenue.ios.price-ignored
    @divergence:revenue.ios.all-properties @divergence:revenue.ios.always-v2
    Scenario Outline: the deprecated method's price is the revenue, else the total (<case>)
      Given an ios app with the settings
        | Log Revenue V2 | off |
      When the app tracks "Item Bought" with the properties
        """
        <Properties>
        """
      Then Amplitude counts a revenue of <Revenue>

      @dialect:documented @dialect:printed
      Examples: as documented, the price comes first
        | case               | Properties                               | Revenue |
        | revenue-documented | {"price": 7, "revenue": 20, "total": 23} | 7       |
        | total-documented   | {"price": 7, "total": 23}                | 7       |

      @dialect:shipped
      Examples: as shipped, the price does not count
        | case            | Properties                               | Revenue |
        | revenue-shipped | {"price": 7, "revenue": 20, "total": 23} | 20      |
        | total-shipped   | {"price": 7, "total": 23}                | 23      |

      @dialect:latest
      Examples: as shipped last, the method is gone and the price comes first again
        | case           | Properties                               | Revenue |
        | revenue-latest | {"price": 7, "revenue": 20, "total": 23} | 7       |
        | total-latest   | {"price": 7, "total": 23}                | 7       |

    @rule:revenue-v1.quantity
    @divergence:revenue.ios.all-properties @divergence:revenue.ios.always-v2
    Scenario: the deprecated method multiplies a revenue by the quantity everywhere
      Given an ios app with the settings
        | Log Revenue V2 | off |
      When the app tracks "Item Bought" with the properties
        | revenue  | 19.99 |
        | quantity | 2     |
      Then Amplitude counts a revenue of 39.98

    @rule:revenue-v1.price @rule:revenue-v2.casing @divergence:revenue.ios.any-case
    @divergence:revenue.ios.all-properties @divergence:revenue.ios.always-v2
    Scenario Outline: revenue and total may be written in any letter case (<case>)
      Given an ios app
      When the app tracks "Item Bought" with the properties
        """
        <Properties>
        """
      Then Amplitude counts a revenue of <Revenue>

      @dialect:documented @dialect:printed
      Examples: as documented
        | case                    | Properties                   | Revenue |
        | any-case-documented     | {"Revenue": 20}              | 0       |
        | capitals-documented     | {"TOTAL": 23}                | 0       |
        | revenue-over-documented | {"total": 23, "ReVeNuE": 20} | 23      |

      @dialect:shipped @dialect:latest
      Examples: as shipped
        | case                 | Properties                   | Revenue |
        | any-case-shipped     | {"Revenue": 20}              | 20      |
        | capitals-shipped     | {"TOTAL": 23}                | 23      |
        | revenue-over-shipped | {"total": 23, "ReVeNuE": 20} | 20      |

    @rule:revenue-v1.product-id @rule:revenue-v2.casing @divergence:revenue.ios.camel-case
    @divergence:revenue.ios.all-properties @divergence:revenue.ios.always-v2
    Scenario Outline: camelCase names are read, before those in snake_case (<case>)
      Given an ios app
      When the app tracks "Item Bought" with the properties
        """
        <Properties>
        """
      Then the SDK is called with
        | productId | price |
        | <Product> | 20    |

      @dialect:documented @dialect:printed
      Examples: as documented, only snake_case
        | case             | Properties                                               | Product |
        | camel-documented | {"revenue": 20, "productId": "P-1"}                      | null    |
        | both-documented  | {"revenue": 20, "productId": "P-1", "product_id": "P-2"} | P-2     |

      @dialect:shipped @dialect:latest
      Examples: as shipped
        | case          | Properties                                               | Product |
        | camel-shipped | {"revenue": 20, "productId": "P-1"}                      | P-1     |
        | both-shipped  | {"revenue": 20, "productId": "P-1", "product_id": "P-2"} | P-1     |

    @rule:revenue-v2.revenue-type @rule:revenue-v2.casing @divergence:revenue.ios.camel-case
    @divergence:revenue.ios.all-properties
    Scenario Outline: revenueType is read as well as revenue_type (<case>)
      Given an ios app with the settings
        | Log Revenue V2 | on |
      When the app tracks "Item Bought" with the properties
        | revenue     | 20  |
        | revenueType | tax |
      Then the SDK is called with
        | method       | revenueType |
        | logRevenueV2 | <Type>      |

      @dialect:documented @dialect:printed
      Examples: as documented
        | case            | Type |
        | type-documented | null |

      @dialect:shipped @dialect:latest
      Examples: as shipped
        | case         | Type |
        | type-shipped | tax  |
