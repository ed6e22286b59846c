"""Amplitude's view of any run, held against models of its own: events as JSON, users, properties, revenue."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import Simulation
from simulator.backend import Backend
from simulator.backend.reading.view import view_of
from simulator.conformance.language.actions import AnyAction, MakeCall
from simulator.conformance.running.reference import Reference
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.documentation.rules import rules
from simulator.fuzzing.self_check.invariants import revenue_of, users_of
from simulator.wire.events import LoggedEvent, ServerEvent
from tests.support import strategies as some

# 7. Events.


def refuse_constant(name: str) -> None:
    raise AssertionError(f"{name} is not valid JSON")


@pytest.mark.parametrize("platform", PLATFORMS)
@given(data=st.data(), given_settings=some.settings)
def test_every_event_is_json_and_gives_known_reasons(
    platform: Platform, data: st.DataObject, given_settings: Any
) -> None:
    reference, source = some.start(platform, given_settings)
    for step in data.draw(some.actions(platform)):
        some.attempt(reference, step)
    some.finish(reference, source)
    known = rules()
    for logged in (*source.events, *source.segment.events):
        here = "server" if isinstance(logged.event, ServerEvent) else platform
        written = logged.to_json()
        plain = json.loads(json.dumps(written, allow_nan=False), parse_constant=refuse_constant)
        assert json.loads(msgspec.json.encode(logged.event), parse_constant=refuse_constant) == plain
        # Session events are the SDK's own idea; all that a call asked for says why.
        assert logged.because
        for rule_id in logged.because:
            assert here in known[rule_id].platforms, rule_id
    for command in (*source.commands, *source.segment.commands):
        assert set(command.because) <= known.keys()


# 8. Users and revenue.


def check_backend(backend: Backend) -> None:
    view = view_of(backend)
    assert list(users_of(view)) == []
    assert list(revenue_of(view)) == []


@pytest.mark.parametrize("platform", PLATFORMS)
@given(data=st.data(), given_settings=some.settings)
def test_users_are_no_more_than_ids_and_revenue_is_the_sum(
    platform: Platform, data: st.DataObject, given_settings: Any
) -> None:
    reference, source = some.start(platform, given_settings)
    for step in data.draw(some.actions(platform)):
        some.attempt(reference, step)
    some.finish(reference, source)
    check_backend(reference.backend)


def _placed(platform: Platform) -> st.SearchStrategy[MakeCall]:
    return some.calls(platform).map(lambda call: msgspec.structs.replace(call, app=platform))


@given(steps=st.lists(st.one_of(*map(_placed, PLATFORMS)), max_size=16))
def test_sources_of_one_project_share_their_users(steps: list[MakeCall]) -> None:
    simulation = Simulation(seed=1)
    reference = Reference()
    reference.simulation = simulation
    for platform in PLATFORMS:
        made = simulation.server(name=platform) if platform == "server" else simulation.app(platform, name=platform)
        reference.sources[platform] = made
    for step in steps:
        some.attempt(reference, step)
    reference.drain()
    check_backend(reference.backend)


_NAMES = st.sampled_from(["a", "b", "c"])
_SIMPLE = st.one_of(st.integers(-9, 9), st.floats(-9, 9), st.sampled_from(["x", "5", None, True, [1, "y"], {"k": 1}]))
_OPERATIONS = st.one_of(
    st.dictionaries(
        st.sampled_from(["$set", "$setOnce", "$add", "$append", "$prepend", "$unset"]),
        st.dictionaries(_NAMES, _SIMPLE, min_size=1),
        max_size=3,
    ),
    st.just({"$clearAll": "-"}),
    st.dictionaries(_NAMES, _SIMPLE, max_size=2),
)


def number_in(value: object) -> int | float:
    if isinstance(value, str):
        return int(value) if value.isdecimal() else 0
    return value if type(value) in (int, float) else 0  # type: ignore[return-value]


def applied(properties: dict[str, Any], operations: dict[str, Any]) -> dict[str, Any]:
    """Say what properties are after one event's operations, each by its definition."""
    after = dict(properties)
    for operator, values in operations.items():
        if operator == "$clearAll":
            after = {}
        elif not operator.startswith("$"):
            after[operator] = values
        else:
            for name, value in values.items():
                there = name in after
                had = after.pop(name, None)
                listed = [] if had is None else had if isinstance(had, list) else [had]
                added = [] if value is None else value if isinstance(value, list) else [value]
                if operator == "$set":
                    after[name] = value
                elif operator == "$setOnce":
                    after[name] = had if there else value
                elif operator == "$add":
                    after[name] = number_in(had) + number_in(value)
                elif operator == "$append":
                    after[name] = [*listed, *added]
                elif operator == "$prepend":
                    after[name] = [*added, *listed]
    return after


