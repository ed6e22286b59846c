Feature: Increment and set once as shipped on web
  The page says that the web has set once and no increment. At its date the integration had neither, a release later both.

  @divergence:traits.web.set-once @finding:7 @rule:set-once.first-wins
  Scenario Outline: a trait to be set once (<case>)
    Given a web app with the settings
      | Traits to Set Once | ["first_song"] |
    When the app identifies with the traits
      | first_song | So What |
    And the app identifies with the traits
      | first_song | Blue in Green |
    Then Amplitude receives exactly these events
      | event_type | user_properties                                 |
      | $identify  | {"<Operator>": {"first_song": "So What"}}       |
      | $identify  | {"<Operator>": {"first_song": "Blue in Green"}} |
    And the user has the properties
      | first_song | <Song> |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                | Operator | Song    |
      | set-once-documented | $setOnce | So What |

    @dialect:shipped
    Examples: as shipped
      | case             | Operator | Song          |
      | set-once-shipped | $set     | Blue in Green |

    @dialect:latest
    Examples: as shipped since
      | case            | Operator | Song    |
      | set-once-latest | $setOnce | So What |

  @divergence:traits.web.increment @rule:increment.add
  Scenario Outline: a trait to be incremented (<case>)
    Given a web app with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies with the traits
      | karma | <Value> |
    Then Amplitude receives exactly these events
      | event_type | user_properties |
      | $identify  | <Operations>    |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                      | Value | Operations               |
      | increment-documented      | 5     | {"$set": {"karma": 5}}   |
      | increment-text-documented | "5"   | {"$set": {"karma": "5"}} |

    @dialect:shipped
    Examples: as shipped
      | case              | Value | Operations             |
      | increment-shipped | 5     | {"$set": {"karma": 5}} |

    @dialect:latest @finding:8
    Examples: as shipped since
      | case                  | Value | Operations                 |
      | increment-latest      | 5     | {"$add": {"karma": 5}}     |
      | increment-text-latest | "5"   | {"$add": {"karma": "5"}}   |
      | increment-word-latest | "abc" | {"$add": {"karma": "abc"}} |

  @divergence:traits.web.increment @divergence:traits.web.set-once @rule:increment.add @rule:set-once.first-wins
  Scenario Outline: a trait in both lists (<case>)
    Given a web app with the settings
      | Traits to Increment | ["karma"] |
      | Traits to Set Once  | ["karma"] |
    When the app identifies with the traits
      | karma | <Value> |
    Then Amplitude receives exactly these events
      | event_type | user_properties |
      | $identify  | <Operations>    |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case            | Value | Operations                 |
      | both-documented | 5     | {"$setOnce": {"karma": 5}} |

    @dialect:shipped
    Examples: as shipped
      | case         | Value | Operations             |
      | both-shipped | 5     | {"$set": {"karma": 5}} |

    @dialect:latest @finding:8
    Examples: as shipped since
      | case                | Value | Operations                    |
      | both-latest         | 5     | {"$add": {"karma": 5}}        |
      | both-boolean-latest | true  | {"$setOnce": {"karma": true}} |

  @divergence:traits.web.increment @finding:8 @rule:increment.add @dialect:latest
  Scenario: a boolean is not added, as shipped since
    Given a web app with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies with the traits
      | karma    | true  |
      | industry | Music |
    Then Amplitude receives exactly these events
      | event_type | user_properties                 |
      | $identify  | {"$set": {"industry": "Music"}} |

  @divergence:traits.web.increment @divergence:identify.web.stored-traits @finding:8 @rule:increment.add
  Scenario Outline: an identify that does not mention the trait (<case>)
    Given a web app with the settings
      | Traits to Increment | ["karma"] |
    When the app identifies with the traits
      | karma | 5 |
    And the app identifies with the traits
      | industry | Music |
    Then the user has the properties
      | karma | <Karma> |

    @dialect:documented @dialect:printed
    Examples: as documented
      | case                     | Karma |
      | not-mentioned-documented | 5     |

    @dialect:latest
    Examples: as shipped since
      | case                 | Karma |
      | not-mentioned-latest | 10    |
