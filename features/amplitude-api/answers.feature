Feature: What the current API answers
  An answer is JSON that repeats its status as code. One that is not 200 says which events it is about, by their index in
  the request; nothing of the request is taken then.

  @api:v2.answer.missing-fields
  Scenario Outline: events that lack a field are named by their index (<case>)
    When a client posts this to "<Path>"
      """
      {"api_key": "0123456789abcdef0123456789abcdef",
       "events": [
         {"user_id": "anna-smith", "event_type": "Song Played"},
         {"user_id": "anna-smith"},
         {"event_type": "Song Paused"}
       ]}
      """
    Then Amplitude has received exactly these requests so far
      | path   | status | answer                                                                                                                                                    |
      | <Path> | 400    | {"code": 400, "error": "Request missing required field", "events_with_missing_fields": {"event_type": [1], "user_id": [2], "device_id": [2]}} |
    And Amplitude receives no events

    Examples:
      | case            | Path       |
      | missing-http-v2 | /2/httpapi |
      | missing-batch   | /batch     |

  @api:v2.answer.invalid-fields
  Scenario Outline: a field of the wrong type is named, with the event (<case>)
    When a client posts these events to "<Path>"
      | event_type  | user_id    | <Field> |
      | Song Played | anna-smith |         |
      | Song Paused | anna-smith | <Value> |
    Then Amplitude has received exactly these requests so far
      | path   | status | answer.error                         | answer.events_with_invalid_fields |
      | <Path> | 400    | Invalid field values on some events  | {"<Field>": [1]}                  |
    And Amplitude receives no events

    Examples:
      | case               | Path       | Field            | Value |
      | invalid-object     | /2/httpapi | event_properties | 5     |
      | invalid-user       | /batch     | user_properties  | "x"   |
      | invalid-groups     | /2/httpapi | groups           | []    |
      | invalid-text       | /2/httpapi | app_version      | 3     |
      | invalid-number     | /batch     | price            | "5"   |
      | invalid-session-id | /2/httpapi | session_id       | "now" |
      | invalid-insert-id  | /2/httpapi | insert_id        | 17    |

  @api:v2.answer.invalid-fields @api:v2.answer.missing-fields @adjudicated
  Scenario: an answer may name fields of both kinds
    When a client posts this to "/2/httpapi"
      """
      {"api_key": "0123456789abcdef0123456789abcdef",
       "events": [{"user_id": "anna-smith", "time": "noon"}, {"user_id": "anna", "event_type": "Song Played"}]}
      """
    Then Amplitude has received exactly these requests so far
      | answer                                                                                                                                                                                                  |
      | {"code": 400, "error": "Request missing required field", "events_with_missing_fields": {"event_type": [0]}, "events_with_invalid_fields": {"time": [0]}, "events_with_invalid_id_lengths": {"user_id": [1]}} |

  @api:v2.answer.first-index
  Scenario: the HTTP V2 API names the first event that is wrong in a field
    When a client posts these events to "/2/httpapi"
      | event_type  | user_id    | time | price |
      | Song Played | anna-smith | noon |       |
      | Song Paused | anna-smith | noon | "5"   |
      | Song Bought | anna-smith | noon | "6"   |
    Then Amplitude has received exactly these requests so far
      | answer.events_with_invalid_fields |
      | {"time": [0], "price": [1]}       |

  @api:v2.answer.all-indexes
  Scenario: the batch API names every event that is wrong in a field
    When a client posts these events to "/batch"
      | event_type  | user_id    | time | price |
      | Song Played | anna-smith | noon |       |
      | Song Paused | anna-smith | noon | "5"   |
      | Song Bought | anna-smith | noon | "6"   |
    Then Amplitude has received exactly these requests so far
      | answer.events_with_invalid_fields     |
      | {"time": [0, 1, 2], "price": [1, 2]} |

  @api:v2.answer.whole
  Scenario Outline: nothing of a request that is refused is taken, and the rest can be sent again (<case>)
    When a client posts these events to "<Path>"
      | event_type  | user_id    | insert_id | time |
      | Song Played | anna-smith | one       |      |
      | Song Paused | anna-smith | two       | noon |
    Then Amplitude has received no events so far
    When a client posts these events to "<Path>"
      | event_type  | user_id    | insert_id |
      | Song Played | anna-smith | one       |
    Then Amplitude has received exactly these requests so far
      | status | events | duplicates |
      | 400    | 0      | 0          |
      | 200    | 1      | 0          |
    And Amplitude receives exactly these events
      | event_type  | insert_id |
      | Song Played | one       |

    Examples:
      | case          | Path       |
      | whole-http-v2 | /2/httpapi |
      | whole-batch   | /batch     |

  @api:v2.answer.silenced @adjudicated
  Scenario Outline: the events of a silenced device are refused, with their indexes (<case>)
    When Amplitude silences the device "device-2" once
    And a client posts these events to "<Path>"
      | event_type  | device_id |
      | Song Played | device-1  |
      | Song Paused | device-2  |
      | Song Bought | device-2  |
    Then Amplitude has received exactly these requests so far
      | path   | status | answer   |
      | <Path> | 400    | <Answer> |
    When a client posts these events to "<Path>"
      | event_type  | device_id |
      | Song Played | device-1  |
    Then Amplitude receives exactly these events
      | event_type  | device_id |
      | Song Played | device-1  |

    Examples:
      | case             | Path       | Answer                                                                                                                                                                                                                                                     |
      | silenced-http-v2 | /2/httpapi | {"code": 400, "error": "Events silenced for device_id", "eps_threshold": 30, "exceeded_daily_quota_devices": {}, "silenced_devices": ["device-2"], "silenced_events": [1, 2], "throttled_devices": {}, "throttled_events": []}   |
      | silenced-batch   | /batch     | {"code": 400, "error": "Events silenced for device_id", "eps_threshold": 1000, "exceeded_daily_quota_devices": {}, "silenced_devices": ["device-2"], "silenced_events": [1, 2], "throttled_devices": {}, "throttled_events": []} |

  @api:v2.answer.server-error
  Scenario Outline: after an error of the server the same request is made again, and counts once (<case>)
    When Amplitude <Fault> once
    And a client posts these events to "<Path>"
      | event_type  | user_id    | insert_id |
      | Song Played | anna-smith | one       |
    And a client posts these events to "<Path>"
      | event_type  | user_id    | insert_id |
      | Song Played | anna-smith | one       |
    Then Amplitude has received exactly these requests so far
      | path   | status   | duplicates   |
      | <Path> | <Status> | 0            |
      | <Path> | 200      | <Duplicates> |
    And Amplitude receives exactly these events
      | event_type  | insert_id |
      | Song Played | one       |

    Examples:
      | case              | Path       | Fault             | Status | Duplicates |
      | error-500-http-v2 | /2/httpapi | answers 500       | 500    | 0          |
      | error-502-batch   | /batch     | answers 502       | 502    | 0          |
      | error-503-http-v2 | /2/httpapi | answers 503       | 503    | 0          |
      | error-504-batch   | /batch     | answers 504       | 504    | 0          |
      | lost-http-v2      | /2/httpapi | loses its answers | 0      | 1          |
      | lost-batch        | /batch     | loses its answers | 0      | 1          |

  @api:v2.answer.server-error
  Scenario: an error of the server is JSON too
    When Amplitude answers 500 once
    And a client posts these events to "/2/httpapi"
      | event_type  | user_id    |
      | Song Played | anna-smith |
    Then Amplitude has received exactly these requests so far
      | status | answer                                            |
      | 500    | {"code": 500, "error": "Internal Server Error"} |
