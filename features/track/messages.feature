Feature: What an app's messages say about the app
  Segment's servers get each call with what the library has read from the device, whoever passes it on to Amplitude.

  @rule:track.context-automatic
  Scenario Outline: the library and the device (<case>)
    Given <Source>
    When the app tracks "Song Played"
    Then Segment receives exactly these messages
      | event       | context.library.name | context.os.name | context.device.manufacturer | context.locale | context.app.version |
      | Song Played | <Library>            | <System>        | <Make>                      | en-US          | 1.0.0               |

    Examples:
      | case                  | Source                       | Library           | System  | Make   |
      | message-ios           | an ios app                   | analytics-ios     | iOS     | Apple  |
      | message-android       | an android app               | analytics-android | Android | Google |
      | message-ios-cloud     | an ios app in cloud mode     | analytics-ios     | iOS     | Apple  |
      | message-android-cloud | an android app in cloud mode | analytics-android | Android | Google |

  @rule:track.context-automatic @dialect:documented @dialect:printed @dialect:shipped
  Scenario Outline: the library's release (<case>)
    Given <Source>
    When the app tracks "Song Played"
    Then Segment receives exactly these messages
      | event       | context.library.version |
      | Song Played | <Release>               |

    Examples:
      | case            | Source         | Release |
      | release-ios     | an ios app     | 3.6.9   |
      | release-android | an android app | 4.3.1   |

  @rule:track.context-automatic
  Scenario Outline: the ids of the device (<case>)
    Given <Source>
    And the device has
      | limit_ad_tracking | <Limited> |
    When the app tracks "Song Played"
    Then Segment receives exactly these messages
      | event       | context.device.adTrackingEnabled | context.device.advertisingId |
      | Song Played | <Enabled>                        | <Advertising ID>             |

    Examples: an advertising ID is named as long as the user has not limited tracking
      | case            | Source         | Limited | Enabled | Advertising ID   |
      | ids-ios         | an ios app     | false   | true    | <advertising id> |
      | ids-android     | an android app | false   | true    | <advertising id> |
      | limited-ios     | an ios app     | true    | false   |                  |
      | limited-android | an android app | true    | false   |                  |

  @rule:track.context-automatic
  Scenario: without Google Play services there is no advertising ID to name
    Given an android app
    And the device has
      | play_services | false |
    When the app tracks "Song Played"
    Then Segment receives exactly these messages
      | event       | context.device.adTrackingEnabled | context.device.advertisingId |
      | Song Played |                                  |                              |

  @rule:track.context-automatic
  Scenario: an app whose version nobody has set
    Given an ios app
    And the device has
      """
      {"app_version": null}
      """
    When the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  | version_name |
      | Song Played |              |

  @rule:track.event
  Scenario Outline: a message has the time that the call says (<case>)
    Given <Source>
    When the app calls track with
      """
      {"event": "Song Played", "timestamp": "2016-10-17T00:30:08.276Z"}
      """
    Then Segment receives exactly these messages
      | event       | timestamp                |
      | Song Played | 2016-10-17T00:30:08.276Z |

    Examples:
      | case         | Source         |
      | time-web     | a web app      |
      | time-ios     | an ios app     |

    @dialect:documented @dialect:printed
    Examples: as documented, a call on Android may have a time of its own
      | case         | Source         |
      | time-android | an android app |

  @rule:track.event
  Scenario Outline: each message has an id of its own (<case>)
    Given <Source>
    When the app tracks "Song Played"
    And the app tracks "Song Played"
    Then Segment receives exactly these messages
      | event       | messageId |
      | Song Played | <Id>      |
      | Song Played | <Another> |

    Examples:
      | case               | Source          | Id                        | Another                   |
      | message-id-ios     | an ios app      | <uuid in capitals 1>      | <uuid in capitals 2>      |
      | message-id-android | an android app  | <uuid in small letters 1> | <uuid in small letters 2> |
      | message-id-server  | a server source | <uuid in small letters 1> | <uuid in small letters 2> |
