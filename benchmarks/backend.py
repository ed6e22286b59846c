"""Speed at which the backend accepts and stores events, as a ratio to an endpoint that only reads the same body.

`python -m benchmarks.backend [STORED]` prints, for uploads of 1, 30 and 100 events, the events per second of both and
their ratio, with few and with many (1,000,000) events already stored. Both are measured alternately and in the same
way: by devices that upload at the same time, each on its own connection and with its next upload once the last one is
answered, as a backend is used; and by a single device. On a busy machine, processor time says more than the clock. The
backend runs as a user starts it, with a file and with a line in the terminal for each event, which is read.
"""

from __future__ import annotations

import multiprocessing
import selectors
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from os import sysconf
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlencode, urlsplit

import msgspec

from simulator import Simulation
from simulator.backend.ingestion.project import Backend
from simulator.backend.keeping.database import Database
from simulator.documentation.settings import Settings
from simulator.model.device import uuid4
from simulator.values import JSONObject
from simulator.wire import requests as wire

AIM = 0.5
AIM_WHEN_FULL = 0.8
FEW = 10
STORED = 1_000_000
SIZES = (1, 30, 100)
CONNECTIONS = (16, 1)
REQUESTS = {1: 3000, 30: 300, 100: 100}
ROUNDS = 5
KEY = Settings().api_key


def typical_event() -> JSONObject:
    """Return an event as amplitude-js sends it."""
    app = Simulation(seed="benchmark").web()
    app.track("Product Viewed", {"sku": "45790-32", "name": "Monopoly: 3rd Edition", "price": 19, "category": "Games"})
    return app.events[0].to_json()


