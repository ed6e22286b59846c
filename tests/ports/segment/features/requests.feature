Feature: What Segment's endpoints take, and what they refuse
  The source "shop" is a server with the write key shop-key.

  @segment:segment.endpoint.call @segment:segment.auth.body @segment:segment.answer.success
  Scenario Outline: a message has a path of its own (<case>)
    When Segment is sent this at "<path>"
      """
      {"writeKey": "shop-key", "userId": "jane", <fields>}
      """
    Then Segment answers 200 with {"success": true}
    And Segment has these messages
      | type   | userId |
      | <type> | jane   |

    Examples:
      | case     | path         | type     | fields                 |
      | track    | /v1/track    | track    | "event": "Song Played" |
      | identify | /v1/identify | identify | "traits": {"a": 1}     |
      | page     | /v1/page     | page     | "name": "Pricing"      |
      | screen   | /v1/screen   | screen   | "name": "Home"         |
      | group    | /v1/group    | group    | "groupId": "acme"      |
      | alias    | /v1/alias    | alias    | "previousId": "j"      |

  @segment:segment.endpoint.short
  Scenario Outline: the first letter of a type is a path (<case>)
    When Segment is sent this at "<case>"
      """
      {"writeKey": "shop-key", "userId": "jane", <fields>}
      """
    Then Segment answers 200 with {"success": true}
    And Segment has these messages
      | type   |
      | <type> |

    Examples:
      | case  | type     | fields                 |
      | /v1/t | track    | "event": "Song Played" |
      | /v1/i | identify | "traits": {"a": 1}     |
      | /v1/p | page     | "name": "Pricing"      |
      | /v1/s | screen   | "name": "Home"         |
      | /v1/g | group    | "groupId": "acme"      |
      | /v1/a | alias    | "previousId": "j"      |

  @segment:segment.endpoint.batch @segment:segment.auth.body @segment:segment.answer.success
  Scenario Outline: a batch has messages of several types (<case>)
    When Segment is sent this at "<case>"
      """
      {"writeKey": "shop-key", "batch": [
        {"type": "identify", "userId": "jane", "traits": {"plan": "Pro"}},
        {"type": "track", "userId": "jane", "event": "Song Played"}
      ]}
      """
    Then Segment answers 200 with {"success": true}
    And Segment has these messages
      | type     | event       |
      | identify |             |
      | track    | Song Played |
    And Amplitude has these events
      | event_type  | user_id |
      | $identify   | jane    |
      | Song Played | jane    |

    Examples:
      | case       |
      | /v1/batch  |
      | /v1/b      |
      | /v1/import |

  @segment:segment.auth.basic @segment:segment.body.content-type
  Scenario Outline: the write key is a user name (<case>)
    When Segment is sent this at "<case>" as text/plain, with the user "shop-key"
      """
      <body>
      """
    Then Segment answers 200 with {"success": true}
    And Segment has these messages
      | event       |
      | Song Played |

    Examples:
      | case      | body                                                                    |
      | /v1/track | {"userId": "jane", "event": "Song Played"}                              |
      | /v1/batch | {"batch": [{"type": "track", "userId": "jane", "event": "Song Played"}]} |

  @segment:segment.auth.none @segment:segment.answer.refusal
  Scenario Outline: a request without a write key is refused (<case>)
    When Segment is sent this at "<case>"
      """
      <body>
      """
    Then Segment answers 401 with the code "unauthorized" and a message
    And Segment has no messages
    And Segment has refused "the request has no write key: name it in Authorization, or as writeKey"

    Examples:
      | case      | body                                                                    |
      | /v1/track | {"userId": "jane", "event": "Song Played"}                              |
      | /v1/batch | {"batch": [{"type": "track", "userId": "jane", "event": "Song Played"}]} |

  @segment:segment.auth.unknown-key
  Scenario Outline: Segment tells nobody that no source has a write key, the stand-in does (<case>)
    When Segment is sent this at "<case>"
      """
      {"writeKey": "shp-key", <body>}
      """
    Then Segment answers 200 with {"success": true}
    And Segment has no messages
    And Segment has refused "no source has the write key "shp-key", so it goes nowhere. Did you mean "shop-key"?"

    Examples:
      | case      | body                                                                  |
      | /v1/track | "userId": "jane", "event": "Song Played"                              |
      | /v1/batch | "batch": [{"type": "track", "userId": "jane", "event": "Song Played"}] |

  @segment:segment.body.json
  Scenario Outline: a body that is no JSON object is refused (<case>)
    When Segment is sent this at "<path>"
      """
      <body>
      """
    Then Segment answers 400 with the code "<code>" and a message
    And Segment has no messages

    Examples:
      | case        | path      | code            | body                                  |
      | cut-track   | /v1/track | invalid_json    | {"writeKey": "shop-key", "userId": "j |
      | cut-batch   | /v1/batch | invalid_json    | {"writeKey": "shop-key", "batch": [   |
      | a-list      | /v1/track | invalid_request | []                                    |
      | no-batch    | /v1/batch | invalid_request | {"writeKey": "shop-key"}              |
      | batch-is-no | /v1/batch | invalid_request | {"writeKey": "shop-key", "batch": 5}  |

  @segment:segment.body.gzip
  Scenario Outline: a body may be compressed (<case>)
    When Segment is sent this at "<case>" with gzip
      """
      {"writeKey": "shop-key", <body>}
      """
    Then Segment answers 200 with {"success": true}
    And Segment has these messages
      | event       |
      | Song Played |

    Examples:
      | case      | body                                                                  |
      | /v1/track | "userId": "jane", "event": "Song Played"                              |
      | /v1/batch | "batch": [{"type": "track", "userId": "jane", "event": "Song Played"}] |

  @segment:segment.limit.message @segment:segment.limit.batch @segment:segment.limit.batched-message
  Scenario Outline: sizes are limited (<case>)
    When Segment is sent <sent> at "<path>"
    Then Segment answers <status>
    And Segment has <count> messages

    Examples:
      | case             | path      | sent                                            | status | count |
      | largest-message  | /v1/track | a message of 32768 bytes                        | 200    | 1     |
      | larger-message   | /v1/track | a message of 32769 bytes                        | 400    | 0     |
      | gzip-bomb        | /v1/track | a message of 10000000 bytes with gzip           | 400    | 0     |
      | largest-in-batch | /v1/batch | a batch of 1 message of 32768 bytes             | 200    | 1     |
      | larger-in-batch  | /v1/batch | a batch of 1 message of 32769 bytes             | 400    | 0     |
      | one-of-two       | /v1/batch | a batch of 2 messages of 32769 bytes            | 400    | 0     |
      | large-batch      | /v1/batch | a batch of 15 messages of 32768 bytes           | 200    | 15    |
      | larger-batch     | /v1/batch | a batch of 16 messages of 32768 bytes           | 400    | 0     |
      | batch-bomb       | /v1/batch | a batch of 300 messages of 32768 bytes with gzip | 400   | 0     |

  @segment:segment.limit.count
  Scenario: of 2501 messages one is refused
    When Segment is sent a batch of 2501 messages of 100 bytes at "/v1/batch"
    Then Segment answers 200
    And Segment has 2500 messages
    And Segment has refused "1 more than the 2500 messages that a batch may have"

  @segment:segment.answer.retry-after
  Scenario: who sends too much is told when to send again
    Given Segment answers 429 once
    When Segment is sent this at "/v1/batch"
      """
      {"writeKey": "shop-key", "batch": []}
      """
    Then Segment answers 429
    And the answer's Retry-After is 1
