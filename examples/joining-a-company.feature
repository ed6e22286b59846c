Feature: Somebody joins a company

  Scenario: an iOS app names the company
    Given an ios app
    When the app groups "initech"
