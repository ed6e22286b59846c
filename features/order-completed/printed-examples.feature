Feature: The printed order
  The order of two products, word for word. The page prints it once; it holds for a server and for the web.

  @rule:order.example @rule:order.split @rule:order.revenue-total
  Scenario: order completed
    Given a server source
    When the app calls track with
      """
      {
        "userId": "e953c39d2597f0b8a79dd3c407baeb13bb58523a",
        "event": "Order Completed",
        "properties": {
          "checkoutId": "6727142daf49b93a601d3a31bc3d53aeae1d15ab",
          "orderId": "50314b8e9bcf000000000000",
          "affiliation": "Google Store",
          "total": 30,
          "revenue": 25,
          "shipping": 3,
          "tax": 2,
          "discount": 2.5,
          "coupon": "hasbros",
          "currency": "USD",
          "products": [
            {
              "productId": "507f1f77bcf86cd799439011",
              "sku": "45790-32",
              "name": "Monopoly: 3rd Edition",
              "price": 19,
              "quantity": 1,
              "category": "Games"
            },
            {
              "productId": "505bd76785ebb509fc183733",
              "sku": "46493-32",
              "name": "Uno Card Game",
              "price": 3,
              "quantity": 2,
              "category": "Games"
            }
          ]
        }
      }
      """
    Then Amplitude receives exactly these events
      | event_type        | user_id                                  | event_properties                                                                                                                                                                                                                               | amplitude.revenue |
      | Order Completed   | e953c39d2597f0b8a79dd3c407baeb13bb58523a | {"checkoutId": "6727142daf49b93a601d3a31bc3d53aeae1d15ab", "orderId": "50314b8e9bcf000000000000", "affiliation": "Google Store", "total": 30, "revenue": 25, "shipping": 3, "tax": 2, "discount": 2.5, "coupon": "hasbros", "currency": "USD"} | 25                |
      | Product Purchased | e953c39d2597f0b8a79dd3c407baeb13bb58523a | {"productId": "507f1f77bcf86cd799439011", "sku": "45790-32", "name": "Monopoly: 3rd Edition", "price": 19, "quantity": 1, "category": "Games"}                                                                                                 | 0                 |
      | Product Purchased | e953c39d2597f0b8a79dd3c407baeb13bb58523a | {"productId": "505bd76785ebb509fc183733", "sku": "46493-32", "name": "Uno Card Game", "price": 3, "quantity": 2, "category": "Games"}                                                                                                          | 0                 |

  @rule:order.example @rule:order.split @rule:order.revenue-total
  Scenario: order completed on the web
    Given a web app
    When the app tracks "Order Completed" with the properties
      """
      {
        "checkoutId": "6727142daf49b93a601d3a31bc3d53aeae1d15ab",
        "orderId": "50314b8e9bcf000000000000",
        "affiliation": "Google Store",
        "total": 30,
        "revenue": 25,
        "shipping": 3,
        "tax": 2,
        "discount": 2.5,
        "coupon": "hasbros",
        "currency": "USD",
        "products": [
          {
            "productId": "507f1f77bcf86cd799439011",
            "sku": "45790-32",
            "name": "Monopoly: 3rd Edition",
            "price": 19,
            "quantity": 1,
            "category": "Games"
          },
          {
            "productId": "505bd76785ebb509fc183733",
            "sku": "46493-32",
            "name": "Uno Card Game",
            "price": 3,
            "quantity": 2,
            "category": "Games"
          }
        ]
      }
      """
    Then Amplitude receives these events
      | event_type        | event_properties                                                                                                                                                                                                                               |
      | Order Completed   | {"checkoutId": "6727142daf49b93a601d3a31bc3d53aeae1d15ab", "orderId": "50314b8e9bcf000000000000", "affiliation": "Google Store", "total": 30, "revenue": 25, "shipping": 3, "tax": 2, "discount": 2.5, "coupon": "hasbros", "currency": "USD"} |
      | Product Purchased | {"productId": "507f1f77bcf86cd799439011", "sku": "45790-32", "name": "Monopoly: 3rd Edition", "price": 19, "quantity": 1, "category": "Games"}                                                                                                 |
      | Product Purchased | {"productId": "505bd76785ebb509fc183733", "sku": "46493-32", "name": "Uno Card Game", "price": 3, "quantity": 2, "category": "Games"}                                                                                                          |
    And Amplitude counts a revenue of 25

  @rule:order.example @rule:order.revenue-per-product @dialect:documented @dialect:printed
  Scenario Outline: the printed order with Track Revenue Per Product on (<case>)
    Given a <Source> with the settings
      | Track Revenue Per Product | on |
    When the app tracks "Order Completed" with the properties
      """
      {
        "checkoutId": "6727142daf49b93a601d3a31bc3d53aeae1d15ab",
        "orderId": "50314b8e9bcf000000000000",
        "affiliation": "Google Store",
        "total": 30,
        "revenue": 25,
        "shipping": 3,
        "tax": 2,
        "discount": 2.5,
        "coupon": "hasbros",
        "currency": "USD",
        "products": [
          {
            "productId": "507f1f77bcf86cd799439011",
            "sku": "45790-32",
            "name": "Monopoly: 3rd Edition",
            "price": 19,
            "quantity": 1,
            "category": "Games"
          },
          {
            "productId": "505bd76785ebb509fc183733",
            "sku": "46493-32",
            "name": "Uno Card Game",
            "price": 3,
            "quantity": 2,
            "category": "Games"
          }
        ]
      }
      """
    Then Amplitude receives these events
      | event_type      | event_properties.sku | amplitude.revenue |
      | Order Completed |                      | 0                 |
      | <on the event>  | <first sku>          | 19                |
      | <on the event>  | <second sku>         | 6                 |
    And Amplitude counts a revenue of 25

    Examples:
      | case               | Source        | on the event      | first sku | second sku |
      | web-per-product    | web app       | revenue_amount    |           |            |
      | server-per-product | server source | Product Purchased | 45790-32  | 46493-32   |
