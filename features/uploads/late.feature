Feature: Uploads of what has waited for Segment's settings
  Calls that were made before Segment's settings arrived are logged as soon as they do, and uploaded like any others.

  @wire:upload.threshold @wire:upload.continuing
  Scenario Outline: what has waited is uploaded at once if it is enough, and so is the rest after the answer (<case>)
    Given an <Source>
    And Segment's settings have not arrived yet
    When the app tracks "Song Played" 61 times
    And 1 hour passes
    And Segment's settings arrive
    Then Amplitude has received exactly these requests so far
      | events | duplicates |
      | 30     | 0          |
      | 31     | 0          |

    Examples:
      | case              | Source      |
      | late-rest-ios     | ios app     |
      | late-rest-android | android app |

  @wire:upload.period
  Scenario Outline: what has waited and is too little goes when the period is over (<case>)
    Given an <Source>
    And Segment's settings have not arrived yet
    When the app tracks "Song Played" 29 times
    And 1 hour passes
    And Segment's settings arrive
    And 29.999 seconds pass
    Then Amplitude has received no events so far
    When 1 millisecond passes
    Then Amplitude has received 29 events so far

    Examples:
      | case                | Source      |
      | late-period-ios     | ios app     |
      | late-period-android | android app |
