Feature: The printed track call
  The call with all of the special keys, word for word.

  @rule:track.event @rule:track.context-fields @rule:revenue-v1.revenue
  Scenario: track server
    Given a server source
    When the app calls track with
      """
      {
        "userId": "123",
        "event": "Subscription Started",
        "properties": {
          "plan": "Basic",
          "revenue": "32"
        },
        "context": {
          "ip": "8.8.8.8",
          "device": {
            "id": "2b6f0cc904d137be2e1730235f5664094b831186",
            "model": "iPhone 6",
            "brand": "Apple",
            "manufacturer": "Apple"
          },
          "os": {
            "name": "iOS",
            "version": "9.1"
          },
          "network": {
            "carrier": "T-Mobile"
          },
          "app": {
            "version": "3.5.1"
          },
          "location": {
            "country": "United States",
            "region": "California",
            "city": "San Francisco",
            "latitude": "37.7672319",
            "longitude": "-122.4021353"
          },
          "locale": {
            "language": "en-us"
          }
        }
      }
      """
    Then Amplitude receives exactly these events
      | event_type           | user_id | event_properties.plan | revenue | amplitude.revenue |
      | Subscription Started | "123"   | Basic                 | 32      | 32                |
    And Amplitude receives an event like
      """
      {
        "event_type": "Subscription Started",
        "ip": "8.8.8.8",
        "device_id": "2b6f0cc904d137be2e1730235f5664094b831186",
        "device_model": "iPhone 6",
        "device_brand": "Apple",
        "device_manufacturer": "Apple",
        "os_name": "iOS",
        "os_version": "9.1",
        "carrier": "T-Mobile",
        "app_version": "3.5.1",
        "country": "United States",
        "region": "California",
        "city": "San Francisco",
        "location_lat": 37.7672319,
        "location_lng": -122.4021353,
        "language": "en-us"
      }
      """
