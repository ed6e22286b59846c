Feature: Out-of-session events on iOS, as documented and as shipped
  In September 2018 the options of a call crashed an iOS app: Segment's core sent boolValue to whatever it found under
  integrations.Amplitude, and an object has no such method. Later releases let options through; what outOfSession
  holds is then read as Objective-C reads a boolean.

  @rule:out-of-session.minus-one @rule:out-of-session.example @divergence:integrations.ios.options-crash
  @dialect:documented @dialect:printed @dialect:latest
  Scenario: an out-of-session event, as documented and as shipped last
    Given an ios app
    When the app tracks "Push Notification Viewed" with the Amplitude options
      | outOfSession | true |
    Then the events are in these sessions
      | event_type               | session_id |
      | Push Notification Viewed | -1         |

  @rule:out-of-session.minus-one @rule:out-of-session.example @divergence:integrations.ios.options-crash
  @dialect:shipped
  Scenario: the option outOfSession crashes the app, as shipped
    Given an ios app
    When the app tracks "Song Played"
    And the app tracks "Push Notification Viewed" with the Amplitude options
      | outOfSession | true |
    Then the app crashes on track with "-[__NSDictionaryM boolValue]: unrecognized selector"
    And Amplitude receives no events
    When the app tracks "Song Paused"
    Then it is refused with "the ios app is not running, it crashed on track"
    When the app is launched
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

  @rule:out-of-session.minus-one @divergence:out-of-session.ios.loose @divergence:integrations.ios.options-crash
  Scenario Outline: the option outOfSession is read as Objective-C reads a boolean (<case>)
    Given an ios app
    When the app tracks "Push Notification Viewed" with the Amplitude options
      """
      {"outOfSession": <Value>}
      """
    Then the events are in these sessions
      | event_type               | session_id |
      | Push Notification Viewed | <Session>  |

    @dialect:documented @dialect:printed
    Examples: as documented, only true counts
      | case                  | Value  | Session     |
      | text-yes-documented   | "yes"  | <session 1> |
      | text-true-documented  | "true" | <session 1> |
      | number-two-documented | 2      | <session 1> |

    @dialect:latest
    Examples: as shipped last
      | case              | Value  | Session |
      | text-yes-latest   | "yes"  | -1      |
      | text-true-latest  | "true" | -1      |
      | number-two-latest | 2      | -1      |

  @rule:out-of-session.minus-one @divergence:out-of-session.ios.loose @divergence:integrations.ios.options-crash
  @dialect:latest
  Scenario Outline: anything but a boolean, a number or text crashes the app, as shipped last (<case>)
    Given an ios app
    When the app tracks "Push Notification Viewed" with the Amplitude options
      """
      {"outOfSession": <Value>}
      """
    Then the app crashes on track with "<Reason>"
    And Amplitude receives no events

    Examples:
      | case          | Value | Reason                       |
      | null-option   | null  | -[NSNull boolValue]          |
      | list-option   | []    | -[__NSArrayM boolValue]      |
      | object-option | {}    | -[__NSDictionaryM boolValue] |

  @rule:out-of-session.minus-one @divergence:integrations.ios.options-crash
  @dialect:documented @dialect:printed @dialect:latest
  Scenario Outline: what is false to Objective-C is false to the page, too (<case>)
    Given an ios app
    When the app tracks "Push Notification Viewed" with the Amplitude options
      """
      {"outOfSession": <Value>}
      """
    Then the events are in these sessions
      | event_type               | session_id  |
      | Push Notification Viewed | <session 1> |

    Examples:
      | case        | Value |
      | text-no     | "no"  |
      | text-0      | "0"   |
      | number-zero | 0     |

  @rule:out-of-session.minus-one @rule:out-of-session.no-extend @divergence:revenue.ios.in-session
  @divergence:revenue.ios.all-properties @divergence:revenue.ios.always-v2
  @divergence:integrations.ios.options-crash
  Scenario Outline: the revenue of an out-of-session event is in the session (<case>)
    Given an ios app
    When the app calls track with
      """
      {"event": "Order Completed", "properties": {"revenue": 20}, "integrations": {"Amplitude": {"outOfSession": true}}}
      """
    Then the events are in these sessions
      | event_type      | session_id |
      | Order Completed | -1         |
      | revenue_amount  | <Session>  |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case               | Session |
      | revenue-documented | -1      |

    @dialect:latest
    Examples: as shipped last
      | case           | Session     |
      | revenue-latest | <session 1> |

  @rule:session.client
  Scenario: the setting Track Session Events works the same way everywhere, although the page never mentions it
    Given an ios app with the settings
      | Track Session Events | on |
    When the app tracks "Song Played"
    And the app goes to the background for 10 minutes
    Then the events are in these sessions
      | event_type    | session_id  |
      | session_start | <session 1> |
      | Song Played   | <session 1> |
      | session_end   | <session 1> |
      | session_start | <session 2> |

  @rule:session.client @divergence:sessions.ios.end-lost @dialect:documented @dialect:printed
  Scenario: the session of an earlier process ends at a relaunch, as documented
    Given an ios app with the settings
      | Track Session Events | on |
    And the Amplitude SDK starts before its options are set
    When the app tracks "Song Played"
    And the app is killed
    And 10 minutes pass
    And the app is launched
    Then the events are in these sessions
      | event_type    | session_id  |
      | session_start | <session 1> |
      | Song Played   | <session 1> |
      | session_end   | <session 1> |
      | session_start | <session 2> |

  @rule:session.client @divergence:sessions.ios.end-lost @dialect:shipped @dialect:latest
  Scenario: the end of an earlier process's session is lost if the SDK is quicker, as shipped
    Given an ios app with the settings
      | Track Session Events | on |
    And the Amplitude SDK starts before its options are set
    When the app tracks "Song Played"
    And the app is killed
    And 10 minutes pass
    And the app is launched
    Then the events are in these sessions
      | event_type    | session_id  |
      | session_start | <session 1> |
      | Song Played   | <session 1> |
      | session_start | <session 2> |
