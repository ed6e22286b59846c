Feature: Groups of one event
  The Amplitude option groups of a track call is about that event. The user is in no group because of it.

  @rule:groups.event-level
  Scenario Outline: the groups are on this event and on no other (<case>)
    Given a <Source>
    When the app tracks "Page Opened"
    And the app tracks "Clicked Benefits Dropdown" with the Amplitude options
      | groups | {"onboarding_cohort": "Summer 2016", "plan": "Free"} |
    And the app tracks "Page Left"
    Then Amplitude receives exactly these events
      | event_type                | groups.onboarding_cohort | groups.plan |
      | Page Opened               |                          |             |
      | Clicked Benefits Dropdown | Summer 2016              | Free        |
      | Page Left                 |                          |             |

    Examples:
      | case    | Source        |
      | web     | web app       |
      | android | android app   |
      | server  | server source |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on iOS, where as shipped the options crash the app
      | case | Source  |
      | ios  | ios app |

  @rule:groups.event-level @dialect:documented @dialect:printed @dialect:latest
  Scenario Outline: the user's own groups and properties stay as they are (<case>)
    Given a <Source>
    When the app groups "g-1"
    And the app tracks "Clicked Benefits Dropdown" with the Amplitude options
      | groups | {"onboarding_cohort": "Summer 2016", "[Segment] Group": "g-2"} |
    Then the user is in exactly these groups
      | group_type      | name |
      | [Segment] Group | g-1  |
    And the user has the properties
      | [Segment] Group   | g-1 |
      | onboarding_cohort |     |
    And the events are in these sessions
      | event_type                | groups                                                         |
      | Clicked Benefits Dropdown | {"onboarding_cohort": "Summer 2016", "[Segment] Group": "g-2"} |

    Examples:
      | case         | Source        |
      | web-user     | web app       |
      | ios-user     | ios app       |
      | android-user | android app   |
      | server-user  | server source |

  @rule:groups.event-level
  Scenario Outline: an event may be in several groups of one type (<case>)
    Given a <Source>
    When the app tracks "Match Watched" with the Amplitude options
      | groups | {"sports": ["basketball", "tennis"]} |
    Then Amplitude receives exactly these events
      | event_type    | groups                               | event_properties |
      | Match Watched | {"sports": ["basketball", "tennis"]} | {}               |

    Examples:
      | case         | Source        |
      | web-list     | web app       |
      | android-list | android app   |
      | server-list  | server source |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on iOS, where as shipped the options crash the app
      | case     | Source  |
      | ios-list | ios app |

  @rule:groups.event-level @adjudicated
  Scenario Outline: groups that are not pairs of type and value are ignored, and the event is not (<case>)
    Given a <Source>
    When the app tracks "Clicked Benefits Dropdown" with the Amplitude options
      | groups | Summer 2016 |
    And the app tracks "Page Left"
    Then Amplitude receives exactly these events
      | event_type                | groups.0 | groups.onboarding_cohort |
      | Clicked Benefits Dropdown |          |                          |
      | Page Left                 |          |                          |
    And a warning says "the option groups must be an object"

    Examples:
      | case         | Source        |
      | web-text     | web app       |
      | android-text | android app   |
      | server-text  | server source |

    @dialect:documented @dialect:printed @dialect:latest
    Examples: on iOS, where as shipped the options crash the app
      | case     | Source  |
      | ios-text | ios app |

  @rule:groups.event-level
  Scenario Outline: another destination's option groups is not for Amplitude (<case>)
    Given a <Source>
    When the app calls track with
      """
      {"anonymousId": "visitor-1", "event": "Clicked Benefits Dropdown", "integrations": {"Mixpanel": {"groups": {"plan": "Free"}}}}
      """
    Then Amplitude receives exactly these events
      | event_type                | groups.plan |
      | Clicked Benefits Dropdown |             |

    Examples:
      | case           | Source        |
      | android-others | android app   |
      | server-others  | server source |

  @rule:groups.event-level @adjudicated
  Scenario Outline: an order and its products are all in the groups of the call (<case>)
    Given a <Source>
    When the app calls track with
      """
      {
        "userId": "derek",
        "event": "Order Completed",
        "properties": {"orderId": "50314b8e", "products": [{"name": "Monopoly"}, {"name": "Uno"}]},
        "integrations": {"Amplitude": {"groups": {"onboarding_cohort": "Summer 2016"}}}
      }
      """
    And the app calls track with
      """
      {"userId": "derek", "event": "Page Left"}
      """
    Then Amplitude receives exactly these events
      | event_type        | groups.onboarding_cohort |
      | Order Completed   | Summer 2016              |
      | Product Purchased | Summer 2016              |
      | Product Purchased | Summer 2016              |
      | Page Left         |                          |

    Examples:
      | case         | Source        |
      | web-order    | web app       |
      | server-order | server source |

  @rule:groups.event-level @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: the groups are on the event of the call alone, not on its revenue event (<case>)
    Given <Source> with the settings
      | Log Revenue V2 | <Log Revenue V2> |
    When the app calls track with
      """
      {
        "event": "Item Bought",
        "properties": {"price": 20, "revenue": 20, "quantity": 1},
        "integrations": {"Amplitude": {"groups": {"onboarding_cohort": "Summer 2016"}}}
      }
      """
    Then Amplitude receives these events
      | event_type  | groups                               |
      | Item Bought | {"onboarding_cohort": "Summer 2016"} |
    And Amplitude receives these events
      | event_type     | groups |
      | revenue_amount | {}     |

    Examples:
      | case               | Source         | Log Revenue V2 |
      | web-revenue        | a web app      | off            |
      | web-revenue-v2     | a web app      | on             |
      | ios-revenue        | an ios app     | off            |
      | ios-revenue-v2     | an ios app     | on             |
      | android-revenue    | an android app | off            |
      | android-revenue-v2 | an android app | on             |

  @rule:groups.event-level @adjudicated
  Scenario: from a server the revenue is on the event itself, and so are the groups
    Given a server source
    When the server calls track with
      """
      {
        "userId": "derek",
        "event": "Item Bought",
        "properties": {"revenue": 20},
        "integrations": {"Amplitude": {"groups": {"onboarding_cohort": "Summer 2016"}}}
      }
      """
    Then Amplitude receives exactly these events
      | event_type  | revenue | groups                               |
      | Item Bought | 20      | {"onboarding_cohort": "Summer 2016"} |

  @rule:groups.event-level @dialect:documented @dialect:printed
  Scenario Outline: a group that is not text is written as text by iOS and the web, and left as it is elsewhere (<case>)
    Given <Source>
    When the app tracks "Match Watched" with the Amplitude options
      """
      {"groups": {"number": 7, "fraction": 7.5, "flag": true, "none": null, "list": [1, false, "a"], "object": {"a": 1}}}
      """
    Then Amplitude receives exactly these events
      | event_type    | groups.number | groups.fraction | groups.flag | groups.none | groups.list | groups.object |
      | Match Watched | <Number>      | <Fraction>      | <Flag>      | <None>      | <List>      | <Object>      |

    Examples:
      | case            | Source          | Number | Fraction | Flag   | None | List                | Object   |
      | no-text-web     | a web app       | "7"    | "7.5"    | "true" |      | ["1", "false", "a"] |          |
      | no-text-ios     | an ios app      | "7"    | "7.5"    | "1"    |      | ["1", "0", "a"]     |          |
      | no-text-android | an android app  | 7      | 7.5      | true   | null | [1, false, "a"]     | {"a": 1} |
      | no-text-server  | a server source | 7      | 7.5      | true   | null | [1, false, "a"]     | {"a": 1} |

  @rule:groups.event-level
  Scenario: the web writes numbers as JavaScript does
    Given a web app
    When the app tracks "Match Watched" with the Amplitude options
      """
      {"groups": {"whole": 7.0, "large": 1e20, "larger": 1e21, "small": 0.000001, "smaller": 0.0000001, "below": -2.50}}
      """
    Then Amplitude receives exactly these events
      | event_type    | groups.whole | groups.large            | groups.larger | groups.small | groups.smaller | groups.below |
      | Match Watched | "7"          | "100000000000000000000" | "1e+21"       | "0.000001"   | "1e-7"         | "-2.5"       |

  @rule:groups.event-level @dialect:documented @dialect:printed
  Scenario Outline: a long group name is cut like any other text (<case>)
    Given <Source>
    When the app tracks "Match Watched" with the Amplitude options
      """
      {"groups": {"team": {"$repeat": "x", "times": <Given>}, "clubs": [{"$repeat": "y", "times": <Given>}]}}
      """
    Then Amplitude receives exactly these events
      | event_type    | groups.team                       | groups.clubs                        |
      | Match Watched | {"$repeat": "x", "times": <Kept>} | [{"$repeat": "y", "times": <Kept>}] |

    Examples:
      | case              | Source          | Given | Kept |
      | long-name-web     | a web app       | 4097  | 4096 |
      | long-name-ios     | an ios app      | 1025  | 1024 |
      | long-name-android | an android app  | 1025  | 1024 |
      | long-name-server  | a server source | 4097  | 4097 |

  @rule:groups.event-level @dialect:documented @dialect:printed
  Scenario Outline: more than 1000 groups count as none on a phone (<case>)
    Given <Source>
    When the app tracks "Match Watched" with the Amplitude options
      """
      {"groups": {"$keys": 1001}}
      """
    Then Amplitude receives exactly these events
      | event_type    | groups.key 1001 | groups.key 1 |
      | Match Watched | <Last>          | <First>      |

    Examples:
      | case                | Source          | First | Last   |
      | many-groups-web     | a web app       | "1"   | "1001" |
      | many-groups-ios     | an ios app      |       |        |
      | many-groups-android | an android app  |       |        |
      | many-groups-server  | a server source | 1     | 1001   |
