"""A device in a process: `python -m tests.backend.kills.client PLATFORM STORAGE URL FINISH`.

It tracks one event after the other, numbered from 0, and writes each number to standard output once `track` has
returned. A process that starts on the same storage goes on where the last one ended. When the file FINISH exists, it
uploads what is left and ends.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Literal, cast

from simulator import Simulation
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


def main(platform: str, storage: str, url: str, finish: str) -> None:
    """Track until told to finish."""
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
