"""Sequences of calls on the real Android stack: performed by its adapter, in the form of the recorded ones.

A sequence is a case of the form of `tests/real/captures` (see there): steps over settings and a device, answers of
Amplitude. What the protocol has no message for (values that JSON can't write, the wall clock, settings that change, a
look at what the libraries know) the adapter takes in messages of its own.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

from tests import ROOT
from tests.real.values_android import written_out

ADAPTER = ROOT / "adapters/android/adapter"
APP = "android app"
NOT_RUNNING = "the app is not running"
"""The adapter's answer once an app has crashed; a sequence that launches it again says so."""
EDITIONS = {"shipped": "2018", "latest": "last"}
"""The edition that follows a dialect."""


class RealAndroid:
    """An adapter's process, and in its network an Amplitude that answers as a sequence says."""

    def __init__(self, edition: str) -> None:
        self._server = HTTPServer(("127.0.0.1", 0), _Amplitude)
        self._server.uploads = []  # type: ignore[attr-defined]
        self._server.answer_next = dict  # type: ignore[attr-defined]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self._process = subprocess.Popen(
            [ADAPTER, edition], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._ids = 0
        self.ask("hello", protocol=1, harness="")

    @property
    def pid(self) -> int:
        """The number of the adapter's process."""
        return self._process.pid

    def ask(self, do: str, **fields: object) -> Any:
        """Send a message, and return its reply."""
        assert self._process.stdin
        assert self._process.stdout
        self._ids += 1
        self._process.stdin.write(json.dumps({"do": do, "id": self._ids, **fields}).encode() + b"\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the adapter has ended with {self._process.wait()}")
        reply = json.loads(line)
        if "error" in reply and reply["error"]["message"] != NOT_RUNNING:
            raise RuntimeError(f"{do}: {reply['error']['message']}\n{reply['error'].get('trace', '')}")
        return reply

    def perform(self, case: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
        """Perform a sequence; return the observations, in the form of the recorded ones."""
        return _Performance(self, self._server, case, document).seen()

    def close(self) -> None:
        """End the adapter, as the protocol says."""
        assert self._process.stdin
        self._process.stdin.write(b'{"do":"bye","id":0}\n')
        self._process.stdin.close()
        self._process.wait(10)
        if self._process.stdout:
            self._process.stdout.close()
        self._server.shutdown()
        self._server.server_close()


class _Performance:
    def __init__(
        self, real: RealAndroid, server: HTTPServer, case: Mapping[str, Any], document: Mapping[str, Any]
    ) -> None:
        self._real = real
        self._events: list[Any] = []
        self._states: list[Any] = []
        self._refused: list[Any] = []
        self._uploads: list[Any] = []
        self._crashes: list[Any] = []
        self._answers: list[Any] = []
        self._usually = case.get("default_answer", {})
        self._step = -1
        self._now = document["epoch"]
        server.uploads = self._uploads  # type: ignore[attr-defined]
        server.answer_next = self._next_answer  # type: ignore[attr-defined]
        server.step = lambda: self._step  # type: ignore[attr-defined]
        self._give(case.get("answers", []))
        launch = case.get("launch", "foreground")
        device = {**document["device_defaults"], **case.get("device", {})}
        real.ask(
            "open",
            case=case["id"],
            app=APP,
            platform="android",
            mode="device",
            settings={**document["setting_defaults"], **case.get("settings", {})},
            device=_device(device),
            time=document["epoch"],
            seed=case["id"],
            launch=launch == "foreground",
            sdkLoads=True,
            settingsArrive="late_integration" not in case,
            endpoints={"amplitude": f"http://127.0.0.1:{server.server_port}"},
        )
        if launch == "background":
            self._lifecycle("launch-in-background")
        self._deliver = "late_integration" in case
        if self._deliver and launch != "none":
            self._say("deliver-settings")
        self._look()
        for self._step, step in enumerate(case["steps"]):
            self._perform(step, None)
            self._look()
        real.ask("close")

    def seen(self) -> dict[str, Any]:
        return {
            "events": self._events,
            "uploads": self._uploads,
            "states": self._states,
            "refused": self._refused,
            "crashes": self._crashes,
        }

    def _say(self, do: str, **fields: object) -> Any:
        reply = self._real.ask(do, app=APP, **fields)
        for refusal in ("threw", "error"):
            if refusal in reply:
                raise _RefusedError(reply[refusal]["message"])
        return reply

    def _lifecycle(self, event: str) -> None:
        self._say("lifecycle", event=event)

    def _launch(self, how: str) -> None:
        self._lifecycle("launch-in-background" if how == "background" else "launch")
        if self._deliver:
            self._say("deliver-settings")

    def _give(self, answers: list[Any]) -> None:
        for one in answers:
            self._answers += [one] * one.get("times", 1)

    def _next_answer(self) -> Any:
        return self._answers.pop(0) if self._answers else self._usually

    def _look(self) -> None:
        seen = self._say("look", **{"from": len(self._events)})["ok"]
        for one in seen["logged"]:
            self._events.append(
                {
                    "step": self._step,
                    "at": one["time"],
                    "queue": one["queue"],
                    "id": one["id"],
                    "event": json.loads(one["event"]),
                }
            )
        self._crashes = seen["crashes"]
        self._states.append({"step": self._step, **seen["state"]})

    def _perform(self, step: Mapping[str, Any], n: int | None) -> None:
        try:
            self._do(step, n)
        except _RefusedError as error:
            self._refused.append({"step": self._step, "message": str(error)})

    def _do(self, step: Mapping[str, Any], n: int | None) -> None:
        [(name, argument)] = ((key, value) for key, value in step.items() if key != "do")
        match name:
            case "repeat":
                for i in range(argument):
                    for one in step["do"]:
                        self._perform(one, i)
            case "advance":
                self._real.ask("advance", ms=argument)
            case "clock":
                self._real.ask("set-clock", by=argument)
            case "background" | "foreground" | "kill":
                self._lifecycle(name)
            case "switch_activity":
                self._lifecycle("background")
                self._lifecycle("foreground")
            case "restart":
                self._lifecycle("kill")
                self._launch(argument)
            case "launch":
                self._launch(argument)
            case "settings":
                self._say("change-settings", settings=argument)
            case "device":
                self._say("device", attributes=_device(argument))
            case "answers":
                self._answers.clear()
                self._give(argument)
            case "native":
                self._say("call-sdk", method=argument)
            case "flush" | "reset":
                self._say("call", method=name, args={})
            case _:
                self._say("call", method=name, args=written_out(argument, n), tagged=True)


class _RefusedError(Exception):
    """A library threw, or no app is running."""


class _Amplitude(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        server: Any = self.server
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True)
        fields = {name: value for name, [value] in sent.items()}
        answer = server.answer_next()
        server.uploads.append(
            {
                "step": server.step(),
                "at": int(self.headers["X-Devicemode-Time"]),
                "client": fields["client"],
                "upload_time": fields["upload_time"],
                "items": list(_items(json.loads(fields["e"]))),
                "answer": answer,
            }
        )
        body = answer.get("body", "success").encode()
        self.send_response(answer.get("status", 200))
        if "error" in answer:
            self.send_header("X-Devicemode-No-Answer", answer["error"])
        self.send_header("X-Devicemode-Delay", str(answer.get("delay", 0)))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def _items(events: list[Any]) -> Iterator[str]:
    for one in events:
        queue = "i" if one["event_type"] in ("$identify", "$groupidentify") else "e"
        yield f"{queue}{one['event_id']}"


def _device(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return attributes by the names that the protocol has for them."""
    return {_camel(name): value for name, value in attributes.items()}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)
