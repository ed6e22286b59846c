Feature: Out-of-session events on iOS, as documented and as shipped

  @rule:out-of-session.minus-one @divergence:out-of-session.ios.loose
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

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case               | Value  | Session |
      | text-yes-shipped   | "yes"  | -1      |
      | text-true-shipped  | "true" | -1      |
      | number-two-shipped | 2      | -1      |

  @rule:out-of-session.minus-one
  Scenario Outline: what is false to Objective-C is false everywhere (<case>)
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

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case            | Session     |
      | revenue-shipped | <session 1> |

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
