"""Performs recorded sequences of calls on the simulator and compares the results with the real iOS stack's.

`tests/real/captures/` has the sequences, and what Segment's core, the integration and Amplitude's SDK did with them
when they were run in virtual time. By hand: `python -m tests.real.captured_ios latest drawn.012` shows where it
differs.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from simulator.errors import DevicemodeError
from simulator.model.simulation import Simulation
from simulator.model.sources import App
from simulator.wire.requests import Answer, Request

JSON = Any

EPOCH: Final = 1_537_272_000_000
KEY: Final = "0123456789abcdef0123456789abcdef"
IDFV, IDFA = "AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE", "11111111-2222-4333-8444-555555555555"
_FOLDER: Final = Path(__file__).parent / "captures"


@cache
def read(name: str) -> JSON:
    """Return `ios-sequences`, or the result of each in `ios-shipped` or `ios-latest`."""
    with gzip.open(_FOLDER / f"{name}.json.gz") as file:
        return json.load(file)


def value(written: JSON) -> Any:
    """Read a value as an app would have it."""
    match written:
        case list():
            return [value(item) for item in written]
        case {"$date": moment, **others} if not others:
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=moment)
        case {"$url": address, **others} if not others:
            return address
        case {"$float": number, **others} if not others:
            return float(number)
        case {"$repeat": [text, times], **others} if not others:
            return text * times
        case {"$many": keys, **others} if not others:
            return {f"k{number:04d}": number for number in range(keys)}
        case dict():
            return {key: value(item) for key, item in written.items()}
    return written


class _Recorder:
    """Answers requests as the sequence says, and keeps them."""

    def __init__(self, latency: int) -> None:
        self.answers: list[JSON] = []
        self.requests: list[JSON] = []
        self.latency = latency
        self.simulation: Simulation

    def __call__(self, request: Request) -> Answer:
        self.requests.append({"t": self.simulation.clock.now, "events": json.loads(request.fields["e"])})
        if not self.answers:
            return Answer(200, "success", self.latency)
        answer = self.answers.pop(0)
        delay = answer.get("delay", self.latency)
        return Answer(0, "", delay) if "error" in answer else Answer(answer["status"], answer["body"], delay)


def perform(sequence: JSON, dialect: str) -> JSON:
    """Return a sequence's requests, its refusals, and the step that ended the app."""
    wire = _Recorder(sequence.get("latency", 0))
    simulation = wire.simulation = Simulation(dialect=dialect, wire=wire, start=EPOCH)
    settings = {"apiKey": KEY, **sequence.get("settings", {})}
    device = {"vendor_id": IDFV, "advertising_id": IDFA, **sequence.get("device", {})}
    app = simulation.ios(settings, device=device, launch=False)
    refusals = []
    for number, step in enumerate(_steps(sequence["steps"])):
        try:
            _do(app, simulation, wire, step)
        except DevicemodeError as error:
            refusals.append(str(error))
        if app.crashes:
            return {"requests": wire.requests, "refusals": refusals, "crash": {"step": number, "do": step["do"]}}
    app.change_device(online=True)
    wire.latency = 0
    app.drain()
    return {"requests": wire.requests, "refusals": refusals, "crash": None}


def _steps(written: list[JSON]) -> Iterator[JSON]:
    for step in written:
        if step["do"] == "repeat":
            for number in range(step["times"]):
                yield from json.loads(json.dumps(step["steps"]).replace("#i#", str(number)))
        else:
            yield step


def _do(app: App, simulation: Simulation, wire: _Recorder, step: JSON) -> None:
    options = value(step.get("options", {}))
    properties, traits = value(step.get("properties", {})), value(step.get("traits", {}))
    match step["do"]:
        case "launch":
            app.launch(in_background=step.get("state") == "background")
        case "kill" | "restart" | "flush" | "reset" | "background" | "foreground":
            getattr(app, step["do"])()
        case "track":
            app.track(value(step["event"]), properties, **options)
        case "identify":
            app.identify(value(step.get("userId")), traits, **options)
        case "screen":
            app.screen(step.get("name"), step.get("category"), properties, **options)
        case "group":
            app.group(value(step["groupId"]), traits, **options)
        case "advance":
            simulation.advance(step["ms"])
        case "native":
            app.native(step["method"])
        case "device":
            app.change_device(**step["set"])
        case "answers":
            wire.answers += step["list"]
        case other:
            raise NotImplementedError(other)


