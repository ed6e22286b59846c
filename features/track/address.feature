Feature: The address that an event comes from
  Amplitude derives a place from the IP address. A server's events come from the address in their context, and from
  nowhere without one.

  @rule:track.context-fields
  Scenario Outline: the place of a server's events (<case>)
    Given a server source
    When the server calls track with
      """
      {"userId": "derek", "event": "Song Played"<Context>}
      """
    Then Amplitude receives exactly these events
      | event_type  | ip   | amplitude.place.country | amplitude.place.city |
      | Song Played | <IP> | <Country>               | <City>               |

    Examples:
      | case         | Context                             | IP           | Country | City   |
      | said-berlin  | , "context": {"ip": "198.51.100.9"} | 198.51.100.9 | Germany | Berlin |
      | said-tokyo   | , "context": {"ip": "2001:db8::1"}  | 2001:db8::1  | Japan   | Tokyo  |
      | said-nothing |                                     |              |         |        |
