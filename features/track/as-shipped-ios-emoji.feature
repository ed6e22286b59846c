Feature: A character of several parts at the cut, as shipped last on iOS
  What a reader takes for one character may be several: a letter and its accent, a hand and the color of its skin, people
  joined to a family. As shipped last, a text is cut behind all of it.

  @rule:track.event @divergence:properties.ios.whole-characters @divergence:properties.ios.half-character
  @dialect:latest
  Scenario Outline: the whole character stays (<case>)
    Given an ios app
    When the app tracks "Song Played" with the properties
      """
      {"lyrics": {"$repeat": "x", "times": <Before>, "then": "<Given>"}}
      """
    Then Amplitude receives exactly these events
      | event_type  | event_properties.lyrics                               |
      | Song Played | {"$repeat": "x", "times": <Before>, "then": "<Kept>"} |

    Examples:
      | case        | Before | Given      | Kept       |
      | accent      | 1023   | e\u0301y   | e\u0301    |
      | skin        | 1023   | 👋🏽y        | 👋🏽         |
      | joined      | 1023   | 👩\u200d🚀y | 👩\u200d🚀  |
      | behind-join | 1021   | 👩\u200d🚀y | 👩\u200d🚀  |
      | no-part     | 1023   | 🚀y         | 🚀          |
