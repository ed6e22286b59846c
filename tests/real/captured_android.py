"""Performs recorded sequences of calls on the simulator and holds what comes of them against the real Android stack's.

`tests/real/captures/` has the sequences, and what Segment's core, the integration and Amplitude's SDK did with them
when they were run in virtual time. By hand: `python -m tests.real.captured_android latest map-3-14` shows where it
differs.
"""

from __future__ import annotations

import json
import lzma
import math
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from simulator.documentation import settings
from simulator.errors import CallError
from simulator.model.simulation import Simulation
from simulator.model.sources import App
from simulator.wire.requests import NO_ANSWER, Answer, Request

JSON = Any

_FOLDER: Final = Path(__file__).parent / "captures"
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_IDENTIFIES: Final = ("$identify", "$groupidentify")


@cache
def read(name: str) -> JSON:
    """Return `android-sequences`, with what they have in common, or `android-shipped`, `android-latest`."""
    return json.loads(lzma.decompress((_FOLDER / f"{name}.json.xz").read_bytes()))


@cache
def captured(dialect: str) -> dict[str, JSON]:
    """Return what came of each sequence on the real stack."""
    return {one["id"]: one for one in read(f"android-{dialect}")["captures"]}


_WRITTEN: Final[dict[str, Callable[[JSON], Any]]] = {
    "$date": lambda moment: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=moment),
    "$nan": lambda _: math.nan,
    "$inf": lambda _: math.inf,
    "$ninf": lambda _: -math.inf,
    "$long": lambda number: number,
    "$float": float,
    "$repeat": lambda pair: pair[0] * pair[1],
    "$keys": lambda count: {f"k{number}": number for number in range(count)},
    "$concat": lambda texts: "".join(map(value, texts)),
}
"""What stands for a value that JSON has not."""


def value(written: JSON, number: int | None = None) -> Any:
    """Read a value as an app would have it; `number` counts the repetitions of a step."""
    match written:
        case list():
            return [value(item, number) for item in written]
        case dict() if len(written) == 1 and (mark := next(iter(written))) in _WRITTEN:
            return _WRITTEN[mark](written[mark])
        case dict():
            return {key: value(item, number) for key, item in written.items()}
        case str() if number is not None:
            return written.replace("{n}", str(number))
    return written


class Performance:
    """One sequence on the simulator: the events as they were logged, the uploads, the states, and what was refused."""

    def __init__(self, sequence: JSON, dialect: str) -> None:
        document = read("android-sequences")
        self.events: list[JSON] = []
        self.uploads: list[JSON] = []
        self.states: list[JSON] = []
        self.refused: set[int] = set()
        self._step = -1
        self._answers: list[JSON] = []
        self._take_answers(sequence.get("answers", []))
        self._usually = sequence.get("default_answer", {})
        self._simulation = Simulation(dialect=dialect, start=document["epoch"], wire=self._answer)
        device = {**document["device_defaults"], **sequence.get("device", {})}
        given = {**document["setting_defaults"], **sequence.get("settings", {})}
        self._app = self._simulation.android(given, device=device, launch=False)
        if sequence.get("launch") != "none":
            self._launch(sequence.get("launch", "foreground"))
        self._look()
        for self._step, step in enumerate(sequence["steps"]):
            self._do(step, None)
            self._look()

    def _take_answers(self, answers: list[JSON]) -> None:
        for one in answers:
            self._answers += [one] * one.get("times", 1)

    def _answer(self, request: Request) -> Answer:
        items = [
            f"{'i' if one['event_type'] in _IDENTIFIES else 'e'}{one['event_id']}"
            for one in json.loads(request.fields["e"])
        ]
        self.uploads.append(
            {
                "step": self._step,
                "at": self._simulation.clock.now,
                "client": request.fields["client"],
                "upload_time": request.fields["upload_time"],
                "items": items,
            }
        )
        given = self._answers.pop(0) if self._answers else self._usually
        if "error" in given:
            return Answer(NO_ANSWER.status, "", given.get("delay", 0))
        return Answer(given.get("status", 200), given.get("body", "success"), given.get("delay", 0))

    def _launch(self, where: str) -> None:
        self._app.launch(in_background=where == "background")

    def _do(self, step: JSON, number: int | None) -> None:
        app, simulation = self._app, self._simulation
        match next(iter(step.items())):
            case "repeat", times:
                for again in range(times):
                    for one in step["do"]:
                        self._do(one, again)
            case "advance", duration:
                simulation.advance(duration)
            case "clock", jump:
                _move_the_clock(simulation, jump)
            case "background" | "foreground" | "kill" as method, _:
                getattr(app, method)()
            case "switch_activity", _:
                app.background()
                app.foreground()
            case "restart", where:
                app.kill()
                self._launch(where)
            case "launch", where:
                self._launch(where)
            case "settings", given:
                app.settings = settings.parse(given, base=simulation.dialect.clients["android"].defaults)
                app.destination = type(app.destination)(app.settings)
            case "device", attributes:
                app.change_device(**attributes)
            case "answers", answers:
                self._answers.clear()
                self._take_answers(answers)
            case "native", method:
                app.native(method)
            case "flush" | "reset" as method, _:
                app.make(method, {})
            case method, fields:
                try:
                    app.make(method, value(fields, number))
                except CallError:
                    self.refused.add(self._step)

    def _look(self) -> None:
        app = self._app
        for logged in app.events[len(self.events) :]:
            event = logged.to_json()
            queue = "identifys" if event["event_type"] in _IDENTIFIES else "events"
            self.events.append({"step": self._step, "queue": queue, "id": event.pop("event_id"), "event": event})
        self.states.append({"step": self._step, "now": self._simulation.clock.now, **_state(app)})


