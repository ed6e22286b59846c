Feature: Events of the current API that come again
  Amplitude ignores an event whose insert_id has come before on its device within 7 days.

  @api:v2.dedup.insert-id
  Scenario Outline: an event that comes again on its device is ignored (<case>)
    When a client posts these events to "<Path>"
      | event_type  | device_id | insert_id |
      | Song Played | device-1  | one       |
      | Song Played | device-1  | one       |
      | Song Played | device-2  | one       |
      | Song Played | device-1  | two       |
      | Song Played | device-1  |           |
      | Song Played | device-1  |           |
    Then Amplitude receives exactly these events
      | event_type  | device_id | insert_id |
      | Song Played | device-1  | one       |
      | Song Played | device-2  | one       |
      | Song Played | device-1  | two       |
      | Song Played | device-1  |           |
      | Song Played | device-1  |           |
    And Amplitude has received exactly these requests so far
      | path   | status | events | duplicates | answer.events_ingested |
      | <Path> | 200    | 6      | 1          | 6                      |

    Examples:
      | case           | Path       |
      | again-http-v2  | /2/httpapi |
      | again-batch    | /batch     |

  @api:v2.dedup.insert-id
  Scenario: an event without a device is known by its user
    When a client posts these events to "/2/httpapi"
      | event_type  | user_id    | insert_id |
      | Song Played | anna-smith | one       |
      | Song Played | joan-baker | one       |
      | Song Played | anna-smith | one       |
    Then Amplitude receives exactly these events
      | event_type  | user_id    |
      | Song Played | anna-smith |
      | Song Played | joan-baker |

  @api:v2.dedup.insert-id
  Scenario: an event may come by the one API and again by the other
    When a client posts these events to "/2/httpapi"
      | event_type  | device_id | insert_id |
      | Song Played | device-1  | one       |
    And a client posts these events to "/batch"
      | event_type  | device_id | insert_id |
      | Song Played | device-1  | one       |
    Then Amplitude receives exactly these events
      | event_type  | insert_id |
      | Song Played | one       |

  @api:v2.dedup.seven-days @adjudicated
  Scenario Outline: after 7 days it counts as a new one (<case>)
    When a client posts these events to "<Path>"
      | event_type  | device_id | insert_id |
      | Song Played | device-1  | one       |
    And 7 days pass
    And a client posts these events to "<Path>"
      | event_type  | device_id | insert_id |
      | Song Played | device-1  | one       |
    Then Amplitude has received 1 event so far
    When 1 millisecond passes
    And a client posts these events to "<Path>"
      | event_type  | device_id | insert_id |
      | Song Played | device-1  | one       |
    Then Amplitude has received exactly these requests so far
      | path   | duplicates |
      | <Path> | 0          |
      | <Path> | 1          |
      | <Path> | 0          |
    And Amplitude has received 2 events so far

    Examples:
      | case              | Path       |
      | seven-days-http-v2 | /2/httpapi |
      | seven-days-batch  | /batch     |
