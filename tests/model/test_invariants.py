"""Invariants of every sequence of calls, time and device events: identity, sessions, queues, purity."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.conformance.language.actions import AnyAction, CallSDK, ChangeDevice, Lifecycle, MakeCall, OpenPage, Wait
from simulator.conformance.running.reference import Reference
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.model.sources import App
from simulator.people import journeys
from simulator.values import Value, iso_date, milliseconds
from tests.support import strategies as some

Mobile = Literal["ios", "android"]
CLIENTS: tuple[Literal["web", "ios", "android"], ...] = ("web", "ios", "android")
MOBILE: tuple[Mobile, ...] = ("ios", "android")
COUNTERS = ("event_id", "sequence_number", "uuid")


def jsons(source: Any) -> list[dict[str, Any]]:
    return [logged.to_json() for logged in source.events]


def record(reference: Reference, source: Any) -> bytes:
    """Return everything that a run left behind, as bytes."""
    backend = reference.backend
    users = [
        (one.number, one.user_id, one.device_ids, one.properties, one.groups, one.revenue)
        for one in backend.users.all()
    ]
    received = [(one.sender, one.event, one.user, one.revenue, one.time) for one in backend.received]
    groups = [[*key, value] for key, value in backend.groups.items()]
    sent = [(one.event, one.because) for one in source.events]
    return msgspec.json.encode(
        [
            sent,
            repr(source.commands),
            repr(source.messages),
            repr(source.warnings),
            users,
            received,
            groups,
            backend.usermap_requests,
            backend.uploads,
            reference.rules_behind_events(),
        ]
    )


# 1. The same seed, the same bytes.


@pytest.mark.parametrize("platform", PLATFORMS)
@given(seed=st.integers(0, 10_000), given_settings=some.settings)
def test_the_same_seed_gives_the_same_bytes(platform: Platform, seed: int, given_settings: dict[str, Any]) -> None:
    runs = []
    ids = []
    for run_seed in (seed, seed, seed + 1):
        journey = journeys.journey(seed, platform=platform, events=25)
        reference, source = some.start(platform, given_settings, seed=run_seed)
        journey.perform(reference)
        some.finish(reference, source)
        runs.append(record(reference, source))
        ids.append({event.get("uuid") or event["insert_id"] for event in jsons(source)})
    assert runs[0] == runs[1]
    assert len(ids[0]) == len(source.events)
    assert not ids[0] & ids[2]


@pytest.mark.parametrize("platform", PLATFORMS)
@given(data=st.data(), given_settings=some.settings)
def test_any_sequence_of_actions_is_repeatable(platform: Platform, data: st.DataObject, given_settings: Any) -> None:
    steps = data.draw(some.actions(platform))
    runs = []
    for _ in range(2):
        reference, source = some.start(platform, given_settings, seed="again")
        accepted = [some.attempt(reference, step) for step in steps]
        some.finish(reference, source)
        runs.append((accepted, record(reference, source)))
    assert runs[0] == runs[1]


# 2. Sessions, by an oracle that knows only the documented rules.


class MobileOracle:
    """The rules of a mobile session: it ends after five minutes outside the foreground, and never within."""

    limit = 5 * some.MINUTE

    def __init__(self, now: int) -> None:
        self.kept = self.last = -1
        self.launch(now)

    def launch(self, now: int, *, woken: bool = False) -> None:
        # The session of an earlier process counts until the first activity asks whether it continues (sdk-facts, section 2).
        self.running, self.session, self.front = True, self.kept, False
        if not woken:
            self.to_front(now)

    def to_front(self, now: int) -> None:
        self.activity(now)
        self.front = True

    def activity(self, now: int) -> tuple[int, ...]:
        """Note something in the session and return the ids of the session that ends and the one that begins, if any."""
        recent = self.last >= 0 and now - self.last < self.limit
        goes_on = (self.front and self.session >= 0) or (recent and self.kept >= 0)
        ended = self.kept
        self.last = now
        if goes_on:
            self.session = self.kept
            return ()
        self.session = self.kept = now
        return (ended, now) if ended >= 0 else (now,)

    def step(self, reference: Reference, step: AnyAction) -> None:
        """Follow an accepted action other than a call; `background` for a while comes in two parts."""
        now = reference.simulation.clock.now
        if not isinstance(step, Lifecycle):
            return
        if step.event == "background":
            if step.duration is not None:
                now -= step.duration
            if self.session >= 0:
                self.last = now
            self.front = False
            if step.duration is not None:
                self.to_front(now + step.duration)
        elif step.event == "foreground":
            self.to_front(now)
        elif step.event == "kill":
            self.running = False
        else:
            self.launch(now, woken=step.event == "launch-in-background")


class WebOracle:
    """The rule of a web session: it ends when nothing happens for longer than half an hour."""

    running = True

    def __init__(self, now: int) -> None:
        self.session = self.last = now

    def activity(self, now: int) -> tuple[int, ...]:
        if now - self.last > 30 * some.MINUTE:
            self.session = now
        self.last = now
        return ()

    def step(self, reference: Reference, step: AnyAction) -> None:
        loads = isinstance(step, OpenPage) or (isinstance(step, Lifecycle) and step.event in LAUNCHES)
        if loads:
            self.activity(reference.simulation.clock.now)


LAUNCHES = ("launch", "launch-in-background", "restart")


@pytest.mark.parametrize("platform", CLIENTS)
@given(data=st.data(), given_settings=some.settings)
def test_sessions_change_only_as_the_rules_allow(platform: Platform, data: st.DataObject, given_settings: Any) -> None:
    given_settings = {name: value for name, value in given_settings.items() if name != "Track Session Events"}
    reference, app = some.start(platform, given_settings)
    now = reference.simulation.clock.now
    oracle = WebOracle(now) if platform == "web" else MobileOracle(now)
    for step in data.draw(some.evenly(some.pauses(platform), some.pauses(platform), some.actions(platform))):
        before = len(app.events)
        if not some.attempt(reference, step):
            assert len(app.events) == before
            continue
        oracle.step(reference, step)
        logged = [one.event.session_id for one in app.events[before:]]
        if -1 in logged:
            options = step.fields["integrations"]["Amplitude"] if isinstance(step, MakeCall) else {}
            assert options["outOfSession"] is True
            assert set(logged) == {-1}
        elif logged:
            oracle.activity(reference.simulation.clock.now)
            assert set(logged) == {oracle.session}
        assert app.amplitude is None or app.amplitude.session_id == oracle.session
    in_sessions = [event["session_id"] for event in jsons(app) if event["session_id"] != -1]
    assert in_sessions == sorted(in_sessions)


@pytest.mark.parametrize("platform", MOBILE)
@given(data=st.data())
def test_session_events_stand_at_the_borders_of_the_sessions(platform: Platform, data: st.DataObject) -> None:
    reference, app = some.start(platform, {"Track Session Events": True, "Track All Pages": True})
    for step in data.draw(some.actions(platform)):
        if not (isinstance(step, MakeCall) and step.fields.get("event") == "session_start"):
            some.attempt(reference, step)
    current = ended = -1
    for event in jsons(app):
        session_id, kind = event["session_id"], event["event_type"]
        if kind == "session_start":
            assert session_id == event["timestamp"] > ended
            assert ended == current
            current = session_id
        elif kind == "session_end":
            assert session_id == current <= event["timestamp"]
            ended = session_id
        elif session_id != -1:
            assert session_id == current > ended


@given(steps=some.actions("server"), given_settings=some.settings)
def test_a_server_event_has_a_session_only_if_the_option_gives_one(steps: list[AnyAction], given_settings: Any) -> None:
    reference, server = some.start("server", given_settings)
    known = {
        1537272000000: 1537272000000,
        "1537272000000": 1537272000000,
        "2018-09-18T12:00:00Z": 1537272000000,
        -1: -1,
    }
    for step in steps:
        before = len(server.events)
        if not some.attempt(reference, step) or not isinstance(step, MakeCall):
            continue
        option = step.fields.get("integrations", {}).get("Amplitude", {}).get("session_id")
        for event in jsons(server)[before:]:
            if event["event_type"] != "$groupidentify" and option != 1e30:
                assert event.get("session_id") == known.get(option)


# 3. Out of session means out of everything.


def normalized(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out the counters, and name device ids by their order, since ids come out of one seeded stream."""
    order: dict[str, int] = {}
    return [
        {
            name: order.setdefault(value, len(order)) if name == "device_id" else value
            for name, value in event.items()
            if name not in COUNTERS
        }
        for event in events
    ]


