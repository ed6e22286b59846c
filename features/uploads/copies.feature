Feature: What is sent again
  An event that is sent again is the same event: the same uuid, the same numbers, the same time. That holds for the
  copy on the wire, whatever the queue says, and whether the first attempt got through or not.

  @wire:upload.resend @wire:upload.no-retry
  Scenario Outline: the copy has the same contents, word for word (<case>)
    Given an <Source>
    When Amplitude <Fault> once
    And the app tracks "Song Played"
    And the app identifies with the traits
      | industry | Music |
    And the app calls flush
    And 7 seconds pass
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | contents     | upload_time | status   | duplicates   |
      | 2      | <contents 1> | <time 1>    | <Status> | 0            |
      | 2      | <contents 1> | <time 2>    | 200      | <Duplicates> |

    Examples:
      | case               | Source      | Fault               | Status | Duplicates |
      | copy-error-ios     | ios app     | answers 500         | 500    | 0          |
      | copy-error-android | android app | answers 500         | 500    | 0          |
      | copy-cut-ios       | ios app     | cuts the connection | 0      | 0          |
      | copy-cut-android   | android app | cuts the connection | 0      | 0          |
      | copy-lost-ios      | ios app     | loses its answers   | 0      | 2          |
      | copy-lost-android  | android app | loses its answers   | 0      | 2          |

  @wire:upload.resend @wire:upload.page-load
  Scenario Outline: the copy that a page load sends is the same as well (<case>)
    Given a web app
    When Amplitude <Fault> once
    And the app tracks "Song Played"
    And 7 seconds pass
    And the app is restarted
    Then Amplitude has received exactly these requests so far
      | events | contents     | upload_time | status   | duplicates   |
      | 1      | <contents 1> | <time 1>    | <Status> | 0            |
      | 1      | <contents 1> | <time 2>    | 200      | <Duplicates> |

    Examples:
      | case           | Fault               | Status | Duplicates |
      | copy-error-web | answers 500         | 500    | 0          |
      | copy-cut-web   | cuts the connection | 0      | 0          |
      | copy-lost-web  | loses its answers   | 0      | 1          |

  @wire:upload.resend @wire:upload.queue-survives
  Scenario Outline: the copy is the same after a restart (<case>)
    Given an <Source>
    When Amplitude loses its answers once
    And the app tracks "Song Played"
    And the app calls flush
    And the app is killed
    And 1 day passes
    And the app is launched
    And the app calls flush
    Then Amplitude has received exactly these requests so far
      | events | contents     | status | duplicates |
      | 1      | <contents 1> | 0      | 0          |
      | 1      | <contents 1> | 200    | 1          |

    Examples:
      | case                 | Source      |
      | copy-restart-ios     | ios app     |
      | copy-restart-android | android app |

  @wire:upload.frozen @wire:upload.resend
  Scenario Outline: who and what the event is about does not change on the way, whatever happens in between (<case>)
    Given an <Source>
    When Amplitude answers 500 once
    And the app tracks "Song Played"
    And the app calls flush
    And the app goes to the background for 10 minutes
    Then Amplitude has received 1 event so far
    And Amplitude receives exactly these events
      | event_type  | event_id | sequence_number | timestamp | session_id  | uuid     |
      | Song Played | 1        | 1               | <time 1>  | <session 1> | <uuid 1> |

    Examples:
      | case                | Source      |
      | copy-frozen-ios     | ios app     |
      | copy-frozen-android | android app |

  @wire:upload.server.resend @wire:upload.server.retry
  Scenario: what Segment's servers say about a group is the same when they say it again
    Given a server source with the settings
      | Amplitude Group Type Trait  | industry |
      | Amplitude Group Value Trait | name     |
    When Amplitude loses its answers on "/groupidentify" once
    And the server calls group with
      """
      {"userId": "derek", "groupId": "g-1", "traits": {"industry": "Mining", "name": "Acme"}}
      """
    And 1 second passes
    Then Amplitude has received exactly these requests so far
      | path           | contents     | status | duplicates |
      | /identify      | <contents 1> | 200    | 0          |
      | /groupidentify | <contents 2> | 0      | 0          |
      | /groupidentify | <contents 2> | 200    | 1          |

  @wire:upload.server.resend @wire:upload.server.retry
  Scenario Outline: an event, an identification and a mapping that are sent again (<case>)
    Given a server source with the settings
      | Enable Alias | on |
    When Amplitude answers 503 on "<Path>" once
    And the server calls <Method> with
      """
      <Fields>
      """
    And 1 second passes
    Then Amplitude has received exactly these requests so far
      | path   | contents     | status |
      | <Path> | <contents 1> | 503    |
      | <Path> | <contents 1> | 200    |

    Examples:
      | case          | Path      | Method   | Fields                                           |
      | copy-event    | /httpapi  | track    | {"userId": "derek", "event": "Song Played"}      |
      | copy-identify | /identify | identify | {"userId": "derek", "traits": {"plan": "Basic"}} |
      | copy-usermap  | /usermap  | alias    | {"previousId": "derek", "userId": "anna"}        |
