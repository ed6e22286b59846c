"""Segment calls: those that each library has, and the sentences that refuse the rest without a trace."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.errors import CallError
from simulator.model.calls import METHODS, Track, decode
from simulator.model.simulation import Simulation
from simulator.model.sources import App, ServerSource
from simulator.values import UNDEFINED

FIELDS: dict[str, dict[str, object]] = {
    "track": {"event": "Song Played"},
    "page": {"name": "Settings"},
    "screen": {"name": "Settings"},
    "identify": {"userId": "derek"},
    "group": {"groupId": "g1"},
    "alias": {"userId": "derek", "previousId": "anna"},
    "flush": {},
    "reset": {},
}
HAS = {
    "web": {"track", "page", "identify", "group", "alias", "reset"},
    "ios": {"track", "screen", "identify", "group", "alias", "flush", "reset"},
    "android": {"track", "screen", "identify", "group", "alias", "flush", "reset"},
    "server": {"track", "page", "screen", "identify", "group", "alias"},
}


def source(platform: Platform) -> App | ServerSource:
    simulation = Simulation(seed=1)
    settings = {"Enable Alias": True, "Track All Pages": True}
    return simulation.server(settings) if platform == "server" else simulation.app(platform, settings)


def trace(one: App | ServerSource) -> tuple[object, ...]:
    """Return everything that a call may leave behind."""
    left: tuple[object, ...] = (
        list(one.messages),
        list(one.commands),
        list(one.events),
        list(one.warnings),
        list(one.segment.messages),
        list(one.segment.commands),
    )
    if isinstance(one, App):
        assert one.analytics is not None
        assert one.amplitude is not None
        store = one.amplitude.store
        left += (one.anonymous_id, one.analytics.user_id, store.user_id, store.device_id, store.sequence_number)
    return left


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("method", METHODS)
def test_each_library_has_its_calls(platform: Platform, method: str) -> None:
    one = source(platform)
    fields = {**FIELDS[method], **({"userId": "derek"} if platform == "server" else {})}
    before = trace(one)
    if method in HAS[platform]:
        one.make(method, fields)
        assert len(one.messages) == 1
    else:
        with pytest.raises(CallError, match=rf"library has no {method} call; \w+"):
            one.make(method, fields)
        assert trace(one) == before


def test_what_to_do_instead() -> None:
    simulation = Simulation()
    with pytest.raises(CallError, match="the Web library has no screen call; call page instead"):
        simulation.web().screen("Settings")
    with pytest.raises(CallError, match="the iOS library has no page call; call screen instead"):
        simulation.ios().page("Settings")
    with pytest.raises(CallError, match="a server keeps no user; name the ids in each call"):
        simulation.server().reset()


REFUSED: list[tuple[str, Any, str]] = [
    ("trakc", {}, 'there is no Segment call "trakc". Did you mean "track"?'),
    ("track", [], "the fields of track must be a JSON object, not a list"),
    ("track", {}, "track: the call needs the field event"),
    ("track", {"event": ""}, 'track needs an event name, for example "Song Played"'),
    ("track", {"event": 5}, "track: event: must be a string, not an integer"),
    ("track", {"event": "a", "proprties": {}}, 'track has no field "proprties". Did you mean "properties"?'),
    ("track", {"event": "a", "properties": []}, "track: properties must be a JSON object, not a list"),
    ("track", {"event": "a", "properties": {"b": {1}}}, "track: properties.b is a Python set"),
    ("track", {"event": "a", "integrations": "Amplitude"}, "track: integrations must be a JSON object, not a string"),
    ("track", {"event": "a", "context": {"b": [object]}}, "track: context.b[0] is a Python type"),
    (
        "track",
        {"event": "a", "timestamp": "yesterday"},
        'track: timestamp is "yesterday", which is not an ISO 8601 time',
    ),
    ("track", {"event": "a", "timestamp": 1.5}, "track: timestamp: must be an integer or null, not a number"),
    ("track", {"event": "a", "type": "page"}, 'the call is track, but its field "type" says "page"'),
    ("track", {"event": "a", 5: 1}, "track has a field whose name is an integer; names must be strings"),
    ("track", {"event": "\ud800"}, "track: event has half a surrogate pair at position 0"),
    ("identify", {"userId": 5}, "identify: userId: must be a string or null, not an integer"),
    ("identify", {"userId": "derek", "traits": "a"}, "identify: traits must be a JSON object, not a string"),
    ("identify", {"userId": "derek", "properties": {}}, 'identify has no field "properties"'),
    ("group", {"groupId": ""}, "group needs a group ID; it can't be empty"),
    ("group", {"traits": {"a": 1}}, "group needs a group ID; it can't be empty"),
    ("alias", {}, "alias needs the userId that takes over"),
    ("reset", {"event": "a"}, 'reset has no field "event"'),
]


@pytest.mark.parametrize("platform", ["web", "ios", "android"])
@pytest.mark.parametrize(
    ("method", "fields", "says"), REFUSED, ids=[f"{one[0]} {index}" for index, one in enumerate(REFUSED)]
)
def test_a_wrong_call_is_refused_in_a_sentence_and_leaves_no_trace(
    platform: Platform, method: str, fields: Any, says: str
) -> None:
    one = source(platform)
    one.make("identify", {"userId": "sarah", "traits": {"plan": "Basic"}})
    before = trace(one)
    with pytest.raises(CallError) as refusal:
        one.make(method, fields)
    assert str(refusal.value).startswith(says)
    assert "\n" not in str(refusal.value)
    assert trace(one) == before


@pytest.mark.parametrize("method", ["track", "page", "screen", "identify", "group"])
def test_a_server_names_its_user_in_each_call(method: str) -> None:
    server = source("server")
    fields = {name: value for name, value in FIELDS[method].items() if name != "userId"}
    with pytest.raises(CallError, match=f"a {method} call from a server needs a userId, an anonymousId or both"):
        server.make(method, fields)
    assert server.messages == []
    server.make(method, {**fields, "anonymousId": "a1"})
    assert len(server.messages) == 1


def test_a_server_says_whom_alias_is_about() -> None:
    server = source("server")
    with pytest.raises(CallError, match="alias from a server needs a previousId, or the Amplitude option unmap"):
        server.make("alias", {"userId": "derek"})
    server.make("alias", {"userId": "derek", "integrations": {"Amplitude": {"unmap": "derek"}}})


def test_a_call_that_is_refused_in_python_leaves_no_trace_either() -> None:
    app = Simulation().ios()
    before = trace(app)
    with pytest.raises(CallError, match="track needs an event name, a string, not"):
        app.track(5)  # type: ignore[arg-type]
    with pytest.raises(CallError, match=r"properties\.a is a Python set"):
        app.track("Song Played", {"a": {1}})
    with pytest.raises(CallError, match="identify: traits must be a JSON object, not a list"):
        app.identify("derek", ["a"])  # type: ignore[arg-type]
    with pytest.raises(CallError, match=r'there is no SDK method "updateLocaton"\. Did you mean "updateLocation"\?'):
        app.native("updateLocaton")
    assert trace(app) == before


def test_timestamps_are_read_in_both_forms() -> None:
    as_text = decode("track", {"event": "a", "timestamp": "2018-09-18T14:00:00.250+02:00"})
    assert as_text == decode("track", {"event": "a", "timestamp": 1537272000250})
    assert as_text.timestamp == 1537272000250


def test_a_call_keeps_nothing_of_what_it_was_made_from() -> None:
    properties: dict[str, Any] = {"list": [1]}
    call = decode("track", {"event": "a", "properties": properties})
    properties["list"].append(2)
    assert isinstance(call, Track)
    assert call.properties == {"list": [1]}


def test_messages_carry_who_when_and_what() -> None:
    simulation = Simulation(seed=1)
    app = simulation.android()
    anonymous = app.anonymous_id
    first = app.track("Song Played")
    app.identify("derek")
    simulation.advance(1000)
    second = app.track("Song Played", context={"campaign": {"name": "a"}})
    assert (first.user_id, second.user_id) == (None, "derek")
    assert first.anonymous_id == second.anonymous_id == anonymous
    assert second.timestamp == first.timestamp + 1000
    assert first.message_id != second.message_id
    flat = second.to_json()
    assert (flat["type"], flat["event"], flat["userId"]) == ("track", "Song Played", "derek")
    assert flat["timestamp"] == "2018-09-18T12:00:01.000Z"
    assert flat["context"]["campaign"] == {"name": "a"}
    assert flat["context"]["device"]["model"] == "Pixel 2"


def test_a_message_carries_dates_as_segment_writes_them() -> None:
    moment = datetime(2018, 9, 18, 14, 30, 15, 250000, tzinfo=timezone(timedelta(hours=2)))
    server = Simulation(seed=1).server()
    flat = server.track(
        "Song Played", user_id="derek", properties={"at": moment, "all": [moment], "none": float("nan")}
    )
    written = "2018-09-18T12:30:15.250Z"
    assert flat.to_json()["properties"] == {"at": written, "all": [written], "none": None}


def test_a_message_carries_what_is_undefined_as_json_does() -> None:
    """It is dropped with its key, and is null in a list; it is never the text "undefined"."""
    odd = {"gone": UNDEFINED, "in": [UNDEFINED, {"gone": UNDEFINED}]}
    server = Simulation(seed=1).server()
    message = server.track("Song Played", odd, user_id="derek", integrations={"Amplitude": {"groups": odd}})
    flat = message.to_json()
    assert flat["properties"] == flat["integrations"]["Amplitude"]["groups"] == {"in": [None, {}]}
    flat = server.identify("derek", odd).to_json()
    assert flat["traits"] == {"in": [None, {}]}


def test_segment_s_servers_read_json() -> None:
    """Whatever an app passes to its library, they receive text, numbers, lists and objects."""
    moment = datetime(2018, 9, 18, 14, 30, tzinfo=timezone(timedelta(hours=2)))
    simulation = Simulation(seed=1)
    for source in (simulation.server(), simulation.web(mode="cloud"), simulation.android(mode="cloud")):
        whom = {"userId": "derek"} if isinstance(source, ServerSource) else {}
        for product_id in (moment, float("nan"), UNDEFINED):
            properties = {"revenue": 10, "productId": product_id}
            source.make("track", {"event": "Song Played", "properties": properties, **whom})
        events = [logged.to_json() for logged in source.segment.events]
        assert [event.get("productId") for event in events] == ["2018-09-18T12:30:00.000Z", None, None]


def test_groups_of_which_nothing_is_left_are_not_sent() -> None:
    server = Simulation(seed=1).server()
    server.track("Song Played", user_id="derek", integrations={"Amplitude": {"groups": {"sports": UNDEFINED}}})
    server.track("Song Played", user_id="derek", integrations={"Amplitude": {"groups": {}}})
    assert [logged.to_json().get("groups") for logged in server.events] == [None, None]


def test_reset_makes_a_new_anonymous_user_for_segment_too() -> None:
    app = Simulation(seed=1).ios()
    app.identify("derek")
    before = app.anonymous_id
    app.reset()
    assert app.anonymous_id != before
    assert app.track("Song Played").user_id is None
    kept = app.anonymous_id
    app.restart()
    assert app.anonymous_id == kept


def test_options_are_read_under_amplitudes_name_alone() -> None:
    app = Simulation().ios()
    made = app.track("a", integrations={"Amplitude": {"outOfSession": True}, "Mixpanel": {"x": 1}})
    assert (made.option("outOfSession"), made.option("x")) == (True, None)
    assert app.track("a", integrations={"Amplitude": True}).option("outOfSession") is None
    assert app.track("a", integrations={"All": False}).option("outOfSession") is None
