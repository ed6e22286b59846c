Feature: Incrementing by something other than a number, as documented and as shipped
  A trait that is incremented has to hold a number. Not every number object of a phone does: the outcome of 0 / 0 is one
  that is called NaN, "not a number".

  @rule:increment.numeric @adjudicated @dialect:documented @dialect:printed
  @divergence:traits.ios.increment-unchecked @divergence:traits.android.text-increments
  @divergence:identify.ios.stored-traits @divergence:identify.android.ids-as-traits
  @divergence:traits.ios.shared-identify-until-reset
  Scenario Outline: as documented, NaN is left out with a warning (<case>)
    Given an <Source> with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies "derek" with the traits
      """
      {"karma": {"$number": "NaN"}}
      """
    Then a warning says "\"karma\" is in traitsToIncrement"
    And Amplitude receives no events

    Examples:
      | case                   | Source      |
      | nan-ios-documented     | ios app     |
      | nan-android-documented | android app |

  @rule:increment.numeric @dialect:shipped @dialect:latest
  @divergence:traits.ios.increment-unchecked @divergence:traits.android.text-increments
  @divergence:traits.ios.shared-identify @divergence:traits.ios.shared-identify-until-reset
  @divergence:identify.ios.stored-traits @divergence:identify.android.ids-as-traits
  @divergence:identify.android.shared-traits @divergence:identify.android.kept-traits
  Scenario Outline: as shipped, NaN is added, and is gone when the event is written (<case>)
    Given an <Source> with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies "derek" with the traits
      """
      {"karma": {"$number": "NaN"}}
      """
    Then Amplitude receives these events
      | event_type | user_id | user_properties.$add |
      | $identify  | derek   | <added>              |
    And the integration has logged 0 warnings

    Examples:
      | case                | Source      | added           |
      | nan-ios-shipped     | ios app     | {"karma": null} |
      | nan-android-shipped | android app | {}              |

  @rule:increment.numeric @dialect:latest @divergence:traits.web.increment @divergence:identify.web.stored-traits
  @divergence:identify.web.id-trait @divergence:identify.web.set-user-properties
  Scenario: as shipped last on the web, NaN is no increment, and nothing is added
    Given a web app with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies "derek" with the traits
      """
      {"karma": {"$number": "NaN"}}
      """
    Then Amplitude receives exactly these events
      | event_type | user_id | user_properties.$set | user_properties.$add |
      | $identify  | derek   | {"id": "derek"}      |                      |
