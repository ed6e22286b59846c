Feature: How Segment's servers upload
  They make one request after another to Amplitude's HTTP API. A request without an answer, or with one that asks for
  patience, is made again after longer and longer waits; a request that is refused is given up with a warning.

  @wire:upload.server.requests
  Scenario: every message becomes requests of its own, to the endpoints that are for it
    Given a server source with the settings
      | Secret Key                  | f0e1d2c3b4a5968778695a4b3c2d1e0f |
      | Enable Alias                | on                               |
      | Amplitude Group Type Trait  | industry                         |
      | Amplitude Group Value Trait | name                             |
    When the server tracks "Song Played" 2 times
    And the server identifies "derek" with the traits
      | plan | Basic |
    And the server groups "g-1" with the traits
      | industry | Mining |
      | name     | Acme   |
    And the server aliases "derek" to "anna"
    And the server deletes the user "derek"
    Then Amplitude has received exactly these requests so far
      | path                   | sender            | fields                        | events | status |
      | /httpapi               | Segment's servers | ["api_key", "event"]          | 1      | 200    |
      | /httpapi               | Segment's servers | ["api_key", "event"]          | 1      | 200    |
      | /identify              | Segment's servers | ["api_key", "identification"] | 1      | 200    |
      | /identify              | Segment's servers | ["api_key", "identification"] | 1      | 200    |
      | /groupidentify         | Segment's servers | ["api_key", "identification"] | 1      | 200    |
      | /usermap               | Segment's servers | ["api_key", "mapping"]        | 1      | 200    |
      | /api/2/deletions/users | Segment's servers | []                            | 1      | 200    |

  @wire:upload.server.retry
  Scenario Outline: what asks for patience is tried again after one second, and after two more (<case>)
    Given a server source
    When Amplitude <Fault> 2 times
    And the server tracks "Song Played"
    And 0.999 seconds pass
    Then Amplitude has received exactly these requests so far
      | path     | status   | duplicates |
      | /httpapi | <Status> | 0          |
    When 1 millisecond passes
    And 1.999 seconds pass
    Then Amplitude has received exactly these requests so far
      | path     | status   | duplicates |
      | /httpapi | <Status> | 0          |
      | /httpapi | <Status> | 0          |
    When 1 millisecond passes
    Then Amplitude has received exactly these requests so far
      | path     | status   | duplicates |
      | /httpapi | <Status> | 0          |
      | /httpapi | <Status> | 0          |
      | /httpapi | 200      | 0          |
    When 1 day passes
    Then Amplitude has received 1 event so far

    Examples:
      | case      | Fault               | Status |
      | again-429 | answers 429         | 429    |
      | again-500 | answers 500         | 500    |
      | again-503 | answers 503         | 503    |
      | again-cut | cuts the connection | 0      |

  @wire:upload.server.retry
  Scenario: the waits double up to ten minutes
    Given a server source
    When Amplitude answers 500 12 times
    And the server tracks "Song Played"
    # 1 + 2 + 4 + … + 512 seconds are ten waits; two more are of ten minutes each.
    And 2222.999 seconds pass
    Then Amplitude has received no events so far
    When 1 millisecond passes
    Then Amplitude has received 1 event so far

  @wire:upload.server.retry
  Scenario: what waits for another attempt is sent all the same
    Given a server source
    When Amplitude answers 500 once
    And the server tracks "Song Played"
    And the server tracks "Song Paused"
    Then Amplitude has received no events so far
    And Amplitude receives exactly these events
      | event_type  |
      | Song Played |
      | Song Paused |

  @wire:upload.server.retry
  Scenario: after a success the waits begin anew
    Given a server source
    When Amplitude answers 500 4 times
    And the server tracks "Song Played"
    And 15 seconds pass
    Then Amplitude has received 1 event so far
    When Amplitude answers 500 once
    And the server tracks "Song Paused"
    And 0.999 seconds pass
    Then Amplitude has received 1 event so far
    When 1 millisecond passes
    Then Amplitude has received 2 events so far

  @wire:upload.server.retry
  Scenario Outline: events of an app in cloud mode are tried again without the app (<case>)
    Given <Source> in cloud mode
    When Amplitude answers 503 2 times
    And the app tracks "Song Played"
    And the app is killed
    And 3 seconds pass
    Then Amplitude has received exactly these requests so far
      | path     | sender            | status |
      | /httpapi | Segment's servers | 503    |
      | /httpapi | Segment's servers | 503    |
      | /httpapi | Segment's servers | 200    |

    Examples:
      | case          | Source         |
      | cloud-web     | a web app      |
      | cloud-ios     | an ios app     |
      | cloud-android | an android app |

  @wire:upload.server.order
  Scenario: what comes behind a request that is tried again waits for it
    Given a server source
    When Amplitude answers 500 on "/identify" 2 times
    And the server identifies "derek" with the traits
      | plan | Basic |
    And the server tracks "Song Played"
    And 1 second passes
    And the server tracks "Song Paused"
    Then Amplitude has received exactly these requests so far
      | path      | status |
      | /identify | 500    |
      | /identify | 500    |
    When 2 seconds pass
    Then Amplitude has received exactly these requests so far
      | path      | status |
      | /identify | 500    |
      | /identify | 500    |
      | /identify | 200    |
      | /httpapi  | 200    |
      | /httpapi  | 200    |
    And Amplitude receives exactly these events
      | event_type  |
      | $identify   |
      | Song Played |
      | Song Paused |

  @wire:upload.server.order
  Scenario: each source has a queue of its own
    Given a server source
    And an ios app in cloud mode
    When Amplitude answers 500 on "/identify" once
    And the server identifies "derek" with the traits
      | plan | Basic |
    And the ios app tracks "Song Played"
    Then Amplitude has received exactly these requests so far
      | path      | status |
      | /identify | 500    |
      | /httpapi  | 200    |

  @wire:upload.server.refused
  Scenario Outline: what is refused is not tried again, and a warning says so (<case>)
    Given a server source
    When Amplitude answers <Status> "<Answer>" once
    And the server tracks "Song Played"
    And the server tracks "Song Paused"
    And 1 day passes
    Then Amplitude has received exactly these requests so far
      | path     | status   | answer   |
      | /httpapi | <Status> | <Answer> |
      | /httpapi | 200      | success  |
    And a warning says "Amplitude refused a request to /httpapi with <Status> <Answer>"
    And Amplitude receives exactly these events
      | event_type  |
      | Song Paused |

    Examples:
      | case        | Status | Answer        |
      | refused-400 | 400    | missing_event |
      | refused-401 | 401    | unauthorized  |
      | refused-404 | 404    | not_found     |
      | refused-413 | 413    | too_large     |
      | refused-302 | 302    | moved         |

  @wire:upload.server.refused
  Scenario: the status 200 is success, whatever the body
    Given a server source
    When Amplitude answers 200 "nonsense" once
    And the server tracks "Song Played"
    And 1 day passes
    And the server tracks "Song Paused"
    Then Amplitude has received exactly these requests so far
      | path     | status | answer   |
      | /httpapi | 200    | nonsense |
      | /httpapi | 200    | success  |

  @wire:upload.server.timeout
  Scenario: an answer may take a minute, and the next request waits for it
    Given a server source
    When Amplitude answers after 60 seconds once
    And the server tracks "Song Played"
    And the server tracks "Song Paused"
    And 59.999 seconds pass
    Then Amplitude has received exactly these requests so far
      | path     | duplicates |
      | /httpapi | 0          |
    When 1 millisecond passes
    Then Amplitude has received exactly these requests so far
      | path     | duplicates |
      | /httpapi | 0          |
      | /httpapi | 0          |
    And Amplitude receives exactly these events
      | event_type  |
      | Song Played |
      | Song Paused |

  @wire:upload.server.timeout @wire:upload.server.resend
  Scenario: after a minute a request is given up, and made again a second later
    Given a server source
    When Amplitude answers after 60.001 seconds once
    And the server tracks "Song Played"
    And the server tracks "Song Paused"
    And 60.999 seconds pass
    Then Amplitude has received exactly these requests so far
      | path     | duplicates |
      | /httpapi | 0          |
    When 1 millisecond passes
    Then Amplitude has received exactly these requests so far
      | path     | duplicates |
      | /httpapi | 0          |
      | /httpapi | 1          |
      | /httpapi | 0          |
    And Amplitude receives exactly these events
      | event_type  |
      | Song Played |
      | Song Paused |

  @wire:upload.server.resend
  Scenario: when only the answers get lost, the same event comes again and counts once
    Given a server source
    When Amplitude loses its answers 2 times
    And the server tracks "Song Bought" with the properties
      | revenue | 25 |
    And 3 seconds pass
    Then Amplitude has received exactly these requests so far
      | path     | events | duplicates | status |
      | /httpapi | 1      | 0          | 0      |
      | /httpapi | 1      | 1          | 0      |
      | /httpapi | 1      | 1          | 200    |
    And Amplitude receives exactly these events
      | event_type  | amplitude.revenue |
      | Song Bought | 25                |

  @wire:upload.server.alias @rule:alias.on-segment-servers
  Scenario Outline: in device mode an alias is tried again by the servers, not by the app (<case>)
    Given <Source> with the settings
      | Enable Alias | on |
    When Amplitude answers 503 on "/usermap" once
    And the app aliases "123" to "456"
    Then Amplitude has received exactly these requests so far
      | path     | sender            | status |
      | /usermap | Segment's servers | 503    |
    When the app is killed
    And 1 second passes
    Then Amplitude has received exactly these requests so far
      | path     | sender            | status |
      | /usermap | Segment's servers | 503    |
      | /usermap | Segment's servers | 200    |
    And Amplitude receives exactly these usermap requests
      | user_id | global_user_id |
      | "123"   | "456"          |

    Examples:
      | case          | Source         |
      | alias-web     | a web app      |
      | alias-ios     | an ios app     |

    @dialect:documented @dialect:printed
    Examples: as documented, Android passes on what the call says
      | case          | Source         |
      | alias-android | an android app |
