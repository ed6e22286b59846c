@divergence:group.ios.swapped @divergence:group.android.nested-properties
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

    @divergence:integrations.ios.options-crash @dialect:documented @dialect:printed @dialect:latest
    Examples: on iOS, where as shipped the options crash the app
      | case | Source  |
      | ios  | ios app |

  @rule:groups.event-level @dialect:documented @dialect:printed @dialect:latest
  @divergence:integrations.ios.options-crash
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

    @divergence:integrations.ios.options-crash @dialect:documented @dialect:printed @dialect:latest
    Examples: on iOS, where as shipped the options crash the app
      | case     | Source  |
      | ios-list | ios app |

  @rule:groups.event-level @adjudicated
  Scenario Outline: groups that are no pairs of type and value are ignored, and the event is not (<case>)
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

    @divergence:integrations.ios.options-crash @dialect:documented @dialect:printed @dialect:latest
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
