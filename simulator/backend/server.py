"""The stand-in as a server: in the foreground for people, in a thread for tests.

It reads the machine's clock, for requests that carry no time of their own.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from time import time_ns
from typing import Final

import msgspec
import uvicorn

from simulator.backend.app import Beside, application
from simulator.backend.http.access import Access
from simulator.backend.http.connections import TimedConnection
from simulator.backend.http.listening import Uvicorn, interruptions, listen, url_of
from simulator.backend.ingestion.projects import Projects
from simulator.backend.ingestion.refusals import Limits
from simulator.backend.reading.live import Feed
from simulator.backend.reading.rows import Row

STOPPING: Final = 1
"""Seconds that the server waits for unfinished requests when it is stopped."""
KEEP_ALIVE: Final = 75
"""Seconds that an idle connection is kept open: longer than clients do, so that it is not closed while they send."""

_UNREAD: Final = 256 * 1024
"""Bytes, approximately, that the system buffers for a client that reads slowly: with more, the server would not notice
that it reads."""
_TICKS: Final = 10
"""The number of uvicorn's ticks, of a tenth of a second each, between two checks of the connections."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """A server's address, and who may send to it."""

    host: str = "127.0.0.1"
    #: 0 is any free one.
    port: int = 0
    #: Host names and addresses that it answers to, besides those of loopback and its own.
    hosts: tuple[str, ...] = ()
    #: Origins whose pages may send, besides those of loopback.
    origins: tuple[str, ...] = ()
    limits: Limits = Limits()


def milliseconds() -> int:
    """Return the time of the machine's clock, in milliseconds since 1970."""
    return time_ns() // 1_000_000


class Server:
    """A server of some projects. It listens as soon as it is made; `run` answers.

    `show` is called with the rows that arrive together; `beside` makes what else is served of the feed. Raises
    `UsageError` if it can't listen on the address and port.
    """

    def __init__(
        self,
        projects: Projects,
        options: Options | None = None,
        *,
        show: Callable[[Sequence[Row]], None] = lambda rows: None,
        beside: Callable[[Feed], Beside] = lambda feed: Beside(),
    ) -> None:
        options = options or Options()
        access = Access.to(hosts=options.hosts, origins=options.origins)
        self._socket = listen(options.host, options.port, name="the server", backlog=512)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _UNREAD)
        access = msgspec.structs.replace(access, hosts=access.hosts | {options.host.lower()})
        feed = Feed(started=milliseconds(), show=show)
        app = application(
            projects, now=milliseconds, limits=options.limits, access=access, feed=feed, beside=beside(feed)
        )
        #: Its address, without a slash at the end.
        self.url = url_of(self._socket)
        # h11 and asyncio are available everywhere. uvicorn's log is off: it would report each connection that a fault
        # interrupts on purpose.
        config = uvicorn.Config(
            app,
            http=TimedConnection,
            loop="asyncio",
            ws="none",
            lifespan="off",
            proxy_headers=False,
            server_header=False,
            access_log=False,
            log_config=None,
            log_level="critical",
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=STOPPING,
        )
        self._server = _Uvicorn(config, feed)

    def run(self, *, begun: Callable[[], None] = lambda: None) -> None:
        """Answer until `stop` is called or, in the main thread, until the process is interrupted or terminated.

        `begun` is called as soon as it can be stopped in all of these ways.
        """
        with interruptions(self.stop):
            begun()
            self._server.run(sockets=[self._socket])

    def stop(self) -> None:
        """Make `run` return; may be called from any thread."""
        self._server.should_exit = True


@contextlib.contextmanager
def serving(
    projects: Projects | None = None,
    options: Options | None = None,
    *,
    show: Callable[[Sequence[Row]], None] = lambda rows: None,
    beside: Callable[[Feed], Beside] = lambda feed: Beside(),
) -> Iterator[Server]:
    """Run a server in a thread for as long as the context lasts; its projects are in memory by default."""
    server = Server(projects or Projects(), options, show=show, beside=beside)
    thread = threading.Thread(target=server.run, name="backend", daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join()


class _Uvicorn(Uvicorn):
    """Checks its connections, and ends live streams when it is stopped."""

    def __init__(self, config: uvicorn.Config, feed: Feed) -> None:
        super().__init__(config)
        self._feed = feed

    async def on_tick(self, counter: int) -> bool:
        if counter % _TICKS == 0:
            now = asyncio.get_running_loop().time()
            for connection in tuple(self.server_state.connections):
                if isinstance(connection, TimedConnection):
                    connection.close_if_late(now)
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._feed.close()
        await super().shutdown(sockets)
