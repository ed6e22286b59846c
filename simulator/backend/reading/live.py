"""The live view's feed: the latest rows, kept for a while and streamed to everyone who watches."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from itertools import chain, islice
from typing import Final

import msgspec
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from simulator.backend.ingestion.outcomes import Arrival
from simulator.backend.reading.rows import Row, rows_of, size_of

MOST_ROWS: Final = 2000
"""The most rows kept for streams that begin, or are resumed, later; those that arrived together go together."""
MOST_BYTES: Final = 16 * 1024 * 1024
"""The most bytes that these may have in total, unless the last ones that arrived together have more."""
MOST_WATCHERS: Final = 64
"""The most streams at a time."""
HEARTBEAT: Final = 15.0
"""Seconds without rows after which a stream sends a comment to show that it is alive."""
PATIENCE: Final = 30.0
"""Seconds after which the connection of a client that does not read is closed."""

_AT_ONCE: Final = 100


class Feed:
    """The latest rows, numbered from 0, and the streams that wait for more; all in the server's thread.

    A row's id is its number after `started`, the time at which the server was started, so that ids of an earlier server
    are not mistaken for its own. `show` is called with the rows that arrive together.
    """

    def __init__(self, *, started: int, show: Callable[[Sequence[Row]], None] = lambda rows: None) -> None:
        self._started = started
        self._show = show
        #: Rows that arrived together, with their size in bytes.
        self._kept: deque[tuple[Sequence[Row], int]] = deque()
        self._count = 0
        self._bytes = 0
        #: The number of the next row.
        self._end = 0
        self._waiting: set[asyncio.Event] = set()
        #: Whether no more rows will come.
        self.closed = False

    def observe(self, arrival: Arrival) -> None:
        """Add the rows of a request."""
        self._keep(rows_of(arrival))

    def add(self, row: Row) -> None:
        """Add a row."""
        self._keep([row])

    def _keep(self, rows: Sequence[Row]) -> None:
        """Keep rows that arrived together, show them, and wake the streams that wait."""
        if not rows:
            return
        # As JSON they are written when somebody asks for it.
        size = size_of(rows)
        self._kept.append((rows, size))
        self._count += len(rows)
        self._bytes += size
        self._end += len(rows)
        while self._count - len(self._kept[0][0]) >= MOST_ROWS or (self._bytes > MOST_BYTES and len(self._kept) > 1):
            oldest, size = self._kept.popleft()
            self._count -= len(oldest)
            self._bytes -= size
        self._show(rows)
        self._wake()

    def close(self) -> None:
        """End all streams."""
        self.closed = True
        self._wake()

    @property
    def full(self) -> bool:
        """Whether there are as many streams as there may be."""
        return len(self._waiting) >= MOST_WATCHERS

    def subscribe(self, news: asyncio.Event) -> None:
        """Set `news` whenever a row is added."""
        self._waiting.add(news)

    def unsubscribe(self, news: asyncio.Event) -> None:
        """Stop setting `news`."""
        self._waiting.discard(news)

    def number_after(self, last_id: str) -> int | None:
        """Return the number after a row's id; `None` if it is not an id of this server."""
        started, _, number = last_id.partition("-")
        if started != str(self._started) or not (number.isascii() and number.isdigit() and len(number) <= 15):
            return None
        return min(int(number) + 1, self._end)

    def since(self, number: int) -> tuple[int, list[bytes]]:
        """Return rows from `number` on as JSON, a limited number at a time, and the number of the first of them."""
        oldest = self._end - self._count
        first = max(number, oldest)
        rows = chain.from_iterable(rows for rows, _ in self._kept)
        return first, [msgspec.json.encode(row) for row in islice(rows, first - oldest, first - oldest + _AT_ONCE)]

    def written(self, first: int, rows: list[bytes]) -> bytes:
        """Write rows as server-sent events."""
        return b"".join(
            b"id: %d-%d\ndata: %b\n\n" % (self._started, number, row) for number, row in enumerate(rows, first)
        )

    def _wake(self) -> None:
        for news in self._waiting:
            news.set()


class LiveStream(Response):
    """The feed as server-sent events: after the row `last_id`, or from the oldest row that is kept.

    Besides rows there are the events `gap`, if rows were dropped before they could be sent, and `restarted`, if
    `last_id` is not an id of this server.
    """

    media_type = "text/event-stream"

    def __init__(self, feed: Feed, last_id: str) -> None:
        super().__init__(headers={"Cache-Control": "no-store"})
        del self.headers["content-length"]
        self._feed = feed
        self._last_id = last_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Stream until the feed is closed, or the client disconnects or stops reading."""
        news = asyncio.Event()
        self._feed.subscribe(news)
        disconnected = asyncio.create_task(_until_disconnected(receive))
        disconnected.add_done_callback(lambda _: news.set())
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await self._stream(send, news, disconnected)
        except TimeoutError:
            # uvicorn closes the connection of a response that is not completed.
            return
        finally:
            disconnected.cancel()
            self._feed.unsubscribe(news)
        await send({"type": "http.response.body", "body": b""})

    async def _stream(self, send: Send, news: asyncio.Event, disconnected: asyncio.Task[None]) -> None:
        feed, number = self._feed, self._feed.number_after(self._last_id)
        text = b"retry: 1000\n\n"
        if self._last_id and number is None:
            text += b"event: restarted\ndata:\n\n"
        known = number is not None
        number = number or 0
        while not (feed.closed or disconnected.done()):
            first, rows = feed.since(number)
            if first > number and known:
                text += b"event: gap\ndata: %d\n\n" % (first - number)
            known, number = True, first + len(rows)
            text += feed.written(first, rows)
            if text:
                async with asyncio.timeout(PATIENCE):
                    await send({"type": "http.response.body", "body": text, "more_body": True})
            text = b"" if len(rows) == _AT_ONCE or await _has_come(news) else b":\n\n"


async def _has_come(news: asyncio.Event) -> bool:
    """Wait for news; return `False` if there is none for `HEARTBEAT` seconds."""
    try:
        async with asyncio.timeout(HEARTBEAT):
            await news.wait()
    except TimeoutError:
        return False
    news.clear()
    return True


async def _until_disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
