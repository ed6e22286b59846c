Feature: Revenue by the current API

  @api:v2.revenue.price @api:v2.revenue.given
  Scenario Outline: revenue is price times quantity, and what is given without a price (<case>)
    When a client posts these events to "<Path>"
      | event_type   | user_id    | price | quantity | revenue | productId |
      | Song Bought  | anna-smith | 4.5   | 2        |         | song-1    |
      | Song Bought  | anna-smith | 3     |          |         | song-2    |
      | Song Bought  | anna-smith | 2     | 5        | 99      |           |
      | Song Bought  | anna-smith |       | 7        | 6       |           |
      | Song Refunds | anna-smith | -3    | 1        |         | song-2    |
      | Song Refunds | anna-smith |       |          | -1.5    |           |
      | Song Played  | anna-smith |       |          |         |           |
    Then Amplitude receives exactly these events
      | event_type   | amplitude.revenue |
      | Song Bought  | 9                 |
      | Song Bought  | 3                 |
      | Song Bought  | 10                |
      | Song Bought  | 6                 |
      | Song Refunds | -3                |
      | Song Refunds | -1.5              |
      | Song Played  | 0                 |
    And Amplitude counts a revenue of 23.5

    Examples:
      | case            | Path       |
      | revenue-http-v2 | /2/httpapi |
      | revenue-batch   | /batch     |

  @api:v2.revenue.properties
  Scenario Outline: the SDKs' properties of an event make revenue in the same way (<case>)
    When a client posts these events to "<Path>"
      | event_type     | user_id    | event_properties                                                          |
      | revenue_amount | anna-smith | {"$productId": "song-1", "$price": 4.5, "$quantity": 2, "$revenueType": "song"} |
      | revenue_amount | anna-smith | {"$price": 2, "$quantity": 5, "$revenue": 99}                             |
      | Song Bought    | anna-smith | {"$revenue": 6}                                                           |
      | revenue_amount | anna-smith | {"$price": 0, "$quantity": 0, "$revenue": 7}                              |
    Then Amplitude receives exactly these events
      | event_type     | amplitude.revenue |
      | revenue_amount | 9                 |
      | revenue_amount | 10                |
      | Song Bought    | 6                 |
      | revenue_amount | 7                 |

    Examples:
      | case                       | Path       |
      | revenue-properties-http-v2 | /2/httpapi |
      | revenue-properties-batch   | /batch     |

  @api:v2.revenue.properties @adjudicated
  Scenario: what an event says itself comes before its properties
    When a client posts these events to "/2/httpapi"
      | event_type  | user_id    | revenue | event_properties |
      | Song Bought | anna-smith | 4       | {"$revenue": 6}  |
    Then Amplitude counts a revenue of 4
