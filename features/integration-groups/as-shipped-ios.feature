Feature: Groups by option on iOS, as documented and as shipped
  In September 2018 the options of a call crashed an iOS app: Segment's core sent boolValue to whatever it found under
  integrations.Amplitude, and an object has no such method.

  @rule:groups.event-level @divergence:integrations.ios.options-crash @dialect:documented @dialect:printed @dialect:latest
  Scenario: groups of one event, as documented and as shipped last
    Given an ios app
    When the app tracks "Song Played" with the Amplitude options
      | groups | {"sport": "golf"} |
    Then Amplitude receives exactly these events
      | event_type  | groups            |
      | Song Played | {"sport": "golf"} |

  @rule:groups.event-level @rule:groups.identify-legacy @divergence:integrations.ios.options-crash @dialect:shipped
  @divergence:identify.ios.stored-traits @divergence:group.ios.swapped @divergence:integrations.ios.all-crashes
  Scenario Outline: whatever holds options or nothing at all crashes the app, as shipped (<case>)
    Given an ios app
    When the app calls <Call> with
      """
      {<Fields>, "integrations": <Integrations>}
      """
    Then the app crashes on <Call> with "<Reason>"

    Examples:
      | case            | Call     | Fields            | Integrations                                 | Reason                       |
      | groups-track    | track    | "event": "Played" | {"Amplitude": {"groups": {"sport": "golf"}}} | -[__NSDictionaryM boolValue] |
      | groups-identify | identify | "userId": "derek" | {"Amplitude": {"groups": {"sport": "golf"}}} | -[__NSDictionaryM boolValue] |
      | on-a-group      | group    | "groupId": "g-1"  | {"Amplitude": {}}                            | -[__NSDictionaryM boolValue] |
      | on-a-screen     | screen   | "name": "Home"    | {"Amplitude": {}}                            | -[__NSDictionaryM boolValue] |
      | a-list          | track    | "event": "Played" | {"Amplitude": []}                            | -[__NSArrayM boolValue]      |
      | null            | track    | "event": "Played" | {"Amplitude": null}                          | -[NSNull boolValue]          |
      | all             | track    | "event": "Played" | {"All": {}}                                  | -[__NSDictionaryM boolValue] |
