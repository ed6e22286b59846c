Feature: Whose an event of the current API is
  An event names a user, a device or both.

  @api:v2.ids.required
  Scenario Outline: a user or a device is enough (<case>)
    When a client posts these events to "<Path>"
      | event_type  | <Field> |
      | Song Played | <Id>    |
    Then Amplitude has received exactly these requests so far
      | path   | status |
      | <Path> | 200    |
    And Amplitude sees 1 user

    Examples:
      | case             | Path       | Field     | Id         |
      | user-is-enough   | /2/httpapi | user_id   | anna-smith |
      | device-is-enough | /batch     | device_id | device-1   |

  @api:v2.ids.required @adjudicated
  Scenario Outline: an id that is a whole number is read as text (<case>)
    When a client posts this to "<Path>"
      """
      {"api_key": "0123456789abcdef0123456789abcdef", "events": [{"event_type": "Song Played", "user_id": 314159}]}
      """
    Then Amplitude receives exactly these events
      | event_type  | user_id  |
      | Song Played | "314159" |

    Examples:
      | case           | Path       |
      | number-http-v2 | /2/httpapi |
      | number-batch   | /batch     |

  @api:v2.ids.required @adjudicated
  Scenario: the properties of a group change without an id
    When a client posts these events to "/2/httpapi"
      | event_type     | groups             | group_properties |
      | $groupidentify | {"company": "ACME"} | {"plan": "Pro"}  |
    Then Amplitude has received exactly these requests so far
      | status |
      | 200    |
    And the group "company" "ACME" has exactly the properties
      | plan | Pro |

  @api:v2.ids.length @adjudicated
  Scenario Outline: an id of fewer than 5 characters is refused, also beside one that is long enough (<case>)
    When a client posts these events to "<Path>"
      | event_type  | user_id    | device_id |
      | Song Played | anna-smith | device-1  |
      | Song Paused | <User>     | <Device>  |
    Then Amplitude has received exactly these requests so far
      | path   | status | answer                                                                                                              |
      | <Path> | 400    | {"code": 400, "error": "Invalid id length for user_id or device_id", "events_with_invalid_id_lengths": {"<Field>": [1]}} |
    And Amplitude receives no events

    Examples:
      | case               | Path       | User | Device   | Field     |
      | short-user-http-v2 | /2/httpapi | anna | device-1 | user_id   |
      | short-user-batch   | /batch     | anna |          | user_id   |
      | short-device       | /2/httpapi |      | dev1     | device_id |

  @api:v2.ids.min-length
  Scenario Outline: a request may allow shorter ids, or ask for longer ones (<case>)
    When a client posts this to "<Path>"
      """
      {"api_key": "0123456789abcdef0123456789abcdef",
       "events": [{"user_id": "anna", "event_type": "Song Played"}],
       "options": {"min_id_length": <Length>}}
      """
    Then Amplitude has received exactly these requests so far
      | path   | status   | answer.events_with_invalid_id_lengths |
      | <Path> | <Status> | <Wrong>                               |

    Examples:
      | case              | Path       | Length | Status | Wrong            |
      | min-of-4-http-v2  | /2/httpapi | 4      | 200    |                  |
      | min-of-1-batch    | /batch     | 1      | 200    |                  |
      | min-of-10-http-v2 | /2/httpapi | 10     | 400    | {"user_id": [0]} |

  @api:v2.ids.invalid @adjudicated
  Scenario Outline: a placeholder for an id names nobody (<case>)
    When a client posts these events to "<Path>"
      | event_type  | <Field>    |
      | Song Played | anna-smith |
      | Song Paused | <Id>       |
    Then Amplitude has received exactly these requests so far
      | path   | status | answer.error                        | answer.events_with_invalid_fields |
      | <Path> | 400    | Invalid field values on some events | {"<Field>": [1]}                  |

    Examples:
      | case                | Path       | Field     | Id                                   |
      | anonymous-http-v2   | /2/httpapi | user_id   | anonymous                            |
      | anonymous-capital   | /2/httpapi | user_id   | Anonymous                            |
      | undefined-batch     | /batch     | device_id | undefined                            |
      | unknown-http-v2     | /2/httpapi | user_id   | unknown                              |
      | zeros-batch         | /batch     | device_id | 00000000-0000-0000-0000-000000000000 |
      | android-build-batch | /batch     | device_id | LMY47D                               |

  @api:v2.ids.device-from-user @adjudicated
  Scenario Outline: an event without a device has one that comes from its user (<case>)
    When a client posts these events to "<Path>"
      | event_type  | user_id    |
      | Song Played | anna-smith |
      | Song Played | joan-baker |
      | Song Paused | anna-smith |
    Then Amplitude receives exactly these events
      | event_type  | user_id    | device_id |
      | Song Played | anna-smith | <device id 1> |
      | Song Played | joan-baker | <device id 2> |
      | Song Paused | anna-smith | <device id 1> |

    Examples:
      | case               | Path       |
      | derived-id-http-v2 | /2/httpapi |
      | derived-id-batch   | /batch     |
