Feature: Page and screen calls by default
  Page and screen calls send nothing to Amplitude until one of the page settings of the platform is on.

  @rule:page.off-by-default @dialect:documented @dialect:printed
  Scenario Outline: without any setting a page or screen call sends no event (<case>)
    Given a <Source>
    When the app calls <Call> with name "Settings" and category "Merchant"
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

    Examples:
      | case           | Source        | Call   |
      | web            | web app       | page   |
      | server-pages   | server source | page   |
      | server-screens | server source | screen |
      | ios            | ios app       | screen |
      | android        | android app   | screen |

  @rule:page.off-by-default
  Scenario Outline: settings that are switched off send no event (<case>)
    Given a <Source> with the settings
      | Track Named Pages       | off |
      | Track Categorized Pages | off |
      | Track All Pages         | off |
      | Track All Screens       | off |
    When the app calls <Call> with name "Settings" and category "Merchant"
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

    Examples:
      | case        | Source      | Call   |
      | off-web     | web app     | page   |
      | off-ios     | ios app     | screen |
      | off-android | android app | screen |

  @rule:page.off-by-default @dialect:documented @dialect:printed
  Scenario Outline: a setting that the platform's table does not list sends no event (<case>)
    Given a <Source> with the settings
      | <Setting Name> | on |
    When the app calls <Call> with name "Settings" and category "Merchant"
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

    Examples:
      | case                     | Source        | Call   | Setting Name            |
      | all-screens-on-web       | web app       | page   | Track All Screens       |
      | all-screens-server-pages | server source | page   | Track All Screens       |
      | named-on-ios             | ios app       | screen | Track Named Pages       |
      | categorized-on-ios       | ios app       | screen | Track Categorized Pages |

  @rule:page.no-screen-on-web
  Scenario: the web client has no screen call
    Given a web app with the settings
      | Track All Pages   | on |
      | Track All Screens | on |
    When the app calls screen with name "Settings" and category "Merchant"
    Then it is refused with "no screen call"
    And Amplitude receives no events

  @rule:page.no-screen-on-web @dialect:documented @dialect:printed
  Scenario: after a refused screen call the page goes on
    Given a web app with the settings
      | Track All Pages | on |
    When the app calls screen with name "Settings"
    And the app calls page with name "Settings"
    Then it is refused with "no screen call"
    And Amplitude receives exactly these events
      | event_type    |
      | Loaded a Page |
