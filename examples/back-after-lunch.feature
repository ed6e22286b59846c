Feature: Somebody comes back after lunch

  Scenario: forty minutes away
    Given an app
    When the app tracks "Article Opened"
    And the app goes to the background for 40 minutes
    And the app tracks "Article Opened"
