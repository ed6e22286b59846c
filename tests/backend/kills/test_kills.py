"""SIGKILL at random points, 200 times on each side: after recovery every event is there exactly once."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import IO, Final

import pytest

from simulator.backend.keeping.database import Database
from simulator.documentation.settings import Settings

CLIENTS: Final = ("ios", "android", "web", "http-v2")
KILLS: Final = 200
"""The least number of times that each side is killed when all is run."""
EVENTS_PER_KILL: Final = 500
"""The least number of events that are tracked for each kill."""
DEADLINE: Final = 1800
"""Seconds after which something must be wrong."""


class Client:
    """A device whose process is killed after a random number of events, and started again."""

    def __init__(self, number: int, platform: str, folder: Path, url: str, finish: Path) -> None:
        self.name = f"{number}-{platform}"
        self.command = [
            sys.executable,
            "-m",
            "tests.backend.kills.client",
            platform,
            str(folder / f"{self.name}.db"),
            url,
            str(finish),
        ]
        self.finish = finish
        self.kills = 0
        #: The highest number that a process has written, -1 before the first.
        self.acknowledged = -1
        self.error = ""
        self._random = Random(f"kills/{self.name}")
        self.thread = Thread(target=self._live, name=self.name, daemon=True)
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = Event()

    def end(self) -> None:
        """Start no other process, and kill the one that runs."""
        self._ended.set()
        if self._process is not None:
            self._process.kill()
        self.thread.join()

    def _live(self) -> None:
        while not (self.error or self._ended.is_set()):
            self._process = process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            # A process of a moment, or one of hundreds of events: in the start, in an upload, in a write.
            lives = self._random.choice((0, self._random.randrange(30), self._random.randrange(1500)))
            self._follow(process, lives)
            if process.returncode == 0:
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
        self._process = self._start("0")
        self.port = self.url.rpartition(":")[2]

    def _start(self, port: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "simulator", "backend", "--port", port, "--store", str(self.store)]
        command.append("--no-throttling")
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for line in process.stdout:
            if "http://" in line:
                self.url = line[line.index("http://") :].split()[0].rstrip("/")
                self._reader = Thread(target=_read, args=(process.stdout,), daemon=True)
                self._reader.start()
                return process
        assert process.stderr is not None
        raise AssertionError(f"the backend does not start: {process.stderr.read()}")

    def kill(self) -> None:
        """Kill the process after a while, and start another."""
        time.sleep(self._random.choice((0.0, self._random.uniform(0, 0.05), self._random.uniform(0, 1))))
        assert self._process.poll() is None, f"the backend has ended with {self._process.returncode}"
        self._end(signal.SIGKILL)
        self.kills += 1
        self._process = self._start(self.port)

    def end(self) -> None:
        """Let the process end as it should."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        process = self._process
        process.send_signal(how)
        process.wait()
        self._reader.join()
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stderr.close()


def _read(lines: IO[str]) -> None:
    for _ in lines:
        pass


@pytest.mark.kills
def test_what_is_accepted_outlives_every_kill(tmp_path: Path, capsys: pytest.CaptureFixture[str], one_in: int) -> None:
    begun = time.monotonic()
    kills = KILLS // one_in
    finish = tmp_path / "finish"
    server = Server(tmp_path / "backend.db")
    clients = [Client(number, platform, tmp_path, server.url, finish) for number, platform in enumerate(CLIENTS)]
    with ExitStack() as stack:
        stack.callback(server.end)
        for client in clients:
            client.thread.start()
            stack.callback(client.end)

        def done() -> bool:
            return (
                server.kills >= kills
                and sum(client.kills for client in clients) >= kills
                and sum(client.acknowledged + 1 for client in clients) >= kills * EVENTS_PER_KILL
            )

        while not done():
            assert time.monotonic() < begun + DEADLINE, "the kills take too long"
            assert not [client.error for client in clients if client.error]
            server.kill()
        finish.touch()
        for client in clients:
            client.thread.join(max(0, begun + DEADLINE - time.monotonic()))
            assert not client.error
            assert not client.thread.is_alive()

    counted: dict[str, list[int]] = {client.name: [] for client in clients}
    devices = set()
    with Database(server.store) as database:
        for received in database.store(Settings().api_key).received():
            properties = received.event["event_properties"]
            counted[properties["client"]].append(properties["n"])
            devices.add((properties["client"], received.event["device_id"]))
    assert len(devices) == len(clients)
    for client in clients:
        numbers = counted[client.name]
        # Exactly once, none missing, in order.
        assert numbers == list(range(len(numbers)))
        # Every number that was acknowledged; the one during which the client was killed may be there, too.
        assert len(numbers) > client.acknowledged
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{sum(map(len, counted.values())):,} events of {len(clients)} devices, each exactly once and in order, "
            f"after {sum(client.kills for client in clients)} kills of the clients and {server.kills} of the backend "
            f"in {time.monotonic() - begun:.0f} s"
        )
