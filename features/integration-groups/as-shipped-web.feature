Feature: The option groups as shipped on web
  Where the integration and the page agree.

  @finding:9 @rule:groups.identify-legacy
  Scenario: an identify per group type comes after the one of the traits, and numbers become text in the groups
    Given a web app
    When the app calls identify with
      """
      {"traits": {"industry": "Music"}, "integrations": {"Amplitude": {"groups": {"band": 5, "label": ["Blue", 9]}}}}
      """
    Then Amplitude receives exactly these events
      | event_type | user_properties                  | groups                   |
      | $identify  | {"$set": {"industry": "Music"}}  | {}                       |
      | $identify  | {"$set": {"band": 5}}            | {"band": "5"}            |
      | $identify  | {"$set": {"label": ["Blue", 9]}} | {"label": ["Blue", "9"]} |

  @rule:groups.event-level
  Scenario: groups that are no object leave the event as it is
    Given a web app
    When the app tracks "Song Played" with the Amplitude options
      | groups | band |
    Then Amplitude receives exactly these events
      | event_type  | groups |
      | Song Played | {}     |

  @rule:groups.event-level @divergence:groups.web.option-spelling
  Scenario Outline: the options under another spelling of the integration's name (<case>)
    Given a web app
    When the app calls track with
      """
      {"event": "Song Played", "integrations": {"amplitude": {"groups": {"team": "blue"}}}}
      """
    Then Amplitude receives exactly these events
      | event_type  | groups   |
      | Song Played | <Groups> |

    @dialect:documented @dialect:printed
    Examples: as documented, they belong to nobody
      | case              | Groups |
      | spelling-on-paper | {}     |

    @dialect:shipped @dialect:latest
    Examples: as shipped, they are found
      | case           | Groups           |
      | spelling-ships | {"team": "blue"} |
