"""100,000 inputs against a real server with a real store."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import os
import subprocess
import sys
import time
import uuid
from collections import deque
from contextlib import closing
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final
from urllib.parse import urlencode, urlsplit

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from simulator.backend.keeping.database import Database
from simulator.wire import requests as wire
from tests.backend.fuzz.inputs import KEYS, Input, inputs
from tests.backend.fuzz.segment_inputs import SEGMENT_PROJECT, WRITE_KEY, segment_inputs, sources
from tests.backend.fuzz.variants import variants
from tests.support.backend_process import backend
from tests.support.sample import commit

INPUTS: Final = 100_000
"""The least number of inputs that are sent when all is run."""
EXAMPLES: Final = 200
"""Examples for each endpoint of the read API, when all is run."""
AT_ONCE: Final = 50
"""Inputs of one example: one that hypothesis makes, and variants of it. Behind them an event is sent that must not be
lost."""
MOST_GROWTH: Final = 24 * 1024
"""KiB by which the server may grow after the first fifth of the inputs: caches fill and memory fragments."""


def resident(pid: int) -> int:
    """Return the resident memory of a process, in KiB."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(status.partition("VmRSS:")[2].split()[0])


class Sender:
    """Sends inputs over one connection, which is opened again when the server closes it."""

    def __init__(self, url: str) -> None:
        self._where = urlsplit(url)
        self._connection = self._new()
        self.statuses: dict[int, int] = {}
        self.sent = 0

    def _new(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(str(self._where.hostname), self._where.port, timeout=30)

    def send(self, one: Input) -> tuple[int, bytes]:
        """Send an input and return the status and the body of the answer; 0 if the connection was interrupted."""
        self.sent += 1
        for attempt in (1, 2):
            try:
                self._connection.putrequest(one.method, one.path.decode("latin-1"), skip_accept_encoding=True)
                for name, value in one.headers:
                    self._connection.putheader(name.decode(), value)
                self._connection.putheader("content-length", str(len(one.body)))
                self._connection.endheaders(one.body)
                response = self._connection.getresponse()
                body = response.read(1 << 20)
                if not response.isclosed() or response.will_close:
                    self._connection.close()
                self.statuses[response.status] = self.statuses.get(response.status, 0) + 1
            except (http.client.HTTPException, ConnectionError, BrokenPipeError):
                # A connection that was kept open may have been closed in between; a new one may not.
                self._connection.close()
                self._connection = self._new()
                if attempt == 2:
                    return 0, b""
            else:
                return response.status, body
        raise AssertionError

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def message(self) -> str:
        """Send Segment a valid message and return its id."""
        identity = str(uuid.uuid4())
        message = {"type": "track", "event": "Kept", "userId": "kept", "messageId": identity}
        body = msgspec.json.encode({"writeKey": WRITE_KEY, "batch": [message]})
        status, _ = self.send(Input("POST", b"/v1/batch", ((b"content-type", b"application/json"),), body))
        assert status == 200
        return identity

    def event(self) -> str:
        """Send a valid event and return its uuid."""
        identity = str(uuid.uuid4())
        events = msgspec.json.encode([{"event_type": "Kept", "uuid": identity, "device_id": "kept"}]).decode()
        fields = {"v": "2", "client": KEYS[2], "e": events, "upload_time": "1"}
        fields["checksum"] = wire.checksum("2", KEYS[2], events, "1")
        kind = (b"content-type", b"application/x-www-form-urlencoded")
        answer = self.send(Input("POST", b"/", (kind,), urlencode(fields).encode()))
        assert answer == (200, b"success")
        return identity

    def current_event(self) -> str:
        """Send a valid event to the current API, compressed, and return its insert_id."""
        identity = str(uuid.uuid4())
        event = {"event_type": "Kept", "insert_id": identity, "user_id": f"user-{identity}"}
        body = gzip.compress(msgspec.json.encode({"api_key": KEYS[2], "events": [event]}), compresslevel=1)
        headers = ((b"content-type", b"application/json"), (b"content-encoding", b"gzip"))
        status, answer = self.send(Input("POST", b"/2/httpapi", headers, body))
        assert (status, msgspec.json.decode(answer)["events_ingested"]) == (200, 1)
        return identity


@pytest.mark.fuzz
def test_any_bytes_on_any_endpoint(tmp_path: Path, capsys: pytest.CaptureFixture[str], one_in: int) -> None:
    at_least = INPUTS // one_in
    store = tmp_path / "backend.db"
    begun = time.monotonic()
    kept: list[str] = []
    messages: list[str] = []
    memory: list[int] = []
    seen: deque[Input] = deque(maxlen=500)
    with backend(store=store, sources=sources(tmp_path)) as running, closing(Sender(running.url)) as sender:
        pid = running.process.pid

        @seed(int(hashlib.sha256(commit().encode()).hexdigest(), 16))
        @settings(
            max_examples=-(-at_least // AT_ONCE),
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        @given(inputs | segment_inputs, st.integers(0, 2**32))
        def fuzz(made: Input, lot: int) -> None:
            seen.append(made)
            for one in (made, *islice(variants(made, seen, Random(lot)), AT_ONCE - 1)):
                status, body = sender.send(one)
                assert status < 500, (status, one)
                assert status, f"no answer to {one}"
                assert b"Traceback" not in body
            kept.append(sender.event() if len(kept) % 2 else sender.current_event())
            messages.append(sender.message())
            if len(kept) % 20 == 0:
                memory.append(resident(pid))

        fuzz()
        memory.append(resident(pid))
    with Database(store) as database:
        arrived = [
            received.event.get("uuid") or received.event["insert_id"]
            for received in database.store(KEYS[2]).received()
            if received.event["event_type"] == "Kept"
        ]
        forwarded = [
            received.event["insert_id"]
            for received in database.store(SEGMENT_PROJECT).received()
            if received.event["event_type"] == "Kept"
        ]
    assert arrived == kept
    assert forwarded == messages
    at_first = memory[len(memory) // 5]
    growth = memory[-1] - at_first
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{sender.sent:,} inputs, answers by status {dict(sorted(sender.statuses.items()))}, no 5xx; "
            f"{len(kept):,} accepted events all there; memory {at_first / 1024:.0f} MiB after a fifth of the inputs, "
            f"{memory[-1] / 1024:.0f} MiB at the end; {time.monotonic() - begun:.0f} s"
        )
    assert sender.sent >= at_least
    assert growth < MOST_GROWTH


@pytest.mark.fuzz
def test_the_read_api_keeps_its_description(tmp_path: Path, capsys: pytest.CaptureFixture[str], one_in: int) -> None:
    store = tmp_path / "backend.db"
    with backend(store=store, sources=sources(tmp_path)) as running, closing(Sender(running.url)) as sender:
        for _ in range(20):
            sender.event()
            sender.message()
        made = subprocess.run(
            # Deleting a project's faults leaves an empty list, which is still there: that is not a use after deletion.
            [
                sys.executable,
                "-m",
                "schemathesis.cli",
                "run",
                f"{running.url}/api/openapi.json",
                "--max-examples",
                str(max(EXAMPLES // one_in, 25)),
                "--exclude-checks",
                "use_after_free",
                "--no-color",
            ],
            env={**os.environ, "SCHEMATHESIS_HOOKS": "tests.support.no_waiting"},
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
    with capsys.disabled():
        print("\n" + "\n".join(made.stdout.splitlines()[-12:]))  # noqa: T201
    assert made.returncode == 0, made.stdout[-8000:] + made.stderr[-2000:]
