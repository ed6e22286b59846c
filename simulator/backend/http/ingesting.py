"""Amplitude's endpoints over HTTP: a request is read, handed to `Ingestion`, and its answer is sent, or interrupted."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from simulator.backend.http.batching import RequestBatches
from simulator.backend.http.receiving import (
    PATIENCE,
    client_address,
    dated,
    may_exceed,
    project_id_of,
    read_body,
    read_request,
)
from simulator.backend.ingestion.answering import Ingestion
from simulator.backend.ingestion.endpoints import ENDPOINTS
from simulator.backend.ingestion.projects import Projects
from simulator.backend.ingestion.refusals import Limits, RefusedError
from simulator.errors import StoreError
from simulator.wire import requests as wire
from simulator.wire.requests import Answer
from simulator.wire.transport import DELAY_HEADER

LARGE_AT_ONCE: Final = 4
"""The most bodies larger than `Limits.body` that are in memory at a time; others wait to be read."""
DISCARDED: Final = 16 * 1024 * 1024
"""Bytes of a body that is too large that are read and discarded, only so that its sender sees the answer."""


class AmplitudeEndpoints:
    """Answers the requests to Amplitude's endpoints, for the project of their API key or of a run."""

    def __init__(self, projects: Projects, ingestion: Ingestion, limits: Limits) -> None:
        self._projects = projects
        self._ingestion = ingestion
        self._limits = limits
        self._batches = RequestBatches(ingestion)
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)
        self._last_client: object = None

    async def answer(self, request: Request, path: str, project_id: str | None) -> Response:
        """Answer a request to the endpoint `path`; `project_id` takes it in place of its API key's project."""
        if ENDPOINTS[path].limit(self._limits) <= self._limits.body or not may_exceed(request, self._limits.body):
            return await self._answer(request, path, project_id)
        async with self._large:
            return await self._answer(request, path, project_id)

    async def _answer(self, request: Request, path: str, project_id: str | None) -> Response:
        body = b""
        incoming = wire.Request(path=path, ip=client_address(request))
        try:
            body = await read_body(request, ENDPOINTS[path].limit(self._limits))
            incoming = read_request(request, incoming, body)
        except RefusedError as refused:
            incoming = dated(request, incoming)
            answer = await self._refuse(incoming, refused, project_id or project_id_of(request, body))
            too_large = answer.status == wire.TOO_LARGE
            return LingeringResponse(answer, _media_type(path, answer)) if too_large else _response(path, answer)
        alone = request.client == self._last_client
        self._last_client = request.client
        answer = await self._take(incoming, project_id, alone=alone)
        in_virtual_time = incoming.time is not None
        if answer.delay and not in_virtual_time and not await waited(request, answer.delay):
            raise ClientDisconnect
        return _response(path, answer, states_delay=in_virtual_time)

    async def _take(self, incoming: wire.Request, project_id: str | None, *, alone: bool) -> Answer:
        try:
            project = self._projects.open(project_id) if project_id else None
            return await self._batches.keep(self._ingestion.decide(incoming, project), alone=alone)
        except StoreError as error:
            return self._not_kept(incoming, error)

    async def _refuse(self, incoming: wire.Request, refused: RefusedError, project_id: str | None) -> Answer:
        try:
            project = self._projects.open(project_id) if project_id else None
            decision = self._ingestion.refusing(incoming, refused, project=project)
            return await self._batches.keep(decision, alone=project is None)
        except StoreError as error:
            return self._not_kept(incoming, error)

    def _not_kept(self, incoming: wire.Request, error: StoreError) -> Answer:
        """Refuse what the store can't keep, with the word that the SDKs know for it."""
        refused = RefusedError(503, "request_db_write_failed", str(error))
        return self._ingestion.refuse(incoming, refused, project=None)


async def waited(request: Request, delay: int) -> bool:
    """Wait for `delay` milliseconds; return `False` if the client disconnects before."""
    try:
        async with asyncio.timeout(delay / 1000):
            while (await request.receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return True
    return False


def _response(path: str, answer: Answer, *, states_delay: bool = False) -> Response:
    if answer == _ACCEPTED:
        return _ACCEPTED_RESPONSE
    if not answer.status:
        return InterruptedResponse()
    headers = {DELAY_HEADER: str(answer.delay)} if states_delay and answer.delay else {}
    if answer.status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="API key and secret key", charset="UTF-8"'
    if answer.status == 408:
        headers["Connection"] = "close"
    return Response(answer.body, answer.status, headers, media_type=_media_type(path, answer))


def _media_type(path: str, answer: Answer) -> str:
    """Return the type of an answer; the endpoints of 2018 answer a word, but for a deletion that is accepted."""
    is_json = answer.status == wire.OK if path == wire.DELETION_PATH else ENDPOINTS[path].takes_json
    return "application/json" if is_json else "text/plain"


_ACCEPTED: Final = Answer(wire.OK, wire.ACCEPTED)
_ACCEPTED_RESPONSE: Final = Response(wire.ACCEPTED, media_type="text/plain")
"""The answer to nearly every request, made once."""


class InterruptedResponse(Response):
    """The beginning of an answer: uvicorn closes the connection of a response that is not completed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the beginning."""
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"7")]
        await send({"type": "http.response.start", "status": wire.OK, "headers": headers})
        await send({"type": "http.response.body", "body": b"suc", "more_body": True})


class LingeringResponse(Response):
    """An answer to a body that is too large: sent at once, but the connection is closed a little later.

    If it were closed while the client is still sending, it would be reset and the client would see no answer. So what
    is still coming is read and discarded, up to `DISCARDED` bytes.
    """

    def __init__(self, answer: Answer, media_type: str) -> None:
        super().__init__(answer.body, answer.status, {"Connection": "close"}, media_type=media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer, then read the rest of the body."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        # A client that asks first (Expect: 100-continue) sends nothing unless it is read from.
        if Request(scope).headers.get("expect") is None:
            await _discard(receive)
        await send({"type": "http.response.body", "body": b""})


async def _discard(receive: Receive) -> None:
    left = DISCARDED
    try:
        async with asyncio.timeout(PATIENCE):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body"):
                    return
    except TimeoutError:
        return
