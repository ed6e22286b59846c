"""Sequences of calls on Android, performed by the simulator and compared with a real stack's.

Compared, event for event: the log (order, queue, id, each field, their order), the uploads (time, key, events), the
libraries' state after each step, refused calls, and what ended the app. Random ids are compared by role, `uuid` by its
form, and the release of the library where it is asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from simulator.documentation import settings
from simulator.errors import DevicemodeError
from simulator.model.simulation import Simulation
from simulator.wire.requests import NO_ANSWER, Answer, Request
from tests.real.values_android import value, written_out

_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_STATES: Final = (
    "device_id",
    "user_id",
    "session_id",
    "anonymous_id",
    "segment_user_id",
    "events",
    "identifys",
)
_UPLOADS: Final = ("step", "at", "client", "upload_time", "items")


class Difference(NamedTuple):
    """A place where the two differ, with the simulator's value there and the real stack's."""

    where: str
    ours: Any
    theirs: Any


def simulated(case: Mapping[str, Any], document: Mapping[str, Any], dialect: str) -> dict[str, Any]:
    """Perform a sequence on the simulator; return the observations, in the form of the recorded ones."""
    return _Performance(case, document, dialect).seen


class _Performance:
    def __init__(self, case: Mapping[str, Any], document: Mapping[str, Any], dialect: str) -> None:
        self.seen: dict[str, Any] = {"events": [], "uploads": [], "states": [], "refused": [], "crashes": []}
        self._step = -1
        self._answers: list[Any] = []
        self._give(case.get("answers", []))
        self._usually = case.get("default_answer", {})
        self._simulation = Simulation(seed=case["id"], start=document["epoch"], dialect=dialect, wire=self._answer)
        self._app = self._simulation.android(
            {**document["setting_defaults"], **case.get("settings", {})},
            device={**document["device_defaults"], **case.get("device", {})},
            launch=False,
        )
        self._late = "late_integration" in case
        self._app.settings_arrive = not self._late
        launch = case.get("launch", "foreground")
        if launch != "none":
            self._launch(launch)
        self._look()
        for self._step, step in enumerate(case["steps"]):
            self._perform(step, None)
            self._look()

    def _give(self, answers: list[Any]) -> None:
        for one in answers:
            self._answers += [one] * one.get("times", 1)

    def _answer(self, request: Request) -> Answer:
        if request.path != "/":
            return Answer(200, "success")
        events = json.loads(request.fields["e"])
        self.seen["uploads"].append(
            {
                "step": self._step,
                "at": self._simulation.clock.now,
                "client": request.fields["client"],
                "upload_time": request.fields["upload_time"],
                "items": [f"{_queue(one)[0]}{one['event_id']}" for one in events],
            }
        )
        given = self._answers.pop(0) if self._answers else self._usually
        if "error" in given:
            return Answer(NO_ANSWER.status, "", given.get("delay", 0))
        return Answer(given.get("status", 200), given.get("body", "success"), given.get("delay", 0))

    def _look(self) -> None:
        app, events = self._app, self.seen["events"]
        for logged in app.events[len(events) :]:
            event = logged.to_json()
            events.append({"step": self._step, "queue": _queue(event), "id": event.pop("event_id"), "event": event})
        self.seen["crashes"] = [{"call": one.call} for one in app.crashes]
        state: dict[str, Any] = {"step": self._step}
        if app.amplitude and app.analytics:
            store = app.amplitude.store
            state |= {
                "device_id": app.amplitude.device_id,
                "user_id": store.user_id,
                "session_id": app.amplitude.session_id,
                "anonymous_id": app.anonymous_id,
                "segment_user_id": app.analytics.user_id,
                "events": len(store.events),
                "identifys": len(store.identifies),
            }
        self.seen["states"].append(state)

    def _launch(self, how: str) -> None:
        self._app.launch(in_background=how == "background")
        if self._late:
            self._app.deliver_settings()

    def _perform(self, step: Mapping[str, Any], n: int | None) -> None:
        try:
            self._do(step, n)
        except DevicemodeError:
            self.seen["refused"].append({"step": self._step})

    def _do(self, step: Mapping[str, Any], n: int | None) -> None:
        app = self._app
        [(name, argument)] = ((key, item) for key, item in step.items() if key != "do")
        match name:
            case "repeat":
                for i in range(argument):
                    for one in step["do"]:
                        self._perform(one, i)
            case "advance":
                self._simulation.advance(argument)
            case "clock":
                self._simulation.clock.now += argument
                for timer in self._simulation.clock._timers:  # noqa: SLF001
                    timer.at += argument
            case "background":
                app.background()
            case "foreground":
                app.foreground()
            case "switch_activity":
                app.background()
                app.foreground()
            case "restart":
                app.kill()
                self._launch(argument)
            case "kill":
                app.kill()
            case "launch":
                self._launch(argument)
            case "settings":
                parsed = settings.parse(argument, base=self._simulation.dialect.clients["android"].defaults)
                app.settings, app.destination = parsed, type(app.destination)(parsed)
            case "device":
                app.change_device(**argument)
            case "answers":
                self._answers.clear()
                self._give(argument)
            case "native":
                app.native(argument)
            case "flush" | "reset":
                app.make(name, {})
            case _:
                app.make(name, value(written_out(argument, n)))


def _queue(event: Mapping[str, Any]) -> str:
    return "identifys" if event["event_type"] in ("$identify", "$groupidentify") else "events"


def differences(ours: Mapping[str, Any], theirs: Mapping[str, Any], *, release: bool = False) -> Iterator[Difference]:
    """Yield the differences of two performances of a sequence, the earliest first within each kind.

    `release` compares the release of the library, too.
    """
    roles = _roles(ours), _roles(theirs)
    left, right = (
        [_comparable(one, named, release=release) for one in seen["events"]]
        for seen, named in zip((ours, theirs), roles, strict=True)
    )
    if len(left) != len(right):
        yield Difference("events", [one["event_type"] for one in left], [one["event_type"] for one in right])
    for number, (a, b) in enumerate(zip(left, right, strict=False)):
        yield from _deep(f"event {number} {b['event_type'][:30]}", a, b)
    sent = [[{key: one[key] for key in _UPLOADS} for one in seen["uploads"]] for seen in (ours, theirs)]
    if len(sent[0]) != len(sent[1]):
        yield Difference("uploads", *([(one["step"], one["items"]) for one in side] for side in sent))
    for number, (a, b) in enumerate(zip(*sent, strict=False)):
        yield from _deep(f"upload {number}", a, b)
    for a, b in zip(ours["states"], theirs["states"], strict=True):
        for key in _STATES:
            x, y = (named.get(one.get(key), one.get(key)) for one, named in zip((a, b), roles, strict=True))
            if x != y:
                yield Difference(f"{key} after step {a['step']}", x, y)
    refused = [sorted({one["step"] for one in seen["refused"]}) for seen in (ours, theirs)]
    if refused[0] != refused[1]:
        yield Difference("refused", *refused)
    crashes = [[one["call"] for one in seen.get("crashes", [])] for seen in (ours, theirs)]
    if crashes[0] != crashes[1]:
        yield Difference("crashes", ours.get("crashes"), theirs.get("crashes"))


def _comparable(entry: Mapping[str, Any], roles: Mapping[Any, str], *, release: bool) -> dict[str, Any]:
    event = dict(entry["event"])
    uuid = event.pop("uuid")
    if not release:
        event["library"] = {**event["library"], "version": "any"}
    return {
        "step": entry["step"],
        "queue": entry["queue"],
        "id": entry["id"],
        "uuid": bool(_UUID.fullmatch(uuid)),
        "order": list(entry["event"]),
        **_plain(event, roles),
    }


def _plain(x: Any, roles: Mapping[Any, str]) -> Any:
    """Return a value in which booleans differ from numbers, and ids are roles."""
    match x:
        case bool():
            return ("boolean", x)
        case str():
            return roles.get(x, x)
        case list():
            return [_plain(item, roles) for item in x]
        case dict():
            return {key: _plain(item, roles) for key, item in x.items()}
    return x


def _roles(seen: Mapping[str, Any]) -> dict[Any, str]:
    states, events = seen["states"], seen["events"]
    found = {"anonymous": [one.get("anonymous_id") for one in states], "device": list[Any]()}
    for number, state in enumerate(states):
        found["device"] += [one["event"]["device_id"] for one in events if one["step"] == number - 1]
        found["device"].append(state.get("device_id"))
    roles: dict[Any, str] = {}
    for what, ids in found.items():
        for one in ids:
            made = one and (
                _UUID.fullmatch(one) if what == "anonymous" else _UUID.fullmatch(one[:-1]) and one[-1] == "R"
            )
            if made and one not in roles:
                roles[one] = f"<{what} {sum(role.startswith(f'<{what}') for role in roles.values()) + 1}>"
    return roles


def _deep(where: str, a: Any, b: Any) -> Iterator[Difference]:
    if isinstance(a, dict) and isinstance(b, dict):
        for key in [*b, *(key for key in a if key not in b)]:
            if a.get(key, "absent") != b.get(key, "absent"):
                yield from _deep(f"{where}.{key}", a.get(key, "absent"), b.get(key, "absent"))
    elif a != b:
        yield Difference(where, a, b)
