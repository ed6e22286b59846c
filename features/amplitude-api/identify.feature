Feature: The Identify and the Group Identify API of today
  Both take a form, as they always have; what is in it has grown.

  @api:v2.identify.form
  Scenario Outline: a form identifies one user or several (<case>)
    When a client posts this to "/identify" as a form
      """
      {"api_key": "0123456789abcdef0123456789abcdef", "identification": <Identification>}
      """
    Then Amplitude has received exactly these requests so far
      | path      | fields                        | events  | status | answer  |
      | /identify | ["api_key", "identification"] | <Count> | 200    | success |
    And the user "anna-smith" has the properties
      | plan | Pro |

    Examples:
      | case          | Count | Identification                                                                                                                            |
      | identify-one  | 1     | {"user_id": "anna-smith", "user_properties": {"plan": "Pro"}}                                                                              |
      | identify-list | 2     | [{"user_id": "anna-smith", "user_properties": {"plan": "Pro"}}, {"device_id": "device-2", "user_properties": {"$set": {"plan": "Basic"}}}] |

  @api:v2.identify.operations
  Scenario: the operations are those of today's SDKs
    When a client posts this to "/identify" as a form
      """
      {"api_key": "0123456789abcdef0123456789abcdef",
       "identification": [
         {"user_id": "anna-smith", "user_properties": {"$set": {"songs": ["Solaris", "Moon"], "old": true}, "$setOnce": {"since": 2018}}},
         {"user_id": "anna-smith", "user_properties": {"$add": {"played": 2}, "$append": {"tags": "b"}, "$prepend": {"tags": "a"}}},
         {"user_id": "anna-smith", "user_properties": {"$preInsert": {"songs": ["Gravity", "Moon"]}, "$unset": {"old": "-"}}},
         {"user_id": "anna-smith", "user_properties": {"$postInsert": {"songs": ["Solaris", "Contact"], "first": 1}}},
         {"user_id": "anna-smith", "user_properties": {"$remove": {"songs": ["Moon", "Nothing"], "none": 1}}}
       ]}
      """
    Then the user "anna-smith" has the properties
      | songs  | ["Gravity", "Solaris", "Contact"] |
      | since  | 2018                              |
      | played | 2                                 |
      | tags   | ["a", "b"]                        |
      | first  | [1]                               |
      | old    |                                   |
      | none   |                                   |

  @api:v2.identify.missing
  Scenario: without an identification there is none
    When a client posts this to "/identify" as a form
      """
      {"api_key": "0123456789abcdef0123456789abcdef"}
      """
    Then Amplitude has received exactly these requests so far
      | path      | status | answer        |
      | /identify | 400    | missing_event |

  @api:v2.identify.rate @adjudicated
  Scenario: a user may not be changed too often
    When a client posts 900 events like this to "/identify"
      """
      {"user_id": "anna-smith", "user_properties": {"played": "<n>"}}
      """
    And a client posts this to "/identify" as a form
      """
      {"api_key": "0123456789abcdef0123456789abcdef",
       "identification": {"user_id": "anna-smith", "user_properties": {"plan": "Pro"}}}
      """
    And 30 seconds pass
    And a client posts this to "/identify" as a form
      """
      {"api_key": "0123456789abcdef0123456789abcdef",
       "identification": {"user_id": "anna-smith", "user_properties": {"plan": "Family"}}}
      """
    Then Amplitude has received exactly these requests so far
      | path      | events | status |
      | /identify | 900    | 200    |
      | /identify | 1      | 429    |
      | /identify | 1      | 200    |

  @api:v2.group-identify.form
  Scenario Outline: a form identifies one group or several (<case>)
    When a client posts this to "/groupidentify" as a form
      """
      {"api_key": "0123456789abcdef0123456789abcdef", "identification": <Identification>}
      """
    Then Amplitude has received exactly these requests so far
      | path           | fields                        | events  | status | answer  |
      | /groupidentify | ["api_key", "identification"] | <Count> | 200    | success |
    And the group "company" "ACME" has exactly the properties
      | plan  | Pro |
      | seats | 3   |

    Examples:
      | case                | Count | Identification                                                                                                                                                               |
      | group-identify-one  | 1     | {"group_type": "company", "group_value": "ACME", "group_properties": {"plan": "Pro", "seats": 3}}                                                                           |
      | group-identify-list | 2     | [{"group_type": "company", "group_value": "ACME", "group_properties": {"$set": {"plan": "Pro"}}}, {"group_type": "company", "group_value": "ACME", "group_properties": {"$add": {"seats": 3}}}] |

  @api:v2.group-identify.limits @adjudicated
  Scenario Outline: a request has 1024 identifications and 1024 properties at most (<case>)
    When a client posts <Count> events like this to "/groupidentify"
      """
      {"group_type": "company", "group_value": "ACME", "group_properties": <Properties>}
      """
    Then Amplitude has received exactly these requests so far
      | path           | status   |
      | /groupidentify | <Status> |

    Examples:
      | case              | Count | Properties                 | Status |
      | most-identifies   | 1024  | {"plan": "Pro"}            | 200    |
      | many-identifies   | 1025  | {}                         | 400    |
      | most-properties   | 512   | {"$set": {"a": 1, "b": 2}} | 200    |
      | many-properties   | 513   | {"a": 1, "b": 2}           | 400    |

  @api:v2.group-identify.limits @adjudicated
  Scenario: a request of more than 1 MB is too large
    When a client posts 1000 events like this to "/groupidentify"
      """
      {"group_type": "company", "group_value": "ACME", "group_properties": {"motto": "For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. For whatever can be wanted, we have it. "}}
      """
    Then Amplitude has received exactly these requests so far
      | path           | status |
      | /groupidentify | 413    |
