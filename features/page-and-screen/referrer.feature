Feature: Where a visitor comes from
  A page call carries the address of the previous page, which the browser knows.

  @rule:page.all @dialect:documented @dialect:printed
  Scenario: the page before is the referrer of the next
    Given a web app with the settings
      | Track All Pages | on |
    And the page "https://example.com/songs?sort=new"
    When the app calls page
    And the user opens the page "https://example.com/songs/1"
    And the app calls page
    Then Amplitude receives exactly these events
      | event_type    | event_properties.url               | event_properties.path | event_properties.search | event_properties.referrer          | event_properties.title |
      | Loaded a Page | https://example.com/songs?sort=new | /songs                | ?sort=new               | ""                                 | Example                |
      | Loaded a Page | https://example.com/songs/1        | /songs/1              | ""                      | https://example.com/songs?sort=new | Example                |
