"""SIGKILL at random points, at least 200 times on each side: after recovery every event is there exactly once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from threading import Thread
from typing import Final

import pytest

from simulator.backend.sqlite import Database
from simulator.settings import Settings

CLIENTS: Final = ("ios", "android", "web", "android")
KILLS: Final = int(os.environ.get("DEVICEMODE_KILLS", "200"))
"""How often each side is killed at least."""
EVENTS: Final = KILLS * 500
"""How many events are tracked at least."""
DEADLINE: Final = 900
"""Seconds after which something must be wrong."""


class Client:
    """A device whose process is killed after a random number of events, and started again."""

    def __init__(self, number: int, platform: str, folder: Path, url: str, finish: Path) -> None:
        self.name = f"{number}-{platform}"
        self.command = [sys.executable, "-m", "tests.kills.client", platform, str(folder / f"{self.name}.db"), url,
                        str(finish)]  # fmt: skip
        self.finish = finish
        self.kills = 0
        #: The highest number that a process has written, -1 before the first.
        self.acknowledged = -1
        self.error = ""
        self._random = Random(f"kills/{self.name}")
        self.thread = Thread(target=self._live, name=self.name, daemon=True)

    def _live(self) -> None:
        while not self.error:
            process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            # A process of a moment, or one of hundreds of events: in the start, in an upload, in a write.
            lives = self._random.choice((0, self._random.randrange(30), self._random.randrange(1500)))
            self._follow(process, lives)
            if process.returncode == 0 and self.finish.exists():
                return

    def _follow(self, process: subprocess.Popen[bytes], lives: int) -> None:
        assert process.stdout is not None
        assert process.stderr is not None
        killed = False
        for line in process.stdout:
            if not line.endswith(b"\n"):
                break
            number = int(line)
            if number <= self.acknowledged and not killed:
                self.error = f"{self.name} wrote {number} after {self.acknowledged}"
            self.acknowledged = max(self.acknowledged, number)
            lives -= 1
            if lives < 0 and not killed and not self.finish.exists():
                process.send_signal(signal.SIGKILL)
                self.kills += 1
                killed = True
        words = process.stderr.read()
        process.stdout.close()
        process.stderr.close()
        if process.wait() not in (0, -signal.SIGKILL):
            self.error = f"{self.name} ended with {process.returncode}: {words.decode()[-2000:]}"


class Server:
    """The backend, killed after a random while and started again on the same port and file."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.kills = 0
        self._random = Random("kills/server")
        self.process = self._start("0")
        self.port = self.url.rpartition(":")[2]

    def _start(self, port: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "simulator", "backend", "--port", port, "--store", str(self.store)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stdout is not None
        while True:
            line = process.stdout.readline()
            if not line:
                assert process.stderr is not None
                raise AssertionError(f"the backend does not start: {process.stderr.read()}")
            if "http://" in line:
                self.url = line[line.index("http://") :].split()[0].rstrip("/")
                Thread(target=process.stdout.read, daemon=True).start()
                return process

    def kill(self) -> None:
        """Kill the process after a while, and start another."""
        time.sleep(self._random.choice((0.0, self._random.uniform(0, 0.05), self._random.uniform(0, 0.5))))
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.kills += 1
        self.process = self._start(self.port)

    def end(self) -> None:
        """Let the process end as it should."""
        self.process.terminate()
        self.process.wait()


@pytest.mark.kills
def test_what_is_accepted_outlives_every_kill(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    finish = tmp_path / "finish"
    server = Server(tmp_path / "backend.db")
    clients = [Client(number, platform, tmp_path, server.url, finish) for number, platform in enumerate(CLIENTS)]
    for client in clients:
        client.thread.start()
    deadline = time.monotonic() + DEADLINE

    def done() -> bool:
        return (
            server.kills >= KILLS
            and sum(client.kills for client in clients) >= KILLS
            and sum(client.acknowledged + 1 for client in clients) >= EVENTS
        )

    while not done():
        assert time.monotonic() < deadline, "the kills take too long"
        assert not [client.error for client in clients if client.error]
        if server.kills < KILLS:
            server.kill()
        else:
            time.sleep(0.05)
    finish.touch()
    for client in clients:
        client.thread.join(max(0, deadline - time.monotonic()))
        assert not client.error
        assert not client.thread.is_alive()
    server.end()

    counted: dict[str, list[int]] = {}
    with Database(server.store) as database:
        for received in database.store(Settings().api_key).received():
            counted.setdefault(received.event["device_id"], []).append(received.event["event_properties"]["n"])
    assert len(counted) == len(clients)
    for numbers in counted.values():
        # Exactly once, none missing, in order.
        assert numbers == list(range(len(numbers)))
    found = sorted(len(numbers) for numbers in counted.values())
    # Each number that a client was told of has arrived; the one that it was killed over may have, too.
    assert all(
        have >= told for have, told in zip(found, sorted(client.acknowledged + 1 for client in clients), strict=True)
    )
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{sum(found):,} events of {len(clients)} devices, each exactly once and in order, after "
            f"{sum(client.kills for client in clients)} kills of the clients and {server.kills} of the backend"
        )
