Feature: While a request is under way
  An SDK makes one request at a time, and keeps the events of a request until the answer says that they have arrived.

  @wire:upload.one-at-a-time @wire:upload.continuing
  Scenario: on the web a burst becomes two requests, the second when the first is answered
    Given a web app
    When Amplitude answers after 5 seconds once
    And the app tracks "Song Played"
    And the app tracks "Song Paused" 3 times
    And 4.999 seconds pass
    Then Amplitude has received exactly these requests so far
      | events |
      | 1      |
    When 1 millisecond passes
    Then Amplitude has received exactly these requests so far
      | events | duplicates |
      | 1      | 0          |
      | 3      | 0          |

  @wire:upload.one-at-a-time
  Scenario: on the web what comes during a request that fails waits for the next event
    Given a web app
    When Amplitude answers 500 once
    And Amplitude answers after 5 seconds once
    And the app tracks "Song Played"
    And the app tracks "Song Paused" 3 times
    And 1 day passes
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 1      | 200    |
      | 3      | 500    |
    When the app tracks "Song Stopped"
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 1      | 200    |
      | 3      | 500    |
      | 4      | 200    |

  @wire:upload.one-at-a-time
  Scenario Outline: thirty more events during a request start none, and wait for the timer (<case>)
    Given an <Source>
    When Amplitude answers after 5 seconds once
    And the app tracks "Song Played" 60 times
    And 29.999 seconds pass
    Then Amplitude has received exactly these requests so far
      | events |
      | 30     |
    When 1 millisecond passes
    Then Amplitude has received exactly these requests so far
      | events | duplicates |
      | 30     | 0          |
      | 30     | 0          |

    Examples:
      | case                | Source      |
      | thirty-more-ios     | ios app     |
      | thirty-more-android | android app |

  @wire:upload.one-at-a-time @wire:upload.continuing
  Scenario Outline: with thirty-one more another request follows the answer at once (<case>)
    Given an <Source>
    When Amplitude answers after 5 seconds once
    And the app tracks "Song Played" 61 times
    And 4.999 seconds pass
    Then Amplitude has received exactly these requests so far
      | events |
      | 30     |
    When 1 millisecond passes
    Then Amplitude has received exactly these requests so far
      | events | duplicates |
      | 30     | 0          |
      | 31     | 0          |

    Examples:
      | case                    | Source      |
      | thirty-one-more-ios     | ios app     |
      | thirty-one-more-android | android app |

  @wire:upload.one-at-a-time
  Scenario Outline: neither a flush nor the background starts a second request (<case>)
    Given an <Source>
    When Amplitude answers after 5 seconds once
    And the app tracks "Song Played" 31 times
    And <Trigger>
    And 5 seconds pass
    Then Amplitude has received exactly these requests so far
      | events |
      | 30     |
    When the app calls flush
    Then Amplitude has received exactly these requests so far
      | events |
      | 30     |
      | 1      |

    Examples:
      | case                         | Source      | Trigger                        |
      | flush-meanwhile-ios          | ios app     | the app calls flush            |
      | flush-meanwhile-android      | android app | the app calls flush            |
      | background-meanwhile-ios     | ios app     | the app goes to the background |
      | background-meanwhile-android | android app | the app goes to the background |

  @wire:upload.killed-in-flight @wire:upload.resend @wire:upload.process-ends
  Scenario Outline: a killed app does not know that its events arrived, and sends them again (<case>)
    Given an <Source>
    When Amplitude answers after 5 seconds once
    And the app tracks "Song Played" 30 times
    And the app is killed
    And 1 minute passes
    And the app is launched
    And the app tracks "Song Paused"
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | duplicates | status |
      | 30     | 0          | 200    |
      | 31     | 30         | 200    |
    And Amplitude has received 31 events so far

    Examples:
      | case           | Source      |
      | killed-ios     | ios app     |
      | killed-android | android app |

  @wire:upload.killed-in-flight @wire:upload.resend @wire:upload.process-ends @wire:upload.page-load
  Scenario: the next page sends again what the page before it had under way
    Given a web app
    When Amplitude answers after 5 seconds once
    And the app tracks "Song Played"
    And the app tracks "Song Paused"
    And the user opens the page "https://example.com/album"
    Then Amplitude has received exactly these requests so far
      | events | duplicates | status |
      | 1      | 0          | 200    |
      | 2      | 1          | 200    |
    And Amplitude receives exactly these events
      | event_type  | event_id |
      | Song Played | 1        |
      | Song Paused | 2        |

  @wire:upload.timeout @wire:upload.resend
  Scenario Outline: an answer that takes too long counts as none (<case>)
    Given <Source>
    When Amplitude answers after <Wait> once
    And the app tracks "Song Played"
    And 30 seconds pass
    And <Wait> pass
    And the app tracks "Song Paused"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events | duplicates | status |
      | 1      | 0          | 200    |
      | <Next> | <Again>    | 200    |
    And Amplitude has received 2 events so far

    Examples:
      | case             | Source         | Wait           | Next | Again |
      | in-time-web      | a web app      | 2 hours        | 1    | 0     |
      | in-time-ios      | an ios app     | 60 seconds     | 1    | 0     |
      | too-late-ios     | an ios app     | 60.001 seconds | 2    | 1     |
      | in-time-android  | an android app | 10 seconds     | 1    | 0     |
      | too-late-android | an android app | 10.001 seconds | 2    | 1     |

  @wire:upload.timeout
  Scenario Outline: once a request has been given up, the next may be made (<case>)
    Given an <Source>
    When Amplitude answers after 10 minutes once
    And the app tracks "Song Played"
    And the app calls flush
    And <Just before> pass
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | duplicates |
      | 1      | 0          |
    When 1 millisecond passes
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | duplicates |
      | 1      | 0          |
      | 1      | 1          |

    Examples:
      | case             | Source      | Just before    |
      | given-up-ios     | ios app     | 59.999 seconds |
      | given-up-android | android app | 9.999 seconds  |
