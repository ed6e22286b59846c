"""The current API: events are completed before they are taken, and counted per user and device."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from simulator.backend.ingestion.answering import Ingestion
from simulator.backend.ingestion.events import Event, event_of
from simulator.backend.ingestion.operations import MOST_ITEMS, apply
from simulator.backend.ingestion.project import Backend
from simulator.backend.ingestion.projects import Projects
from simulator.backend.ingestion.refusals import Limits
from simulator.backend.ingestion.v2 import throttling
from simulator.backend.ingestion.v2.completing import completed
from simulator.backend.ingestion.v2.edition import V2
from simulator.backend.ingestion.v2.event_keys import KEYS, problems, without_problems
from simulator.backend.ingestion.v2.throttling import Rates
from simulator.values import JSONObject
from simulator.wire.requests import Request
from tests.support.posts import KEY

PATH = "/2/httpapi"


def complete(**fields: Any) -> JSONObject:
    """Complete an event; its JSON and the event itself must agree."""
    event: JSONObject = {"event_type": "Song Played", **fields}
    written = msgspec.json.encode(event)
    line = completed(event, written, 5)
    assert msgspec.json.decode(line) == event
    assert b"\n" not in line
    return event


@pytest.mark.parametrize("given", [{}, {"device_id": None}, {"time": None}, {"user_properties": {"a": ["}", "x"]}}])
def test_what_is_missing_is_filled_in_and_the_json_says_so(given: JSONObject) -> None:
    event = complete(user_id="anna-smith", **given)
    assert event["time"] == 5
    assert event["device_id"] == complete(user_id="anna-smith")["device_id"]
    assert event["device_id"] != complete(user_id="joan-baker")["device_id"]


def test_an_event_that_lacks_nothing_keeps_its_json() -> None:
    written = b'{"event_type": "x",  "device_id":"d1", "time": 1.0e0}'
    assert completed(msgspec.json.decode(written), written, 5) is written
    spread = b'{"event_type": "x",\n"device_id":"d1","time":1}'
    assert completed(msgspec.json.decode(spread), spread, 5) == b'{"event_type":"x","device_id":"d1","time":1}'


def test_text_is_cut_wherever_it_is() -> None:
    long = "x" * 2000
    event = complete(user_id=long, event_properties={"a": [{"b": long}, long], long: 1}, time=1, device_id="d")
    assert len(event["user_id"]) == 1024
    assert [len(event["event_properties"]["a"][0]["b"]), len(event["event_properties"]["a"][1])] == [1024, 1024]


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"event_type": ""},
        {"event_type": 5, "user_id": "anna-smith"},
        {"event_type": {}, "user_id": "anna-smith"},
        {"event_type": [], "user_id": ["anna-smith"]},
        {"event_type": "x", "user_id": "anna"},
        {"event_type": "x", "user_id": ""},
        {"event_type": "x", "user_id": "Unknown"},
        {"event_type": "x", "user_id": True},
        {"event_type": "[Amplitude] Revenue", "user_id": "anna-smith"},
        {"event_type": "x", "user_id": "anna-smith", "time": 1.5},
        {"event_type": "x"},
        {"event_type": "x", "user_id": None, "device_id": None},
    ],
)
def test_what_does_not_fit_has_a_problem_and_what_fits_has_none(event: JSONObject) -> None:
    whole = {"event_type": "x", "user_id": "anna-smith", "time": None, "anything": [1]}
    assert without_problems(msgspec.json.encode([whole, event]), 5, any_keys=True) is None
    assert list(problems(event, 5, is_deep=False))
    assert without_problems(msgspec.json.encode([whole, whole]), 5, any_keys=True) is not None
    assert list(problems(whole, 5, is_deep=True)) == []


VALUES: tuple[object, ...] = (
    None,
    True,
    5,
    1.5,
    "",
    "abcdef",
    "x" * 2000,
    [],
    [1],
    {},
    {"a": {"b": []}},
    {"$set": 5},
    2**64 - 1,
)


@pytest.mark.parametrize("key", [*KEYS, "uuid", "library", "anything"])
def test_a_key_may_have_any_value_and_the_request_is_taken_or_refused(key: str) -> None:
    ingestion = Ingestion(Projects().open, limits=Limits(rates=False))
    for value in VALUES:
        sent = {"api_key": KEY, "events": [{"event_type": "x", "user_id": "anna-smith", key: value}]}
        answer = ingestion.answer(Request(path=PATH, json=msgspec.json.encode(sent)))
        assert answer.status in (200, 400)


@pytest.mark.parametrize("key", ["event_properties", "library", "anything"])
@pytest.mark.parametrize("value", [b"1e999", b'"\xff"', b'{"\xff": 1}', b"9" * 20, b"1" * 5000, b'"\xed\xa0\x80"'])
def test_what_could_not_be_read_again_is_refused_wherever_it_is(key: str, value: bytes) -> None:
    projects = Projects()
    event = b'{"event_type": "x", "user_id": "anna-smith", "%b": {"a": [%b]}}' % (key.encode(), value)
    body = b'{"api_key": "%b", "events": [%b, %b]}' % (KEY.encode(), event.replace(value, b"1"), event)
    answer = Ingestion(projects.open).answer(Request(path=PATH, json=body))
    assert (answer.status, projects.open(KEY).store.count()) == (400, 0)


def test_an_event_of_the_current_api_is_known_by_its_insert_id_alone() -> None:
    project = Backend()
    sent: JSONObject = {"event_type": "x", "device_id": "device", "uuid": "one"}
    for insert_id, new in (("a", True), ("b", True), ("a", False)):
        taken = project.take(
            [event_of({**sent, "insert_id": insert_id})], [b"{}"], sender="", ip="", time=0, edition=V2
        )
        assert taken.new == [new]


def events(count: int, user_id: str = "anna-smith") -> list[Event]:
    return [Event(event_type="x", user_id=user_id) for _ in range(count)]


def test_events_of_a_window_are_counted_and_those_before_it_forgotten() -> None:
    rates = Rates()
    assert rates.count(PATH, events(500), per_second=30, time=0) is None
    assert rates.count(PATH, events(400), per_second=30, time=15_000) is None
    exceeded = rates.count(PATH, events(1), per_second=30, time=29_999)
    assert exceeded is not None
    assert (exceeded.users, exceeded.devices) == ({"anna-smith": 31}, {})
    assert exceeded.sentence(30) == "the user anna-smith sends 31 events per second; at most 30 are allowed"
    assert rates.count(PATH, events(500), per_second=30, time=30_000) is None
    assert rates.count(PATH, events(1), per_second=30, time=30_000) is not None
    # By another endpoint, and by another user.
    assert rates.count("/batch", events(900), per_second=30, time=30_000) is None
    assert rates.count(PATH, events(900, "joan-baker"), per_second=30, time=30_000) is None


def test_those_who_sent_longest_ago_are_forgotten_if_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttling, "MOST_SENDERS", 2)
    rates = Rates()
    for user_id in ("first", "second", "third"):
        assert rates.count(PATH, events(900, user_id), per_second=30, time=0) is None
    assert rates.count(PATH, events(900, "first"), per_second=30, time=0) is None
    assert rates.count(PATH, events(1, "third"), per_second=30, time=0) is not None


def test_values_are_inserted_once_and_removed_wherever_they_are() -> None:
    properties: JSONObject = {"a": [1, True, "1", {"b": 1}], "full": list(range(MOST_ITEMS))}
    apply(properties, {"$postInsert": {"a": [1.0, "1", {"b": 1}, "2", "2"], "new": "x", "full": -1}})
    assert properties["a"] == [1, True, "1", {"b": 1}, 1.0, "2"]
    assert properties["new"] == ["x"]
    assert len(properties["full"]) == MOST_ITEMS
    apply(properties, {"$preInsert": {"a": [0, 1]}, "$remove": {"new": ["x"], "nowhere": 1, "a": [True, {"b": 1}]}})
    assert properties["a"] == [0, 1, "1", 1.0, "2"]
    assert properties["new"] == []
    assert "nowhere" not in properties
