"""The server's connections: how many there can be, and how long each may keep it waiting.

uvicorn's own limits are of requests. Here are those of sockets: who connects and says nothing, whose headers or body
dribble without end, and who does not read what is sent to him, is parted from.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS: Final = 512
"""How many there can be at a time; fewer where the process can't have as many files open."""
PATIENCE: Final = 30.0
"""Seconds that a request's headers may take, and that what was sent may lie unread."""
LEAST_WAIT: Final = 1.0
"""Seconds after which one that waits may be closed to make room for a new one."""


def most_connections() -> int:
    """Return how many connections there can be: half of the files that this process can have open at most."""
    try:
        import resource
    except ModuleNotFoundError:
        # Windows knows no such limit.
        return MOST_CONNECTIONS
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else min(MOST_CONNECTIONS, max(soft // 2, 1))


class Connection(H11Protocol):
    """A connection that does not wait for ever; `look` has to be called now and then."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Take a new connection, in place of one that waits if there are too many, or refuse it."""
        most = most_connections()
        there = _close_one(self.connections, now=self.loop.time()) if len(self.connections) >= most else 0
        super().connection_made(transport)
        #: Since when no request has been under way, or the next one has been coming.
        self.since = self.loop.time()
        #: Since when what was sent has lain unread, and how much of it there was then.
        self._unread_since, self._unread = 0.0, 0
        if there >= most:
            self._say(503, f"{most} connections are open and in use, which are the most")

    def data_received(self, data: bytes) -> None:
        """Read what has come."""
        was_coming = self._is_coming
        super().data_received(data)
        if not was_coming:
            self.since = self.loop.time()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self.since = self.loop.time()
        super().on_response_complete()

    @property
    def is_waiting(self) -> bool:
        """Whether no request is under way."""
        return self.cycle is None or self.cycle.response_complete

    @property
    def _is_coming(self) -> bool:
        """Whether a part of a request has come that is not under way yet, or of a body that nobody reads any more."""
        if self.conn.their_state is h11.SEND_BODY:
            return self.is_waiting
        return self.conn.their_state is h11.IDLE and (self.cycle is None or self.conn.trailing_data[0] != b"")

    def look(self, now: float) -> None:
        """Close the connection if it has kept the server waiting for too long."""
        if self._lies_unread(now):
            # Nothing more can be said to who does not read.
            self.transport.abort()
        elif self.is_waiting and self._is_coming and now - self.since > PATIENCE and not self.transport.is_closing():
            if self.conn.our_state is h11.IDLE and self.conn.trailing_data[0]:
                self._say(408, f"the headers did not come within {PATIENCE:g} seconds")
            else:
                self.transport.close()

    def _lies_unread(self, now: float) -> bool:
        """Tell whether nothing of what was sent has been read for too long: while that is so, nothing is added."""
        unread = self.transport.get_write_buffer_size()
        is_held_up = bool(unread) and (self.flow.write_paused or self.transport.is_closing())
        if not is_held_up or unread < self._unread or not self._unread:
            self._unread_since = now
        self._unread = unread if is_held_up else 0
        return is_held_up and now - self._unread_since > PATIENCE

    def resume_writing(self) -> None:
        """Take note that something was read."""
        self._unread = 0
        super().resume_writing()

    def _say(self, status: int, text: str) -> None:
        """Answer with a sentence, and close."""
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
    """Close the one that has been waiting longest, if any has for long; return how many are left."""
    known = [one for one in connections if isinstance(one, Connection) and not one.transport.is_closing()]
    waiting = [one for one in known if one.is_waiting and now - one.since >= LEAST_WAIT]
    if not waiting:
        return len(known)
    min(waiting, key=lambda one: one.since).transport.abort()
    return len(known) - 1
