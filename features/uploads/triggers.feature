Feature: When an upload starts
  The web sends each event at once. On iOS and Android events wait until there are thirty of them, or for thirty
  seconds, or until the app goes to the background.

  @wire:upload.immediate
  Scenario: the web sends each event and each identify at once
    Given a web app
    When the app tracks "Song Played" 3 times
    And the app identifies with the traits
      | plan | Basic |
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 1      | 200    |
      | 1      | 200    |
      | 1      | 200    |
      | 1      | 200    |
    And Amplitude has received 4 events so far

  @wire:upload.threshold
  Scenario Outline: the thirtieth event starts an upload (<case>)
    Given an <Source>
    When the app tracks "Song Played" 29 times
    Then Amplitude has received no events so far
    When the app tracks "Song Paused"
    Then Amplitude has received exactly these requests so far
      | sender   | events | status |
      | <Source> | 30     | 200    |
    When the app tracks "Song Played" 29 times
    Then Amplitude has received 30 events so far
    When the app tracks "Song Paused"
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 30     | 200    |
      | 30     | 200    |

    Examples:
      | case              | Source      |
      | thirtieth-ios     | ios app     |
      | thirtieth-android | android app |

  @wire:upload.threshold
  Scenario Outline: identifies count among the thirty (<case>)
    Given an <Source>
    When the app tracks "Song Played" 29 times
    And the app identifies with the traits
      | plan | Basic |
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 30     | 200    |

    Examples:
      | case               | Source      |
      | identifies-ios     | ios app     |
      | identifies-android | android app |

  @wire:upload.threshold
  Scenario Outline: what an earlier process has left counts among the thirty (<case>)
    Given an <Source>
    When the app tracks "Song Played" 20 times
    And the app is restarted
    And the app tracks "Song Paused" 9 times
    Then Amplitude has received no events so far
    When the app tracks "Song Paused"
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 30     | 200    |

    Examples:
      | case            | Source      |
      | backlog-ios     | ios app     |
      | backlog-android | android app |

  @wire:upload.threshold
  Scenario Outline: after a failed upload the sixtieth is the next to start one (<case>)
    Given an <Source>
    When Amplitude answers 500 once
    And the app tracks "Song Played" 59 times
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 30     | 500    |
    When the app tracks "Song Played"
    Then Amplitude has received exactly these requests so far
      | events  | status |
      | 30      | 500    |
      | <Batch> | 200    |

    Examples:
      | case         | Source  | Batch |
      | multiple-ios | ios app | 60    |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on Android, whose SDK of the day sends fifty at once
      | case             | Source      | Batch |
      | multiple-android | android app | 50    |

  @wire:upload.period
  Scenario Outline: thirty seconds after the first event those that wait are uploaded (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And 20 seconds pass
    And the app tracks "Song Paused"
    And 9.999 seconds pass
    Then Amplitude has received no events so far
    When 1 millisecond passes
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 2      | 200    |

    Examples:
      | case           | Source      |
      | period-ios     | ios app     |
      | period-android | android app |

  @wire:upload.period
  Scenario Outline: the timer fires once, and the next event arms it again (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And 10 minutes pass
    And the app tracks "Song Paused"
    And 29.999 seconds pass
    Then Amplitude has received exactly these requests so far
      | events |
      | 1      |
    When 1 millisecond passes
    Then Amplitude has received exactly these requests so far
      | events |
      | 1      |
      | 1      |
    When 1 day passes
    Then Amplitude has received exactly these requests so far
      | events |
      | 1      |
      | 1      |

    Examples:
      | case         | Source      |
      | once-ios     | ios app     |
      | once-android | android app |

  @wire:upload.period
  Scenario Outline: no upload stops the timer (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And 10 seconds pass
    And the app tracks "Song Played" 30 times
    Then Amplitude has received 30 events so far
    When 20 seconds pass
    Then Amplitude has received exactly these requests so far
      | events |
      | 30     |
      | 1      |

    Examples:
      | case            | Source      |
      | goes-on-ios     | ios app     |
      | goes-on-android | android app |

  @wire:upload.page-load
  Scenario: a page load sends what an earlier page has left
    Given a web app
    When the device goes offline
    And the app tracks "Song Played" 3 times
    And the device comes online
    And 1 day passes
    Then Amplitude has received no events so far
    When the user opens the page "https://example.com/album"
    Then Amplitude has received exactly these requests so far
      | sender  | events | status |
      | web app | 3      | 200    |

  @wire:upload.page-load @dialect:shipped @dialect:latest
  Scenario: what an earlier page has left goes with what the next one says about the visit
    Given a web app
    When the device goes offline
    And the app tracks "Song Played" 3 times
    And the device comes online
    And 1 day passes
    And the user opens the page "https://example.com/album?utm_source=news"
    Then Amplitude has received exactly these requests so far
      | sender  | events | status |
      | web app | 4      | 200    |

  @wire:upload.page-load
  Scenario: leaving a page sends nothing, and a page load without events makes no request
    Given a web app
    When Amplitude answers 500 once
    And the app tracks "Song Played"
    And the app is killed
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 1      | 500    |
    When the app is launched
    And the user opens the page "https://example.com/album"
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 1      | 500    |
      | 1      | 200    |

  @wire:upload.launch
  Scenario Outline: a launch alone sends nothing, however long the app is open (<case>)
    Given an <Source>
    When the app tracks "Song Played" 3 times
    And the app is killed
    And the app is launched
    And 1 day passes
    Then Amplitude has received no events so far
    When the app tracks "Song Paused"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 4      | 200    |

    Examples:
      | case           | Source      |
      | launch-ios     | ios app     |
      | launch-android | android app |

  @wire:upload.background
  Scenario Outline: going to the background uploads what waits (<case>)
    Given an <Source>
    When the app tracks "Song Played" 3 times
    And the app goes to the background
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 3      | 200    |

    Examples:
      | case               | Source      |
      | background-ios     | ios app     |
      | background-android | android app |

  @wire:upload.background
  Scenario Outline: in the background iOS sends everything at once, Android a batch (<case>)
    Given an <Source>
    When the device goes offline
    And the app tracks "Song Played" <Waiting> times
    And 1 minute passes
    And the device comes online
    And the app goes to the background
    Then Amplitude has received exactly these requests so far
      | events  | status |
      | <Batch> | 200    |

    Examples:
      | case                | Source  | Waiting | Batch |
      | background-many-ios | ios app | 250     | 250   |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on Android, whose SDK of the day sends fifty at once
      | case                    | Source      | Waiting | Batch |
      | background-many-android | android app | 80      | 50    |

  @wire:upload.foreground
  Scenario Outline: coming to the foreground uploads on iOS alone (<case>)
    Given an <Source>
    When the device goes offline
    And the app tracks "Song Played" 120 times
    And the app goes to the background
    And 1 minute passes
    And the device comes online
    And the app comes to the foreground
    Then Amplitude has received <So far> events so far
    When the app calls flush
    Then Amplitude has received <Afterwards> events so far

    Examples:
      | case               | Source      | So far | Afterwards |
      | foreground-ios     | ios app     | 100    | 120        |
      | foreground-android | android app | no     | 100        |

  @wire:upload.on-demand @rule:flush.upload
  Scenario Outline: an upload on demand sends what waits, and nothing if nothing waits (<case>)
    Given an <Source>
    When <Trigger>
    And the app tracks "Song Played" 3 times
    And <Trigger>
    And <Trigger>
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 3      | 200    |

    Examples:
      | case                  | Source      | Trigger                              |
      | flush-ios             | ios app     | the app calls flush                  |
      | flush-android         | android app | the app calls flush                  |
      | upload-events-ios     | ios app     | the app calls the SDK's uploadEvents |
      | upload-events-android | android app | the app calls the SDK's uploadEvents |

  @wire:upload.web-batching @dialect:shipped @dialect:latest
  Scenario: with Batch Events thirty events start an upload on the web too
    Given a web app with the settings
      | Batch Events | on |
    When the app tracks "Song Played" 29 times
    Then Amplitude has received no events so far
    When the app tracks "Song Played"
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 30     | 200    |
    When the app tracks "Song Paused"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 30     | 200    |
      | 1      | 200    |

  @wire:upload.web-batching @dialect:shipped @dialect:latest
  Scenario: with Batch Events any number from the threshold on starts an upload
    Given a web app with the settings
      | Batch Events               | on   |
      | Event Upload Threshold     | 3    |
      | Event Upload Period Millis | 5000 |
    When Amplitude answers 500 once
    And the app tracks "Song Played" 3 times
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 3      | 500    |
    When the app tracks "Song Played"
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 3      | 500    |
      | 4      | 200    |
    When the app tracks "Song Paused"
    And 4.999 seconds pass
    Then Amplitude has received 4 events so far
    When 1 millisecond passes
    Then Amplitude has received 5 events so far

  @wire:upload.web-batching @dialect:shipped @dialect:latest
  Scenario: with Batch Events what a full batch leaves over waits for the timer
    Given a web app with the settings
      | Batch Events | on |
    When the device goes offline
    And the app tracks "Song Played" 119 times
    And 1 minute passes
    And the device comes online
    And the app tracks "Song Paused"
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 100    | 200    |
    When 29.999 seconds pass
    Then Amplitude has received 100 events so far
    When 1 millisecond passes
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 100    | 200    |
      | 20     | 200    |

  @wire:upload.web-batching @wire:upload.page-load @dialect:shipped @dialect:latest
  Scenario Outline: with Batch Events a threshold's worth left over from an earlier page goes out at once (<case>)
    Given a web app with the settings
      | Batch Events               | on   |
      | Event Upload Threshold     | 3    |
      | Event Upload Period Millis | 5000 |
    When the device goes offline
    And the app tracks "Song Played" <Left over> times
    And 1 minute passes
    And the device comes online
    And the user opens the page "https://example.com/next"
    Then Amplitude has received <At once> so far
    When 4.999 seconds pass
    Then Amplitude has received <At once> so far
    When 1 millisecond passes
    Then Amplitude has received <Left over> events so far

    Examples:
      | case                      | Left over | At once   |
      | left-over-below-threshold | 2         | no events |
      | left-over-threshold       | 3         | 3 events  |
      | left-over-above-threshold | 4         | 4 events  |

  @wire:upload.web-batching @dialect:shipped @dialect:latest
  Scenario Outline: with Batch Events what is said about the visit counts with what is left over (<case>)
    Given a web app with the settings
      | Batch Events           | on |
      | Event Upload Threshold | 3  |
    When the device goes offline
    And the app tracks "Song Played" <Left over> times
    And 1 day passes
    And the device comes online
    And the user opens the page "https://example.com/album?utm_source=news"
    Then Amplitude has received <At once> so far

    Examples:
      | case                | Left over | At once   |
      | one-more-is-missing | 1         | no events |
      | enough-together     | 2         | 3 events  |
      | enough-without      | 3         | 4 events  |

  @wire:upload.page-load @wire:upload.batch-size
  Scenario: without it a page load sends all that earlier pages have left, in batches
    Given a web app
    When the device goes offline
    And the app tracks "Song Played" 130 times
    And the device comes online
    And the user opens the page "https://example.com/next"
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 100    | 200    |
      | 30     | 200    |
