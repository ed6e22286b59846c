Feature: Uploads of the SDK that the Android integration pins
  The integration of September 2018 pins Amplitude-Android 2.15. Later releases upload half as many events at once.

  @divergence:uploads.android.amplitude-2-15 @wire:upload.batch-size
  Scenario Outline: a network that lets no large request through (<case>)
    Given an android app
    When the device goes offline
    And the app tracks "Song Played" 80 times
    And Amplitude answers 500 to more than 60 events
    And 1 minute passes
    And the device comes online
    And the app calls flush
    Then Amplitude has received <number> events so far

    @dialect:documented @dialect:printed @dialect:latest
    Examples: fifty at once get through
      | case              | number |
      | large-documented  | 50     |

    @dialect:shipped
    Examples: as shipped, up to a hundred do not
      | case          | number |
      | large-shipped | 0      |

  @divergence:uploads.android.amplitude-2-15 @wire:upload.batch-size @wire:upload.continuing @dialect:shipped
  Scenario: a hundred events at once, as shipped
    Given an android app
    When the device goes offline
    And the app tracks "Song Played" 131 times
    And 1 minute passes
    And the device comes online
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 100    | 200    |
      | 31     | 200    |

  @divergence:uploads.android.amplitude-2-15 @wire:upload.batch-size @wire:upload.continuing
  @dialect:documented @dialect:printed @dialect:latest
  Scenario: fifty events at once, as documented
    Given an android app
    When the device goes offline
    And the app tracks "Song Played" 131 times
    And 1 minute passes
    And the device comes online
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 50     | 200    |
      | 50     | 200    |
      | 31     | 200    |
