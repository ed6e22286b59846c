Feature: The group ID
  Amplitude never sees it outside the legacy behavior, but Segment requires it all the same.

  @rule:group.id-required @dialect:documented @dialect:printed
  Scenario Outline: a group call without a group ID is refused (<case>)
    Given a <Source> with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When the app groups "" with the traits
      | industry | Mining |
      | name     | Acme   |
    Then it is refused with "group ID"
    And Amplitude receives no events

    Examples:
      | case          | Source        |
      | web-empty     | web app       |
      | ios-empty     | ios app       |
      | android-empty | android app   |
      | server-empty  | server source |
