"""The server's connections: how many may be open, and how long each may keep the server waiting.

uvicorn's own limits are about requests; these are about sockets. The server closes connections of clients that keep it
waiting: those that send nothing, whose headers or bodies trickle in without end, or that do not read what it sends.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS: Final = 512
"""The most connections that may be open at a time; fewer if the process can't have as many files open."""
PATIENCE: Final = 30.0
"""Seconds that a request's headers may take, and that what the server sent may remain unread."""
LEAST_WAIT: Final = 1.0
"""Seconds after which an idle connection may be closed to make room for a new one."""


def most_connections() -> int:
    """Return how many connections may be open: at most half of the files that this process can have open."""
    try:
        import resource
    except ModuleNotFoundError:
        # Windows has no such limit.
        return MOST_CONNECTIONS
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else min(MOST_CONNECTIONS, max(soft // 2, 1))


class TimedConnection(H11Protocol):
    """A connection with time limits; `close_if_late` has to be called now and then."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Take a new connection; if there are too many, close an idle one for it, or refuse it."""
        most = most_connections()
        others = _close_one(self.connections, now=self.loop.time()) if len(self.connections) >= most else 0
        super().connection_made(transport)
        #: The time since which the connection has been idle, or the next request has been coming in.
        self.since = self.loop.time()
        #: The time since which the client has read nothing, and how many bytes were unread then.
        self._unread_since, self._unread = 0.0, 0
        if others >= most:
            self._answer(503, f"too many connections are open: {most} are in use")

    def data_received(self, data: bytes) -> None:
        """Read what has come in."""
        was_coming = self._is_incoming
        super().data_received(data)
        if not was_coming:
            self.since = self.loop.time()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self.since = self.loop.time()
        super().on_response_complete()

    @property
    def is_idle(self) -> bool:
        """Whether no request is being answered."""
        return self.cycle is None or self.cycle.response_complete

    @property
    def _is_incoming(self) -> bool:
        """Whether a part of the next request has come in, or of a body that nobody reads any more."""
        if self.conn.their_state is h11.SEND_BODY:
            return self.is_idle
        return self.conn.their_state is h11.IDLE and (self.cycle is None or self.conn.trailing_data[0] != b"")

    def close_if_late(self, now: float) -> None:
        """Close the connection if it has kept the server waiting for too long; `now` is the event loop's time."""
        if self._is_unread(now):
            # A client that does not read can't be sent a reason either.
            self.transport.abort()
        elif self.is_idle and self._is_incoming and now - self.since > PATIENCE and not self.transport.is_closing():
            if self.conn.our_state is h11.IDLE and self.conn.trailing_data[0]:
                self._answer(408, f"the headers did not arrive within {PATIENCE:g} seconds")
            else:
                self.transport.close()

    def _is_unread(self, now: float) -> bool:
        """Tell whether the client has read nothing for too long; meanwhile nothing more is sent."""
        unread = self.transport.get_write_buffer_size()
        is_held_up = bool(unread) and (self.flow.write_paused or self.transport.is_closing())
        if not is_held_up or unread < self._unread or not self._unread:
            self._unread_since = now
        self._unread = unread if is_held_up else 0
        return is_held_up and now - self._unread_since > PATIENCE

    def resume_writing(self) -> None:
        """Note that the client has read something."""
        self._unread = 0
        super().resume_writing()

    def _answer(self, status: int, text: str) -> None:
        """Answer with a sentence, and close the connection."""
        body = text.encode()
        headers = [
            ("content-type", "text/plain; charset=utf-8"),
            ("content-length", f"{len(body)}"),
            ("connection", "close"),
        ]
        answer = h11.Response(status_code=status, headers=headers)
        for part in (answer, h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(part) or b"")
        self.transport.close()


def _close_one(connections: Iterable[object], *, now: float) -> int:
    """Close the connection that has been idle longest, if one has been for `LEAST_WAIT`; return how many are left."""
    known = [one for one in connections if isinstance(one, TimedConnection) and not one.transport.is_closing()]
    idle = [one for one in known if one.is_idle and now - one.since >= LEAST_WAIT]
    if not idle:
        return len(known)
    min(idle, key=lambda one: one.since).transport.abort()
    return len(known) - 1
