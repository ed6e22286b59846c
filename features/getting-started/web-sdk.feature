Feature: The SDK in a web page
  On a page with Segment's snippet, Amplitude's SDK is loaded for the page. Until it has loaded, calls are kept; then
  they are replayed in the order in which they were made.

  @rule:start.web-sdk-loads
  Scenario: the page sends its events through Amplitude's SDK
    Given a web app
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | library.name | amplitude.sender |
      | Song Played | amplitude-js | web app          |

  @rule:start.web-sdk-loads
  Scenario: nothing is sent while the SDK has not loaded
    Given a web app
    And the Amplitude SDK has not loaded yet
    When the app tracks "Song Played"
    Then Amplitude receives no events

  @rule:start.web-sdk-loads @dialect:documented @dialect:printed
  Scenario: calls made before the SDK has loaded are replayed in their order
    Given a web app with the settings
      | Track All Pages | on |
    And the Amplitude SDK has not loaded yet
    When the app calls page with name "Settings"
    And the app tracks "Song Played"
    And the app identifies "derek" with the traits
      | email | derek@sivers.org |
    And the app tracks "Song Skipped"
    And the Amplitude SDK finishes loading
    And the app tracks "Playlist Created"
    Then Amplitude receives exactly these events
      | event_type       | user_id |
      | Loaded a Page    | null    |
      | Song Played      | null    |
      | $identify        | derek   |
      | Song Skipped     | derek   |
      | Playlist Created | derek   |

  @rule:start.web-sdk-loads
  Scenario: replayed calls are replayed once
    Given a web app
    And the Amplitude SDK has not loaded yet
    When the app tracks "Song Played"
    And the Amplitude SDK finishes loading
    And the user opens the page "https://example.com/next"
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   |
      | Song Played  |
      | Song Skipped |

  @rule:start.web-sdk-loads
  Scenario: calls that wait for the SDK are lost with their page
    Given a web app
    And the Amplitude SDK has not loaded yet
    When the app tracks "Song Played"
    And the user opens the page "https://example.com/next"
    And the app tracks "Song Skipped"
    And the Amplitude SDK finishes loading
    Then Amplitude receives exactly these events
      | event_type   |
      | Song Skipped |

  @rule:start.web-sdk-loads
  Scenario: the SDK is loaded for each page anew
    Given a web app
    When the app tracks "Song Played"
    And the user opens the page "https://example.com/next"
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | library.name | amplitude.user |
      | Song Played  | amplitude-js | 1              |
      | Song Skipped | amplitude-js | 1              |
