Feature: Set Device ID From URL Parameter amp_device_id
  With this setting a web page takes the device ID from its own address, for example to follow somebody from another
  site or from an email.

  @rule:device-id.priority.web
  Scenario Outline: which addresses give a device ID (<case>)
    Given a web app with the settings
      | Set Device ID From URL Parameter amp_device_id | on |
    And the page "https://example.com/<Address>"
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | device_id   |
      | Song Played | <Device ID> |

    Examples: these do
      | case            | Address                                          | Device ID  |
      | plain           | ?amp_device_id=campaign-7                        | campaign-7 |
      | among-others    | songs?page=2&amp_device_id=campaign-7&sort=title | campaign-7 |
      | percent-encoded | ?amp_device_id=caf%C3%A9%2F7                     | café/7     |
      | plus-sign       | ?amp_device_id=campaign+7                        | campaign 7 |
      | given-twice     | ?amp_device_id=campaign-7&amp_device_id=other    | campaign-7 |

    Examples: with these Amplitude generates one
      | case            | Address                   | Device ID      |
      | no-parameter    | ?page=2                   | <generated id> |
      | empty-parameter | ?amp_device_id=&page=2    | <generated id> |
      | other-parameter | ?device_id=campaign-7     | <generated id> |
      | behind-the-hash | #amp_device_id=campaign-7 | <generated id> |

  @rule:device-id.priority.web
  Scenario: the ID is kept on pages without the parameter, until another page names another
    Given a web app with the settings
      | Set Device ID From URL Parameter amp_device_id | on |
    And the page "https://example.com/?amp_device_id=campaign-7"
    When the app tracks "Song Played"
    And the user opens the page "https://example.com/songs"
    And the app tracks "Song Skipped"
    And the user opens the page "https://example.com/?amp_device_id=campaign-8"
    And the app tracks "Playlist Created"
    Then Amplitude receives exactly these events
      | event_type       | device_id  |
      | Song Played      | campaign-7 |
      | Song Skipped     | campaign-7 |
      | Playlist Created | campaign-8 |

  @rule:device-id.priority.web
  Scenario: the parameter replaces an ID that Amplitude generated earlier
    Given a web app with the settings
      | Set Device ID From URL Parameter amp_device_id | on |
    When the app tracks "Song Played"
    And the user opens the page "https://example.com/?amp_device_id=campaign-7"
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | device_id      |
      | Song Played  | <generated id> |
      | Song Skipped | campaign-7     |

  @rule:device-id.priority.web
  Scenario: without the setting the parameter means nothing, not on a later page either
    Given a web app
    And the page "https://example.com/?amp_device_id=campaign-7"
    When the app tracks "Song Played"
    And the user opens the page "https://example.com/?amp_device_id=campaign-8"
    And the app tracks "Song Skipped"
    Then Amplitude receives exactly these events
      | event_type   | device_id      |
      | Song Played  | <generated id> |
      | Song Skipped | <generated id> |
