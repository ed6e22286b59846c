Feature: Out-of-session events on iOS, as documented and as shipped
  In September 2018 the options of a call crashed an iOS app: Segment's core sent boolValue to whatever stood under
  integrations.Amplitude, and an object has no such method. Later releases let options through; what outOfSession holds
  is then read as Objective-C reads a boolean.

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

  @rule:groups.event-level @rule:groups.identify-legacy @divergence:integrations.ios.options-crash @dialect:shipped
  @divergence:identify.ios.stored-traits @divergence:group.ios.swapped @divergence:integrations.ios.all-crashes
  Scenario Outline: whatever holds options or nothing at all crashes the app, as shipped (<case>)
    Given an ios app
    When the app calls <Call> with
      """
      {<Fields>, "integrations": <Integrations>}
      """
    Then the app crashes on <Call> with "<Reason>"

    Examples:
      | case            | Call     | Fields            | Integrations                                 | Reason                       |
      | groups-track    | track    | "event": "Played" | {"Amplitude": {"groups": {"sport": "golf"}}} | -[__NSDictionaryM boolValue] |
      | groups-identify | identify | "userId": "derek" | {"Amplitude": {"groups": {"sport": "golf"}}} | -[__NSDictionaryM boolValue] |
      | on-a-group      | group    | "groupId": "g-1"  | {"Amplitude": {}}                            | -[__NSDictionaryM boolValue] |
      | on-a-screen     | screen   | "name": "Home"    | {"Amplitude": {}}                            | -[__NSDictionaryM boolValue] |
      | a-list          | track    | "event": "Played" | {"Amplitude": []}                            | -[__NSArrayM boolValue]      |
      | null            | track    | "event": "Played" | {"Amplitude": null}                          | -[NSNull boolValue]          |
      | all             | track    | "event": "Played" | {"All": {}}                                  | -[__NSDictionaryM boolValue] |

  @rule:track.event @divergence:integrations.ios.all-crashes @divergence:integrations.ios.options-crash
  @dialect:latest
  Scenario: options under All crash the app to this day, as shipped last
    Given an ios app
    When the app calls track with
      """
      {"event": "Song Played", "integrations": {"All": {}}}
      """
    Then the app crashes on track with "-[__NSDictionaryM boolValue]"

  @rule:track.event @divergence:integrations.ios.all-crashes @divergence:integrations.ios.options-crash
  @dialect:documented @dialect:printed
  Scenario: what is not false under All switches nothing off, as documented
    Given an ios app
    When the app calls track with
      """
      {"event": "Song Played", "integrations": {"All": {}}}
      """
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

  @rule:track.event @divergence:integrations.ios.loose-flags @divergence:integrations.ios.text-is-on
  Scenario Outline: what leaves Amplitude out (<case>)
    Given an ios app
    When the app calls track with
      """
      {"event": "Song Played", "integrations": <Integrations>}
      """
    Then Amplitude sees <Users> users

    @dialect:documented @dialect:printed
    Examples: as documented, false alone
      | case             | Integrations         | Users |
      | false-documented | {"Amplitude": false} | 0     |
      | zero-documented  | {"Amplitude": 0}     | 1     |
      | no-documented    | {"Amplitude": "no"}  | 1     |
      | empty-documented | {"Amplitude": ""}    | 1     |
      | lower-documented | {"all": false}       | 1     |

    @dialect:shipped
    Examples: as shipped, whatever Objective-C takes for false
      | case           | Integrations                | Users |
      | false-shipped  | {"Amplitude": false}        | 0     |
      | zero-shipped   | {"Amplitude": 0}            | 0     |
      | no-shipped     | {"Amplitude": "no"}         | 0     |
      | falsey-shipped | {"Amplitude": "false"}      | 0     |
      | empty-shipped  | {"Amplitude": ""}           | 0     |
      | yes-shipped    | {"Amplitude": "yes"}        | 1     |
      | lower-shipped  | {"all": false}              | 0     |
      | over-shipped   | {"All": true, "all": false} | 1     |

    @dialect:latest
    Examples: as shipped last, a number alone
      | case         | Integrations         | Users |
      | false-latest | {"Amplitude": false} | 0     |
      | zero-latest  | {"Amplitude": 0}     | 0     |
      | no-latest    | {"Amplitude": "no"}  | 1     |
      | empty-latest | {"Amplitude": ""}    | 1     |
      | lower-latest | {"all": "no"}        | 0     |

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
  Scenario Outline: what is no boolean, number or text crashes the app, as shipped last (<case>)
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
