"""Requests to the backend as a port makes them, and an application to ask without a socket."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from itertools import count
from typing import Any, Final
from urllib.parse import urlencode

import httpx
from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Scope

from simulator.backend import Backend
from simulator.backend.app import application
from simulator.backend.http.access import Access
from simulator.backend.ingestion.projects import Projects
from simulator.backend.ingestion.refusals import Limits
from simulator.backend.keeping.stores import Stores
from simulator.backend.reading.live import Feed
from simulator.backend.reading.rows import Row
from simulator.values import JSONObject

KEY: Final = "0123456789abcdef0123456789ABCDEF"
NOW: Final = 1_537_272_000_000
"""The time on the backend's machine in tests without a socket: 18 September 2018, noon."""
HOST: Final = "http://127.0.0.1:8118"
FORM: Final = "application/x-www-form-urlencoded"

RUN: Final = "/runs/a.b-c_d~1"
RUN_ID: Final = "run-a.b-c_d~1"

_numbers: Final = count(1)


class Stand:
    """An application with its projects and its feed."""

    def __init__(
        self, *, limits: Limits | None = None, access: Access | None = None, stores: Stores | None = None
    ) -> None:
        self.projects = Projects(stores)
        self.rows: list[Row] = []
        self.feed = Feed(started=NOW, show=self.rows.extend)
        self.app: Starlette = application(self.projects, now=lambda: NOW, limits=limits, access=access, feed=self.feed)

    @property
    def project(self) -> Backend:
        return self.projects.peek(KEY)

    @property
    def reasons(self) -> list[str]:
        """The reasons why the project's requests were rejected."""
        return [one.reason for one in self.project.store.uploads(rejected=True)]


def event(event_type: str = "Song Played", **fields: Any) -> JSONObject:
    """Make a new event."""
    number = next(_numbers)
    return {"event_type": event_type, "device_id": "device 1", "session_id": NOW, "uuid": f"uuid {number}"} | fields


def signed(*events: JSONObject, key: str = KEY, version: str = "2", upload_time: int = NOW) -> dict[str, str]:
    """Return the fields of an upload, signed as an SDK signs it."""
    e = json.dumps(events)
    text = f"{version}{key}{e}{upload_time}"
    checksum = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    return {"v": version, "client": key, "e": e, "upload_time": str(upload_time), "checksum": checksum}


def form(fields: Mapping[str, str]) -> bytes:
    return urlencode(fields).encode()


def ask(
    app: ASGIApp,
    method: str,
    path: str,
    *,
    content: bytes | AsyncIterator[bytes] = b"",
    headers: Mapping[str, str] | Sequence[tuple[str, str]] | Sequence[tuple[bytes, bytes]] = (),
    peer: str = "127.0.0.1",
) -> httpx.Response:
    """Send a request to an application, as if from `peer`."""

    async def answer() -> httpx.Response:
        transport = httpx.ASGITransport(app, client=(peer, 50_000))
        async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
            return await client.request(method, path, content=content, headers=headers)

    return asyncio.run(answer())


def post(
    app: ASGIApp,
    path: str,
    fields: Mapping[str, str] | bytes,
    *,
    headers: Mapping[str, str] | None = None,
    peer: str = "127.0.0.1",
) -> httpx.Response:
    """Post a form to an application."""
    content = fields if isinstance(fields, bytes) else form(fields)
    return ask(app, "POST", path, content=content, headers={"Content-Type": FORM, **(headers or {})}, peer=peer)


def scope(method: str, path: str, headers: Mapping[str, str] | None = None) -> Scope:
    """Return a request as a server passes it to an application."""
    said = {"host": "127.0.0.1:8118", **(headers or {})}
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in said.items()],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8118),
    }


class Connection:
    """A connection to an application, message by message."""

    def __init__(self, *incoming: Message) -> None:
        self.sent: list[Message] = []
        self._incoming = list(incoming)
        self._gone = asyncio.Event()
        self._news = asyncio.Condition()

    async def receive(self) -> Message:
        """Give the application the rest of the body, then nothing until `leave`."""
        if self._incoming:
            return self._incoming.pop(0)
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Record a message of the application."""
        async with self._news:
            self.sent.append(message)
            self._news.notify_all()

    def leave(self) -> None:
        """Disconnect."""
        self._gone.set()

    async def until(self, text: bytes) -> None:
        """Wait until the application has sent a text."""
        async with self._news:
            await self._news.wait_for(lambda: text in self.body)

    @property
    def body(self) -> bytes:
        """The body that the application has sent so far."""
        return b"".join(message.get("body", b"") for message in self.sent)
