"""The read API: what it tells of a project, what it refuses, and that it is as its document says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from schemathesis.specs.openapi.checks import positive_data_acceptance

from simulator.backend import Fault
from simulator.backend.ingestion.faults import LONGEST_DELAY, MOST_COUNTED, MOST_FAULTS
from simulator.backend.ingestion.projects import Projects
from simulator.backend.keeping.in_memory import MemoryStore, MemoryStores
from simulator.backend.keeping.stores import Store
from simulator.backend.reading.api import ENDPOINTS
from simulator.backend.reading.openapi import document
from simulator.backend.reading.queries import Endpoint
from simulator.backend.reading.routes import DOCUMENT_PATH
from simulator.backend.reading.view import View, view_of
from simulator.backend.server import Server, serving
from simulator.errors import StoreError
from tests.support import no_waiting  # noqa: F401 - it registers its hook
from tests.support.posts import KEY, NOW, RUN, RUN_ID, Stand, ask, event, post, signed

PROJECT = f"/api/projects/{KEY}"


@pytest.fixture
def stand() -> Stand:
    """Return a stand with a little of everything."""
    stand = Stand()
    purchase = {
        "user_properties": {"$set": {"plan": "Pro"}},
        "api_properties": {"special": "revenue_amount", "price": 5},
    }
    post(
        stand.app,
        "/",
        signed(
            event("Play", timestamp=NOW + 10),
            event("$identify", user_id="jane", groups={"org": "Acme"}, timestamp=NOW + 20),
            event("revenue_amount", user_id="jane", timestamp=NOW + 30, **purchase),
            event("Stop", user_id="jane", session_id=NOW + 1000, timestamp=NOW + 1500),
            event("Push", user_id="jane", session_id=-1, timestamp=NOW + 1600),
            event("Other", user_id="derek", device_id="device 2", timestamp=NOW + 1700),
        ),
    )
    post(stand.app, "/", signed(event()) | {"checksum": "0" * 32})
    post(stand.app, "/usermap", {"api_key": KEY, "mapping": '{"user_id": "jane", "global_user_id": "j"}'})
    return stand


def read(stand: Stand, path: str) -> Any:
    response = ask(stand.app, "GET", path)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    return response.json()


def test_projects_are_listed_and_counted(stand: Stand) -> None:
    post(stand.app, f"{RUN}/", signed(event()))
    assert read(stand, "/api/projects") == {"projects": [{"id": KEY, "events": 6}, {"id": RUN_ID, "events": 1}]}
    answer = read(stand, PROJECT)
    assert answer["id"] == KEY
    assert answer["holds"] == {
        "events": 6,
        "users": 2,
        "groups": 1,
        "uploads": 3,
        "rejections": 1,
        "usermap_requests": 1,
        "deletions": 0,
    }


def test_events_come_with_what_was_made_of_them(stand: Stand) -> None:
    events = read(stand, f"{PROJECT}/events")["events"]
    assert [(one["event"]["event_type"], one["user"], one["session_id"]) for one in events] == [
        ("Play", 1, NOW),
        ("$identify", 1, NOW),
        ("revenue_amount", 1, NOW),
        ("Stop", 1, NOW + 1000),
        ("Push", 1, -1),
        ("Other", 2, NOW),
    ]
    assert [one["revenue"] for one in events] == [0, 0, 5, 0, 0, 0]
    assert {one["time"] for one in events} == {NOW}


def test_events_are_read_page_by_page(stand: Stand) -> None:
    path, seen = f"{PROJECT}/events?limit=2", []
    page = read(stand, path)
    while True:
        seen += [one["event"]["event_type"] for one in page["events"]]
        if page["next"] is None:
            break
        assert len(page["events"]) == 2
        page = read(stand, f"{path}&after={page['next']}")
    assert seen == ["Play", "$identify", "revenue_amount", "Stop", "Push", "Other"]
    assert read(stand, f"{PROJECT}/events?after=999") == {"events": [], "next": None}


def test_events_of_one_user_are_theirs_also_after_a_merge(stand: Stand) -> None:
    # The user of device 3 turns out to be jane.
    post(
        stand.app,
        "/",
        signed(event("Anonymous", device_id="device 3"), event("Known", user_id="jane", device_id="device 3")),
    )
    names = [one["event"]["event_type"] for one in read(stand, f"{PROJECT}/events?user=1")["events"]]
    assert names == ["Play", "$identify", "revenue_amount", "Stop", "Push", "Anonymous", "Known"]
    assert read(stand, f"{PROJECT}/events?user=3") == read(stand, f"{PROJECT}/events?user=1")
    assert read(stand, f"{PROJECT}/users/3")["user"]["user_id"] == "jane"


def test_a_user_has_devices_properties_groups_sessions_and_revenue(stand: Stand) -> None:
    person = read(stand, f"{PROJECT}/users/1")
    assert person["user"] == {
        "number": 1,
        "user_id": "jane",
        "device_ids": ["device 1"],
        "properties": {"plan": "Pro"},
        "groups": {"org": ["Acme"]},
        "revenue": 5,
        "merged_into": None,
    }
    assert (person["events"], person["outside_sessions"]) == (5, 1)
    assert person["sessions"] == [
        {"id": NOW, "events": 3, "start": NOW + 10, "end": NOW + 30},
        {"id": NOW + 1000, "events": 1, "start": NOW + 1500, "end": NOW + 1500},
    ]


@pytest.mark.parametrize("number", ["0", "3", "999999999999999", "x", "-1", "1.5", "9" * 30])
def test_a_user_that_is_not_there(stand: Stand, number: str) -> None:
    response = ask(stand.app, "GET", f"{PROJECT}/users/{number}")
    assert response.status_code == 404
    assert number in response.json()["error"]


def test_users_groups_and_uploads_are_read_page_by_page(stand: Stand) -> None:
    post(stand.app, "/groupidentify", {"api_key": KEY, "identification": '{"group_type": "org", "group_value": "B"}'})
    for what, name in (("users", "number"), ("groups", "name"), ("uploads", "status")):
        everything = read(stand, f"{PROJECT}/{what}")
        first = read(stand, f"{PROJECT}/{what}?limit=1")
        second = read(stand, f"{PROJECT}/{what}?limit=1&after={first['next']}")
        assert [one[name] for one in first[what] + second[what]] == [one[name] for one in everything[what]][:2]


def test_rejections_say_why(stand: Stand) -> None:
    [upload] = read(stand, f"{PROJECT}/rejections")["uploads"]
    assert (upload["status"], upload["answer"]) == (200, "bad_checksum")
    assert upload["reason"] == "the checksum is not the MD5 of v, client, e and upload_time"


def test_the_usermap(stand: Stand) -> None:
    answer = read(stand, f"{PROJECT}/usermap")
    assert answer["cross_project"] == {"j": ["jane"]}
    assert [(one["user_id"], one["global_user_id"]) for one in answer["requests"]] == [("jane", "j")]


def test_the_view_is_the_view(stand: Stand) -> None:
    content = ask(stand.app, "GET", f"{PROJECT}/view").content
    assert msgspec.json.decode(content, type=View) == view_of(stand.project)


def test_faults_are_set_listed_and_cleared(stand: Stand) -> None:
    headers = {"Content-Type": "application/json"}
    response = ask(stand.app, "POST", f"{PROJECT}/faults", content=b'{"status": 500, "times": 2}', headers=headers)
    assert (response.status_code, response.json()) == (201, {"status": 500, "times": 2})
    assert read(stand, f"{PROJECT}/faults") == {"faults": [{"status": 500, "times": 2}]}
    assert post(stand.app, "/", signed(event())).status_code == 500
    assert read(stand, f"{PROJECT}/faults") == {"faults": [{"status": 500, "times": 1}]}
    cleared = ask(stand.app, "DELETE", f"{PROJECT}/faults")
    assert (cleared.status_code, cleared.content) == (204, b"")
    assert post(stand.app, "/", signed(event())).text == "success"


def test_a_project_may_be_without_the_accounts_add_on(stand: Stand) -> None:
    headers = {"Content-Type": "application/json"}
    assert read(stand, PROJECT)["add_ons"] == {"accounts": True}
    before = read(stand, f"{PROJECT}/groups")
    response = ask(stand.app, "POST", f"{PROJECT}/add-ons", content=b'{"accounts": false}', headers=headers)
    assert (response.status_code, response.json()) == (200, {"accounts": False})
    assert read(stand, PROJECT)["add_ons"] == {"accounts": False}
    joins = {"groups": {"org": "Globex"}, "user_properties": {"$set": {"org": "Globex"}}}
    post(stand.app, "/", signed(event("$identify", user_id="jane", uuid="later", **joins)))
    assert read(stand, f"{PROJECT}/groups") == before
    jane = read(stand, f"{PROJECT}/users/1")["user"]
    assert jane["groups"] == {"org": ["Acme"]}
    assert jane["properties"]["org"] == "Globex"
    refused = ask(stand.app, "POST", f"{PROJECT}/add-ons", content=b'{"accounts": "no"}', headers=headers)
    assert refused.status_code == 400


def test_a_server_may_be_without_the_accounts_add_on() -> None:
    projects = Projects(accounts=False)
    assert not projects.peek(KEY).accounts
    assert not projects.open(KEY).accounts


def test_a_project_has_only_so_many_faults(stand: Stand) -> None:
    headers = {"Content-Type": "application/json"}
    statuses = [
        ask(stand.app, "POST", f"{PROJECT}/faults", content=b'{"cut": true}', headers=headers).status_code
        for _ in range(MOST_FAULTS + 1)
    ]
    assert statuses == [201] * MOST_FAULTS + [409]


_FAULTS = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from([None, 199, 200, 204, 500, 600]),
        "body": st.sampled_from([None, "", "garbage"]),
        "delay": st.sampled_from([-1, 0, 1, 2.0, 2.5, LONGEST_DELAY, LONGEST_DELAY + 1]),
        "cut": st.booleans(),
        "lose": st.booleans(),
        "more_than": st.sampled_from([-1, 0, 1, MOST_COUNTED, MOST_COUNTED + 1]),
        "times": st.sampled_from([None, 0, 1, MOST_COUNTED, MOST_COUNTED + 1]),
    },
)


@given(_FAULTS)
def test_the_document_allows_the_faults_that_are_taken(fault: dict[str, Any]) -> None:
    schemas = document(ENDPOINTS)["components"]["schemas"]
    allowed = Draft202012Validator(schemas["Fault"]).is_valid(fault)
    stand = Stand()
    content, headers = json.dumps(fault).encode(), {"Content-Type": "application/json"}
    assert (ask(stand.app, "POST", f"{PROJECT}/faults", content=content, headers=headers).status_code == 201) == allowed


def test_a_project_can_have_faults_before_anything_is_sent() -> None:
    stand = Stand()
    ask(
        stand.app,
        "POST",
        f"/api/projects/{RUN_ID}/faults",
        content=b'{"cut": true}',
        headers={"Content-Type": "application/json"},
    )
    assert stand.projects.open(RUN_ID).faults.all() == (Fault(cut=True),)


def test_reading_a_project_does_not_make_it() -> None:
    stand = Stand()
    for endpoint in ENDPOINTS:
        if endpoint.method != "POST" and "{number}" not in endpoint.path:
            path = endpoint.path.replace("{project_id}", RUN_ID)
            assert ask(stand.app, endpoint.method, path).status_code == endpoint.status
    assert read(stand, "/api/projects") == {"projects": []}


@pytest.mark.parametrize(
    "project_id", ["x", "run-", "run-a%20b", KEY[:-1], KEY + "0", "%3Cscript%3E", "run-" + "x" * 81]
)
@pytest.mark.parametrize("what", ["", "/events", "/view", "/faults"])
def test_what_can_be_no_project(stand: Stand, project_id: str, what: str) -> None:
    response = ask(stand.app, "GET", f"/api/projects/{project_id}{what}")
    assert response.status_code == 404
    assert "can't be a project" in response.json()["error"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("limit=0", 'limit must be a whole number from 1 to 1000, not "0"'),
        ("limit=1001", "from 1 to 1000"),
        ("limit=ten", 'not "ten"'),
        ("limit=%D9%A1", "limit must be a whole number"),
        ("after=-1", 'not "-1"'),
        ("after=" + "9" * 50, "after must be"),
        ("user=0", "user must be"),
        ("limit=1&limit=2", "the parameter limit appears twice"),
        ("limt=1", 'there is no parameter "limt" here. Did you mean "limit"?'),
    ],
)
def test_what_is_asked_wrongly(stand: Stand, query: str, says: str) -> None:
    response = ask(stand.app, "GET", f"{PROJECT}/events?{query}")
    assert response.status_code == 400
    assert says in response.json()["error"]


@pytest.mark.parametrize(
    ("content", "kind", "status", "says"),
    [
        (b'{"cut": true}', "text/plain", 415, "application/json"),
        (b'{"cut": true}', "", 415, "application/json"),
        (b"", "application/json", 400, "the body is not a valid Fault"),
        (b"[]", "application/json", 400, "the body is not a valid Fault"),
        (b'{"cutt": true}', "application/json", 400, "cutt"),
        (b'{"cut": 1}', "application/json", 400, "$.cut"),
        (b'{"cut": true, "lose": true}', "application/json", 400, "a fault must have exactly one of"),
        (b'{"status": 99}', "application/json", 400, "from 200 to 599"),
        (b'{"body": "' + b"x" * 70_000 + b'"}', "application/json", 400, "at most 65536 are allowed"),
        (b'"' + b"x" * 1_100_000 + b'"', "application/json", 413, "1048576"),
        (b"\xff", "application/json", 400, "the body is not a valid Fault"),
        (b"[" * 60_000, "application/json", 400, ""),
    ],
)
def test_what_is_no_fault(stand: Stand, content: bytes, kind: str, status: int, says: str) -> None:
    response = ask(stand.app, "POST", f"{PROJECT}/faults", content=content, headers={"Content-Type": kind})
    assert response.status_code == status
    assert says in response.json()["error"]
    assert stand.project.faults.all() == ()


class _Unreadable(MemoryStore):
    def count(self) -> int:
        raise StoreError("store.db can't be read: it is damaged")


class _UnreadableStores(MemoryStores):
    def store(self, project_id: str) -> Store:
        return _Unreadable()


def test_a_store_that_can_t_be_read_is_reported() -> None:
    stand = Stand(stores=_UnreadableStores())
    post(stand.app, "/", signed(event()))
    response = ask(stand.app, "GET", "/api/projects")
    assert (response.status_code, response.json()) == (503, {"error": "store.db can't be read: it is damaged"})


def test_numbers_that_json_can_t_write_are_null(stand: Stand) -> None:
    jane = stand.project.users.by_user_id("jane")
    assert jane is not None
    jane.revenue = float("inf")
    jane.properties["broken"] = float("nan")
    content = ask(stand.app, "GET", f"{PROJECT}/users/1").text
    answer = json.loads(content, parse_constant=lambda name: pytest.fail(f"{name} is not valid JSON"))
    assert answer["user"]["revenue"] is answer["user"]["properties"]["broken"] is None


def test_the_document_names_every_endpoint(stand: Stand) -> None:
    answer = read(stand, DOCUMENT_PATH)
    assert answer["openapi"] == "3.1.0"
    named = {(method.upper(), path) for path, methods in answer["paths"].items() for method in methods}
    assert named == {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}
    assert len({one["operationId"] for methods in answer["paths"].values() for one in methods.values()}) == len(
        ENDPOINTS
    )
    referred = set(_references(answer))
    assert referred == {f"#/components/schemas/{name}" for name in answer["components"]["schemas"]}


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _references(one)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: f"{endpoint.method} {endpoint.path}")
def test_every_endpoint_is_as_the_document_says(endpoint: Endpoint, server: Server) -> None:
    schema = schemathesis.openapi.from_url(f"{server.url}{DOCUMENT_PATH}")
    modes = st.sampled_from(schemathesis.GenerationMode)
    # That a fault says one thing is beyond a schema.
    beyond: list[schemathesis.CheckFunction] = [positive_data_acceptance] if endpoint.takes is Fault else []

    @settings(max_examples=settings().max_examples // 5)
    @given(st.data(), modes)
    def holds(data: st.DataObject, mode: schemathesis.GenerationMode) -> None:
        case = data.draw(schema[endpoint.path][endpoint.method].as_strategy(generation_mode=mode))
        case.call_and_validate(base_url=server.url, excluded_checks=beyond)

    holds()
