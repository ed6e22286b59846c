Feature: Identify on Android, as documented and as shipped
  The same calls, and what comes of them by the documentation and in the app. Where traits name userId and anonymousId
  themselves, it makes no difference that the app's library does so too.

  @divergence:identify.android.ids-as-traits @rule:identify.traits
  Scenario Outline: the ids among the traits (<case>)
    Given an android app
    When the app calls identify with
      """
      <The call has>
      """
    Then Amplitude receives exactly these events
      | event_type | user_properties |
      | $identify  | <operations>    |

    @dialect:documented @dialect:printed
    Examples: as documented, the traits alone
      | case                 | The call has                                         | operations                      |
      | known-documented     | {"userId": "derek", "traits": {"industry": "Music"}} | {"$set": {"industry": "Music"}} |
      | anonymous-documented | {"traits": {"industry": "Music"}}                    | {"$set": {"industry": "Music"}} |

    @dialect:shipped @dialect:latest
    Examples: as shipped, with the ids
      | case              | The call has                                         | operations                                                                          |
      | known-shipped     | {"userId": "derek", "traits": {"industry": "Music"}} | {"$set": {"industry": "Music", "userId": "derek", "anonymousId": "<anonymous id>"}} |
      | anonymous-shipped | {"traits": {"industry": "Music"}}                    | {"$set": {"industry": "Music", "anonymousId": "<anonymous id>"}}                    |

  @divergence:identify.android.sets-user-always @rule:identify.user-id
  Scenario Outline: a user whom Amplitude has not been told of (<case>)
    Given an android app
    When the app calls identify with
      """
      {
        "userId": "derek",
        "anonymousId": "a-1",
        "traits": {"userId": "derek", "anonymousId": "a-1"},
        "integrations": {"Amplitude": false}
      }
      """
    And the app calls identify with
      """
      {"anonymousId": "a-1", "traits": {"userId": "derek", "anonymousId": "a-1", "industry": "Music"}}
      """
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | user_id |
      | $identify   | <user>  |
      | Song Played | <user>  |

    @dialect:documented @dialect:printed
    Examples: as documented, a call without a userId says nothing of it
      | case            | user |
      | told-documented | null |

    @dialect:shipped @dialect:latest
    Examples: as shipped, it is set to the one that the library knows
      | case         | user  |
      | told-shipped | derek |

  @divergence:traits.android.text-and-numbers @rule:identify.traits
  Scenario Outline: traits of all kinds, while some other trait is to be set once (<case>)
    Given an android app with the settings
      | Traits to Set Once | first_seen |
    When the app calls identify with
      """
      {
        "userId": "derek",
        "anonymousId": "a-1",
        "traits": {
          "userId": "derek",
          "anonymousId": "a-1",
          "age": 48,
          "newsletter": false,
          "instruments": ["guitar", "bass"],
          "scores": [1, 2],
          "address": {"city": "Portland"}
        }
      }
      """
    Then Amplitude receives exactly these events
      | event_type | user_id |
      | $identify  | derek   |
    And the user "derek" has the properties
      | userId      | derek         |
      | anonymousId | a-1           |
      | age         | 48            |
      | newsletter  | <newsletter>  |
      | instruments | <instruments> |
      | scores      | <scores>      |
      | address     | <address>     |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case             | newsletter | instruments        | scores | address              |
      | types-documented | false      | ["guitar", "bass"] | [1, 2] | {"city": "Portland"} |

    @dialect:shipped @dialect:latest
    Examples: as shipped
      | case          | newsletter | instruments | scores | address |
      | types-shipped |            |             |        |         |
