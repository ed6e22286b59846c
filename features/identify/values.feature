Feature: What becomes of a trait's value
  Traits are treated like properties: cut where those are cut, null where those are null.

  @rule:identify.traits @dialect:documented @dialect:printed
  Scenario Outline: null is a value on phones and on a server, but not on the web (<case>)
    Given <Source>
    When the app identifies "derek" with the traits
      """
      {"plan": null, "industry": "Music"}
      """
    Then Amplitude receives exactly these events
      | event_type | user_properties    |
      | $identify  | {"$set": <Traits>} |

    Examples:
      | case         | Source          | Traits                              |
      | null-web     | a web app       | {"industry": "Music"}               |
      | null-ios     | an ios app      | {"plan": null, "industry": "Music"} |
      | null-android | an android app  | {"plan": null, "industry": "Music"} |
      | null-server  | a server source | {"plan": null, "industry": "Music"} |

  @rule:identify.traits @dialect:documented @dialect:printed
  Scenario Outline: a long trait is cut (<case>)
    Given <Source>
    When the app identifies "derek" with the traits
      """
      {"bio": {"$repeat": "x", "times": <Given>, "then": "<Last>"}}
      """
    Then the user "derek" has the properties
      | bio | {"$repeat": "x", "times": <Kept>, "then": "<Behind>"} |

    Examples:
      | case          | Source          | Given | Last | Kept | Behind |
      | fits-ios      | an ios app      | 1023  | y    | 1023 | y      |
      | cut-ios       | an ios app      | 1024  | y    | 1024 |        |
      | fits-android  | an android app  | 1023  | y    | 1023 | y      |
      | cut-android   | an android app  | 1024  | y    | 1024 |        |
      | fits-web      | a web app       | 4095  | y    | 4095 | y      |
      | cut-web       | a web app       | 4096  | y    | 4096 |        |
      | uncut-server  | a server source | 4096  | y    | 4096 | y      |
      | emoji-ios     | an ios app      | 1023  | 🎷    | 1023 | �      |
      | emoji-android | an android app  | 1023  | 🎷    | 1023 | �      |

  @rule:identify.traits @dialect:documented @dialect:printed
  Scenario Outline: objects in lists, and more than 1000 keys (<case>)
    Given <Source>
    When the app identifies "derek" with the traits
      """
      {"bands": [{"name": "Kind of Blue"}], "tags": {"$keys": 1001}}
      """
    Then the user "derek" has the properties
      | bands | <Bands> |
      | tags  | <Tags>  |

    Examples:
      | case           | Source          | Bands                      | Tags            |
      | nested-web     | a web app       | []                         | {}              |
      | nested-ios     | an ios app      | [{"name": "Kind of Blue"}] | {}              |
      | nested-android | an android app  | [{"name": "Kind of Blue"}] | {}              |
      | nested-server  | a server source | [{"name": "Kind of Blue"}] | {"$keys": 1001} |

  @rule:identify.traits @dialect:documented @dialect:printed
  Scenario Outline: a trait without a name is one everywhere but on Android (<case>)
    Given <Source>
    When the app identifies "derek" with the traits
      """
      {"": "nobody", "plan": "Basic"}
      """
    Then Amplitude receives exactly these events
      | event_type | user_properties    |
      | $identify  | {"$set": <Traits>} |

    Examples:
      | case            | Source          | Traits                          |
      | unnamed-web     | a web app       | {"": "nobody", "plan": "Basic"} |
      | unnamed-ios     | an ios app      | {"": "nobody", "plan": "Basic"} |
      | unnamed-android | an android app  | {"plan": "Basic"}               |
      | unnamed-server  | a server source | {"": "nobody", "plan": "Basic"} |
