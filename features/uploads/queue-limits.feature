Feature: What the queues hold
  Events wait in one queue and identifies in another, each holding a thousand. Without a network the oldest are
  dropped first.

  @wire:upload.queue-cap
  Scenario Outline: the event after a thousand pushes out the oldest one on the web, the oldest twenty elsewhere (<case>)
    Given <Source>
    When the device goes offline
    And the app tracks "Song Played" 1000 times
    And the app tracks "Song Paused"
    And 1 minute passes
    And the device comes online
    Then Amplitude receives these events
      | event_type  | event_id | sequence_number |
      | Song Played | <Oldest> | <Oldest>        |
      | Song Played | 1000     | 1000            |
      | Song Paused | 1001     | 1001            |
    And Amplitude has received <Left> events so far

    Examples:
      | case             | Source         | Oldest | Left |
      | overflow-web     | a web app      | 2      | 1000 |
      | overflow-ios     | an ios app     | 21     | 981  |
      | overflow-android | an android app | 21     | 981  |

  @wire:upload.queue-cap
  Scenario Outline: once twenty have gone there is room for nineteen more (<case>)
    Given an <Source>
    When the device goes offline
    And the app tracks "Song Played" 1020 times
    And 1 minute passes
    And the device comes online
    Then Amplitude receives these events
      | event_type  | event_id |
      | Song Played | 21       |
      | Song Played | 1020     |
    And Amplitude has received 1000 events so far

    Examples:
      | case         | Source      |
      | room-ios     | ios app     |
      | room-android | android app |

  @wire:upload.queue-cap
  Scenario: an identify takes no event's place
    Given an ios app
    When the device goes offline
    And the app identifies with the traits
      | plan | Basic |
    And the app tracks "Song Played" 1000 times
    And 1 minute passes
    And the device comes online
    Then Amplitude receives these events
      | event_type  | event_id |
      | $identify   | 1        |
      | Song Played | 1        |
      | Song Played | 1000     |
    And Amplitude has received 1001 events so far
