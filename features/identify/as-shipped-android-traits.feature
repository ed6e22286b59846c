Feature: What Segment's library for Android keeps about a user, as documented and as shipped
  As documented, an identify call sends its own traits. The library for Android keeps them and sends all that it has
  collected. The scenarios name userId and anonymousId among the traits, so it makes no difference that the library
  adds them.

  @divergence:identify.android.shared-traits @divergence:identify.android.kept-traits @rule:identify.traits
  Scenario Outline: two identify calls, with a launch between them (<case>)
    Given an android app
    When the app calls identify with
      """
      {"userId": "derek", "anonymousId": "a-1",
       "traits": {"userId": "derek", "anonymousId": "a-1", "name": "Derek", "industry": "Music"}}
      """
    And the app is restarted
    And the app calls identify with
      """
      {"userId": "derek", "anonymousId": "a-1",
       "traits": {"userId": "derek", "anonymousId": "a-1", "name": null, "city": "Portland"}}
      """
    Then Amplitude receives exactly these events
      | event_type | user_properties.$set.name | user_properties.$set.industry | user_properties.$set.city |
      | $identify  | Derek                     | Music                         |                           |
      | $identify  | <name>                    | <industry>                    | Portland                  |

    @dialect:documented @dialect:printed
    Examples: as documented, each call by itself
      | case             | name | industry |
      | again-documented | null |          |

    @dialect:shipped @dialect:latest
    Examples: as shipped, all that came before; a null takes nothing back
      | case          | name  | industry |
      | again-shipped | Derek | Music    |

  @divergence:identify.android.shared-traits @divergence:identify.android.kept-traits @rule:identify.traits
  Scenario Outline: another user on the same phone (<case>)
    Given an android app
    When the app calls identify with
      """
      {"userId": "derek", "anonymousId": "a-1", "traits": {"anonymousId": "a-1", "userId": "derek", "city": "Portland"}}
      """
    And the app calls <method>
    And the app calls identify with
      """
      {"userId": "ann", "anonymousId": "a-2", "traits": {"anonymousId": "a-2", "userId": "ann", "industry": "Film"}}
      """
    Then the user "ann" has the properties
      | industry | Film   |
      | city     | <city> |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case             | method | city |
      | other-documented | flush  |      |
      | reset-documented | reset  |      |

    @dialect:shipped @dialect:latest
    Examples: as shipped, the new user gets the traits of the old one, unless the app has called reset
      | case          | method | city     |
      | other-shipped | flush  | Portland |
      | reset-shipped | reset  |          |

  @divergence:identify.android.shared-traits @divergence:identify.android.kept-traits
  @rule:identify.traits @rule:increment.add
  Scenario Outline: an increment, and an identify call about something else (<case>)
    Given an android app with the settings
      | Traits to Increment | karma |
    When the app calls identify with
      """
      {"userId": "derek", "anonymousId": "a-1", "traits": {"userId": "derek", "anonymousId": "a-1", "karma": 5}}
      """
    And the app calls identify with
      """
      {"userId": "derek", "anonymousId": "a-1", "traits": {"userId": "derek", "anonymousId": "a-1", "city": "Portland"}}
      """
    Then the user "derek" has the properties
      | karma | <karma>  |
      | city  | Portland |

    @dialect:documented @dialect:printed
    Examples: as documented, it is added once
      | case             | karma |
      | karma-documented | 5     |

    @dialect:shipped @dialect:latest
    Examples: as shipped, it is added again with every call
      | case          | karma |
      | karma-shipped | 10    |

  @divergence:identify.android.sets-user-always
  @divergence:identify.android.shared-traits @divergence:identify.android.kept-traits @rule:identify.user-id
  Scenario Outline: a trait that is called userId (<case>)
    Given an android app
    When the app calls identify with
      """
      {"userId": "derek", "anonymousId": "a-1", "traits": {"anonymousId": "a-1", "userId": 7}}
      """
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | user_id |
      | $identify   | <user>  |
      | Song Played | <user>  |

    @dialect:documented @dialect:printed
    Examples: as documented, a trait like any other
      | case             | user  |
      | trait-documented | derek |

    @dialect:shipped @dialect:latest
    Examples: as shipped, the user ID, as text
      | case          | user |
      | trait-shipped | "7"  |

  @divergence:identify.android.shared-traits @divergence:identify.android.kept-traits
  @divergence:identify.android.sets-user-always @rule:identify.user-id
  Scenario: a call without a userId keeps the user, as documented and as shipped
    Given an android app
    When the app calls identify with
      """
      {"userId": "derek", "anonymousId": "a-1", "traits": {"userId": "derek", "anonymousId": "a-1"}}
      """
    And the app calls identify with
      """
      {"anonymousId": "a-1", "traits": {"userId": "derek", "anonymousId": "a-1", "city": "Portland"}}
      """
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | user_id |
      | $identify   | derek   |
      | $identify   | derek   |
      | Song Played | derek   |

  @divergence:identify.android.sets-user-always
  @divergence:identify.android.shared-traits @divergence:identify.android.kept-traits
  @rule:identify.traits @rule:identify.user-id
  Scenario Outline: identify calls in quick succession, which wait for their turn (<case>)
    Given an android app
    And Segment's settings have not arrived yet
    When the app calls identify with
      """
      {"userId": "derek", "anonymousId": "a-1", "traits": {"userId": "derek", "anonymousId": "a-1", "city": "Portland"}}
      """
    And the app calls identify with
      """
      {"userId": "ann", "anonymousId": "a-1", "traits": {"userId": "ann", "anonymousId": "a-1", "industry": "Film"}}
      """
    And Segment's settings arrive
    Then Amplitude receives exactly these events
      | event_type | user_id | user_properties.$set.city | user_properties.$set.industry |
      | $identify  | <first> | Portland                  | <industry of the first>       |
      | $identify  | ann     | <city of the second>      | Film                          |

    @dialect:documented @dialect:printed
    Examples: as documented, each has its own user and traits
      | case             | first | industry of the first | city of the second |
      | quick-documented | derek |                       |                    |

    @dialect:shipped
    Examples: as shipped, both have what the second one left
      | case          | first | industry of the first | city of the second |
      | quick-shipped | ann   | Film                  | Portland           |

    @dialect:latest
    Examples: as in the last release, each has its own user, and all traits up to it
      | case         | first | industry of the first | city of the second |
      | quick-latest | derek |                       | Portland           |
