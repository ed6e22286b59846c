Feature: Reset on Android, as documented and as shipped
  A library that has fetched Segment's settings once keeps them for the launches that follow.

  @divergence:start.android.reset-forgets-settings @rule:reset.log-out @rule:start.mobile-bundled
  Scenario Outline: the launch after a reset (<case>)
    Given an android app
    And Segment's settings have not arrived yet
    When Segment's settings arrive
    And the app tracks "Song Played"
    And the app calls flush
    And the app calls reset
    And the app is restarted
    And the app tracks "Song Skipped"
    And the app calls flush
    Then Amplitude has received <number> events so far

    @dialect:documented @dialect:printed @dialect:latest
    Examples: as documented, the settings are kept
      | case            | number |
      | kept-documented | 2      |

    @dialect:shipped
    Examples: as shipped, they are fetched again, and calls wait for them
      | case              | number |
      | forgotten-shipped | 1      |

  @divergence:start.android.settings-for-a-day @rule:start.mobile-bundled @rule:flush.upload
  Scenario Outline: the launch a day later (<case>)
    Given an android app
    And Segment's settings have not arrived yet
    When Segment's settings arrive
    And the app is killed
    And <Gone> pass
    And the app is launched
    And the app tracks "Song Played"
    And the app calls flush
    Then Amplitude has received <number> events so far

    @dialect:documented @dialect:printed
    Examples: as documented, the settings are kept
      | case              | Gone     | number |
      | day-documented    | 24 hours | 1      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, for less than a day
      | case         | Gone     | number |
      | day-shipped  | 24 hours | 0      |
      | less-shipped | 23 hours | 1      |
