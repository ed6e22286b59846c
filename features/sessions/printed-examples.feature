Feature: The printed calls about sessions
  A server that names the session, and a push notification outside all sessions.

  @rule:session.server
  Scenario: identify session id
    Given a server source
    When the app calls identify with
      """
      {
        "userId": "1234",
        "traits": {
          "email": "someone@somewhere.com",
          "name": "Some Person",
          "industry": "Technology"
        },
        "context": {
          "ip": "00.0.00.00"
        },
        "timestamp": "2016-10-17T00:30:08.276Z",
        "integrations": {
          "Amplitude": {
            "session_id": 1476664200000
          }
        }
      }
      """
    Then Amplitude receives exactly these events
      | event_type | user_id | session_id    | time          | ip         | user_properties.$set.email |
      | $identify  | "1234"  | 1476664200000 | 1476664208276 | 00.0.00.00 | someone@somewhere.com      |

  @rule:out-of-session.example @rule:out-of-session.minus-one
  @dialect:documented @dialect:printed @dialect:latest
  Scenario: out of session ios
    Given an ios app
    When the app calls track with
      """
      {
        "event": "Push Notification Viewed",
        "properties": null,
        "integrations": {
          "Amplitude": {
            "outOfSession": true
          }
        }
      }
      """
    Then Amplitude receives exactly these events
      | event_type               | session_id | event_properties |
      | Push Notification Viewed | -1         | {}               |

  @rule:out-of-session.example @rule:out-of-session.minus-one
  Scenario: out of session android
    Given an android app
    When the app calls track with
      """
      {
        "event": "Push Notification Viewed",
        "properties": {},
        "integrations": {
          "Amplitude": {
            "outOfSession": true
          }
        }
      }
      """
    Then Amplitude receives exactly these events
      | event_type               | session_id | event_properties |
      | Push Notification Viewed | -1         | {}               |
