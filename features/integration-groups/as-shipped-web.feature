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
    Examples: as documented, they are nobody's
      | case              | Groups |
      | spelling-on-paper | {}     |

    @dialect:shipped @dialect:latest
    Examples: as shipped, they are found
      | case           | Groups           |
      | spelling-ships | {"team": "blue"} |

  @rule:track.event @divergence:track.web.null-options
  Scenario Outline: null in place of the options (<case>)
    Given a web app
    When the app calls track with
      """
      {"event": "Song Played", "integrations": {"Amplitude": null}}
      """
    And the app calls identify with
      """
      {"traits": {"industry": "Music"}, "integrations": {"Amplitude": null}}
      """
    Then Amplitude has received <Count> events so far
    And Amplitude receives these events
      | event_type |
      | $identify  |

    @dialect:documented @dialect:printed
    Examples: as documented, null is no option
      | case                  | Count |
      | null-options-on-paper | 2     |

    @dialect:shipped @dialect:latest
    Examples: as shipped, the integration throws before it sends the event, and after it has sent the traits
      | case               | Count |
      | null-options-ships | 1     |

  @rule:track.event @divergence:track.web.null-options
  Scenario Outline: null in place of the options of a call that waits for the SDK (<case>)
    Given a web app
    And the Amplitude SDK has not loaded yet
    When the app tracks "Song Played"
    And the app calls track with
      """
      {"event": "Song Skipped", "integrations": {"Amplitude": null}}
      """
    And the app tracks "Song Rated"
    And the Amplitude SDK finishes loading
    And the app tracks "Song Saved"
    Then Amplitude has received <Count> events so far

    @dialect:documented @dialect:printed
    Examples: as documented, null is no option
      | case                   | Count |
      | null-in-queue-on-paper | 4     |

    @dialect:shipped @dialect:latest
    Examples: as shipped, what the integration throws ends the calls that waited
      | case                | Count |
      | null-in-queue-ships | 2     |