_WAIT = st.sampled_from([0, 1, 2, 3, 4, 5]).map(lambda minutes: Wait(duration=minutes * some.MINUTE))


@pytest.mark.parametrize("platform", MOBILE)
@given(data=st.data(), given_settings=some.settings, revenue=some.revenues)
def test_an_out_of_session_event_changes_no_other_event(
    platform: Mobile, data: st.DataObject, given_settings: Any, revenue: dict[str, Any]
) -> None:
    away: list[Any] = [
        Lifecycle(event="background"),
        data.draw(_WAIT),
        None,
        data.draw(_WAIT),
        MakeCall(method="track", fields={"event": "Song Played"}),
    ]
    steps = [
        *data.draw(some.actions(platform)),
        *data.draw(st.sampled_from([away, away, [None]])),
        # The SDK of iOS reads the device once, with a process's first event, which may be the extra one.
        *(one for one in data.draw(some.actions(platform)) if not isinstance(one, ChangeDevice)),
    ]
    extra = MakeCall(
        method="track",
        fields={
            "event": "Push Notification Viewed",
            "properties": revenue,
            "integrations": {"Amplitude": {"outOfSession": True}},
        },
    )
    runs = []
    for disturbed in (False, True):
        reference, app = some.start(platform, given_settings)
        extra_events: slice | None = None
        for step in steps:
            if step is not None:
                some.attempt(reference, step)
            elif disturbed:
                before = len(app.events)
                some.attempt(reference, extra)
                extra_events = slice(before, len(app.events))
                assert {event["session_id"] for event in jsons(app)[extra_events]} <= {-1}
        events = jsons(app)
        if extra_events is not None:
            del events[extra_events]
        runs.append(msgspec.json.encode(normalized(events)))
    assert runs[0] == runs[1]


