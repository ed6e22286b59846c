Feature: Which of the two methods logs the revenue
  With the setting Log Revenue V2 it is logRevenueV2, without it the deprecated logRevenue. It is one or the other.

  Scenario Outline: the setting chooses the method (<case>)
    Given a <Source> with the settings
      | Log Revenue V2 | <Log Revenue V2> |
    When the app tracks "Item Bought" with the properties
      | revenue | 20 |
    Then the SDK is called with exactly
      | method   | eventType   | price |
      | logEvent | Item Bought |       |
      | <method> |             | 20    |
    And Amplitude receives exactly these events
      | event_type     | event_properties.$price | api_properties.price | event_properties.revenue |
      | Item Bought    |                         |                      | 20                       |
      | revenue_amount | <V2 price>              | <V1 price>           |                          |
    And Amplitude counts a revenue of 20

    @rule:revenue-v2.setting @dialect:documented @dialect:printed
    Examples:
      | case        | Source      | Log Revenue V2 | method       | V2 price | V1 price |
      | web-off     | web app     | off            | logRevenue   |          | 20       |
      | ios-on      | ios app     | on             | logRevenueV2 | 20       |          |
      | ios-off     | ios app     | off            | logRevenue   |          | 20       |
      | android-on  | android app | on             | logRevenueV2 | 20       |          |
      | android-off | android app | off            | logRevenue   |          | 20       |

    @rule:revenue-v2.setting @adjudicated @dialect:documented @dialect:printed
    Examples: The web has the setting too
      | case   | Source  | Log Revenue V2 | method       | V2 price | V1 price |
      | web-on | web app | on             | logRevenueV2 | 20       |          |

  @rule:revenue-v2.setting @dialect:documented @dialect:printed @dialect:shipped
  Scenario Outline: without the setting it is the deprecated method (<case>)
    Given a <Source>
    When the app tracks "Item Bought" with the properties
      | revenue | 20 |
    Then the SDK is called with exactly
      | method     |
      | logEvent   |
      | logRevenue |

    Examples:
      | case            | Source      |
      | web-default     | web app     |
      | ios-default     | ios app     |
      | android-default | android app |
