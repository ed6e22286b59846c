Feature: Where the revenue goes
  A client sends the revenue as an event of its own, right after the event that it belongs to. A server puts it on the
  event itself.

  @adjudicated
  Scenario Outline: each revenue event follows its own event (<case>)
    Given a <Source> with the settings
      | Log Revenue V2 | <Log Revenue V2> |
    When the app tracks "Item Bought" with the properties
      | revenue | 20 |
    And the app tracks "Song Played"
    And the app tracks "Ticket Bought" with the properties
      | revenue | 35 |
    Then Amplitude receives exactly these events
      | event_type     | amplitude.revenue |
      | Item Bought    | 0                 |
      | revenue_amount | 20                |
      | Song Played    | 0                 |
      | Ticket Bought  | 0                 |
      | revenue_amount | 35                |

    @rule:revenue-v1.price @dialect:documented @dialect:printed
    Examples: logRevenue
      | case       | Source      | Log Revenue V2 |
      | web-v1     | web app     | off            |
      | android-v1 | android app | off            |

    @rule:revenue-v2.price
    Examples: logRevenueV2
      | case   | Source  | Log Revenue V2 |
      | ios-v2 | ios app | on             |

  @rule:revenue-v1.revenue @adjudicated
  Scenario: a server's revenue is on the event, and makes no second one
    Given a server source
    When the app tracks "Item Bought" with the properties
      | revenue | 20 |
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | revenue | amplitude.revenue |
      | Item Bought | 20      | 20                |
      | Song Played |         | 0                 |

  @rule:revenue-v2.product-id @rule:revenue-v2.revenue-type @rule:revenue-v2.quantity @dialect:documented @dialect:printed
  Scenario Outline: one purchase leaves nothing behind for the next (<case>)
    Given a <Source> with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      """
      <everything>
      """
    And the app tracks "Ticket Bought" with the properties
      | revenue | 35 |
    Then the SDK is called with exactly
      | method       | productId | quantity | price | revenueType | receipt | eventProperties |
      | logEvent     |           |          |       |             |         | <everything>    |
      | logRevenueV2 | P-1       | 2        | 7     | income      | r3c     | {"revenue": 14} |
      | logEvent     |           |          |       |             |         | {"revenue": 35} |
      | logRevenueV2 | null      | 1        | 35    | null        | null    | {}              |

    Examples:
      | case    | Source      | everything                                                                                                  |
      | ios     | ios app     | {"product_id": "P-1", "quantity": 2, "price": 7, "revenue": 14, "revenue_type": "income", "receipt": "r3c"} |
      | android | android app | {"productId": "P-1", "quantity": 2, "price": 7, "revenue": 14, "revenueType": "income", "receipt": "r3c"}   |