@given(events=st.lists(_OPERATIONS, max_size=8))
def test_operations_on_one_user_do_what_their_names_say(events: list[dict[str, Any]]) -> None:
    backend = Backend()
    expected: dict[str, Any] = {}
    for index, operations in enumerate(events):
        event = ServerEvent("$identify", index, str(index), user_id="u", user_properties=operations)
        backend.accept([LoggedEvent(event, ()).to_json()], sender="test", ip="")
        expected = applied(expected, operations)
    user = backend.users.by_user_id("u")
    assert (user.properties if user else {}) == expected


@pytest.mark.parametrize("platform", PLATFORMS)
@given(
    identified=st.lists(st.dictionaries(st.sampled_from(some.TRAITS), st.integers(-99, 99), max_size=4), max_size=5),
    to_add=st.lists(st.sampled_from(some.TRAITS), unique=True, max_size=3),
    once=st.lists(st.sampled_from(some.TRAITS), unique=True, max_size=3),
)
def test_traits_become_the_properties_that_the_lists_say(
    platform: Platform, identified: list[dict[str, int]], to_add: list[str], once: list[str]
) -> None:
    reference, source = some.start(platform, {"traitsToIncrement": to_add, "traitsToSetOnce": once})
    expected: dict[str, int] = {}
    for traits in identified:
        source.identify("u", traits)
        for name, value in traits.items():
            if name in to_add and platform != "web":
                expected[name] = expected.get(name, 0) + value
            elif name not in once or name not in expected:
                expected[name] = value
    some.finish(reference, source)
    user = reference.backend.users.by_user_id("u")
    assert (user.properties if user else {}) == expected


_EVENT_IDS = st.tuples(st.sampled_from([None, "u1", "u2", "u3"]), st.sampled_from([None, "d1", "d2", "d3"]))


@given(ids=st.lists(_EVENT_IDS.filter(any), max_size=12))
def test_ids_name_users_as_the_documentation_says(ids: list[tuple[str | None, str | None]]) -> None:
    """A user is a number here; a device's nameless user becomes the first user id that is seen on the device."""
    backend = Backend()
    numbers = count()
    by_user: dict[str, int] = {}
    by_device: dict[str, int] = {}
    whose: list[int] = []
    for index, (user_id, device_id) in enumerate(ids):
        named: dict[str, Any] = {"user_id": user_id or msgspec.UNSET, "device_id": device_id or msgspec.UNSET}
        event = ServerEvent("x", index, str(index), revenue=index + 1, **named)
        backend.accept([LoggedEvent(event, ()).to_json()], sender="test", ip="")
        on_device = by_device.get(device_id) if device_id else None
        if user_id is None:
            one = next(numbers) if on_device is None else on_device
        else:
            nameless = on_device is not None and on_device not in by_user.values()
            one = by_user[user_id] if user_id in by_user else on_device if nameless else next(numbers)  # type: ignore[assignment]
            if nameless and one != on_device:
                whose = [one if before == on_device else before for before in whose]
                by_device = {device: one if who == on_device else who for device, who in by_device.items()}
            by_user[user_id] = one
        if device_id:
            by_device[device_id] = one
        whose.append(one)
    attributed = [backend.user_of(one) for one in backend.received]
    assert len(set(zip(attributed, whose, strict=True))) == len(set(attributed)) == len(set(whose))
    assert len(backend.users.all()) == len({*by_user.values(), *by_device.values()})
    spent = [sum(index + 1 for index, who in enumerate(whose) if who == one) for one in set(whose)]
    assert sorted(user.revenue for user in backend.users.all()) == sorted(spent)


@given(steps=some.actions("server"), user_id=st.sampled_from(["u1", "u2"]))
def test_a_deleted_user_leaves_nothing_behind(steps: list[AnyAction], user_id: str) -> None:
    reference, server = some.start("server", {"Secret Key": "0" * 32})
    for step in steps:
        some.attempt(reference, step)
    before = len(reference.backend.received)
    server.delete_user(user_id)
    assert all(one.event.get("user_id") != user_id for one in reference.backend.received)
    assert reference.backend.users.by_user_id(user_id) is None
    assert len(reference.backend.received) <= before
