Feature: How much goes into one upload, and what follows it
  A request has 100 events at most, on Android 50. Another one follows at once if enough is left.

  @wire:upload.batch-size @wire:upload.continuing
  Scenario Outline: what fits into one request goes out in one (<case>)
    Given <Source>
    When the device goes offline
    And the app tracks "Song Played" <Waiting> times
    And 1 minute passes
    And the device comes online
    And <Trigger>
    Then Amplitude has received exactly these requests so far
      | events    | status |
      | <Waiting> | 200    |

    Examples:
      | case        | Source         | Trigger              | Waiting |
      | one-web     | a web app      | the app is restarted | 100     |
      | one-ios     | an ios app     | the app calls flush  | 100     |
      | one-android | an android app | the app calls flush  | 50      |

  @wire:upload.batch-size @wire:upload.continuing
  Scenario Outline: on iOS and Android thirty events that are left wait for the next trigger (<case>)
    Given an <Source>
    When the device goes offline
    And the app tracks "Song Played" <Waiting> times
    And 1 minute passes
    And the device comes online
    And the app calls flush
    And 1 day passes
    Then Amplitude has received exactly these requests so far
      | events  | status |
      | <Batch> | 200    |
    When the app tracks "Song Paused"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events  | status |
      | <Batch> | 200    |
      | 31      | 200    |

    Examples:
      | case       | Source  | Waiting | Batch |
      | thirty-ios | ios app | 130     | 100   |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on Android, whose SDK of the day sends fifty at once
      | case           | Source      | Waiting | Batch |
      | thirty-android | android app | 80      | 50    |

  @wire:upload.batch-size @wire:upload.continuing
  Scenario Outline: what is left is sent at once, on iOS and Android if it is more than thirty (<case>)
    Given <Source>
    When the device goes offline
    And the app tracks "Song Played" <Waiting> times
    And 1 minute passes
    And the device comes online
    And <Trigger>
    Then Amplitude has received exactly these requests so far
      | events  | status |
      | <Batch> | 200    |
      | <Rest>  | 200    |

    Examples:
      | case            | Source     | Trigger              | Waiting | Batch | Rest |
      | one-more-web    | a web app  | the app is restarted | 101     | 100   | 1    |
      | thirty-one-ios  | an ios app | the app calls flush  | 131     | 100   | 31   |
      | two-batches-web | a web app  | the app is restarted | 200     | 100   | 100  |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on Android, whose SDK of the day sends fifty at once
      | case                | Source         | Trigger             | Waiting | Batch | Rest |
      | thirty-one-android  | an android app | the app calls flush | 81      | 50    | 31   |
      | two-batches-android | an android app | the app calls flush | 100     | 50    | 50   |

  @wire:upload.batch-size @wire:upload.continuing
  Scenario Outline: batch follows batch until little enough is left (<case>)
    Given <Source>
    When the device goes offline
    And the app tracks "Song Played" <Waiting> times
    And 1 minute passes
    And the device comes online
    And <Trigger>
    Then Amplitude has received exactly these requests so far
      | events  | status |
      | <Batch> | 200    |
      | <Batch> | 200    |
      | <Rest>  | 200    |

    Examples:
      | case        | Source    | Trigger              | Waiting | Batch | Rest |
      | several-web | a web app | the app is restarted | 250     | 100   | 50   |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on Android, whose SDK of the day sends fifty at once
      | case            | Source         | Trigger             | Waiting | Batch | Rest |
      | several-android | an android app | the app calls flush | 170     | 50    | 50   |

  @wire:upload.rest-at-once @wire:upload.continuing
  Scenario: on iOS the second request takes everything that is left
    Given an ios app
    When the device goes offline
    And the app tracks "Song Played" 400 times
    And 1 minute passes
    And the device comes online
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 100    | 200    |
      | 300    | 200    |

  @wire:upload.continuing
  Scenario Outline: an identify that is left counts on Android, and not on iOS (<case>)
    Given an <Source>
    When the device goes offline
    And the app tracks "Song Played" <Waiting> times
    And the app identifies with the traits
      | plan | Basic |
    And 1 minute passes
    And the device comes online
    And the app calls flush
    Then Amplitude has received <So far> events so far

    Examples:
      | case                  | Source      | Waiting | So far |
      | identify-left-ios     | ios app     | 130     | 100    |
      | identify-left-android | android app | 80      | 81     |

  @wire:upload.merging @wire:upload.batch-size
  Scenario Outline: a batch takes the oldest of both queues (<case>)
    Given <Source>
    When the device goes offline
    And the app tracks "Song Played" <Before> times
    And the app identifies with the traits
      | plan | Basic |
    And the app tracks "Song Paused"
    And the app identifies with the traits
      | plan | Premium |
    And 1 minute passes
    And the device comes online
    And Amplitude answers 500
    And Amplitude answers after 1 second once
    And <Trigger>
    Then Amplitude has received <Batch> events so far
    And Amplitude receives these events
      | event_type | sequence_number | user_properties.$set.plan |
      | $identify  | <Batch>         | Basic                     |
    When Amplitude answers as usual
    And <Trigger>
    And 1 second passes
    And <Trigger>
    Then Amplitude receives these events
      | event_type  | sequence_number | user_properties.$set.plan |
      | $identify   | <Batch>         | Basic                     |
      | Song Paused | <Next>          |                           |
      | $identify   | <Last>          | Premium                   |

    Examples:
      | case       | Source     | Trigger              | Before | Batch | Next | Last |
      | oldest-web | a web app  | the app is restarted | 99     | 100   | 101  | 102  |
      | oldest-ios | an ios app | the app calls flush  | 99     | 100   | 101  | 102  |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on Android, whose SDK of the day sends fifty at once
      | case           | Source         | Trigger             | Before | Batch | Next | Last |
      | oldest-android | an android app | the app calls flush | 49     | 50    | 51   | 52   |
