"""What a real app sends: a backend that listens beside the page, and everybody who watches it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Final

from simulator.backend.ingestion.projects import Projects
from simulator.backend.reading.rows import Row
from simulator.backend.server import Options, Server
from simulator.explorer.live import Live

PAUSE: Final = 0.2
"""Seconds in which what arrives is shown together."""


class Listener:
    """A backend, started when the first page wants to see what arrives; its rows are for all who watch."""

    def __init__(self, host: str, port: int) -> None:
        self._options = Options(host=host, port=port)
        self._server: Server | None = None
        self._waiting: list[Row] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self.live = Live()
        #: What is called, in the page's loop, when something has arrived.
        self.watchers: list[Callable[[], None]] = []

    @property
    def url(self) -> str:
        """The address of the backend, once it listens."""
        return self._server.url if self._server else ""

    def start(self) -> None:
        """Listen; raises `UsageError` if that can't be done, as when a backend is running there already."""
        if self._server is not None:
            return
        self._loop = asyncio.get_running_loop()
        self._server = Server(Projects(), self._options, show=self._arrived)
        threading.Thread(target=self._server.run, name="backend", daemon=True).start()

    def stop(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.stop()

    def clear(self) -> None:
        """Forget what has arrived."""
        self.live = Live()
        self._tell()

    def _arrived(self, row: Row) -> None:
        """Take a row; in the backend's thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wait, row)

    def _wait(self, row: Row) -> None:
        if not self._waiting and self._loop is not None:
            self._loop.call_later(PAUSE, self._show)
        self._waiting.append(row)

    def _show(self) -> None:
        rows, self._waiting = self._waiting, []
        self.live = self.live.arrived(rows)
        self._tell()

    def _tell(self) -> None:
        for watcher in tuple(self.watchers):
            watcher()
