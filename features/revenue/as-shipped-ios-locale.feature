Feature: Amounts in text on a phone whose owner changes its language
  As shipped on iOS, an amount in text is read as the phone writes numbers at that moment.

  @rule:revenue-v2.price @divergence:revenue.ios.local-amount @divergence:revenue.ios.numeric-amount
  @divergence:revenue.ios.all-properties
  Scenario Outline: the locale changes while the app runs (<case>)
    Given an ios app with the settings
      | Log Revenue V2 | on |
    When the app tracks "Item Bought" with the properties
      | revenue | "19.99" |
    Given the device has
      | locale | de_DE |
    When the app tracks "Item Bought" with the properties
      | revenue | "1.234" |
    Then Amplitude counts a revenue of <Revenue>

    @dialect:documented @dialect:printed
    Examples: as documented, the same everywhere
      | case           | Revenue |
      | the-same       | 21.224  |

    @dialect:shipped @dialect:latest
    Examples: as shipped, a point separates thousands from then on
      | case           | Revenue |
      | another-locale | 1253.99 |
