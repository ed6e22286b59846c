Feature: Track calls that are refused
  A refused call has no effect: nothing is sent, and the next call works as usual.

  @rule:track.event
  Scenario Outline: an event needs a name (<case>)
    Given <Source>
    When the app calls track with
      """
      <Fields>
      """
    Then it is refused with "event"
    When the app calls track with
      """
      {"anonymousId": "visitor-1", "event": "Song Played"}
      """
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

    Examples:
      | case            | Source          | Fields                                   |
      | no-name-web     | a web app       | {"anonymousId": "visitor-1"}             |
      | no-name-ios     | an ios app      | {"anonymousId": "visitor-1"}             |
      | no-name-android | an android app  | {"anonymousId": "visitor-1"}             |
      | no-name-server  | a server source | {"anonymousId": "visitor-1"}             |
      | number-web      | a web app       | {"anonymousId": "visitor-1", "event": 7} |
      | number-ios      | an ios app      | {"anonymousId": "visitor-1", "event": 7} |
      | number-android  | an android app  | {"anonymousId": "visitor-1", "event": 7} |
      | number-server   | a server source | {"anonymousId": "visitor-1", "event": 7} |
