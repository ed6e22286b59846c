Feature: Uploads on iOS, as documented and as shipped last
  A batch that Amplitude found too large stays small until an upload succeeds in the background. The last SDK gives the
  time in the background back as soon as there is nothing to send.

  @rule:flush.upload @wire:upload.too-large.recovery @divergence:track.ios.amplitude-ios-8
  Scenario Outline: a small batch after a move to the background with nothing to send (<case>)
    Given an ios app
    When the app tracks "Song Played"
    And the app tracks "Song Paused"
    And Amplitude answers 413 once
    And the app calls flush
    And the app calls flush
    And the app goes to the background
    And the app tracks "Push Received" 3 times
    And the app calls flush
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events  | status |
      | 2       | 413    |
      | 1       | 200    |
      | 1       | 200    |
      | 1       | 200    |
      | <Batch> | 200    |

    @dialect:documented @dialect:printed @dialect:shipped
    Examples: as documented and as shipped, at full size again
      | case      | Batch |
      | batch-ios | 2     |

    @dialect:latest
    Examples: as shipped last, still one at a time
      | case         | Batch |
      | batch-latest | 1     |
