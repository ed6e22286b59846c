Feature: Why a trait is added, or set once
  Each event carries the rules that made it, in the order of the page. Only the reference gives such reasons: a port
  is judged by its events alone.

  @rule:increment.add @rule:increment.numeric @rule:set-once.first-wins @dialect:documented @dialect:printed
  Scenario Outline: the lists on a phone (<case>)
    Given <Source> with the settings
      | Traits to Increment | ["karma"]      |
      | Traits to Set Once  | ["first_plan"] |
    When the app identifies with the traits
      | karma      | 3     |
      | first_plan | Basic |
    And the app identifies with the traits
      | karma | 3 |
    And the app identifies with the traits
      | first_plan | Basic |
      | plan       | Basic |
    Then Amplitude receives exactly these events
      | event_type | because                                                                                                                                                                           |
      | $identify  | start.mobile-bundled, device-id.default.<Platform>, device-id.priority.<Platform>, track.context-automatic, session.client, increment.add, increment.numeric, set-once.first-wins |
      | $identify  | start.mobile-bundled, device-id.default.<Platform>, device-id.priority.<Platform>, track.context-automatic, session.client, increment.add, increment.numeric                      |
      | $identify  | start.mobile-bundled, identify.traits, device-id.default.<Platform>, device-id.priority.<Platform>, track.context-automatic, session.client, set-once.first-wins                  |

    Examples:
      | case                | Source         | Platform |
      | lists-phone-ios     | an ios app     | ios      |
      | lists-phone-android | an android app | android  |

  @rule:increment.add @rule:increment.numeric @rule:set-once.first-wins
  Scenario: the lists on a server
    Given a server source with the settings
      | Traits to Increment | ["karma"]      |
      | Traits to Set Once  | ["first_plan"] |
    When the app identifies with the traits
      | karma      | 3     |
      | first_plan | Basic |
    And the app identifies with the traits
      | karma | 3 |
    And the app identifies with the traits
      | first_plan | Basic |
      | plan       | Basic |
    Then Amplitude receives exactly these events
      | event_type | because                                                                                                    |
      | $identify  | device-id.default.server, device-id.priority.server, increment.add, increment.numeric, set-once.first-wins |
      | $identify  | device-id.default.server, device-id.priority.server, increment.add, increment.numeric                      |
      | $identify  | identify.traits, device-id.default.server, device-id.priority.server, set-once.first-wins                  |

  @rule:set-once.first-wins @dialect:documented @dialect:printed
  Scenario: the list of the web
    Given a web app with the settings
      | Traits to Increment | ["karma"]      |
      | Traits to Set Once  | ["first_plan"] |
    When the app identifies with the traits
      | karma      | 3     |
      | first_plan | Basic |
    And the app identifies with the traits
      | karma | 3 |
    And the app identifies with the traits
      | first_plan | Basic |
      | plan       | Basic |
    Then Amplitude receives exactly these events
      | event_type | because                                                                                                                      |
      | $identify  | identify.traits, device-id.default.web, device-id.priority.web, track.context-automatic, session.client, set-once.first-wins |
      | $identify  | identify.traits, device-id.default.web, device-id.priority.web, track.context-automatic, session.client                      |
      | $identify  | identify.traits, device-id.default.web, device-id.priority.web, track.context-automatic, session.client, set-once.first-wins |