class Bodies:
    """Makes uploads whose events have never been sent before."""

    def __init__(self) -> None:
        from random import Random

        self._random = Random("benchmark")
        self._event = typical_event()

    def events(self, count: int) -> list[JSONObject]:
        """Return `count` new events of one of 1000 devices: an SDK uploads only its own."""
        device_id = f"device-{self._random.randrange(1000)}"
        return [{**self._event, "uuid": uuid4(self._random), "device_id": device_id} for _ in range(count)]

    def request(self, host: str, count: int) -> bytes:
        """Return a whole HTTP request."""
        events = msgspec.json.encode(self.events(count)).decode()
        fields = {"client": KEY, "e": events, "v": "2", "upload_time": "1537272000000"}
        fields["checksum"] = wire.checksum("2", KEY, events, fields["upload_time"])
        body = urlencode(fields).encode()
        head = (
            f"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


class Running(msgspec.Struct, frozen=True):
    """A server in a process of its own."""

    url: str
    pid: int


def bare(port: int) -> None:
    """Serve an endpoint that reads the body and answers success, on the same server as the backend's."""
    serve_bare(port, lambda body: None)


def serve_bare(port: int, decode: Callable[[bytes], object]) -> None:
    """Serve an endpoint that reads the body, decodes it, and answers success, on the same server as the backend's."""
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    async def endpoint(request: Request) -> PlainTextResponse:
        decode(await request.body())
        return PlainTextResponse("success")

    app = Starlette(routes=[Route("/{path:path}", endpoint, methods=["POST"])])
    listening = socket.create_server(("127.0.0.1", port))
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    config = uvicorn.Config(
        app,
        http="h11",
        loop="asyncio",
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="critical",
        server_header=False,
        proxy_headers=False,
    )
    uvicorn.Server(config).run(sockets=[listening])


@contextmanager
def bare_server(serve: Callable[[int], None] = bare) -> Iterator[Running]:
    """Run a bare endpoint in a process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(port,), daemon=True)
    process.start()
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except ConnectionRefusedError:
            continue
    try:
        yield Running(f"http://127.0.0.1:{port}", process.pid or 0)
    finally:
        process.terminate()
        process.join()


@contextmanager
def backend_server(store: Path | None) -> Iterator[Running]:
    """Run the backend in a process, quietly; without a file for its store it keeps everything in memory."""
    command = [sys.executable, "-m", "simulator", "backend", "--port", "0"]
    if store is not None:
        command += ["--store", str(store)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None  # noqa: S101
    line = ""
    while "http://" not in line:
        line = process.stdout.readline()
    from threading import Thread

    Thread(target=process.stdout.read, daemon=True).start()
    try:
        yield Running(line[line.index("http://") :].split()[0].rstrip("/"), process.pid)
    finally:
        process.terminate()
        process.wait()


_ENDS = (b"success", b"}")
"""The end of an answer that accepts a request, of the endpoints of 2018 and of the current ones."""


def seconds(url: str, requests: Iterable[bytes], connections: int = 1) -> float:
    """Return the seconds that a server takes for some requests; each connection makes its next one after its answer."""
    where, left = urlsplit(url), iter(requests)
    with ExitStack() as opened, selectors.DefaultSelector() as ready:
        begin = perf_counter()
        for _, request in zip(range(connections), left, strict=False):
            connection = opened.enter_context(socket.create_connection((str(where.hostname), where.port or 80)))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            ready.register(connection, selectors.EVENT_READ, (connection, bytearray()))
            connection.sendall(request)
        while ready.get_map():
            for key, _ in ready.select():
                connection, answer = key.data
                answer += connection.recv(65536)
                if not answer.endswith(_ENDS):
                    continue
                answer.clear()
                if (request := next(left, b"")) != b"":
                    connection.sendall(request)
                else:
                    ready.unregister(connection)
        return perf_counter() - begin


def busy(pid: int) -> float:
    """Return the processor seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / sysconf("SC_CLK_TCK")


class Cost(msgspec.Struct, frozen=True):
    """The cost of some requests for a server, in seconds: by the clock, and of processor time."""

    clock: float
    processor: float


def cost(server: Running, requests: list[bytes], connections: int) -> Cost:
    """Return the cost of requests for a server."""
    before = busy(server.pid)
    took = seconds(server.url, requests, connections)
    return Cost(took, busy(server.pid) - before)


def measure(bodies: Bodies, size: int, servers: Sequence[Running], connections: int = 1) -> list[tuple[Cost, ...]]:
    """Return the cost of the same uploads for each of some servers, round by round, alternately."""
    rounds = []
    for _ in range(ROUNDS):
        requests = [bodies.request("127.0.0.1", size) for _ in range(REQUESTS[size])]
        rounds.append(tuple(cost(server, requests, connections) for server in servers))
    return rounds


def fill(store: Path, bodies: Bodies, count: int) -> None:
    """Store events."""
    with Database(store) as database:
        project = Backend(database.store(KEY))
        for _ in range(-(-count // 1000)):
            with project.store.transaction():
                for _ in range(-(-min(count, 1000) // 10)):
                    project.accept(bodies.events(10), sender="web app", ip="203.0.113.7")


def main() -> None:
    """Measure and print."""
    stored = int(sys.argv[1]) if len(sys.argv) > 1 else STORED
    bodies = Bodies()
    with tempfile.TemporaryDirectory() as folder, bare_server() as plain:
        empty, full = Path(folder) / "empty.db", Path(folder) / "full.db"
        fill(full, bodies, stored)
        fill(empty, bodies, FEW)
        with backend_server(empty) as few, backend_server(full) as many:
            for backend in (few, many):
                seconds(backend.url, [bodies.request("127.0.0.1", 10)])
            found = {
                (connections, size): measure(bodies, size, (plain, few, many), connections)
                for connections in CONNECTIONS
                for size in SIZES
            }
    print(
        "events accepted and stored per second; their ratio to a bare endpoint that reads the same body, and the speed "
        f"with {stored:,} events stored as a share of that with {FEW}: "
        "by the clock, and by the server's processor time"
    )
    print(f"  {'':34} {'events/s':>9}  {f'ratio (aim: {AIM})':>18}  {f'share (aim: {AIM_WHEN_FULL})':>18}")
    for (connections, size), rounds in found.items():
        rate = size * REQUESTS[size] / median(few.clock for _, few, _ in rounds)
        ratio = [median(a.clock / b.clock for a, b, _ in rounds), _of_sums(rounds, 0, 1)]
        share = [median(b.clock / c.clock for _, b, c in rounds), _of_sums(rounds, 1, 2)]
        print(
            f"  uploads of {size:4} by {connections:2} connection{'s' if connections > 1 else ' '} {rate:9,.0f}  "
            f"{ratio[0]:10.2f} {ratio[1]:7.2f}  {share[0]:10.2f} {share[1]:7.2f}"
        )


def _of_sums(rounds: list[tuple[Cost, ...]], first: int, second: int) -> float:
    """Return the ratio of the processor time of two servers over all rounds: its clock ticks are long."""
    return sum(one[first].processor for one in rounds) / sum(one[second].processor for one in rounds)


if __name__ == "__main__":
    main()
