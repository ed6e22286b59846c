"""A device in a process: `python -m tests.backend.kills.client PLATFORM STORAGE URL FINISH`.

It tracks one event after the other, numbered from 0, and writes each number to standard output once `track` has
returned. A process that starts on the same storage goes on where the last one ended. When the file FINISH exists, it
uploads what is left and ends.

The platform `http-v2` is a client of Amplitude's current API in place of a device: it posts some events at a time until
they are taken, and then writes their numbers. A new one continues after the last number in its storage, and may post
events again that had been taken.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Literal, cast

import httpx

from simulator import Simulation
from simulator.documentation.settings import Settings
from simulator.model.sources import App
from simulator.model.storage import SQLiteStorage
from simulator.wire.transport import HTTPWire

MOST_WAITING = 300
"""Events in the queue at which the client stops tracking: a full queue would drop its oldest, as the SDKs do."""


A_MOMENT = 0.02
"""Seconds."""


def waiting(app: App) -> int:
    """Return how many events are in the device's queue."""
    assert app.amplitude is not None
    store = app.amplitude.store
    return len(store.events) + len(store.identifies)


def tracked(app: App) -> int:
    """Return how many events the device has tracked in all of its processes."""
    assert app.amplitude is not None
    return app.amplitude.store.sequence_number


def upload(app: App) -> None:
    """Upload what the device has queued; if nothing gets through, give the backend a moment to come back."""
    before = waiting(app)
    app.drain()
    if waiting(app) == before:
        time.sleep(A_MOMENT)


def post(client: httpx.Client, url: str, name: str, numbers: range) -> None:
    """Post events until they are taken, to one endpoint of the current API and then to the other."""
    events = [
        {
            "event_type": "Counted",
            "device_id": f"device of {name}",
            "insert_id": f"{name} {number}",
            "event_properties": {"client": name, "n": number},
        }
        for number in numbers
    ]
    path = "/batch" if numbers.start % 2 else "/2/httpapi"
    while True:
        try:
            answer = client.post(f"{url}{path}", json={"api_key": Settings().api_key, "events": events})
        except httpx.TransportError:
            time.sleep(A_MOMENT)
            continue
        if answer.status_code == 200:
            return
        assert answer.status_code == 503, answer.text
        time.sleep(A_MOMENT)


def posting(storage: str, url: str, finish: str) -> None:
    """Post until the file FINISH is there."""
    last, kept, name = Path(finish), Path(storage), Path(storage).stem
    number = int(kept.read_text("ascii")) if kept.exists() else 0
    with httpx.Client(trust_env=False) as client:
        while not last.exists():
            numbers = range(number, number + 1 + number % 20)
            post(client, url, name, numbers)
            number = numbers.stop
            written = kept.with_suffix(".new")
            written.write_text(str(number), "ascii")
            written.replace(kept)
            for one in numbers:
                os.write(1, f"{one}\n".encode())


def main(platform: str, storage: str, url: str, finish: str) -> None:
    """Track until the file FINISH is there."""
    if platform == "http-v2":
        posting(storage, url, finish)
        return
    last = Path(finish)
    with SQLiteStorage(storage) as kept:
        simulation = Simulation(seed=storage, wire=HTTPWire(url))
        app = simulation.app(cast("Literal['web', 'ios', 'android']", platform), storage=kept)
        while not last.exists():
            while waiting(app) >= MOST_WAITING and not last.exists():
                upload(app)
            number = tracked(app)
            app.track("Counted", {"client": Path(storage).stem, "n": number})
            os.write(1, f"{number}\n".encode())
            simulation.advance(1)
        while waiting(app):
            upload(app)


if __name__ == "__main__":
    main(*sys.argv[1:])
