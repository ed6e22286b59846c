Feature: What a request to Amplitude's current API looks like
  A client posts a JSON object with the project's API key and a list of events to /2/httpapi or, for many at once, to
  /batch.

  @api:v2.request.body @api:v2.answer.success
  Scenario Outline: a body has an API key, events and options (<case>)
    When a client posts this to "<Path>"
      """
      {
        "api_key": "0123456789abcdef0123456789abcdef",
        "events": [
          {"user_id": "anna-smith", "event_type": "Song Played", "event_properties": {"title": "Solaris"}},
          {"user_id": "anna-smith", "event_type": "Song Paused"}
        ],
        "options": {},
        "client_upload_time": "2018-09-18T12:00:00.000Z"
      }
      """
    Then Amplitude has received exactly these requests so far
      | path   | events | status | answer.code | answer.events_ingested | answer.payload_size_bytes | answer.server_upload_time |
      | <Path> | 2      | 200    | 200         | 2                      | 300                       | 1537272000000             |
    And Amplitude receives exactly these events
      | event_type  | user_id    | event_properties.title |
      | Song Played | anna-smith | Solaris                |
      | Song Paused | anna-smith |                        |
    And Amplitude sees 1 user

    Examples:
      | case          | Path       |
      | body-http-v2  | /2/httpapi |
      | body-of-batch | /batch     |

  @api:v2.request.gzip
  Scenario Outline: a body may be compressed (<case>)
    When a client posts these events to "<Path>" with gzip
      | event_type  | user_id    |
      | Song Played | anna-smith |
    Then Amplitude has received exactly these requests so far
      | path   | events | status | answer.payload_size_bytes |
      | <Path> | 1      | 200    | 109                       |
    And Amplitude receives exactly these events
      | event_type  | user_id    |
      | Song Played | anna-smith |

    Examples:
      | case          | Path       |
      | gzip-http-v2  | /2/httpapi |
      | gzip-of-batch | /batch     |

  @api:v2.request.invalid-json
  Scenario Outline: a body that is not valid JSON, or not a list of objects, is refused (<case>)
    When a client posts this to "<Path>"
      """
      <Body>
      """
    Then Amplitude has received exactly these requests so far
      | path   | status | answer                             |
      | <Path> | 400    | {"code": 400, "error": "<Answer>"} |
    And Amplitude receives no events

    Examples:
      | case                 | Path       | Body                                                                 | Answer                    |
      | no-json-http-v2      | /2/httpapi | {"api_key": "0123456789abcdef0123456789abcdef", "events": [          | Invalid JSON request body |
      | no-json-batch        | /batch     | api_key=0123456789abcdef0123456789abcdef                             | Invalid JSON request body |
      | no-object-http-v2    | /2/httpapi | [{"event_type": "Song Played"}]                                      | Invalid JSON request body |
      | no-body-batch        | /batch     |                                                                      | Missing request body      |
      | no-events-http-v2    | /2/httpapi | {"api_key": "0123456789abcdef0123456789abcdef", "events": [1, 2]}    | Invalid event JSON        |
      | no-event-list-batch  | /batch     | {"api_key": "0123456789abcdef0123456789abcdef", "events": {"a": 1}}  | Invalid event JSON        |

  @api:v2.request.api-key
  Scenario Outline: a request needs an API key (<case>)
    When a client posts this to "<Path>"
      """
      {<Key>"events": [{"user_id": "anna-smith", "event_type": "Song Played"}]}
      """
    Then Amplitude has received exactly these requests so far
      | path   | status | answer   |
      | <Path> | 400    | <Answer> |
    And Amplitude receives no events

    Examples:
      | case              | Path       | Key                  | Answer                                                                                   |
      | no-key-http-v2    | /2/httpapi |                      | {"code": 400, "error": "Request missing required field", "missing_field": "api_key"} |
      | no-key-batch      | /batch     | "api_key": null,     | {"code": 400, "error": "Request missing required field", "missing_field": "api_key"} |
      | wrong-key-http-v2 | /2/httpapi | "api_key": "secret", | {"code": 400, "error": "Invalid API key: secret"}                                    |
      | wrong-key-batch   | /batch     | "api_key": "secret", | {"code": 400, "error": "Invalid API key: secret"}                                    |

  @api:v2.request.events
  Scenario Outline: a request needs events (<case>)
    When a client posts this to "<Path>"
      """
      {"api_key": "0123456789abcdef0123456789abcdef"<Events>}
      """
    Then Amplitude has received exactly these requests so far
      | path   | status | answer                                                                              |
      | <Path> | 400    | {"code": 400, "error": "Request missing required field", "missing_field": "events"} |

    Examples:
      | case                   | Path       | Events         |
      | events-missing-http-v2 | /2/httpapi |                |
      | events-missing-batch   | /batch     |                |

  @api:v2.request.events @adjudicated
  Scenario: a list of no events counts as none
    When a client posts this to "/2/httpapi"
      """
      {"api_key": "0123456789abcdef0123456789abcdef", "events": []}
      """
    Then Amplitude has received exactly these requests so far
      | status | answer.error                   | answer.missing_field |
      | 400    | Request missing required field | events               |