def differences(sequence: JSON, dialect: str) -> list[str]:
    """Return the differences of the simulator from the real stack, a line for each."""
    real, ours = read(f"ios-{dialect}")[sequence["id"]], perform(sequence, dialect)
    missing = {f"the iOS SDK has no method {method}" for method in real["missing"]}
    lines = [f"refused: {one}" for one in ours["refusals"] if one not in missing]
    if real["crash"] != ours["crash"]:
        lines.append(f"crash: real {real['crash']}, simulator {ours['crash']}")
    theirs, own = _normal(real["requests"]), _normal(ours["requests"])
    one, other = ({e["sequence_number"]: e for request in side for e in request["events"]} for side in (theirs, own))
    for number in sorted(one.keys() | other.keys()):
        lines += _apart(one.get(number), other.get(number), f"#{number}")
    if not lines:
        shapes = [
            [(r["t"] - EPOCH, [e["sequence_number"] for e in r["events"]]) for r in side] for side in (theirs, own)
        ]
        lines += [] if shapes[0] == shapes[1] else [f"requests: real {shapes[0]}, simulator {shapes[1]}"]
    return lines


def _normal(requests: list[JSON]) -> list[JSON]:
    """Return requests without unknown values, and with random ids by their order."""
    roles: dict[str, str] = {}
    return [{"t": one["t"], "events": [_normal_event(event, roles) for event in one["events"]]} for one in requests]


def _normal_event(event: JSON, roles: dict[str, str]) -> JSON:
    made = {key: item for key, item in event.items() if key not in ("uuid", "country")}
    device_id = made.get("device_id", "")
    if device_id.endswith("R"):
        made["device_id"] = roles.setdefault(device_id, f"random {len(roles) + 1}")
    made["user_properties"] = {
        operator: {
            name: roles.setdefault(item, f"anonymous {len(roles) + 1}") if name == "anonymousId" else item
            for name, item in traits.items()
        }
        for operator, traits in event["user_properties"].items()
    }
    return made


def _apart(real: JSON, ours: JSON, path: str) -> list[str]:
    """Return the places where two values differ; numbers are compared to 15 digits, and true is not 1."""
    if isinstance(real, dict) and isinstance(ours, dict):
        return [
            line
            for key in sorted(real.keys() | ours.keys())
            for line in _apart(real.get(key, ...), ours.get(key, ...), f"{path}.{key}")
        ]
    if isinstance(real, list) and isinstance(ours, list) and len(real) == len(ours):
        return [line for n, pair in enumerate(zip(real, ours, strict=True)) for line in _apart(*pair, f"{path}[{n}]")]
    return [] if _same(real, ours) else [f"{path}: real {str(real)[:200]}, simulator {str(ours)[:200]}"]


def _same(real: JSON, ours: JSON) -> bool:
    if isinstance(real, bool) or isinstance(ours, bool):
        return real is ours
    if isinstance(real, int | float) and isinstance(ours, int | float):
        return real == ours or abs(real - ours) <= 1e-15 * max(abs(real), abs(ours))
    return bool(real == ours)


def main(dialect: str, *prefixes: str) -> None:
    """Print the differences of sequences."""
    equal = 0
    for sequence in read("ios-sequences"):
        if not prefixes or sequence["id"].startswith(prefixes):
            lines = differences(sequence, dialect)
            equal += not lines
            for line in lines[:8]:
                print(f"{sequence['id']} {line}")  # noqa: T201
    print(f"{equal} are equal")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
