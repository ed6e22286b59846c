"""Play a sequence on the real stack and on the reference, and compare their uploads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs

import msgspec

from simulator import __version__
from simulator.backend import Backend
from simulator.conformance.language.actions import Action, MakeCall
from simulator.conformance.running.reference import Reference
from simulator.errors import CallError, PortError
from simulator.ports.connections.connection import Connection
from simulator.ports.connections.replies import result_of
from simulator.ports.connections.stdio import StdioConnection
from simulator.ports.protocol.messages import Bye, Hello, Welcome
from simulator.ports.target.port_target import PortTarget
from simulator.values import JSONObject, Value
from simulator.wire.requests import ACCEPTED, OK, Answer, Request
from tests.real.drawn.values import for_adapter

COMMAND: Final = ("node", "adapters/analytics-js/adapter.js", "--without-segment")
PATIENCE: Final = 60

Batches = list[list[JSONObject]]
"""The events of each upload."""


class Outcome(NamedTuple):
    """The outcome of a sequence: the uploads, and for each call whether it was refused."""

    batches: Batches
    refused: list[bool]


class _Uploads(ThreadingHTTPServer):
    """Takes uploads and keeps them by the address that they came to."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.taken: dict[str, Batches] = {}


class _Taking(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Otherwise each answer waits for the other end to acknowledge its headers.
    disable_nagle_algorithm = True
    server: _Uploads

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        run = self.path.strip("/")
        self.server.taken.setdefault(run, []).append(json.loads(parse_qs(body, keep_blank_values=True)["e"][0]))
        self.send_response(200)
        self.send_header("content-length", str(len(ACCEPTED)))
        self.end_headers()
        self.wfile.write(ACCEPTED.encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


class Stack:
    """The real stack, behind its adapter."""

    def __init__(self, connection: Connection, uploads: _Uploads) -> None:
        self._connection = connection
        self._uploads = uploads
        self._runs = 0
        hello = Hello(id=1, harness=f"devicemode {__version__}")
        self._welcome: Welcome = result_of(connection.ask(hello, timeout=PATIENCE), hello)

    def play(self, actions: Sequence[Action], seed: str) -> Outcome:
        """Perform the actions and return their outcome."""
        self._runs += 1
        run = f"run-{self._runs}"
        target = PortTarget(
            self._connection,
            self._welcome,
            case=seed,
            backend=Backend(),
            endpoint=f"http://127.0.0.1:{self._uploads.server_port}/{run}",
            timeout=PATIENCE,
        )
        refused = []
        for action in actions:
            if isinstance(action, MakeCall):
                action = msgspec.structs.replace(action, fields=for_adapter(action.fields))  # noqa: PLW2901
            refused += _performed(target, action)
        target.drain()
        target.close()
        return Outcome(self._uploads.taken.pop(run, []), refused)


@contextmanager
def stack(command: Sequence[str] = COMMAND) -> Iterator[Stack]:
    """Run the real stack for as long as the context lasts."""
    uploads = _Uploads()
    Thread(target=uploads.serve_forever, daemon=True).start()
    connection = StdioConnection(command)
    try:
        yield Stack(connection, uploads)
    finally:
        connection.notify(Bye(id=0))
        connection.wait(2)
        connection.close()
        uploads.shutdown()
        uploads.server_close()


def reference(actions: Sequence[Action], seed: str, dialect: str = "latest") -> Outcome:
    """Perform the actions by the reference and return their outcome."""
    batches: Batches = []

    def take(request: Request) -> Answer:
        if "e" in request.fields:
            batches.append(json.loads(request.fields["e"]))
        return Answer(OK, ACCEPTED)

    target = Reference(dialect=dialect, seed=seed, wire=take)
    refused = []
    for action in actions:
        refused += _performed(target, action)
    target.drain()
    return Outcome(batches, refused)


def _performed(target: PortTarget | Reference, action: Action) -> list[bool]:
    if not isinstance(action, MakeCall):
        target.perform(action)
        return []
    try:
        target.perform(action)
    except (CallError, PortError):
        return [True]
    return [False]


_ID: Final = re.compile(r"(?:ajs-[0-9a-f]{32})|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def comparable(batches: Batches) -> list[JSONObject]:
    """Return the events of uploads with each id as its role, and without random values."""
    roles: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        return roles.setdefault(found[0], f"<id {len(roles) + 1}>")

    def shown(value: Value) -> Value:
        if isinstance(value, str):
            return _ID.sub(named, value)
        if isinstance(value, dict):
            return {shown(key): shown(item) for key, item in sorted(value.items())}
        if isinstance(value, list):
            return [shown(item) for item in value]
        if isinstance(value, int | float) and not isinstance(value, bool):
            # JSON's 3.0 is 3, its -0 is 0, and far out there are several ways to write a number.
            return int(value) if value == int(value) and abs(value) < 2**53 else float(value)
        return value

    events = (event for batch in batches for event in batch)
    return [
        shown({name: value for name, value in event.items() if name not in ("uuid", "library")}) for event in events
    ]


def differences(real: Outcome, ours: Outcome) -> list[str]:
    """Return the differences between the events of two sides, a line each, in the order of their upload.

    The number of events in an upload depends on how long an answer takes, and is ignored.
    """
    if real.refused != ours.refused:
        return [f"refused: real {real.refused}, reference {ours.refused}"]
    flat, own = comparable(real.batches), comparable(ours.batches)
    if json.dumps(flat) == json.dumps(own):
        return []
    found = []
    for index in range(max(len(flat), len(own))):
        left = flat[index] if index < len(flat) else {}
        right = own[index] if index < len(own) else {}
        found += [
            f"event {index} {left.get('event_type', '(none)')}: {path}: real {a}, reference {b}"
            for path, a, b in _apart(left, right, "")
        ]
    return found


def _apart(left: Value, right: Value, path: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(left, dict) and isinstance(right, dict):
        for key in sorted({*left, *right}):
            yield from _apart(left.get(key, ...), right.get(key, ...), f"{path}.{key}" if path else key)
    elif _written(left) != _written(right):
        yield path, _written(left), _written(right)


def _written(value: Value) -> str:
    return "(absent)" if value is ... else json.dumps(value)[:200]
