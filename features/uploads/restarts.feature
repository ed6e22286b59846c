Feature: Uploads over restarts
  What is queued is kept on the device, with the numbers of events and whether the user has opted out. Everything else
  about uploads ends with the process.

  @wire:upload.queue-survives
  Scenario Outline: what waits is there after a restart, and the numbers go on (<case>)
    Given <Source>
    When the device goes offline
    And the app tracks "Song Played"
    And the app identifies with the traits
      | plan | Basic |
    And the app is killed
    And 3 days pass
    And the app is launched
    And the app tracks "Song Paused"
    And the app is restarted
    And the device comes online
    And the app tracks "Song Stopped"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events | duplicates | status |
      | 4      | 0          | 200    |
    And Amplitude receives exactly these events
      | event_type   | event_id | sequence_number |
      | Song Played  | 1        | 1               |
      | $identify    | 1        | 2               |
      | Song Paused  | 2        | 3               |
      | Song Stopped | 3        | 4               |

    Examples:
      | case             | Source         |
      | survives-web     | a web app      |
      | survives-ios     | an ios app     |
      | survives-android | an android app |

  @wire:upload.process-ends
  Scenario Outline: an armed timer ends with the process (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And 29 seconds pass
    And the app is restarted
    And the app tracks "Song Paused"
    And 29.999 seconds pass
    Then Amplitude has received no events so far
    When 1 millisecond passes
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 2      | 200    |

    Examples:
      | case          | Source      |
      | timer-ios     | ios app     |
      | timer-android | android app |

  @wire:upload.opt-out
  Scenario Outline: after an opt-out nothing is logged and nothing sent, after an opt-in what waited goes out (<case>)
    Given <Source>
    When the device goes offline
    And the app tracks "Song Played"
    And the app calls the SDK's setOptOut(true)
    And the app tracks "Song Bought"
    And the device comes online
    And <Trigger>
    And the app tracks "Song Bought"
    And 1 minute passes
    Then Amplitude has received no events so far
    And Amplitude receives no events
    When the app calls the SDK's setOptOut(false)
    And the app tracks "Song Paused"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 2      | 200    |
    And Amplitude receives exactly these events
      | event_type  | event_id | sequence_number |
      | Song Played | 1        | 1               |
      | Song Paused | 2        | 2               |

    Examples:
      | case            | Source         | Trigger                        |
      | opt-out-web     | a web app      | the app is restarted           |
      | opt-out-ios     | an ios app     | the app goes to the background |
      | opt-out-android | an android app | the app goes to the background |
      | restart-ios     | an ios app     | the app is restarted           |
      | restart-android | an android app | the app is restarted           |
