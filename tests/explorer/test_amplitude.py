"""The data as Amplitude shows it: users and how they were merged, properties, sessions, revenue."""

from __future__ import annotations

from simulator.explorer.amplitude import Shown, shown
from simulator.explorer.clients import Client
from simulator.explorer.opening import opened_text
from simulator.explorer.playing import Player
from simulator.explorer.questions import questions
from tests.explorer.scenarios import PUSH, draft, played, scenario

DEREK = '''Feature: One person, three sources

  Scenario: Derek
    Given a web app with the settings
      | Traits to Set Once | first_seen_on |
    And an ios app with the settings
      | Traits to Set Once  | first_seen_on |
      | Traits to Increment | logins        |
    And a server source
    When the web app tracks "Product Viewed"
    And the ios app tracks "App Opened"
    And the server calls track with
      """
      {"anonymousId": "anon-7f3c", "event": "Cart Saved"}
      """
    And 2 minutes pass
    And the web app identifies "derek" with the traits
      | plan          | Basic |
      | first_seen_on | web   |
    And 1 day passes
    And the ios app identifies "derek" with the traits
      | plan          | Pro |
      | first_seen_on | ios |
      | logins        | 1   |
    And the server calls track with
      """
      {"userId": "derek", "event": "Receipt Sent"}
      """
'''


def one(text: str, *clients: Client, step: int | None = None) -> Shown:
    player = Player()
    of = draft(text, *clients) if clients else opened_text(text)
    return shown(player, played(player, of), step=step)[0]


def test_the_graph_grows_with_each_step() -> None:
    users = [len(one(DEREK, step=step).users) for step in range(12)]
    assert users == [0, 0, 0, 0, 1, 2, 3, 3, 3, 3, 2, 2]


def test_a_device_joins_its_user_where_the_user_id_comes_with_it() -> None:
    made = one(DEREK)
    assert made.says == "2 of 3 devices have become one user"
    lines = {(line.source, line.value): line for line in made.devices}
    web = next(line for (source, _), line in lines.items() if source == "web app")
    assert [(station.says, station.line, station.known) for station in web.stations] == [
        ("Product Viewed", 10, False),
        ("identify “derek”", 17, True),
    ]
    assert lines["server source", "anon-7f3c"].stations[-1].known is False
    assert lines["server source", ""].stations[0].says == "Receipt Sent, by userId only"
    assert [(user.role, user.user_id, user.events) for user in made.users] == [
        ("user 1", "derek", 5),
        ("user 2", "", 1),
    ]


def test_why_there_are_two_users_names_the_value_and_the_rule() -> None:
    [why] = one(DEREK).why_users
    assert why.title == "Why is anon-7f3c a user of its own?"
    assert why.decided_by == '"anonymousId": "anon-7f3c"'
    assert why.rules == ("device-id.merge.same", "device-id.default.server")
    assert why.step == 6


def test_each_property_says_which_operation_set_it() -> None:
    [derek, unknown] = one(DEREK).owners
    assert (derek.title, unknown.properties) == ("user 1 · derek", ())
    assert {
        each.name: (each.value, each.before, each.operation, each.says, each.client, each.line)
        for each in derek.properties
    } == {
        "plan": ("Pro", "Basic", "$set", "the last one wins", "ios", 21),
        "first_seen_on": (
            "web",
            None,
            "$setOnce",
            "the first one wins; ios from iOS came too late",
            "web",
            17,
        ),
        "logins": (1, None, "$add", "0 + 1", "ios", 21),
    }


def test_groups_have_properties_too() -> None:
    text = """Feature: a

  Scenario: b
    Given an app with the settings
      | Amplitude Group Type Trait  | kind |
      | Amplitude Group Value Trait | name |
    When the app groups "initech" with the traits
      | kind | company |
      | name | Initech |
      | size | 25      |
"""
    made = one(text, Client(key="android", platform="android"))
    group = next(owner for owner in made.owners if owner.kind == "group")
    assert group.title == "company · Initech"
    assert ("size", 25, "$set") in [(each.name, each.value, each.operation) for each in group.properties]


def test_sessions_say_what_began_them() -> None:
    made = one(PUSH, Client(key="ios", platform="ios"))
    assert [(each.role, each.events, each.length, each.says) for each in made.sessions] == [
        ("session 1", 3, 120_000, "begun by Product Viewed"),
        ("session 2", 4, 0, "begun by “the app comes to the foreground”"),
        ("out of session", 1, 0, ""),
    ]
    assert one(PUSH, Client(key="server", platform="server")).sessions == ()


def test_revenue_is_told_per_product_and_in_total() -> None:
    web, phone = (one(PUSH, Client(key=key, platform=key)).revenue for key in ("web", "ios"))
    assert (web.total, [each.says for each in web.products]) == (25, ["Monopoly, 1 × 19", "Uno, 2 × 3"])
    assert (phone.total, [each.says for each in phone.products]) == (25, ["order o-1041"])


def test_revenue_that_counts_more_than_the_call_says_is_told() -> None:
    question = next(each for each in questions() if each.key == "revenue")
    player = Player()
    told = {each.clients[0]: each.revenue for each in shown(player, played(player, question.draft))}
    assert {key: revenue.total for key, revenue in told.items()} == {
        "web": 25,
        "web-2": 75,
        "ios": 25,
        "android": 25,
        "server": 25,
    }
    assert [len(revenue.sentences) for revenue in told.values()] == [0, 1, 0, 0, 0]
    assert told["web-2"].sentences[0].startswith("Line 7 says revenue 25, and 75 is counted on Web as latest: ")


def test_a_login_and_a_logout_make_two_users_on_a_phone() -> None:
    text = scenario('the app tracks "A"', 'the app identifies "derek"', "the app calls reset", 'the app tracks "B"')
    made = one(text, Client(key="ios", platform="ios"))
    assert len(made.users) == len(made.devices) == 2
    assert made.why_users[0].rules[0] == "identify.anonymous-merge-client"


def test_lost_events_are_not_shown() -> None:
    text = scenario("the device goes offline", 'the app tracks "A"')
    assert one(text, Client(key="ios", platform="ios")).users == ()
