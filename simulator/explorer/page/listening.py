"""Backends that real apps send to, one of this server's own or one that already runs, shared by all who watch."""

from __future__ import annotations

import asyncio
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Final

from simulator.backend.ingestion.projects import Projects
from simulator.backend.reading.rows import Row
from simulator.backend.server import Options, Server
from simulator.errors import UsageError
from simulator.explorer.live import Live
from simulator.explorer.page.watching import NotABackendError, backend_address, rows_from

PAUSE: Final = 0.2
"""Seconds within which arrivals are shown together."""
AGAIN: Final = 3
"""Seconds after which a backend that doesn't answer is asked again."""


class Arrivals(ABC):
    """The events that have arrived, and those who watch them."""

    def __init__(self) -> None:
        self.live = Live()
        #: Called in the page's loop when something has arrived.
        self.watchers: list[Callable[[], None]] = []
        #: The reason why nothing more arrives, in a sentence; empty as long as it does.
        self.wrong = ""
        self._waiting: list[Row] = []

    @property
    @abstractmethod
    def url(self) -> str:
        """The address of the backend that apps send to."""

    @abstractmethod
    def start(self) -> None:
        """Begin to take arrivals; called in the page's loop, each time that somebody comes to watch."""

    @abstractmethod
    def stop(self) -> None:
        """Take no more."""

    def leave(self, watcher: Callable[[], None]) -> None:
        """Remove a watcher."""
        self.watchers.remove(watcher)

    def clear(self) -> None:
        """Forget all arrivals."""
        self.live = Live()
        self._tell()

    def _arrived(self, rows: Sequence[Row]) -> None:
        if not self._waiting:
            asyncio.get_running_loop().call_later(PAUSE, self._show)
        self._waiting += rows

    def _show(self) -> None:
        rows, self._waiting = self._waiting, []
        self.live = self.live.arrived(rows)
        self._tell()

    def _tell(self) -> None:
        for watcher in tuple(self.watchers):
            watcher()


class Listener(Arrivals):
    """A backend of this server's own, started when the first page watches it."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__()
        self._options = Options(host=host, port=port)
        self._server: Server | None = None

    @property
    def url(self) -> str:
        """The address of the backend: where it listens, or where it would."""
        return self._server.url if self._server else f"http://{self._options.host}:{self._options.port}"

    def start(self) -> None:
        """Listen, unless it does; `wrong` says why it can't, for example because a backend is already running there."""
        if self._server is not None:
            return
        loop = asyncio.get_running_loop()

        def show(rows: Sequence[Row]) -> None:
            # In the backend's thread.
            loop.call_soon_threadsafe(self._arrived, rows)

        try:
            self._server = Server(Projects(), self._options, show=show)
        except UsageError as error:
            self.wrong = f"{error}, with --listen"
            return
        self.wrong = ""
        threading.Thread(target=self._server.run, name="backend", daemon=True).start()

    def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.stop()


class Watched(Arrivals):
    """A backend that already runs, asked for its rows as long as somebody watches."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self._task: asyncio.Task[None] | None = None
        #: The id of the last row.
        self._last = ""

    @property
    def url(self) -> str:
        """The address of the backend."""
        return self._url

    def start(self) -> None:
        """Ask for its rows, unless that is being done."""
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._watch(), name=f"watch {self._url}")

    def stop(self) -> None:
        """Stop asking."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def leave(self, watcher: Callable[[], None]) -> None:
        """Remove a watcher, and stop asking after the last one; the next one gets the rows that came meanwhile."""
        super().leave(watcher)
        if not self.watchers:
            self.stop()

    async def _watch(self) -> None:
        while True:
            try:
                async for row_id, row in rows_from(self._url, after=self._last):
                    self._last = row_id or self._last
                    self._says("")
                    if row is not None:
                        self._arrived([row])
            except NotABackendError as error:
                self._says(str(error))
                return
            except OSError as error:
                self._says(f"{error}; trying again every {AGAIN} s")
            await asyncio.sleep(AGAIN)

    def _says(self, wrong: str) -> None:
        if wrong != self.wrong:
            self.wrong = wrong
            self._tell()


class Backends:
    """The backends whose rows a server's pages show: its own, and those that already run."""

    def __init__(self, own: Listener, named: str = "") -> None:
        """`named` is the address of a backend to watch in place of listening, which need not be on this machine."""
        self._own = own
        self._named = backend_address(named, anywhere=True) if named else ""
        self._watched: dict[str, Watched] = {}

    def of(self, address: str) -> Arrivals:
        """Return the arrivals at a backend; without an address at the one that was named, or at the server's own.

        Raises `UsageError` if it is not an address, or one that this server may not ask.
        """
        address = address or self._named
        if not address:
            return self._own
        url = backend_address(address, anywhere=True)
        if url != self._named:
            url = backend_address(address)
        self._watched = {one: watched for one, watched in self._watched.items() if watched.watchers or one == url}
        return self._watched.setdefault(url, Watched(url))

    @property
    def listens(self) -> bool:
        """Whether the server has a backend of its own."""
        return not self._named

    def stop(self) -> None:
        """Stop taking arrivals from all of them."""
        self._own.stop()
        for one in self._watched.values():
            one.stop()
