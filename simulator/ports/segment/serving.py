"""Segment's stand-in beside Amplitude's: one server, one address, one store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from simulator.backend.app import Beside
from simulator.backend.ingestion.projects import Projects
from simulator.backend.keeping.stores import Stores
from simulator.backend.reading.live import Feed
from simulator.backend.server import milliseconds
from simulator.model.clock import Clock, Timer
from simulator.model.dialects import Dialect, dialect
from simulator.ports.segment.api import SegmentAPI
from simulator.ports.segment.cdn import cdn_routes
from simulator.ports.segment.endpoints import tracking_routes
from simulator.ports.segment.sources import Sources
from simulator.ports.segment.stand_in import SegmentStandIn


def segment(
    sources: Sources,
    *,
    stores: Stores,
    projects: Projects,
    reading: Dialect | None = None,
    analytics_js: Path | None = None,
    integrations: Path | None = None,
) -> Callable[[Feed], Beside]:
    """Return the function that adds Segment's stand-in to a server of `projects`, which are in `stores`.

    `reading` is the dialect by which messages become events, by default the documented one. `analytics_js` and
    `integrations` are folders of scripts for pages, see `cdn_routes`, which raises `UsageError` for wrong ones.
    """
    scripts = cdn_routes(sources, analytics_js=analytics_js, integrations=integrations)

    def beside(feed: Feed) -> Beside:
        stand_in = SegmentStandIn(
            sources,
            stores=stores,
            projects=projects,
            dialect=reading or dialect("documented"),
            clock=LoopClock(milliseconds),
            now=milliseconds,
            feed=feed,
        )
        routes = (*tracking_routes(stand_in), *scripts)
        return Beside(routes=routes, endpoints=SegmentAPI(stand_in).endpoints())

    return beside


class LoopClock(Clock):
    """A clock that follows the machine's: a timer also wakes the event loop when it is due."""

    def __init__(self, machine: Callable[[], int]) -> None:
        super().__init__(machine())
        self._machine = machine

    def call_in(self, delay: int, action: Callable[[], None]) -> Timer:
        """Arm a timer, within the event loop."""
        asyncio.get_running_loop().call_later(delay / 1000, self._catch_up)
        return super().call_in(delay, action)

    def _catch_up(self) -> None:
        self.advance(max(self._machine() - self.now, 0))
