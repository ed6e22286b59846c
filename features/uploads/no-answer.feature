Feature: When no answer comes
  Without a network nothing is lost. If only the answer gets lost, the same events are sent again and count once.

  @wire:upload.no-answer @wire:upload.no-retry
  Scenario Outline: without a network events wait for the next upload, even once it is back (<case>)
    Given <Source>
    When the device goes offline
    And the app tracks "Song Played" 3 times
    And 1 minute passes
    And the device comes online
    And 1 day passes
    Then Amplitude has received no events so far
    When the app tracks "Song Paused"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events | duplicates | status |
      | 4      | 0          | 200    |

    Examples:
      | case            | Source         |
      | offline-web     | a web app      |
      | offline-ios     | an ios app     |
      | offline-android | an android app |

  @wire:upload.no-answer @wire:upload.no-retry
  Scenario Outline: a request that is cut off is as good as none (<case>)
    Given <Source>
    When Amplitude cuts the connection once
    And the app tracks "Song Played"
    And 1 day passes
    And the app tracks "Song Paused"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events | duplicates | status |
      | 1      | 0          | 0      |
      | 2      | 0          | 200    |

    Examples:
      | case        | Source         |
      | cut-web     | a web app      |
      | cut-ios     | an ios app     |
      | cut-android | an android app |

  @wire:upload.resend @wire:upload.no-answer
  Scenario Outline: when only the answers get lost, the same events are sent again and count once (<case>)
    Given <Source>
    When Amplitude loses its answers 2 times
    And the app tracks "Song Played"
    And 30 seconds pass
    And the app tracks "Song Paused"
    And 30 seconds pass
    And the app tracks "Song Stopped"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events | duplicates | status |
      | 1      | 0          | 0      |
      | 2      | 1          | 0      |
      | 3      | 2          | 200    |
    And Amplitude receives exactly these events
      | event_type   | event_id | sequence_number |
      | Song Played  | 1        | 1               |
      | Song Paused  | 2        | 2               |
      | Song Stopped | 3        | 3               |

    Examples:
      | case         | Source         |
      | lost-web     | a web app      |
      | lost-ios     | an ios app     |
      | lost-android | an android app |

  @wire:upload.resend @wire:upload.queue-survives
  Scenario Outline: they are still the same after a restart (<case>)
    Given <Source>
    When Amplitude loses its answers once
    And the app tracks "Song Played"
    And 30 seconds pass
    And the app is restarted
    And the app tracks "Song Paused"
    And 30 seconds pass
    Then Amplitude has received 2 events so far
    And Amplitude receives exactly these events
      | event_type  | event_id | sequence_number | timestamp |
      | Song Played | 1        | 1               | <time 1>  |
      | Song Paused | 2        | 2               | <time 2>  |

    Examples:
      | case                 | Source         |
      | lost-restart-web     | a web app      |
      | lost-restart-ios     | an ios app     |
      | lost-restart-android | an android app |

  @wire:upload.resend
  Scenario Outline: a sale counts once, and an increment too (<case>)
    Given <Source> with the settings
      | Traits to Increment | ["karma"] |
    When Amplitude loses its answers 3 times
    And the app tracks "Song Bought" with the properties
      | revenue  | 25 |
      | quantity | 1  |
    And the app identifies with the traits
      | karma | 3 |
    And 1 minute passes
    And the app tracks "Song Played"
    And 1 minute passes
    Then Amplitude counts a revenue of 25
    And the user has the properties
      | karma | 3 |

    Examples:
      | case         | Source         |
      | sale-android | an android app |

    @dialect:documented @dialect:printed @dialect:shipped
    Examples: on iOS, where the last library sends earlier traits again
      | case     | Source     |
      | sale-ios | an ios app |
