"""Watching a backend that already runs: its live feed, read as server-sent events."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

import httpx
import msgspec

from simulator.backend.app import LIVE_PATH
from simulator.backend.reading.live import HEARTBEAT
from simulator.backend.reading.rows import Row
from simulator.errors import UsageError, quoted

LONGEST_EVENT: Final = 1_000_000
"""Bytes of one server-sent event; a row of a backend has far fewer."""
_TIMEOUT: Final = httpx.Timeout(5, read=3 * HEARTBEAT)
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class NotABackendError(Exception):
    """The server that answers is not a backend; the sentence says what it is instead."""


def backend_address(text: str, *, anywhere: bool = False) -> str:
    """Return the normal form of a backend's address; raises `UsageError` for anything else.

    Without `anywhere` it has to be on this machine: a page must not make its server ask others.
    """
    try:
        url = httpx.URL(text if "://" in text else f"http://{text}")
    except httpx.InvalidURL:
        url = httpx.URL()
    if url.scheme not in ("http", "https") or not url.host or url.userinfo:
        raise UsageError(f"{quoted(text)} is not the address of a backend, such as http://127.0.0.1:8118")
    if not anywhere and url.host not in _LOOPBACK:
        raise UsageError(f"{quoted(url.host)} is another machine; name its backend with --backend")
    return str(url.copy_with(path="/", query=None, fragment=None)).rstrip("/")


async def rows_from(url: str, *, after: str = "") -> AsyncIterator[tuple[str, Row | None]]:
    """Return the rows of a backend as they arrive, each with its id; a heartbeat is `None`.

    `after` is the id of the last row that is known. Ends when the backend ends its feed; raises `OSError` if it can't
    be reached, and `NotABackendError` if something else answers.
    """
    headers = {"Accept": "text/event-stream"} | ({"Last-Event-ID": after} if after else {})
    try:
        async with (
            httpx.AsyncClient(timeout=_TIMEOUT, trust_env=False) as client,
            client.stream("GET", f"{url}{LIVE_PATH}", headers=headers) as response,
        ):
            kind = response.headers.get("content-type", "")
            if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
                raise OSError(f"the backend at {url} answers {response.status_code}")
            if response.status_code != httpx.codes.OK or not kind.startswith("text/event-stream"):
                raise NotABackendError(f"{url} is not a devicemode backend: it answers {response.status_code}")
            async for event in _events(response):
                yield _row(event, url)
    except httpx.HTTPError:
        raise OSError(f"no backend answers at {url}") from None


async def _events(response: httpx.Response) -> AsyncIterator[bytes]:
    waiting = b""
    async for chunk in response.aiter_bytes():
        *events, waiting = (waiting + chunk).split(b"\n\n")
        if len(waiting) > LONGEST_EVENT:
            raise NotABackendError(f"{response.url.host} is not a devicemode backend: its feed has no end")
        for event in events:
            yield event


def _row(event: bytes, url: str) -> tuple[str, Row | None]:
    """Return the id and the row in a server-sent event; no row for a heartbeat or a notice."""
    fields = dict(line.partition(b": ")[::2] for line in event.split(b"\n"))
    if b"id" not in fields or b"data" not in fields:
        return "", None
    try:
        return fields[b"id"].decode("ascii"), msgspec.json.decode(fields[b"data"], type=Row)
    except (ValueError, msgspec.MsgspecError):
        raise NotABackendError(f"{url} is not a devicemode backend of this version: its rows can't be read") from None
