Feature: What an upload looks like
  Amplitude's SDKs post a form with a list of events. Amplitude verifies the checksum before it accepts anything.

  @wire:upload.form @wire:upload.version @wire:upload.checksum
  Scenario Outline: an upload is a form with a version and a checksum that matches (<case>)
    Given <Source>
    When the app tracks "Song Played"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | path | fields   | version   | events | status | answer  |
      | /    | <Fields> | <Version> | 1      | 200    | success |

    @dialect:documented @dialect:printed @dialect:shipped
    Examples: amplitude-js 4
      | case     | Source    | Fields                                          | Version |
      | form-web | a web app | ["client", "e", "v", "upload_time", "checksum"] | 2       |

    @dialect:latest
    Examples: amplitude-js 5 sorts them
      | case       | Source    | Fields                                          | Version |
      | form-web-5 | a web app | ["checksum", "client", "e", "upload_time", "v"] | 2       |

    Examples: phones
      | case         | Source         | Fields                                          | Version |
      | form-ios     | an ios app     | ["v", "client", "e", "upload_time", "checksum"] | 3       |
      | form-android | an android app | ["v", "client", "e", "upload_time", "checksum"] | 2       |

  @wire:upload.checksum
  Scenario Outline: the checksum is made of the text before it is encoded (<case>)
    Given <Source>
    When the app tracks "100 % Größenwahn & Söhne / 曲 🎵" with the properties
      | artist | Sigur Rós + Björk = "Ísland" |
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events | status | answer  |
      | 1      | 200    | success |
    And Amplitude receives exactly these events
      | event_type                     | event_properties.artist      |
      | 100 % Größenwahn & Söhne / 曲 🎵 | Sigur Rós + Björk = "Ísland" |

    Examples:
      | case             | Source         |
      | checksum-web     | a web app      |
      | checksum-ios     | an ios app     |
      | checksum-android | an android app |

  @wire:upload.time
  Scenario Outline: the upload time is the moment of sending, not that of the event (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And 30 seconds pass
    And the app tracks "Song Paused"
    Then Amplitude has received exactly these requests so far
      | events | upload_time |
      | 1      | <time 2>    |
    And Amplitude receives exactly these events
      | event_type  | timestamp |
      | Song Played | <time 1>  |
      | Song Paused | <time 2>  |

    Examples:
      | case         | Source      |
      | time-ios     | ios app     |
      | time-android | android app |

  @wire:upload.time
  Scenario Outline: what is sent again carries the time of that upload (<case>)
    Given <Source>
    When Amplitude answers 500 once
    And the app tracks "Song Played"
    And 30 seconds pass
    And the app tracks "Song Paused"
    And 30 seconds pass
    And the app tracks "Song Stopped"
    Then Amplitude receives exactly these events
      | event_type   | timestamp |
      | Song Played  | <time 1>  |
      | Song Paused  | <time 2>  |
      | Song Stopped | <time 3>  |
    And Amplitude has received exactly these requests so far
      | events   | status | upload_time |
      | 1        | 500    | <First>     |
      | 2        | 200    | <Second>    |
      | <Others> | 200    | <time 3>    |

    Examples:
      | case               | Source         | First    | Second   | Others |
      | time-again-web     | a web app      | <time 1> | <time 2> | 1      |
      | time-again-ios     | an ios app     | <time 2> | <time 3> | 1      |
      | time-again-android | an android app | <time 2> | <time 3> | 1      |

  @wire:upload.merging
  Scenario Outline: events and identifies travel together, in the order in which they were logged (<case>)
    Given <Source>
    When the device goes offline
    And the app tracks "Song Played"
    And the app identifies with the traits
      | plan | Basic |
    And the app tracks "Song Paused"
    And the app identifies with the traits
      | plan | Premium |
    And the device comes online
    And <Trigger>
    Then Amplitude has received exactly these requests so far
      | path | events | status |
      | /    | 4      | 200    |
    And Amplitude receives exactly these events
      | event_type  | event_id | sequence_number | user_properties.$set.plan |
      | Song Played | 1        | 1               |                           |
      | $identify   | 1        | 2               | Basic                     |
      | Song Paused | 2        | 3               |                           |
      | $identify   | 2        | 4               | Premium                   |

    Examples:
      | case            | Source         | Trigger              |
      | merging-web     | a web app      | the app is restarted |
      | merging-ios     | an ios app     | the app calls flush  |
      | merging-android | an android app | the app calls flush  |

  @wire:upload.frozen
  Scenario Outline: what waits keeps the device id that it was logged with (<case>)
    Given <Source>
    When the device goes offline
    And the app tracks "Song Played"
    And the app calls the SDK's regenerateDeviceId
    And the app tracks "Song Paused"
    And the device comes online
    And <Trigger>
    Then Amplitude has received exactly these requests so far
      | events | status |
      | 2      | 200    |
    And Amplitude receives exactly these events
      | event_type  | device_id      | amplitude.user |
      | Song Played | <device id>    | 1              |
      | Song Paused | <generated id> | 2              |

    Examples:
      | case           | Source         | Trigger              |
      | frozen-web     | a web app      | the app is restarted |
      | frozen-ios     | an ios app     | the app calls flush  |
      | frozen-android | an android app | the app calls flush  |

  @wire:upload.frozen
  Scenario Outline: what waits keeps the user that it was logged with (<case>)
    Given <Source>
    When the device goes offline
    And the app identifies "derek"
    And the app tracks "Song Played"
    And the app identifies "anna"
    And the app tracks "Song Paused"
    And the device comes online
    And <Trigger>
    Then Amplitude has received exactly these requests so far
      | status |
      | 200    |
    And the events are in these sessions
      | event_type  | user_id | amplitude.user |
      | Song Played | derek   | 1              |
      | Song Paused | anna    | 2              |

    Examples:
      | case                | Source         | Trigger              |
      | frozen-user-web     | a web app      | the app is restarted |
      | frozen-user-ios     | an ios app     | the app calls flush  |
      | frozen-user-android | an android app | the app calls flush  |
