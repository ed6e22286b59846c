Feature: Page and screen calls on client and server
  The table "Client and Server": which setting sends which event for a call with the name "Settings" and the category
  "Merchant". A web page makes page calls; a server makes page and screen calls.

  Scenario Outline: a setting sends its event for a page call (<case>)
    Given a <Source> with the settings
      | <Setting Name> | on |
    When the app calls page with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type |
      | <Example>  |

    @rule:page.named @dialect:documented @dialect:printed
    Examples:
      | case         | Setting Name      | When events will be sent to Amplitude | Amplitude Event Name                        | Example                       | Source        |
      | named        | Track Named Pages | A page/screen name is provided        | Loaded/Viewed (Category) (Name) Page/Screen | Loaded Merchant Settings Page | web app       |
      | named-server | Track Named Pages | A page/screen name is provided        | Loaded/Viewed (Category) (Name) Page/Screen | Loaded Merchant Settings Page | server source |

    @rule:page.categorized @dialect:documented @dialect:printed
    Examples:
      | case               | Setting Name            | When events will be sent to Amplitude | Amplitude Event Name                 | Example              | Source        |
      | categorized        | Track Categorized Pages | A page/screen category is provided    | Loaded/Viewed (Category) Page/Screen | Loaded Merchant Page | web app       |
      | categorized-server | Track Categorized Pages | A page/screen category is provided    | Loaded/Viewed (Category) Page/Screen | Loaded Merchant Page | server source |

    @rule:page.all @dialect:documented @dialect:printed
    Examples:
      | case       | Setting Name    | When events will be sent to Amplitude | Amplitude Event Name        | Example       | Source        |
      | all        | Track All Pages | Always                                | Loaded/Viewed a Page/Screen | Loaded a Page | web app       |
      | all-server | Track All Pages | Always                                | Loaded/Viewed a Page/Screen | Loaded a Page | server source |

  @adjudicated
  Scenario Outline: the event of a screen call is "Viewed … Screen" (<case>)
    Given a server source with the settings
      | <Setting Name> | on |
    When the server calls screen with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type |
      | <Example>  |

    @rule:page.named
    Examples:
      | case         | Setting Name      | Amplitude Event Name                        | Example                         |
      | named-screen | Track Named Pages | Loaded/Viewed (Category) (Name) Page/Screen | Viewed Merchant Settings Screen |

    @rule:page.categorized
    Examples:
      | case               | Setting Name            | Amplitude Event Name                 | Example                |
      | categorized-screen | Track Categorized Pages | Loaded/Viewed (Category) Page/Screen | Viewed Merchant Screen |

    @rule:page.all
    Examples:
      | case       | Setting Name    | Amplitude Event Name        | Example         |
      | all-screen | Track All Pages | Loaded/Viewed a Page/Screen | Viewed a Screen |

  @rule:page.named
  Scenario Outline: a call without a category is named without it (<case>)
    Given a <Source> with the settings
      | Track Named Pages | on |
    When the app calls <Call> with name "Payment Methods"
    Then Amplitude receives exactly these events
      | event_type |
      | <Event>    |

    @dialect:documented @dialect:printed
    Examples:
      | case                   | Source  | Call | Event                       |
      | named-without-category | web app | page | Loaded Payment Methods Page |

    @adjudicated
    Examples:
      | case                          | Source        | Call   | Event                         |
      | named-screen-without-category | server source | screen | Viewed Payment Methods Screen |

  Scenario Outline: no event when the call lacks what the setting asks for (<case>)
    Given a <Source> with the settings
      | <Setting Name> | on |
    When the app calls <Call> with
      """
      {"anonymousId": "visitor-1", <The call has>}
      """
    And the app tracks "Song Played"
    Then Amplitude receives exactly these events
      | event_type  |
      | Song Played |

    @rule:page.named @dialect:documented @dialect:printed
    Examples: no name
      | case                  | Source        | Call   | Setting Name      | The call has                       |
      | unnamed               | web app       | page   | Track Named Pages | "category": "Merchant"             |
      | empty-name            | web app       | page   | Track Named Pages | "category": "Merchant", "name": "" |
      | unnamed-server-screen | server source | screen | Track Named Pages | "category": "Merchant"             |

    @rule:page.categorized @dialect:documented @dialect:printed
    Examples: no category
      | case                        | Source        | Call   | Setting Name            | The call has                       |
      | uncategorized               | web app       | page   | Track Categorized Pages | "name": "Settings"                 |
      | empty-category              | web app       | page   | Track Categorized Pages | "name": "Settings", "category": "" |
      | uncategorized-server-screen | server source | screen | Track Categorized Pages | "name": "Settings"                 |

  @rule:page.categorized @dialect:documented @dialect:printed
  Scenario: a category is enough for a categorized page
    Given a web app with the settings
      | Track Categorized Pages | on |
    When the app calls page with category "Merchant"
    Then Amplitude receives exactly these events
      | event_type           |
      | Loaded Merchant Page |

  @rule:page.all
  Scenario Outline: Track All Pages asks for neither name nor category (<case>)
    Given a <Source> with the settings
      | Track All Pages | on |
    When the app calls <Call>
    Then Amplitude receives exactly these events
      | event_type |
      | <Event>    |

    Examples:
      | case      | Source  | Call | Event         |
      | bare-page | web app | page | Loaded a Page |

    @adjudicated
    Examples:
      | case               | Source        | Call   | Event           |
      | bare-server-screen | server source | screen | Viewed a Screen |

  @rule:page.one-event-per-setting @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: several settings send several events, in the order of the table (<case>)
    Given a <Source> with the settings
      | Track All Pages         | on |
      | Track Categorized Pages | on |
      | Track Named Pages       | on |
    When the app calls <Call> with name "Settings" and category "Merchant"
    Then Amplitude receives exactly these events
      | event_type                        |
      | <Verb> Merchant Settings <Object> |
      | <Verb> Merchant <Object>          |
      | <Verb> a <Object>                 |

    Examples:
      | case                   | Source        | Call   | Verb   | Object |
      | several                | web app       | page   | Loaded | Page   |
      | several-server-pages   | server source | page   | Loaded | Page   |
      | several-server-screens | server source | screen | Viewed | Screen |

  @rule:page.one-event-per-setting @adjudicated @dialect:documented @dialect:printed
  Scenario Outline: with several settings on, each still asks for its own condition (<case>)
    Given a <Source> with the settings
      | Track Named Pages       | on |
      | Track Categorized Pages | on |
      | Track All Pages         | on |
    When the app calls page with <The call has>
    Then Amplitude receives exactly these events
      | event_type    |
      | <First event> |
      | Loaded a Page |

    Examples:
      | case                  | Source  | The call has        | First event          |
      | several-name-only     | web app | name "Settings"     | Loaded Settings Page |
      | several-category-only | web app | category "Merchant" | Loaded Merchant Page |

  @rule:page.named
  Scenario: the printed page call from a server
    Given a server source with the settings
      | Track Named Pages | on |
    When the server calls page with
      """
      {
        "userId": "some_user_id",
        "category": "Merchant",
        "name": "Settings"
      }
      """
    Then Amplitude receives exactly these events
      | event_type                    | user_id      |
      | Loaded Merchant Settings Page | some_user_id |

  Rule: An app in cloud mode follows the table of client and server

    @adjudicated
    Scenario Outline: a phone's screens are named as a server's are (<case>)
      Given <Source> in cloud mode with the settings
        | <Setting> | on |
      When the app calls screen with name "Settings" and category "Merchant"
      Then Amplitude receives exactly these events
        | event_type | amplitude.sender  | event_properties |
        | <Event>    | Segment's servers | {}               |

      @rule:page.named
      Examples: Track Named Pages
        | case                | Source         | Setting           | Event                           |
        | cloud-named-ios     | an ios app     | Track Named Pages | Viewed Merchant Settings Screen |
        | cloud-named-android | an android app | Track Named Pages | Viewed Merchant Settings Screen |

      @rule:page.categorized
      Examples: Track Categorized Pages
        | case                      | Source         | Setting                 | Event                  |
        | cloud-categorized-ios     | an ios app     | Track Categorized Pages | Viewed Merchant Screen |
        | cloud-categorized-android | an android app | Track Categorized Pages | Viewed Merchant Screen |

      @rule:page.all
      Examples: Track All Pages
        | case              | Source         | Setting         | Event           |
        | cloud-all-ios     | an ios app     | Track All Pages | Viewed a Screen |
        | cloud-all-android | an android app | Track All Pages | Viewed a Screen |

    @rule:page.off-by-default @rule:page.all @adjudicated
    Scenario Outline: Track All Screens is a setting of the bundled SDKs alone (<case>)
      Given <Source> in cloud mode with the settings
        | Track All Screens | on |
      When the app calls screen with name "Settings"
      Then Amplitude receives no events

      Examples:
        | case                  | Source         |
        | cloud-screens-ios     | an ios app     |
        | cloud-screens-android | an android app |

    @rule:page.one-event-per-setting @rule:page.named @adjudicated
    Scenario: several settings on a web page in cloud mode send several events
      Given a web app in cloud mode with the settings
        | Track Named Pages | on |
        | Track All Pages   | on |
      When the app calls page with name "Settings"
      Then Amplitude receives exactly these events
        | event_type           | amplitude.sender  |
        | Loaded Settings Page | Segment's servers |
        | Loaded a Page        | Segment's servers |

  Rule: A call that leaves Amplitude out sends nothing there

    @rule:page.all
    Scenario Outline: the settings are for calls that are for Amplitude (<case>)
      Given <Source> with the settings
        | Track All Pages | on |
      When the app calls <Call> with
        """
        {"anonymousId": "visitor-1", "name": "Settings", "integrations": <Integrations>}
        """
      Then Amplitude receives no events

      Examples:
        | case             | Source          | Call   | Integrations         |
        | left-out-web     | a web app       | page   | {"Amplitude": false} |
        | left-out-ios     | an ios app      | screen | {"All": false}       |
        | left-out-android | an android app  | screen | {"Amplitude": false} |
        | left-out-server  | a server source | page   | {"All": false}       |

  Rule: What a page's event says about the page

    @rule:page.all @dialect:documented @dialect:printed
    Scenario: the page itself, and the name and category of the call
      Given a web app with the settings
        | Track All Pages | on |
      And the page "https://example.com/shop/settings?sort=price"
      And the device has
        | title    | Settings of the shop          |
        | referrer | https://news.example.org/jazz |
      When the app calls page with name "Settings" and category "Merchant"
      Then Amplitude receives exactly these events
        | event_type    | event_properties                                                                                                                                                                                                                     |
        | Loaded a Page | {"path": "/shop/settings", "referrer": "https://news.example.org/jazz", "search": "?sort=price", "title": "Settings of the shop", "url": "https://example.com/shop/settings?sort=price", "name": "Settings", "category": "Merchant"} |

    @dialect:documented @dialect:printed
    Scenario Outline: what the call says of the page comes before what the page says (<case>)
      Given a web app with the settings
        | <Setting> | on |
      When the app calls page with
        """
        {"name": "Settings", "category": "Merchant", "properties": {"title": "Mine", "path": "/mine", "plan": "Basic"}}
        """
      Then Amplitude receives exactly these events
        | event_type | event_properties.title | event_properties.path | event_properties.plan | event_properties.url | event_properties.name | event_properties.category |
        | <Event>    | Mine                   | /mine                 | Basic                 | https://example.com/ | Settings              | Merchant                  |

      @rule:page.named
      Examples: Track Named Pages
        | case      | Setting           | Event                         |
        | own-named | Track Named Pages | Loaded Merchant Settings Page |

      @rule:page.categorized
      Examples: Track Categorized Pages
        | case            | Setting                 | Event                |
        | own-categorized | Track Categorized Pages | Loaded Merchant Page |

      @rule:page.all
      Examples: Track All Pages
        | case    | Setting         | Event         |
        | own-all | Track All Pages | Loaded a Page |

    @rule:page.all @dialect:documented @dialect:printed
    Scenario: without a name and a category the properties name none
      Given a web app with the settings
        | Track All Pages | on |
      When the app calls page
      Then Amplitude receives exactly these events
        | event_type    | event_properties.path | event_properties.name | event_properties.category |
        | Loaded a Page | /                     |                       |                           |

    @rule:page.all
    Scenario: a server knows no page but what the call says
      Given a server source with the settings
        | Track All Pages | on |
      When the server calls page with
        """
        {"userId": "derek", "name": "Settings", "category": "Merchant", "properties": {"plan": "Basic"}}
        """
      Then Amplitude receives exactly these events
        | event_type    | event_properties  |
        | Loaded a Page | {"plan": "Basic"} |

  @rule:page.off-by-default
  Scenario: in cloud mode nothing is sent by default, whatever the code in a page has for a default
    Given a web app in cloud mode
    When the app calls page with name "Home"
    Then Amplitude receives no events