def _move_the_clock(simulation: Simulation, jump: int) -> None:
    """Let the wall clock jump; timers go by another one."""
    clock = simulation.clock
    clock.now += jump
    for timer in clock._timers:  # noqa: SLF001 — no scenario has a wall clock of its own
        timer.at += jump


def _state(app: App) -> JSON:
    if not app.amplitude or not app.analytics:
        return {}
    store = app.amplitude.store
    return {
        "device_id": app.amplitude.device_id,
        "user_id": store.user_id,
        "session_id": app.amplitude.session_id,
        "anonymous_id": app.anonymous_id,
        "segment_user_id": app.analytics.user_id,
        "events": len(store.events),
        "identifys": len(store.identifies),
    }


def differences(sequence: JSON, dialect: str) -> Iterator[str]:
    """Tell where the simulator does otherwise than the real stack: events and their fields' order, uploads, states."""
    real, ours = captured(dialect)[sequence["id"]], Performance(sequence, dialect)
    theirs, own = _roles(real["states"], real["events"]), _roles(ours.states, ours.events)
    made, expected = [_seen(one, own) for one in ours.events], [_seen(one, theirs) for one in real["events"]]
    yield from _apart("number of events", len(made), len(expected))
    for number, (one, other) in enumerate(zip(made, expected, strict=False)):
        yield from _apart(f"event {number}", one, other)
    sent = [one for one in real["uploads"] if one["answer"].get("error") != "unknownhost"]
    keys = ("step", "at", "client", "upload_time", "items")
    yield from _apart("uploads", ours.uploads, [{key: one[key] for key in keys} for one in sent])
    known = ("step", "device_id", "user_id", "session_id", "anonymous_id", "segment_user_id", "events", "identifys")
    for one, other in zip(ours.states, real["states"], strict=True):
        for key in known:
            yield from _apart(
                f"{key} after step {one['step']}", own.get(x := one.get(key), x), theirs.get(y := other.get(key), y)
            )
    yield from _apart("refused", sorted(ours.refused), sorted({one["step"] for one in real.get("refused", [])}))
    yield from _apart("crashes", [], real.get("crashes") or [])


def _roles(states: list[JSON], events: list[JSON]) -> dict[str, str]:
    """Return random ids by their order, as roles."""
    devices = [
        one
        for number, state in enumerate(states)
        for one in (*(e["event"]["device_id"] for e in events if e["step"] == number - 1), state.get("device_id"))
    ]
    roles: dict[str, str] = {}
    for kind, found in (("anonymous id", [state.get("anonymous_id") for state in states]), ("device id", devices)):
        random = [one for one in dict.fromkeys(found) if one and _UUID.fullmatch(one.removesuffix("R"))]
        roles |= {one: f"<{kind} {number}>" for number, one in enumerate(random, 1)}
    return roles


def _seen(entry: JSON, roles: dict[str, str]) -> JSON:
    event = dict(entry["event"])
    order = list(event)
    assert _UUID.fullmatch(event.pop("uuid"))
    return {**entry, "event": _with_roles(event, roles), "order": order, "at": None}


def _with_roles(found: JSON, roles: dict[str, str]) -> JSON:
    if isinstance(found, bool):
        return ("bool", found)
    if isinstance(found, str):
        return roles.get(found, found)
    if isinstance(found, list):
        return [_with_roles(one, roles) for one in found]
    if isinstance(found, dict):
        return {key: _with_roles(one, roles) for key, one in found.items()}
    return found


def _apart(where: str, ours: JSON, real: JSON) -> Iterator[str]:
    if isinstance(ours, dict) and isinstance(real, dict):
        for key in sorted(ours.keys() | real.keys()):
            yield from _apart(f"{where}: {key}", ours.get(key, "absent"), real.get(key, "absent"))
    elif ours != real:
        yield f"{where}: simulator {str(ours)[:200]}, real {str(real)[:200]}"


def main(dialect: str, *names: str) -> None:
    """Show where sequences differ."""
    equal = 0
    for sequence in read("android-sequences")["cases"]:
        if not names or sequence["id"] in names:
            lines = list(differences(sequence, dialect))
            equal += not lines
            for line in lines[:8]:
                print(f"{sequence['id']} {line}")  # noqa: T201
    print(f"{equal} are equal")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
