Feature: Somebody buys a song

  Scenario: a purchase
    Given an app
    When the app tracks "Song Bought" with the properties
      | revenue  | 1.98     |
      | currency | EUR      |
