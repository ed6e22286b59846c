"""A refusal is one of the simulator's own errors, and leaves everything as it was."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import Simulation
from simulator.conformance.language.cases import compile_text
from simulator.documentation import settings as settings_module
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.errors import DevicemodeError, FeatureError, SettingsError
from simulator.model.calls import METHODS
from simulator.model.clock import Clock
from simulator.model.device import ATTRIBUTES
from simulator.model.dialects import DIALECTS
from simulator.model.sources import App, ServerSource
from simulator.values import UNDEFINED, carried
from tests import ROOT
from tests.support import strategies as some

FEATURES = sorted((ROOT / "features").rglob("*.feature"))


def state(simulation: Simulation, source: App | ServerSource) -> str:
    """Return everything that a call could change."""
    backend = simulation.backend
    seen: list[Any] = [
        simulation.clock.now,
        len(backend.received),
        backend.usermap_requests,
        backend.deletions,
        backend.users.all(),
        backend.uploads,
        source.messages,
        source.commands,
        source.events,
        source.warnings,
        source.segment.messages,
        source.segment.events,
    ]
    if isinstance(source, App):
        device = source.device
        seen += [
            {name: value for name, value in vars(device).items() if name not in ("clock", "random", "storage")},
            vars(device.storage),
            device.random.getstate(),
            source.startup_commands,
            source.running,
            source.amplitude and source.amplitude.session_id,
        ]
    return repr(seen)


def check_events(source: App | ServerSource) -> None:
    for logged in source.events:
        written = logged.to_json()
        assert json.loads(msgspec.json.encode(written)) == json.loads(json.dumps(written, allow_nan=False))
    for message in source.messages:
        message.to_json()


def fields_of(method: str) -> tuple[str, ...]:
    return METHODS[method].__struct_encode_fields__ if method in METHODS else ("userId", "traits")


wild_objects = st.one_of(some.wild_values, st.dictionaries(some.wild_texts, some.wild_values, max_size=3))
wild_calls = st.one_of(st.sampled_from(list(METHODS)), some.wild_texts).flatmap(
    lambda method: st.tuples(
        st.just(method),
        st.one_of(
            st.dictionaries(st.sampled_from(fields_of(method)), wild_objects, max_size=3),
            st.fixed_dictionaries(
                {"userId": st.just("u"), "event": st.just("x"), "groupId": st.just("g"), "previousId": st.just("p")},
            ).flatmap(
                lambda given_fields: st.dictionaries(st.sampled_from(fields_of(method)), wild_objects, max_size=2).map(
                    lambda wild: (
                        {name: value for name, value in given_fields.items() if name in fields_of(method)} | wild
                    )
                )
            ),
            wild_objects,
        ),
    )
)


def make_source(
    platform: Platform, given_settings: dict[str, Any], dialect: str = "documented"
) -> tuple[Simulation, App | ServerSource]:
    simulation = Simulation(dialect=dialect)
    if platform == "server":
        return simulation, simulation.server(given_settings)
    return simulation, simulation.app(platform, given_settings)


@pytest.mark.parametrize("platform", PLATFORMS)
@given(made=wild_calls, given_settings=some.settings, dialect=st.sampled_from(DIALECTS))
def test_any_call_works_or_is_refused_without_a_trace(
    platform: Platform, made: tuple[str, Any], given_settings: dict[str, Any], dialect: str
) -> None:
    simulation, source = make_source(platform, given_settings, dialect)
    source.identify("u", {"plan": "basic"})
    before = state(simulation, source)
    method, fields = made
    try:
        source.make(method, fields)
    except DevicemodeError:
        assert state(simulation, source) == before
    source.track("Song Played", user_id="u" if platform == "server" else None)
    source.drain()
    check_events(source)


@pytest.mark.parametrize("platform", PLATFORMS)
@given(
    event=st.one_of(some.texts, wild_objects),
    made=st.lists(wild_objects, min_size=3, max_size=3),
    ids=wild_objects,
    dialect=st.sampled_from(DIALECTS),
)
def test_any_arguments_of_track_work_or_are_refused_without_a_trace(
    platform: Platform, event: Any, made: list[Any], ids: Any, dialect: str
) -> None:
    simulation, source = make_source(platform, {}, dialect)
    before = state(simulation, source)
    try:
        source.track(event, made[0], integrations={"Amplitude": made[1]}, context=made[2], user_id=ids)
    except DevicemodeError:
        assert state(simulation, source) == before
    source.drain()
    check_events(source)


@pytest.mark.parametrize("platform", ["web", "ios", "android"])
@given(
    attributes=st.dictionaries(
        st.one_of(st.sampled_from(ATTRIBUTES), st.sampled_from(ATTRIBUTES), some.wild_texts),
        st.one_of(
            some.wild_values,
            st.lists(some.wild_values, min_size=2, max_size=2),
            st.sampled_from(["http://[", "https://example.com/?amp_device_id=%ff", "::1%eth0", "Pixel 2", "de-DE"]),
        ),
        min_size=1,
        max_size=3,
    ),
    native=some.wild_texts,
)
def test_any_device_attribute_works_or_is_refused_without_a_trace(
    platform: Any, attributes: dict[str, Any], native: str
) -> None:
    simulation = Simulation()
    app = simulation.app(platform, {"Set Device ID From URL Parameter": True, "Track All Pages": True})
    before = state(simulation, app)
    try:
        app.change_device(**attributes)
    except DevicemodeError:
        assert state(simulation, app) == before
    with pytest.raises(DevicemodeError):
        app.native(native)
    app.restart()
    app.make("page" if platform == "web" else "screen", {"name": "x"})
    app.drain()
    check_events(app)


_SPELLINGS = [name for one in settings_module.SETTINGS for name in (one.key, *one.names)]


@given(
    values=st.one_of(
        wild_objects,
        st.dictionaries(st.sampled_from(_SPELLINGS), st.one_of(some.wild_values, st.booleans(), some.texts)),
    )
)
def test_any_settings_work_or_are_a_settings_error(values: Any) -> None:
    try:
        parsed = settings_module.parse(values)
    except SettingsError:
        return
    for platform in PLATFORMS:
        simulation = Simulation()
        source = simulation.server(parsed) if platform == "server" else simulation.app(platform, parsed)
        ids = {"userId": "u"} if platform == "server" else {}
        source.make("identify", {"traits": {"plan": "basic", "age": 3}, **ids})
        source.make("group", {"groupId": "g", "traits": {"name": "n", "industry": "i"}, **ids})
        source.drain()
        check_events(source)


@given(duration=wild_objects)
def test_time_only_goes_forward_by_whole_milliseconds(duration: Any) -> None:
    clock = Clock()
    start = clock.now
    try:
        clock.advance(duration)
    except DevicemodeError:
        assert clock.now == start
    else:
        assert clock.now == start + duration


@given(value=wild_objects)
def test_what_is_carried_is_a_private_copy_of_plain_values(value: Any) -> None:
    try:
        copied = carried(value, "it")
    except DevicemodeError:
        return
    stack = [(copied, value)]
    while stack:
        one, original = stack.pop()
        if isinstance(one, dict | list):
            assert one is not original
            pairs = one.items() if isinstance(one, dict) else enumerate(one)
            stack += [(item, original[key]) for key, item in pairs]
        else:
            assert type(one) in (
                str,
                int,
                float,
                bool,
                type(None),
                type(UNDEFINED),
                *([type(original)] if hasattr(original, "tzinfo") else []),
            )


# Features: any text, and the project's own with something broken in it.


def check_compiles(text: str) -> None:
    try:
        cases = compile_text(text, "some.feature", "some")
    except FeatureError as error:
        refusal = str(error)
    else:
        assert len({case.id for case in cases}) == len(cases)
        return
    assert refusal.startswith("some.feature:")


_LINES = st.sampled_from(
    [
        "",
        "Feature: f",
        "Rule: r",
        "Background:",
        "Scenario: s",
        "Scenario Outline: <case>",
        "Examples:",
        "  | case | b |",
        "  | 1 |",
        "  | |",
        "@rule:nope",
        "@dialect:printed",
        '  """',
        "  ```",
        "Given an ios app",
        "* 5 minutes pass",
        "When 9e9 seconds pass",
        "When 007 minutes pass",
        "When the app calls track with",
        '{"event": "x"}',
        "# language: de",
        "Then Amplitude receives exactly these events",
        "  | event_type | event_properties. |",
        '  | "\\ud800" | [[[ |',
        "Then the cross-project view shows exactly",
        "  | global_user_id | user_ids |",
        "  | 1 | 2 |",
        "\ud800",
        "\x00",
        "\ufeff",
        "Then the user is in exactly these groups",
        "  | group_type | name |",
        "Then Amplitude counts a revenue of -0.0",
    ]
)


