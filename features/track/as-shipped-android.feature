Feature: What Segment's library for Android takes and refuses, as documented and as shipped
  The documentation says what calls are for, and little about calls that have nothing in them.

  @divergence:calls.android.blank-texts @rule:track.event @dialect:documented @dialect:printed
  Scenario: an event whose name is blanks is one like any other, as documented
    Given an android app
    When the app tracks "   "
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | "   "       |
      | Song Played |

  @divergence:calls.android.blank-texts @rule:track.event @dialect:shipped @dialect:latest
  Scenario: an event whose name is blanks is refused, as shipped
    Given an android app
    When the app tracks "   "
    And the app tracks "Song Played"
    Then it is refused with "track needs an event name"
    And Amplitude receives exactly these events
      | event_type  |
      | Song Played |

  @divergence:integrations.android.segment-refused @rule:track.event @dialect:documented @dialect:printed
  Scenario: Segment's own integration is switched like any other, as documented
    Given an android app
    When the app calls track with
      """
      {"event": "Song Played", "integrations": {"Segment.io": true}}
      """
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

  @divergence:integrations.android.segment-refused @rule:track.event @dialect:shipped @dialect:latest
  Scenario: Segment's own integration can't be switched, as shipped
    Given an android app
    When the app calls track with
      """
      {"event": "Song Played", "integrations": {"Segment.io": true}}
      """
    Then it is refused with "Segment integration cannot be enabled or disabled"
    And Amplitude receives no events

  @divergence:integrations.android.text-flags @rule:track.event
  Scenario Outline: a flag that is text (<case>)
    Given an android app
    When the app calls track with
      """
      {"event": "Song Played", "integrations": {"Amplitude": "<flag>"}}
      """
    And the app calls track with
      """
      {"event": "Song Paused", "integrations": {"All": "<flag>"}}
      """
    And the app calls flush
    Then Amplitude has received <number> events so far

    @dialect:documented @dialect:printed
    Examples: as documented, only false switches off
      | case            | flag  | number |
      | true-documented | true  | 2      |
      | no-documented   | false | 2      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, what is not "true" does
      | case         | flag  | number |
      | true-shipped | true  | 2      |
      | no-shipped   | false | 0      |

  @divergence:uploads.android.half-a-character @rule:track.event
  Scenario Outline: text that is cut in the middle of a character (<case>)
    Given an android app
    When the app tracks "Song Played"
    And the app calls flush
    And the app tracks "Comment Written" with the properties
      | text | <text> |
    And the app tracks "Song Paused"
    And the app calls flush
    Then Amplitude has received <number> events so far

    @dialect:documented @dialect:printed
    Examples: as documented, the rest of the text is sent
      | case           | text                                         | number |
      | cut-documented | {"$repeat": "a", "times": 1023, "then": "🎸"} | 3      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, nothing more is sent
      | case        | text                                         | number |
      | cut-shipped | {"$repeat": "a", "times": 1023, "then": "🎸"} | 1      |

  @divergence:calls.android.no-own-context @rule:track.context-fields
  Scenario Outline: the context of a single call (<case>)
    Given an android app in cloud mode
    And the device has
      | app_version | 3.5.1 |
    When the app calls track with
      """
      {"event": "Song Played", "context": {"app": {"version": "9.9"}}}
      """
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | app_version |
      | Song Played  | <Version>   |
      | Song Skipped | 3.5.1       |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: as documented, and in the last release, the call's own
      | case               | Version |
      | context-documented | "9.9"   |

    @dialect:shipped
    Examples: as shipped, the library's
      | case            | Version |
      | context-shipped | 3.5.1   |
