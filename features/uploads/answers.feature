Feature: What an answer does
  An upload has arrived if Amplitude says so with the word success. Any other answer leaves the events in the queue,
  and they go out with the next upload: there is no attempt before that.

  @wire:upload.success
  Scenario Outline: the web and iOS go by status and body, Android by the body alone (<case>)
    Given <Source>
    When Amplitude answers <Status> "success" once
    And the app tracks "Song Played"
    And 30 seconds pass
    And the app tracks "Song Paused"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events | status   | answer  |
      | 1      | <Status> | success |
      | <Next> | 200      | success |

    Examples:
      | case                | Source         | Status | Next |
      | success-200-web     | a web app      | 200    | 1    |
      | success-200-ios     | an ios app     | 200    | 1    |
      | success-200-android | an android app | 200    | 1    |
      | success-201-web     | a web app      | 201    | 2    |
      | success-201-ios     | an ios app     | 201    | 2    |
      | success-201-android | an android app | 201    | 1    |
      | success-400-web     | a web app      | 400    | 2    |
      | success-400-ios     | an ios app     | 400    | 2    |
      | success-400-android | an android app | 400    | 1    |
      | success-500-web     | a web app      | 500    | 2    |
      | success-500-ios     | an ios app     | 500    | 2    |
      | success-500-android | an android app | 500    | 1    |

  @wire:upload.success
  Scenario Outline: what has been accepted is not sent again (<case>)
    Given <Source>
    When the app tracks "Song Played"
    And 30 seconds pass
    And the app is restarted
    And 1 day passes
    And the app tracks "Song Paused"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events | duplicates | status | answer  |
      | 1      | 0          | 200    | success |
      | 1      | 0          | 200    | success |

    Examples:
      | case             | Source         |
      | accepted-web     | a web app      |
      | accepted-ios     | an ios app     |
      | accepted-android | an android app |

  @wire:upload.other-answers @wire:upload.no-retry
  Scenario Outline: after any other answer the events wait for the next upload (<case>)
    Given <Source>
    When Amplitude <Fault> once
    And the app tracks "Song Played"
    And 1 day passes
    Then Amplitude has received exactly these requests so far
      | events | status   | answer   |
      | 1      | <Status> | <Answer> |
    When the app tracks "Song Paused"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events | status   | answer   |
      | 1      | <Status> | <Answer> |
      | 2      | 200      | success  |
    And Amplitude receives exactly these events
      | event_type  | event_id | sequence_number |
      | Song Played | 1        | 1               |
      | Song Paused | 2        | 2               |

    Examples:
      | case             | Source         | Fault                      | Status | Answer              |
      | 400-web          | a web app      | answers 400                | 400    | bad_request         |
      | 400-ios          | an ios app     | answers 400                | 400    | bad_request         |
      | 400-android      | an android app | answers 400                | 400    | bad_request         |
      | 401-web          | a web app      | answers 401 "unauthorized" | 401    | unauthorized        |
      | 401-ios          | an ios app     | answers 401 "unauthorized" | 401    | unauthorized        |
      | 401-android      | an android app | answers 401 "unauthorized" | 401    | unauthorized        |
      | 404-web          | a web app      | answers 404 "not found"    | 404    | not found           |
      | 404-ios          | an ios app     | answers 404 "not found"    | 404    | not found           |
      | 404-android      | an android app | answers 404 "not found"    | 404    | not found           |
      | 429-web          | a web app      | answers 429                | 429    | too_many_requests   |
      | 429-ios          | an ios app     | answers 429                | 429    | too_many_requests   |
      | 429-android      | an android app | answers 429                | 429    | too_many_requests   |
      | 500-web          | a web app      | answers 500                | 500    | internal_error      |
      | 500-ios          | an ios app     | answers 500                | 500    | internal_error      |
      | 500-android      | an android app | answers 500                | 500    | internal_error      |
      | 503-web          | a web app      | answers 503                | 503    | service_unavailable |
      | 503-ios          | an ios app     | answers 503                | 503    | service_unavailable |
      | 503-android      | an android app | answers 503                | 503    | service_unavailable |
      | nonsense-web     | a web app      | answers 200 "nonsense"     | 200    | nonsense            |
      | nonsense-ios     | an ios app     | answers 200 "nonsense"     | 200    | nonsense            |
      | nonsense-android | an android app | answers 200 "nonsense"     | 200    | nonsense            |
      | empty-web        | a web app      | answers 200 ""             | 200    | ""                  |
      | empty-ios        | an ios app     | answers 200 ""             | 200    | ""                  |
      | empty-android    | an android app | answers 200 ""             | 200    | ""                  |
      | almost-web       | a web app      | answers 200 "Success"      | 200    | Success             |
      | almost-ios       | an ios app     | answers 200 "Success"      | 200    | Success             |
      | almost-android   | an android app | answers 200 "Success"      | 200    | Success             |
      | space-web        | a web app      | answers 200 "success "     | 200    | "success "          |
      | space-ios        | an ios app     | answers 200 "success "     | 200    | "success "          |
      | space-android    | an android app | answers 200 "success "     | 200    | "success "          |
      | page-web         | a web app      | answers 302 "moved"        | 302    | moved               |
      | page-ios         | an ios app     | answers 302 "moved"        | 302    | moved               |
      | page-android     | an android app | answers 302 "moved"        | 302    | moved               |

  @wire:upload.refusal-words @wire:upload.no-retry
  Scenario Outline: a word that says what is wrong is a failure like any other (<case>)
    Given <Source>
    When Amplitude answers 200 "<Word>" once
    And the app tracks "Song Played"
    And 1 day passes
    And the app tracks "Song Paused"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events | status | answer  |
      | 1      | 200    | <Word>  |
      | 2      | 200    | success |

    Examples:
      | case                            | Source         | Word                    |
      | invalid-api-key-web             | a web app      | invalid_api_key         |
      | invalid-api-key-ios             | an ios app     | invalid_api_key         |
      | invalid-api-key-android         | an android app | invalid_api_key         |
      | bad-checksum-web                | a web app      | bad_checksum            |
      | bad-checksum-ios                | an ios app     | bad_checksum            |
      | bad-checksum-android            | an android app | bad_checksum            |
      | request-db-write-failed-web     | a web app      | request_db_write_failed |
      | request-db-write-failed-ios     | an ios app     | request_db_write_failed |
      | request-db-write-failed-android | an android app | request_db_write_failed |

  @wire:upload.refusal-words @wire:upload.too-large
  Scenario Outline: such a word with a 413 halves the batch on the web and iOS, and not on Android (<case>)
    Given <Source>
    When the device goes offline
    And the app tracks "Song Played" 4 times
    And 1 minute passes
    And the device comes online
    And Amplitude answers 413 "<Word>" once
    And <Trigger>
    Then Amplitude has received <So far> so far
    When <Trigger>
    Then Amplitude has received 4 events so far

    Examples:
      | case                                | Source         | Trigger              | Word                    | So far    |
      | word-413-web                        | a web app      | the app is restarted | bad_checksum            | 4 events  |
      | word-413-ios                        | an ios app     | the app calls flush  | bad_checksum            | 2 events  |
      | invalid-api-key-413-android         | an android app | the app calls flush  | invalid_api_key         | no events |
      | bad-checksum-413-android            | an android app | the app calls flush  | bad_checksum            | no events |
      | request-db-write-failed-413-android | an android app | the app calls flush  | request_db_write_failed | no events |

  @wire:upload.no-retry
  Scenario Outline: nothing slows down after failures (<case>)
    Given an <Source>
    When Amplitude answers 503 4 times
    And the app tracks "Song Played"
    And the app calls flush
    And the app calls flush
    And the app calls flush
    And the app calls flush
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status | upload_time |
      | 1      | 503    | <time 1>    |
      | 1      | 503    | <time 1>    |
      | 1      | 503    | <time 1>    |
      | 1      | 503    | <time 1>    |
      | 1      | 200    | <time 1>    |

    Examples:
      | case            | Source      |
      | at-once-ios     | ios app     |
      | at-once-android | android app |

  @wire:upload.no-retry
  Scenario: on the web each event tries again with all that wait
    Given a web app
    When Amplitude answers 503 4 times
    And the app tracks "Song Played" 6 times
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 1      | 503    |
      | 2      | 503    |
      | 3      | 503    |
      | 4      | 503    |
      | 5      | 200    |
      | 1      | 200    |

  @wire:upload.no-retry @wire:upload.threshold
  Scenario Outline: after a failed upload of thirty the timer of the next event tries again (<case>)
    Given an <Source>
    When Amplitude answers 500 2 times
    And the app tracks "Song Played" 30 times
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 30     | 500    |
      | 30     | 500    |
    When 1 day passes
    And the app tracks "Song Paused"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 30     | 500    |
      | 30     | 500    |
      | 31     | 200    |

    Examples:
      | case          | Source      |
      | timer-ios     | ios app     |
      | timer-android | android app |

  @wire:upload.no-retry @wire:upload.other-answers
  Scenario: one app's failures are not another's
    Given an ios app
    And a second ios app
    When Amplitude answers 500 to the ios app
    And the ios app tracks "Song Played"
    And the second ios app tracks "Song Played"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | sender  | events | status |
      | ios app | 1      | 500    |
      | ios app | 1      | 200    |
    When Amplitude answers as usual
    Then Amplitude receives exactly these events
      | event_type  | device_id          |
      | Song Played | <second device id> |
      | Song Played | <first device id>  |

  @wire:upload.no-answer @wire:upload.resend
  Scenario: an answer does not get to a page whose browser has lost its network
    Given a web app
    When Amplitude answers after 10 seconds
    And the app tracks "Song Played"
    And the device goes offline
    And 10 seconds pass
    And Amplitude answers as usual
    And the device comes online
    And the app tracks "Song Paused"
    Then Amplitude has received exactly these requests so far
      | events | status | duplicates |
      | 1      | 200    | 0          |
      | 2      | 200    | 1          |
