Feature: Flush
  Segment's flush is Amplitude's uploadEvents on iOS and Android: what is queued is uploaded now.

  @rule:flush.upload
  Scenario Outline: flush uploads what is queued (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And the app identifies "derek" with the traits
      | email | derek@sivers.org |
    Then Amplitude has received no events so far
    When the app calls flush
    Then Amplitude has received 2 events so far
    And the SDK is called with exactly
      | method       |
      | logEvent     |
      | setUserId    |
      | identify     |
      | uploadEvents |

    Examples:
      | case       | Source  |
      | upload-ios | ios app |

    @dialect:documented @dialect:printed
    Examples: on Android
      | case           | Source      |
      | upload-android | android app |

  @rule:flush.upload
  Scenario Outline: flush sends nothing twice (<case>)
    Given an <Source>
    When the app calls flush
    And the app tracks "Song Played"
    And the app calls flush
    And the app calls flush
    Then Amplitude has received 1 event so far
    When 1 minute passes
    Then Amplitude receives exactly these events
      | event_type  | sequence_number |
      | Song Played | 1               |

    Examples:
      | case          | Source      |
      | twice-ios     | ios app     |
      | twice-android | android app |

  @rule:flush.upload
  Scenario Outline: a flush without a network loses nothing (<case>)
    Given an <Source>
    When the device goes offline
    And the app tracks "Song Played"
    And the app calls flush
    And the app tracks "Song Paused"
    And the device comes online
    And the app calls flush
    Then Amplitude has received 2 events so far
    And Amplitude receives exactly these events
      | event_type  | sequence_number |
      | Song Played | 1               |
      | Song Paused | 2               |

    Examples:
      | case            | Source      |
      | offline-ios     | ios app     |
      | offline-android | android app |

  @rule:flush.upload
  Scenario Outline: what a killed app had queued goes out with the next flush (<case>)
    Given an <Source>
    When the app tracks "Song Played"
    And the app is killed
    And 1 day passes
    Then Amplitude has received no events so far
    When the app is launched
    And the app tracks "Song Paused"
    And the app calls flush
    Then Amplitude has received 2 events so far
    And Amplitude receives exactly these events
      | event_type  | sequence_number |
      | Song Played | 1               |
      | Song Paused | 2               |

    Examples:
      | case           | Source      |
      | killed-ios     | ios app     |
      | killed-android | android app |

  @rule:flush.upload
  Scenario Outline: only the mobile libraries have a flush (<case>)
    Given <Source>
    When the app calls flush
    Then it is refused with "flush"

    Examples:
      | case           | Source          |
      | refused-web    | a web app       |
      | refused-server | a server source |