@given(text=st.one_of(st.text(max_size=40), st.lists(st.one_of(_LINES, some.wild_texts), max_size=12).map("\n".join)))
def test_any_text_compiles_or_is_a_feature_error(text: str) -> None:
    check_compiles(text)
    check_compiles("Feature: f\n Scenario: s\n  Given an ios app\n" + text)


@given(data=st.data())
def test_a_broken_feature_is_a_feature_error(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(FEATURES)).read_text("utf-8").splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        kind = data.draw(st.sampled_from(["drop", "repeat", "insert", "cut", "splice", "swap"]))
        if kind == "drop" and len(lines) > 1:
            del lines[at]
        elif kind == "repeat":
            lines.insert(at, lines[at])
        elif kind == "insert":
            lines.insert(at, data.draw(st.one_of(_LINES, some.wild_texts)))
        elif kind == "cut":
            lines[at] = lines[at][: data.draw(st.integers(0, len(lines[at])))]
        elif kind == "splice":
            column = data.draw(st.integers(0, len(lines[at])))
            inserted = data.draw(
                st.one_of(st.sampled_from(['"', "|", "<", ">", "\\", "{", "@", "#", "-", "0"]), some.wild_texts)
            )
            lines[at] = lines[at][:column] + inserted + lines[at][column:]
        else:
            lines[at - 1], lines[at] = lines[at], lines[at - 1]
    check_compiles("\n".join(lines))


def test_there_are_features_to_break() -> None:
    assert FEATURES
