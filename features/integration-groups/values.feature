Feature: Long group names
  A group's name is cut like any other text: on phones after 1024 characters, on the web after 4096.

  @rule:groups.event-level
  Scenario Outline: a group of one event (<case>)
    Given <Source>
    When the app tracks "Song Played" with the Amplitude options
      """
      {"groups": {"band": {"$repeat": "x", "times": <Given>}}}
      """
    Then Amplitude receives exactly these events
      | event_type  | groups.band                       |
      | Song Played | {"$repeat": "x", "times": <Kept>} |

    Examples:
      | case               | Source          | Given | Kept |
      | event-cut-web      | a web app       | 4097  | 4096 |
      | event-cut-android  | an android app  | 1025  | 1024 |
      | event-whole-server | a server source | 4097  | 4097 |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on iOS, where the library of the day crashes the app on any option
      | case          | Source     | Given | Kept |
      | event-cut-ios | an ios app | 1025  | 1024 |

  @rule:groups.identify-legacy
  Scenario Outline: a group of the user, and the user property of its name (<case>)
    Given <Source>
    When the app calls identify with
      """
      {"userId": "derek", "integrations": {"Amplitude": {"groups": {"band": {"$repeat": "x", "times": <Given>}}}}}
      """
    Then Amplitude receives these events
      | event_type | groups.band                       | user_properties.$set.band         |
      | $identify  | {"$repeat": "x", "times": <Kept>} | {"$repeat": "x", "times": <Kept>} |

    Examples:
      | case             | Source         | Given | Kept |
      | user-cut-web     | a web app      | 4097  | 4096 |
      | user-cut-android | an android app | 1025  | 1024 |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on iOS, where the library of the day crashes the app on any option
      | case         | Source     | Given | Kept |
      | user-cut-ios | an ios app | 1025  | 1024 |

  @rule:groups.event-level
  Scenario Outline: a group that is named by a date (<case>)
    Given <Source>
    When the app tracks "Song Played" with the Amplitude options
      """
      {"groups": {"tour": {"$date": "2018-09-18T14:30:15+02:00"}}}
      """
    Then Amplitude receives exactly these events
      | event_type  | groups.tour |
      | Song Played | <Written>   |

    Examples:
      | case         | Source          | Written                      |
      | date-web     | a web app       | Tue Sep 18 2018 12:30:15 GMT+0000 (Coordinated Universal Time) |
      | date-android | an android app  | Tue Sep 18 12:30:15 GMT 2018 |
      | date-server  | a server source | 2018-09-18T12:30:15.000Z     |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on iOS, where the library of that day ends the app over any option
      | case     | Source     | Written                   |
      | date-ios | an ios app | 2018-09-18 12:30:15 +0000 |
