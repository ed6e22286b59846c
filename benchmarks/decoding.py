"""Speed at which the backend stores events, as a ratio to an endpoint that only decodes the same body.

`python -m benchmarks.decoding` prints, for uploads of 100 events to `/2/httpapi` and to the SDKs' endpoint of 2018, the
events per second and the ratios, by the clock and by the servers' processor time, with a store in memory and with one
in a file. The JSON in the body, or in its form, is decoded by two decoders: the standard library's, which
`await request.json()` uses, and msgspec, the one that the backend uses. Everything is measured alternately and in the
same way: by 16 devices that upload at the same time, each on its own connection.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median
from urllib.parse import parse_qs

import msgspec

from benchmarks.backend import (
    KEY,
    Bodies,
    Cost,
    Running,
    backend_server,
    bare_server,
    cost,
    seconds,
    serve_bare,
)
from simulator.model.device import uuid4
from simulator.values import JSONObject
from simulator.wire import requests as wire

AIM = 0.3
EVENTS = 100
REQUESTS = 100
ROUNDS = 7
CONNECTIONS = 16


class CurrentBodies(Bodies):
    """Makes uploads as today's Amplitude SDK for browsers does."""

    def events(self, count: int) -> list[JSONObject]:
        """Return `count` new events of one of 1000 devices."""
        number = self._random.randrange(1000)
        event = {
            "device_id": f"device-{number}",
            "user_id": f"listener-{number}",
            "session_id": 1537272000000,
            "time": 1537272000000,
            "platform": "Web",
            "language": "en-US",
            "ip": "$remote",
            "user_agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0",
            "event_type": "Product Viewed",
            "event_properties": {
                "sku": "45790-32",
                "name": "Monopoly: 3rd Edition",
                "price": 19,
                "category": "Games",
            },
            "event_id": 23,
            "library": "amplitude-ts/2.48.1",
        }
        return [{**event, "insert_id": uuid4(self._random)} for _ in range(count)]

    def request(self, host: str, count: int) -> bytes:
        """Return a whole HTTP request."""
        body = msgspec.json.encode({"api_key": KEY, "events": self.events(count), "options": {}})
        head = (
            f"POST {wire.HTTP_V2_PATH} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def _of_form(body: bytes, decode: Callable[[bytes | str], object]) -> object:
    return decode(parse_qs(body.decode(), strict_parsing=True)["e"][0])


def serve_json(port: int, decoder: str, *, is_form: bool) -> None:
    """Serve an endpoint that decodes JSON, of a form if it is one."""
    decode: Callable[[bytes | str], object] = msgspec.json.decode if decoder == "msgspec" else json.loads
    serve_bare(port, partial(_of_form, decode=decode) if is_form else decode)


def measure(bodies: Bodies, servers: Sequence[Running]) -> list[tuple[Cost, ...]]:
    """Return the cost of the same uploads for each of some servers, round by round, alternately."""
    rounds = []
    for _ in range(ROUNDS):
        requests = [bodies.request("127.0.0.1", EVENTS) for _ in range(REQUESTS)]
        rounds.append(tuple(cost(server, requests, CONNECTIONS) for server in servers))
    return rounds


def main() -> None:
    """Measure and print."""
    kinds: Mapping[str, tuple[Bodies, bool]] = {
        wire.HTTP_V2_PATH: (CurrentBodies(), False),
        wire.UPLOAD_PATH: (Bodies(), True),
    }
    print(f"events stored per second in uploads of {EVENTS}, and the ratio to an endpoint that only decodes them")
    print(f"  {'':24} {'events/s':>9}  {'of the standard library':>24}  {'of msgspec':>24}   (aim: {AIM})")
    for path, (bodies, is_form) in kinds.items():
        for kept in ("memory", "a file"):
            with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
                store = Path(folder) / "backend.db" if kept == "a file" else None
                servers = [
                    *(
                        stack.enter_context(bare_server(partial(serve_json, decoder=decoder, is_form=is_form)))
                        for decoder in ("standard", "msgspec")
                    ),
                    stack.enter_context(backend_server(store)),
                ]
                for server in servers:
                    seconds(server.url, [bodies.request("127.0.0.1", EVENTS)])
                rounds = measure(bodies, servers)
            rate = EVENTS * REQUESTS / median(ours.clock for *_, ours in rounds)
            print(f"  {path:12} in {kept:8} {rate:9,.0f}  {_ratio(rounds, 0):>24}  {_ratio(rounds, 1):>24}")


def _ratio(rounds: Sequence[tuple[Cost, ...]], bare: int) -> str:
    """Return the ratio of two servers by the clock and by processor time."""
    clock = median(one[bare].clock / one[-1].clock for one in rounds)
    processor = sum(one[bare].processor for one in rounds) / sum(one[-1].processor for one in rounds)
    return f"{clock:.2f}, processor {processor:.2f}"


if __name__ == "__main__":
    main()
