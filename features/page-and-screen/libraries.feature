Feature: Which library has which of the two calls
  Page calls belong to web pages, screen calls to apps. A server, which may report either, has both.

  @rule:page.off-by-default
  Scenario Outline: the mobile libraries have no page call (<case>)
    Given <Source> with the settings
      | Track All Pages | on |
    When the app calls page with name "Settings"
    Then it is refused with "call screen instead"
    And Amplitude receives no events

    Examples:
      | case         | Source         |
      | page-ios     | an ios app     |
      | page-android | an android app |
