"""What arrives, as it arrives: the latest rows, kept for a while and streamed to whoever watches."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from itertools import islice
from typing import Final

import msgspec
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from simulator.backend.ingestion.outcomes import Arrival
from simulator.backend.reading.rows import Row, rows_of

MOST_ROWS: Final = 2000
"""How many rows are kept for those who come, or come back, later."""
MOST_BYTES: Final = 16 * 1024 * 1024
"""How large they may be together."""
MOST_WATCHERS: Final = 64
"""How many can watch at a time."""
HEARTBEAT: Final = 15.0
"""Seconds of silence after which a stream says that it is still there."""
PATIENCE: Final = 30.0
"""Seconds after which whoever does not read what was sent is dropped."""

_AT_ONCE: Final = 100


class Feed:
    """The latest rows, numbered from 0, and those who wait for more; all in the server's thread.

    A row's id is its number behind `started`, the moment at which the server was started, so that the ids of an earlier
    one are not taken for its own. `show` is given each row as well.
    """

    def __init__(self, *, started: int, show: Callable[[Row], None] = lambda row: None) -> None:
        self._started = started
        self._show = show
        self._rows: deque[bytes] = deque()
        self._bytes = 0
        #: The number of the next row.
        self._end = 0
        self._waiting: set[asyncio.Event] = set()
        #: Whether nothing more comes.
        self.closed = False

    def observe(self, arrival: Arrival) -> None:
        """Take note of a request."""
        for row in rows_of(arrival):
            self.add(row)

    def add(self, row: Row) -> None:
        """Keep a row, and tell those who wait."""
        encoded = msgspec.json.encode(row)
        self._rows.append(encoded)
        self._bytes += len(encoded)
        self._end += 1
        while len(self._rows) > MOST_ROWS or self._bytes > MOST_BYTES:
            self._bytes -= len(self._rows.popleft())
        self._tell()
        self._show(row)

    def close(self) -> None:
        """End all streams."""
        self.closed = True
        self._tell()

    @property
    def full(self) -> bool:
        """Whether as many wait as can."""
        return len(self._waiting) >= MOST_WATCHERS

    def subscribe(self, news: asyncio.Event) -> None:
        """Set `news` whenever something comes."""
        self._waiting.add(news)

    def unsubscribe(self, news: asyncio.Event) -> None:
        """Set it no more."""
        self._waiting.discard(news)

    def number_behind(self, last_id: str) -> int | None:
        """Return the number behind a row's id; `None` for what is no id of this server."""
        started, _, number = last_id.partition("-")
        if started != str(self._started) or not (number.isascii() and number.isdigit() and len(number) <= 15):
            return None
        return min(int(number) + 1, self._end)

    def since(self, number: int) -> tuple[int, list[bytes]]:
        """Return rows from `number` on, some at a time, as JSON; and the number of the first of them."""
        oldest = self._end - len(self._rows)
        first = max(number, oldest)
        return first, list(islice(self._rows, first - oldest, first - oldest + _AT_ONCE))

    def written(self, first: int, rows: list[bytes]) -> bytes:
        """Write rows as server-sent events."""
        return b"".join(
            b"id: %d-%d\ndata: %b\n\n" % (self._started, number, row) for number, row in enumerate(rows, first)
        )

    def _tell(self) -> None:
        for news in self._waiting:
            news.set()


class LiveStream(Response):
    """The feed as server-sent events, from behind the row `last_id` on, or from the oldest row that is kept.

    Besides rows there are events `gap`, where rows are missing that were thrown away before they could be sent, and
    `restarted`, where `last_id` is not of this server.
    """

    media_type = "text/event-stream"

    def __init__(self, feed: Feed, last_id: str) -> None:
        super().__init__(headers={"Cache-Control": "no-store"})
        del self.headers["content-length"]
        self._feed = feed
        self._last_id = last_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Stream until the feed is closed, or the reader has gone or does not read."""
        news = asyncio.Event()
        self._feed.subscribe(news)
        gone = asyncio.create_task(_until_gone(receive))
        gone.add_done_callback(lambda _: news.set())
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await self._stream(send, news, gone)
        except TimeoutError:
            # The server closes the connection of whoever stops in the middle.
            return
        finally:
            gone.cancel()
            self._feed.unsubscribe(news)
        await send({"type": "http.response.body", "body": b""})

    async def _stream(self, send: Send, news: asyncio.Event, gone: asyncio.Task[None]) -> None:
        feed, number = self._feed, self._feed.number_behind(self._last_id)
        text = b"retry: 1000\n\n"
        if self._last_id and number is None:
            text += b"event: restarted\ndata:\n\n"
        known = number is not None
        number = number or 0
        while not (feed.closed or gone.done()):
            first, rows = feed.since(number)
            if first > number and known:
                text += b"event: gap\ndata: %d\n\n" % (first - number)
            known, number = True, first + len(rows)
            text += feed.written(first, rows)
            if text:
                async with asyncio.timeout(PATIENCE):
                    await send({"type": "http.response.body", "body": text, "more_body": True})
            text = b"" if len(rows) == _AT_ONCE or await _comes(news) else b":\n\n"


async def _comes(news: asyncio.Event) -> bool:
    """Wait for news; `False` after a silence."""
    try:
        async with asyncio.timeout(HEARTBEAT):
            await news.wait()
    except TimeoutError:
        return False
    news.clear()
    return True


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