# 4. A restart loses nothing.


@pytest.mark.parametrize("platform", CLIENTS)
@given(data=st.data(), given_settings=some.settings, woken=st.booleans())
def test_a_restart_loses_no_event_and_no_device_id(
    platform: Platform, data: st.DataObject, given_settings: Any, woken: bool
) -> None:
    reference, app = some.start(platform, given_settings)
    for step in data.draw(some.actions(platform)):
        some.attempt(reference, step)
    if not app.running:
        app.launch()
    app.change_device(online=False)
    for index in range(data.draw(st.sampled_from([0, 0, 1, 29, 30, 61, 120]))):
        app.track(f"Offline {index}")
    store = app.amplitude.store
    queued = [logged.event.uuid for logged in (*store.events, *store.identifies)]
    device_id, anonymous_id, user_id = app.device_id, app.anonymous_id, store.user_id
    if platform == "web" and app.settings.prefer_anonymous_id_for_device_id:
        # Each page load makes the anonymousId of that moment the device id, and a reset has changed it.
        device_id = anonymous_id
    app.kill()
    reference.perform(Wait(duration=data.draw(st.sampled_from([0, some.MINUTE, 40 * some.MINUTE]))))
    app.launch(in_background=woken)
    assert (app.device_id, app.anonymous_id, app.amplitude.store.user_id) == (device_id, anonymous_id, user_id)
    kept = [logged.event.uuid for logged in (*store.events, *store.identifies)]
    arrived = [one.event["uuid"] for one in reference.backend.received]
    assert set(queued) <= {*kept, *arrived}
    if data.draw(st.booleans()):
        app.change_device(online=True)
        app.background()
        app.foreground()
    for step in data.draw(some.actions(platform)):
        some.attempt(reference, step)
    some.finish(reference, app)
    arrived = [one.event["uuid"] for one in reference.backend.received]
    assert len(arrived) == len(set(arrived))
    assert sorted(arrived) == sorted(event["uuid"] for event in jsons(app))


# 5. Mapping is pure.


def with_dates_as_text(value: Value) -> Value:
    """Write dates as the iOS library does when it copies what an app gives it."""
    if isinstance(value, datetime):
        return iso_date(milliseconds(value))
    if isinstance(value, dict):
        return {key: with_dates_as_text(item) for key, item in value.items()}
    return [with_dates_as_text(item) for item in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("platform", PLATFORMS)
@given(data=st.data(), given_settings=some.settings)
def test_mapping_is_pure_and_the_destination_has_no_state(
    platform: Platform, data: st.DataObject, given_settings: Any
) -> None:
    reference, source = some.start(platform, given_settings)
    destination = source.destination if isinstance(source, App) else source.segment.destination
    settings = repr(source.settings)
    written: list[str] = []
    for step in data.draw(some.actions(platform)):
        if isinstance(step, CallSDK):
            continue
        before = len(source.messages)
        some.attempt(reference, step)
        for message in source.messages[before:]:
            assert isinstance(step, MakeCall)
            for name in {"properties", "traits", "integrations"} & step.fields.keys():
                if step.method != "page":
                    copied = platform == "ios" and isinstance(source, App) and name != "integrations"
                    expected = with_dates_as_text(step.fields[name]) if copied else step.fields[name]
                    assert repr(getattr(message.call, name)) == repr(expected)
            written.append(repr(message))
    some.finish(reference, source)
    assert list(map(repr, source.messages)) == written
    # A server's messages are mapped as they come over the wire.
    mapped = destination.map if isinstance(source, App) else source.segment.map
    again = [command for message in source.messages for command in mapped(message)]
    assert repr(again) == repr(list(source.commands))
    assert repr(destination.settings) == repr(source.settings) == settings
    for message in reversed(source.messages):
        commands = repr(destination.map(message))
        assert repr(destination.map(message)) == commands
        assert repr(type(destination)(destination.settings).map(message)) == commands
    assert list(map(repr, source.messages)) == written
