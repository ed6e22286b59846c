Feature: When a request is too large
  After a 413 an SDK sends half as much at once, until it gets through. What is too large on its own is dropped.

  @wire:upload.too-large @wire:upload.continuing
  Scenario: on the web batches are halved until they get through, and go on until nothing is left
    Given a web app
    When the device goes offline
    And the app tracks "Song Played" 80 times
    And 1 minute passes
    And the device comes online
    And Amplitude answers 413 to more than 30 events
    And the app is restarted
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 80     | 413    |
      | 40     | 413    |
      | 20     | 200    |
      | 20     | 200    |
      | 20     | 200    |
      | 20     | 200    |

  @wire:upload.too-large @wire:upload.continuing
  Scenario: on iOS batches are halved until they get through, and go on while more than thirty events are left
    Given an ios app
    When the device goes offline
    And the app tracks "Song Played" 80 times
    And 1 minute passes
    And the device comes online
    And Amplitude answers 413 to more than 30 events
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 80     | 413    |
      | 40     | 413    |
      | 20     | 200    |
      | 20     | 200    |
      | 20     | 200    |

  @dialect:documented @dialect:printed @dialect:latest
  @wire:upload.too-large @wire:upload.continuing
  Scenario: on Android it is the batch of fifty that is halved
    Given an android app
    When the device goes offline
    And the app tracks "Song Played" 80 times
    And 1 minute passes
    And the device comes online
    And Amplitude answers 413 to more than 30 events
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 50     | 413    |
      | 25     | 200    |
      | 25     | 200    |

  @wire:upload.too-large
  Scenario Outline: half of an odd number is rounded up (<case>)
    Given <Source>
    When the device goes offline
    And the app tracks "Song Played" 5 times
    And 1 minute passes
    And the device comes online
    And Amplitude answers 500 once
    And Amplitude answers 413 2 times
    And <Trigger>
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 5      | 413    |
      | 3      | 413    |
      | 2      | 500    |

    Examples:
      | case        | Source         | Trigger              |
      | odd-web     | a web app      | the app is restarted |
      | odd-ios     | an ios app     | the app calls flush  |
      | odd-android | an android app | the app calls flush  |

  @wire:upload.too-large.drop
  Scenario Outline: an event that is too large on its own is dropped (<case>)
    Given <Source>
    When the device goes offline
    And the app tracks "The Whole Libretto"
    And 1 minute passes
    And the device comes online
    And Amplitude answers 413 2 times
    And <Trigger>
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 1      | 413    |
      | 1      | 413    |
    When Amplitude answers as usual
    And the app tracks "Song Played"
    And 30 seconds pass
    Then Amplitude receives exactly these events
      | event_type  | event_id |
      | Song Played | 2        |

    Examples:
      | case            | Source         | Trigger              |
      | dropped-web     | a web app      | the app is restarted |
      | dropped-android | an android app | the app calls flush  |

  @wire:upload.too-large.drop
  Scenario Outline: what a page has dropped is in storage until its queue is written again (<case>)
    Given a web app
    When Amplitude answers 413 2 times
    And <Dropped>
    And 1 second passes
    And <After>
    And the app is restarted
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 1      | 413    |
      | 1      | 413    |
      | 1      | 200    |
    And Amplitude receives exactly these events
      | event_type |
      | <Event>    |

    Examples:
      | case                | Dropped                             | After                        | Event              |
      | dropped-comes-back  | the app tracks "The Whole Libretto" | 1 minute passes              | The Whole Libretto |
      | identify-comes-back | the app groups "initech"            | 1 minute passes              | $identify          |
      | dropped-for-good    | the app tracks "The Whole Libretto" | the app tracks "Song Played" | Song Played        |

  @wire:upload.too-large.drop
  Scenario: iOS drops it at the first 413
    Given an ios app
    When Amplitude answers 413 once
    And the app tracks "The Whole Libretto"
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 1      | 413    |
    When the app tracks "Song Played"
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 1      | 413    |
      | 1      | 200    |
    And Amplitude receives exactly these events
      | event_type  | event_id |
      | Song Played | 2        |

  @wire:upload.too-large.drop @wire:upload.too-large
  Scenario Outline: the events behind one that is dropped get through (<case>)
    Given <Source>
    When the device goes offline
    And the app tracks "The Whole Libretto"
    And the app tracks "Song Played"
    And the app tracks "Song Paused"
    And 1 minute passes
    And the device comes online
    And Amplitude answers 413 3 times
    And <Trigger>
    And <Trigger>
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 3      | 413    |
      | 2      | 413    |
      | 1      | 413    |
      | 1      | 200    |
      | 1      | 200    |
    And Amplitude receives exactly these events
      | event_type  | event_id |
      | Song Played | 2        |
      | Song Paused | 3        |

    Examples:
      | case           | Source         | Trigger              |
      | behind-web     | a web app      | the app is restarted |
      | behind-ios     | an ios app     | the app calls flush  |
      | behind-android | an android app | the app calls flush  |

  @wire:upload.too-large.recovery
  Scenario: on the web batches stay small until the next page load
    Given a web app
    When the device goes offline
    And the app tracks "Song Played" 8 times
    And the device comes online
    And Amplitude answers 413 once
    And the app tracks "Song Paused"
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 9      | 413    |
      | 5      | 200    |
      | 4      | 200    |
    When the device goes offline
    And the app tracks "Song Played" 8 times
    And the device comes online
    And the app tracks "Song Paused"
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 9      | 413    |
      | 5      | 200    |
      | 4      | 200    |
      | 5      | 200    |
      | 4      | 200    |
    When the device goes offline
    And the app tracks "Song Played" 9 times
    And the device comes online
    And the app is restarted
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 9      | 413    |
      | 5      | 200    |
      | 4      | 200    |
      | 5      | 200    |
      | 4      | 200    |
      | 9      | 200    |

  @wire:upload.too-large.recovery
  Scenario: on iOS batches stay small until an upload in the background is accepted
    Given an ios app
    When the app tracks "Song Played" 20 times
    And Amplitude answers 413 once
    And the app calls flush
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 20     | 413    |
      | 10     | 200    |
      | 10     | 200    |
    When the app tracks "Song Played" 25 times
    And the app calls flush
    Then Amplitude has received 30 events so far
    When Amplitude answers 500 once
    And the app goes to the background
    And the app comes to the foreground
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 20     | 413    |
      | 10     | 200    |
      | 10     | 200    |
      | 10     | 200    |
      | 15     | 500    |
      | 10     | 200    |
    When the app goes to the background for 1 minute
    And the app tracks "Song Played" 25 times
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 20     | 413    |
      | 10     | 200    |
      | 10     | 200    |
      | 10     | 200    |
      | 15     | 500    |
      | 10     | 200    |
      | 5      | 200    |
      | 25     | 200    |

  @wire:upload.too-large.recovery
  Scenario: on iOS a failure in the background ends the upload that would have made batches full again
    Given an ios app
    When the app tracks "Song Played" 20 times
    And Amplitude answers 413 once
    And the app calls flush
    And the app tracks "Song Played" 15 times
    And Amplitude answers 500 once
    And the app goes to the background
    And the app calls flush
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 20     | 413    |
      | 10     | 200    |
      | 25     | 500    |
      | 10     | 200    |
      | 10     | 200    |

  @wire:upload.too-large.recovery @wire:upload.too-large
  Scenario: on iOS a 413 in the background halves the small batch once more
    Given an ios app
    When the app tracks "Song Played" 20 times
    And Amplitude answers 413 once
    And the app calls flush
    And the app tracks "Song Played" 15 times
    And Amplitude answers 413 once
    And the app goes to the background
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 20     | 413    |
      | 10     | 200    |
      | 25     | 413    |
      | 5      | 200    |
      | 5      | 200    |

  @wire:upload.too-large.recovery
  Scenario: on iOS it is too late for full batches when the answer comes after the app has come back
    Given an ios app
    When the app tracks "Song Played" 20 times
    And Amplitude answers 413 once
    And the app calls flush
    And Amplitude answers after 5 seconds once
    And the app goes to the background
    And the app comes to the foreground
    And 5 seconds pass
    And the app tracks "Song Played" 20 times
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 20     | 413    |
      | 10     | 200    |
      | 10     | 200    |
      | 10     | 200    |

  @dialect:documented @dialect:printed @dialect:latest
  @wire:upload.too-large.recovery @wire:upload.too-large.full-size
  Scenario: on Android batches are full again once thirty or fewer are left
    Given an android app
    When the app tracks "Song Played" 20 times
    And Amplitude answers 413 once
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 20     | 413    |
      | 10     | 200    |
    When the device goes offline
    And the app tracks "Song Played" 90 times
    And 1 minute passes
    And the device comes online
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 20     | 413    |
      | 10     | 200    |
      | 50     | 200    |
      | 50     | 200    |

  @wire:upload.too-large.recovery @wire:upload.process-ends
  Scenario Outline: batches are full again after a restart (<case>)
    Given an <Source>
    When the app tracks "Song Played" 20 times
    And Amplitude answers 500 once
    And Amplitude answers 413 once
    And the app calls flush
    And the app is restarted
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 20     | 413    |
      | 10     | 500    |
      | 20     | 200    |

    Examples:
      | case            | Source      |
      | restart-ios     | ios app     |
      | restart-android | android app |

  @wire:upload.too-large.full-size @wire:upload.too-large.recovery
  Scenario Outline: a trigger sends a small batch on the web and iOS, a full one on Android (<case>)
    Given <Source>
    When the device goes offline
    And the app tracks "Song Played" 39 times
    And 1 minute passes
    And the device comes online
    And Amplitude answers 500 once
    And Amplitude answers 413 once
    And <Trigger>
    And the app tracks "Song Paused"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events  | status |
      | 39      | 413    |
      | 20      | 500    |
      | <Batch> | 200    |

    Examples:
      | case              | Source         | Trigger             | Batch |
      | full-size-ios     | an ios app     | the app calls flush | 20    |
      | full-size-android | an android app | the app calls flush | 40    |

  @wire:upload.too-large.last
  Scenario: down to batches of one, Android drops the last event of a full batch that is too large
    Given an android app
    When the app tracks "The Whole Libretto"
    And the app tracks "Song Played"
    And the app tracks "Song Paused"
    And the app tracks "Song Stopped"
    And Amplitude answers 500 once
    And Amplitude answers 413 2 times
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 4      | 413    |
      | 2      | 413    |
      | 1      | 500    |
    When Amplitude answers 413 once
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 4      | 413    |
      | 2      | 413    |
      | 1      | 500    |
      | 4      | 413    |
      | 1      | 200    |
    And Amplitude receives exactly these events
      | event_type         | event_id |
      | The Whole Libretto | 1        |
      | Song Played        | 2        |
      | Song Paused        | 3        |

  @wire:upload.too-large.last
  Scenario: with identifies in that batch, Android drops the last of either kind
    Given an android app
    When the app tracks "The Whole Libretto"
    And the app identifies with the traits
      | plan | Basic |
    And the app tracks "Song Played"
    And the app identifies with the traits
      | plan | Premium |
    And Amplitude answers 500 once
    And Amplitude answers 413 once
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 4      | 413    |
      | 1      | 500    |
    When Amplitude answers 413 once
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 4      | 413    |
      | 1      | 500    |
      | 4      | 413    |
      | 1      | 200    |
    And Amplitude receives exactly these events
      | event_type         | user_properties.$set.plan |
      | The Whole Libretto |                           |
      | $identify          | Basic                     |

  @wire:upload.too-large.identifies
  Scenario: on Android a 413 to identifies alone leads nowhere
    Given an android app
    When Amplitude answers 413 3 times
    And the app identifies with the traits
      | plan | Basic |
    And the app identifies with the traits
      | plan | Premium |
    And the app calls flush
    And the app calls flush
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 2      | 413    |
      | 2      | 413    |
      | 2      | 413    |
    When the app calls flush
    Then Amplitude receives exactly these events
      | event_type | event_id | user_properties.$set.plan |
      | $identify  | 1        | Basic                     |
      | $identify  | 2        | Premium                   |

  @wire:upload.too-large.unguarded
  Scenario: on iOS the retry after a 413 keeps nobody from sending the same events beside it
    Given an ios app
    When the app tracks "The Whole Libretto"
    And the app tracks "Song Played"
    And Amplitude answers after 5 seconds 2 times
    And Amplitude answers 413 once
    And the app calls flush
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status | duplicates |
      | 2      | 413    | 0          |
      | 1      | 200    | 0          |
      | 1      | 200    | 1          |
    When 5 seconds pass
    Then Amplitude receives exactly these events
      | event_type         |
      | The Whole Libretto |
      | Song Played        |

  @wire:upload.too-large.unguarded @wire:upload.one-at-a-time
  Scenario: on iOS that holds for the retry alone
    Given an ios app
    When the app tracks "The Whole Libretto"
    And the app tracks "Song Played"
    And Amplitude answers after 5 seconds 2 times
    And Amplitude answers 413 once
    And the app calls flush
    And the app calls flush
    And the app calls flush
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 2      | 413    |
      | 1      | 200    |
      | 1      | 200    |
