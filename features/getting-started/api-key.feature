Feature: The API key
  The API key says which Amplitude project the data goes to. It is 32 letters and digits; with anything else the
  source does not start.

  @rule:start.api-key
  Scenario Outline: a key of 32 letters and digits is accepted (<case>)
    Given a <Source> with the settings
      | API Key | <API key> |
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

    Examples:
      | case            | Source        | API key                          |
      | web             | web app       | 0a1b2c3d4e5f60718293a4b5c6d7e8f9 |
      | ios             | ios app       | 0a1b2c3d4e5f60718293a4b5c6d7e8f9 |
      | android         | android app   | 0a1b2c3d4e5f60718293a4b5c6d7e8f9 |
      | server          | server source | 0a1b2c3d4e5f60718293a4b5c6d7e8f9 |
      | capital-letters | web app       | 0A1B2C3D4E5F60718293A4B5C6D7E8F9 |
      | all-the-letters | web app       | ghijklmnopqrstuvwxyzABCDEFGHIJKL |

  @rule:start.api-key
  Scenario Outline: any other key is an error that names the setting (<case>)
    Given a <Source> with the settings
      | API Key | <API key> |
    Then it is refused with "API Key"
    And Amplitude receives no events

    @dialect:documented @dialect:printed
    Examples: one character too few, in an app
      | case              | Source      | API key                         |
      | too-short-web     | web app     | 0a1b2c3d4e5f60718293a4b5c6d7e8f |
      | too-short-ios     | ios app     | 0a1b2c3d4e5f60718293a4b5c6d7e8f |
      | too-short-android | android app | 0a1b2c3d4e5f60718293a4b5c6d7e8f |

    Examples: one character too few, on a server
      | case             | Source        | API key                         |
      | too-short-server | server source | 0a1b2c3d4e5f60718293a4b5c6d7e8f |

    @dialect:documented @dialect:printed
    Examples: other forms
      | case            | Source  | API key                              |
      | too-long        | web app | 0a1b2c3d4e5f60718293a4b5c6d7e8f90    |
      | with-hyphens    | web app | 0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9 |
      | hyphen-within   | web app | 0a1b2c3d4e5f6071-293a4b5c6d7e8f9     |
      | space-within    | web app | 0a1b2c3d4e5f6071 293a4b5c6d7e8f9     |
      | accented-letter | web app | é0a1b2c3d4e5f60718293a4b5c6d7e8f     |
      | empty           | web app |                                      |
