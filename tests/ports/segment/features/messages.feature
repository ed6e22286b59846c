Feature: What Segment makes of a message
  The source "shop" is a server with the write key shop-key; it is noon of 18 September 2018.

  @segment:segment.message.identifier @segment:segment.answer.refusal
  Scenario: a message by itself has to say whom it is about
    When Segment is sent this at "/v1/track"
      """
      {"writeKey": "shop-key", "event": "Song Played"}
      """
    Then Segment answers 400 with the code "no_user_anon_id" and a message
    And Segment has refused "the message needs a userId or an anonymousId"

  @segment:segment.message.identifier @segment:segment.message.event @segment:segment.message.type @segment:segment.message.id @segment:segment.answer.refusal
  Scenario: what is wrong with a message of a batch is said of it alone
    When Segment is sent this at "/v1/batch"
      """
      {"writeKey": "shop-key", "batch": [
        {"type": "track", "event": "Song Played"},
        {"type": "track", "anonymousId": "visitor"},
        {"type": "trakc", "userId": "jane", "event": "Song Played"},
        {"type": "identify", "userId": "jane", "messageId": "1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"},
        {"type": "identify", "userId": "jane", "messageId": "a message"},
        5
      ]}
      """
    Then Segment answers 200 with {"success": true}
    And Segment has these messages
      | type     | userId | messageId |
      | identify | jane   | a message |
    And Segment has refused "batch[0] needs a userId or an anonymousId"
    And Segment has refused "batch[1] is a track call and needs an event, a string"
    And Segment has refused "batch[2] needs a type, one of track, identify, page, screen, group, alias, not "trakc""
    And Segment has refused "batch[3].messageId has 100 characters; it must have fewer than 100"
    And Segment has refused "batch[5] must be an object, not an integer"
    # A refusal of a whole batch has a body that says why.
    When Segment is sent this at "/v1/batch"
      """
      {"writeKey": "shop-key"}
      """
    Then Segment answers 400 with the code "invalid_request" and a message

  @segment:segment.message.event
  Scenario: a track message needs an event
    When Segment is sent this at "/v1/track"
      """
      {"writeKey": "shop-key", "userId": "jane", "event": ""}
      """
    Then Segment answers 400 with the code "invalid_request" and a message

  @segment:segment.message.id
  Scenario: a message without an id gets one
    When Segment is sent this at "/v1/track"
      """
      {"writeKey": "shop-key", "userId": "jane", "event": "Song Played"}
      """
    And Segment is sent this at "/v1/batch"
      """
      {"writeKey": "shop-key", "batch": [{"type": "track", "userId": "jane", "event": "Song Played"}]}
      """
    Then Segment has 2 messages
    And each message has an id of its own

  @segment:segment.message.once
  Scenario Outline: a messageId counts once in 24 hours, whichever source sends it (<case>)
    Given another source with the write key "other-key"
    When Segment is sent this at "<path>"
      """
      {"writeKey": "shop-key", <body>}
      """
    And Segment is sent this at "<path>"
      """
      {"writeKey": "<key>", <body>}
      """
    Then Segment answers 200 with {"success": true}
    And Segment has 1 messages
    When 24 hours and a moment pass
    And Segment is sent this at "<path>"
      """
      {"writeKey": "shop-key", <body>}
      """
    Then Segment has 2 messages

    Examples:
      | case    | path      | key       | body                                                                                           |
      | track   | /v1/track | shop-key  | "userId": "jane", "event": "Song Played", "messageId": "m-1"                                   |
      | batch   | /v1/batch | shop-key  | "batch": [{"type": "track", "userId": "jane", "event": "Song Played", "messageId": "m-1"}]     |
      | another | /v1/track | other-key | "userId": "jane", "event": "Song Played", "messageId": "m-1"                                   |

  @segment:segment.message.timestamp
  Scenario Outline: a sender's clock is set right (<case>)
    When Segment is sent this at "<path>"
      """
      {"writeKey": "shop-key", <body>}
      """
    Then Segment has these messages
      | originalTimestamp   | timestamp   | receivedAt               |
      | <originalTimestamp> | <timestamp> | 2018-09-18T12:00:00.000Z |

    Examples:
      | case          | path      | originalTimestamp        | timestamp                | body                                                                                                                                       |
      | track-fast    | /v1/track | 2018-09-18T13:00:00.000Z | 2018-09-18T11:59:58.000Z | "userId": "j", "event": "E", "timestamp": "2018-09-18T13:00:00Z", "sentAt": "2018-09-18T13:00:02Z"                                          |
      | batch-slow    | /v1/batch | 2018-09-18T11:00:00.000Z | 2018-09-18T11:59:30.000Z | "batch": [{"type": "track", "userId": "j", "event": "E", "timestamp": "2018-09-18T11:00:00Z"}], "sentAt": "2018-09-18T11:00:30Z"            |
      | history       | /v1/batch | 2015-02-02T00:30:12.984Z | 2015-02-02T00:30:12.984Z | "batch": [{"type": "track", "userId": "j", "event": "E", "timestamp": "2015-2-02T00:30:12.984Z"}]                                           |

  @segment:segment.message.no-timestamp
  Scenario Outline: what has no time is of now (<case>)
    When Segment is sent this at "<case>"
      """
      {"writeKey": "shop-key", <body>}
      """
    Then Segment has these messages
      | timestamp                |
      | 2018-09-18T12:00:00.000Z |

    Examples:
      | case      | body                                                              |
      | /v1/track | "userId": "jane", "event": "E"                                    |
      | /v1/batch | "batch": [{"type": "track", "userId": "jane", "event": "E"}]      |

  @segment:segment.message.ip
  Scenario Outline: the address of a device is that of its request (<case>)
    Given a web source in cloud mode with the write key "page-key"
    When Segment is sent this at "<path>"
      """
      {"writeKey": "<key>", <body>}
      """
    Then Segment has these messages
      | context.ip |
      | <ip>       |

    Examples:
      | case      | path      | key      | ip          | body                                                                                        |
      | direct    | /v1/track | shop-key | 127.0.0.1   | "userId": "j", "event": "E", "context": {"direct": true}                                     |
      | own       | /v1/track | shop-key | 203.0.113.7 | "userId": "j", "event": "E", "context": {"direct": true, "ip": "203.0.113.7"}                |
      | server    | /v1/batch | shop-key |             | "batch": [{"type": "track", "userId": "j", "event": "E"}]                                    |
      | page      | /v1/batch | page-key | 127.0.0.1   | "batch": [{"type": "track", "userId": "j", "event": "E"}]                                    |

  @segment:segment.message.merged
  Scenario: what a batch says, all its messages say
    When Segment is sent this at "/v1/batch"
      """
      {"writeKey": "shop-key", "context": {"app": {"version": "7"}, "locale": "en"}, "integrations": {"Amplitude": false}, "batch": [
        {"type": "track", "userId": "jane", "event": "One"},
        {"type": "track", "userId": "jane", "event": "Two", "context": {"locale": "fr"}, "integrations": {"Amplitude": true}}
      ]}
      """
    Then Segment has these messages
      | event | context.app.version | context.locale |
      | One   | 7                   | en             |
      | Two   | 7                   | fr             |
    And Amplitude has these events
      | event_type | app_version | language |
      | Two        | 7           | fr       |

  @segment:segment.message.destinations
  Scenario Outline: a message may leave destinations out (<case>)
    When Segment is sent this at "<path>"
      """
      {"writeKey": "shop-key", <body>}
      """
    Then Segment has 1 messages
    And Amplitude has no events
    And it goes nowhere, because its integrations exclude Amplitude

    Examples:
      | case      | path      | body                                                                                                          |
      | amplitude | /v1/track | "userId": "jane", "event": "E", "integrations": {"Amplitude": false}                                          |
      | all       | /v1/batch | "batch": [{"type": "track", "userId": "jane", "event": "E", "integrations": {"All": false, "Mixpanel": true}}] |
