"""The reference as the port that vectors judge: JSON in, JSON out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from simulator.backend import Backend, Fault
from simulator.backend.reading.view import view_of
from simulator.model.commands import Warn
from simulator.model.dialects import DialectName
from simulator.model.sources import App
from simulator.ports.protocol import messages, serving
from simulator.vectors.performing import ReferenceWithBackend
from tests.vectors.judge import JSON, Bindings, holds, made_fits


def made_by(reference: ReferenceWithBackend) -> Iterator[JSON]:
    """Return everything that the SDK in each app and Segment's servers behind it have made."""
    for name, source in reference.sources.items():
        parts: list[tuple[str, Any]] = [("sdk", source)] if isinstance(source, App) else []
        for by, part in (*parts, ("segment-servers", source.segment)):
            commands = _plain([one for one in part.commands if not isinstance(one, Warn)])
            for command in commands:
                del command["because"]
            events = _plain([one.event for one in part.events])
            yield {"app": name, "by": by, "commands": commands, "events": events}


def _plain(value: object) -> Any:
    return json.loads(msgspec.json.encode(value))


class Port:
    """One case on the reference, with ids of its own: its seed is not that of the export."""

    def __init__(self, dialect: DialectName) -> None:
        self.backend = Backend()
        self.reference = ReferenceWithBackend(self.backend, dialect)
        self.refused: list[str] = []

    def ask(self, message: JSON) -> JSON:
        if message["do"] == "open":
            assert message["endpoints"]["amplitude"] == "https://api.amplitude.com"
            message = message | {"case": "another seed", "seed": "another seed"}
        request = msgspec.json.decode(json.dumps(message), type=messages.AnyRequest)
        reply = json.loads(msgspec.json.encode(serving.reply(self.reference, request)))
        assert "error" not in reply, reply
        return reply

    def apps(self) -> dict[str, Any]:
        apps: dict[str, Any] = self.ask({"do": "drain", "id": 0, "flush": False})["ok"]["apps"]
        return apps

    def misbehave(self, fault: JSON, app: str | None) -> None:
        if fault is None:
            self.backend.faults.clear()
            return
        device = {"device_id": self.apps()[app]["deviceId"]} if app else {}
        self.backend.faults.set(Fault(**fault, **device))

    def seen(self) -> JSON:
        apps = self.apps()
        return {
            # The ids that the first running app reads.
            "anonymousId": next((app["anonymousId"] for app in apps.values() if "anonymousId" in app), None),
            "amplitude": _plain(view_of(self.backend)),
            "commands": [one for app in apps.values() for one in app["commands"]],
            "messages": [one for app in apps.values() for one in app["messages"]],
            "warnings": [one for app in apps.values() for one in app["warnings"]],
            "crashes": [{"app": name, **crash} for name, app in apps.items() for crash in app.get("crashes", ())],
            "deviceIds": {name: app.get("deviceId") for name, app in apps.items()},
            "refused": self.refused,
        }


class Judged:
    """An expectation with the observations of its judgement, so that it can be judged again."""

    def __init__(self, expect: JSON, seen: JSON, bindings: Bindings) -> None:
        self.expect = expect
        self.seen = seen
        self.bindings = bindings

    def holds(self, expect: JSON) -> bool:
        seen = self.seen | {"refused": list(self.seen["refused"])}
        return holds(expect, seen, self.bindings.copy())


class Performed:
    """A vector performed on the reference: the mistakes, and the expectations to judge again."""

    def __init__(self, vector: JSON, index: JSON) -> None:
        self.vector = vector
        self.index = index
        self.problems: list[str] = []
        self.judged: list[Judged] = []
        port = Port(index["dialect"])
        self._bindings = Bindings(index, vector["roles"])
        for step in vector["steps"]:
            self._step(step, port)
        if port.refused:
            self.problems.append(f"no step expects {port.refused}")
        expected = sum(step.get("expect", {}).get("expect") == "crash" for step in vector["steps"])
        if len(crashes := port.seen()["crashes"]) != expected:
            self.problems.append(f"{expected} crashes are expected, not {crashes}")
        # Sources that have made nothing need not be named.
        named = {(one["app"], one["by"]) for one in vector["made"]}
        self.made = [
            one
            for one in made_by(port.reference)
            if (one["app"], one["by"]) in named or one["commands"] or one["events"]
        ]
        if not self.makes(vector["made"]):
            self.problems.append("what was made")

    def _step(self, step: JSON, port: Port) -> None:
        if "fault" in step:
            port.misbehave(step["fault"], step.get("app"))
        elif "accounts" in step:
            port.backend.accounts = step["accounts"]
        elif "send" in step:
            send = step["send"]
            if "args" in send:
                send = send | {"args": {key: self._bindings.fill(value) for key, value in send["args"].items()}}
            for _ in range(step.get("times", 1)):
                threw = port.ask(send).get("threw")
                if (threw is not None) != step.get("refused", False):
                    self.problems.append(f"{step['text']}: {threw or 'not refused'}")
                if threw:
                    port.refused.append(threw["message"])
        else:
            seen = port.seen()
            if seen["anonymousId"] is not None and "anonymous id" not in self._bindings.values:
                self._bindings.bind("anonymous id", seen["anonymousId"])
            self.judged.append(Judged(step["expect"], seen | {"refused": list(seen["refused"])}, self._bindings.copy()))
            if not holds(step["expect"], seen, self._bindings):
                self.problems.append(step["text"])

    def makes(self, made: JSON) -> bool:
        """Tell whether exactly this was made."""
        return made_fits(made, self.made, self.index, self._bindings.copy())
