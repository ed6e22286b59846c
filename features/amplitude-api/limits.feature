Feature: How much the current API takes
  A request has a limit, and so has what one user or device may send in a second, on the average of half a minute.

  @api:v2.limit.events
  Scenario Outline: a request may have 2000 events (<case>)
    When a client posts <Count> events like this to "<Path>"
      """
      {"event_type": "Song Played", "user_id": "listener-<n>"}
      """
    Then Amplitude has received exactly these requests so far
      | path   | status   | answer.error |
      | <Path> | <Status> | <Error>      |
    And Amplitude has received <Taken> events so far

    Examples:
      | case             | Path       | Count | Status | Error             | Taken |
      | most-http-v2     | /2/httpapi | 2000  | 200    |                   | 2000  |
      | too-many-http-v2 | /2/httpapi | 2001  | 413    | Payload too large | no    |
      | too-many-batch   | /batch     | 2001  | 413    | Payload too large | no    |

  @api:v2.limit.body
  Scenario: a body of more than 1 MB is too large for the HTTP V2 API, and none for the batch API
    # 1900 events of some 600 bytes.
    When a client posts 1900 events like this to "/2/httpapi"
      """
      {"event_type": "Song Played", "user_id": "listener-<n>", "event_properties": {"lyrics": "Bright is the ring of words when the right man rings them, fair the fall of songs when the singer sings them. Still they are carolled and said, on wings they are carried, after the singer is dead and the maker buried. Low as the singer lies in the field of heather, songs of his fashion bring the swains together. And when the west is red with the sunset embers, the lover lingers and sings and the maid remembers. Robert Louis Stevenson, Songs of Travel, XIV, published in 1895, a year after his death in Vailima."}}
      """
    And a client posts 1900 events like this to "/batch"
      """
      {"event_type": "Song Played", "user_id": "listener-<n>", "event_properties": {"lyrics": "Bright is the ring of words when the right man rings them, fair the fall of songs when the singer sings them. Still they are carolled and said, on wings they are carried, after the singer is dead and the maker buried. Low as the singer lies in the field of heather, songs of his fashion bring the swains together. And when the west is red with the sunset embers, the lover lingers and sings and the maid remembers. Robert Louis Stevenson, Songs of Travel, XIV, published in 1895, a year after his death in Vailima."}}
      """
    Then Amplitude has received exactly these requests so far
      | path       | status | answer.code | answer.error      | answer.events_ingested |
      | /2/httpapi | 413    | 413         | Payload too large |                        |
      | /batch     | 200    | 200         |                   | 1900                   |

  @api:v2.limit.rate
  Scenario: a device may send 30 events per second to the HTTP V2 API, on the average of 30 seconds
    When a client posts 899 events like this to "/2/httpapi"
      """
      {"event_type": "Song Played", "device_id": "device-1", "user_id": "listener-<n>"}
      """
    And a client posts these events to "/2/httpapi"
      | event_type  | device_id | user_id    |
      | Song Paused | device-2  | anna-smith |
      | Song Paused | device-1  | anna-smith |
      | Song Paused | device-1  | anna-smith |
    And 10 seconds pass
    And a client posts these events to "/2/httpapi"
      | event_type  | device_id |
      | Song Paused | device-1  |
    Then Amplitude has received exactly these requests so far
      | status | answer.code | answer.error                                 | answer.eps_threshold | answer.throttled_devices | answer.throttled_users | answer.throttled_events |
      | 200    | 200         |                                              |                      |                          |                        |                         |
      | 429    | 429         | Too many requests for some devices and users | 30                   | {"device-1": 31}         | {}                     | [1, 2]                  |
      | 200    | 200         |                                              |                      |                          |                        |                         |

  @api:v2.limit.rate
  Scenario: a user who was throttled may send again after a pause
    When a client posts 900 events like this to "/2/httpapi"
      """
      {"event_type": "Song Played", "device_id": "device-<n>", "user_id": "anna-smith"}
      """
    And 29 seconds pass
    And a client posts these events to "/2/httpapi"
      | event_type  | user_id    |
      | Song Paused | anna-smith |
    And 1 second passes
    And a client posts these events to "/2/httpapi"
      | event_type  | user_id    |
      | Song Paused | anna-smith |
    Then Amplitude has received exactly these requests so far
      | status | answer.throttled_users | answer.throttled_devices |
      | 200    |                        |                          |
      | 429    | {"anna-smith": 31}     | {}                       |
      | 200    |                        |                          |

  @api:v2.limit.rate
  Scenario: the batch API takes 1000 events per second of a user
    When a client posts 2000 events like this to "/batch"
      """
      {"event_type": "Song Played", "user_id": "anna-smith"}
      """
    And Amplitude throttles the user "anna-smith" once
    And a client posts these events to "/batch"
      | event_type  | user_id    |
      | Song Played | joan-baker |
      | Song Paused | anna-smith |
    Then Amplitude has received exactly these requests so far
      | status | answer.eps_threshold | answer.throttled_users | answer.throttled_devices | answer.throttled_events |
      | 200    |                      |                        |                          |                         |
      | 429    | 1000                 | {"anna-smith": 1001}   | {}                       | [1]                     |

  @api:v2.limit.daily @adjudicated
  Scenario Outline: a sender that has used up its events of a day is told so (<case>)
    When Amplitude takes no more events today of the <Kind> "<Id>" once
    And a client posts these events to "<Path>"
      | event_type  | <Kind>_id |
      | Song Played | another-1 |
      | Song Paused | <Id>      |
    Then Amplitude has received exactly these requests so far
      | path   | status | answer.error                                 | answer.<Exceeded>  | answer.throttled_events |
      | <Path> | 429    | Too many requests for some devices and users | {"<Id>": 500001} | [1]                     |
    And Amplitude receives no events

    Examples:
      | case          | Path       | Kind   | Id         | Exceeded                     |
      | daily-batch   | /batch     | user   | anna-smith | exceeded_daily_quota_users   |
      | daily-http-v2 | /2/httpapi | device | device-7   | exceeded_daily_quota_devices |
