"""SIGKILL while messages come, and while Amplitude refuses them: each is kept once, and forwarded once."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Final

import httpx
import pytest

from simulator.backend.keeping.database import Database
from simulator.ports.segment.journal import Journal
from simulator.ports.segment.stand_in import STORE
from tests.backend.fuzz.segment_inputs import SEGMENT_PROJECT, WRITE_KEY, sources
from tests.support.backend_process import backend

pytestmark = pytest.mark.kills

KILLS: Final = 20
"""The number of times that the stand-in is killed when all is run."""
IN_A_BATCH: Final = 20


class Sender:
    """Sends batches of numbered messages, each again until it is answered 200."""

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self.acknowledged = 0
        self.finish = Event()
        self._url = url
        self.thread = Thread(target=self._send, name=name, daemon=True)
        self.thread.start()

    def _send(self) -> None:
        with httpx.Client(trust_env=False, timeout=10) as client:
            while not self.finish.is_set():
                batch = [self._message(self.acknowledged + number) for number in range(IN_A_BATCH)]
                while not self._sent(client, batch):
                    time.sleep(0.01)
                self.acknowledged += IN_A_BATCH

    def _message(self, number: int) -> dict[str, object]:
        return {
            "type": "track",
            "event": "Counted",
            "userId": self.name,
            "messageId": f"{self.name}-{number}",
            "properties": {"n": number},
        }

    def _sent(self, client: httpx.Client, batch: list[dict[str, object]]) -> bool:
        try:
            return client.post(f"{self._url}/v1/batch", json={"writeKey": WRITE_KEY, "batch": batch}).status_code == 200
        except httpx.TransportError:
            return False


def test_each_message_is_there_once_however_often_the_stand_in_is_killed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], one_in: int
) -> None:
    kills = KILLS // one_in
    store, random = tmp_path / "store.db", Random("segment kills")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    senders = [Sender(name, url) for name in ("one", "two")]
    for kill in range(kills + 1):
        with backend("--port", str(port), store=store, sources=sources(tmp_path)) as running:
            if kill == kills:
                for sender in senders:
                    sender.finish.set()
                for sender in senders:
                    sender.thread.join(60)
                    assert not sender.thread.is_alive()
                # Requests that Amplitude refused are sent again, also by later processes.
                until = time.monotonic() + 60
                while httpx.get(f"{url}/api/segment/counts", trust_env=False).json()["waiting"]:
                    assert time.monotonic() < until
                    time.sleep(0.1)
                running.end()
            else:
                time.sleep(random.uniform(0.1, 0.5))
                if kill % 3 == 0:
                    # So that requests wait when the process is killed.
                    fault = {"status": 503, "path": "/httpapi"}
                    httpx.post(f"{url}/api/projects/{SEGMENT_PROJECT}/faults", json=fault, trust_env=False)
                    time.sleep(random.uniform(0.05, 0.2))
                running.end(signal.SIGKILL)
                running.process.returncode = 0
    expected = sorted(f"{sender.name}-{number}" for sender in senders for number in range(sender.acknowledged))
    with Database(store) as database:
        journal = Journal(database.store(STORE))
        assert journal.unfinished() == []
        kept = [one.message["messageId"] for one in journal.messages()]
        events = [one.event["insert_id"] for one in database.store(SEGMENT_PROJECT).received()]
    assert sorted(kept) == expected
    assert sorted(events) == expected
    with capsys.disabled():
        print(f"\n{len(events):,} messages, each kept and forwarded once, after {kills} kills of the stand-in")  # noqa: T201
