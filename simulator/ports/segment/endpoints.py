"""The tracking API over HTTP: a request is read within the limits, its answer is sent, or interrupted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.backend.http.batching import BUSY
from simulator.backend.http.ingesting import InterruptedResponse, LingeringResponse, waited
from simulator.backend.http.receiving import client_address, credentials_in, read_body
from simulator.backend.ingestion.compression import unpacked
from simulator.backend.ingestion.project_ids import RUN
from simulator.backend.ingestion.refusals import RefusedError
from simulator.errors import BusyError, StoreError
from simulator.ports.segment.requests import ENDPOINTS, longest, read, refused, too_large
from simulator.ports.segment.stand_in import SUCCESS, Posted, SegmentStandIn
from simulator.wire import requests as wire
from simulator.wire.requests import Answer

METRICS_PATH: Final = "/v1/m"
"""The path at which libraries report on themselves; Segment answers, and nobody sees it."""
RUNS: Final = "/runs/{run}"
RETRY_AFTER: Final = 1
"""Seconds that an answer of 429 asks for (rule segment.answer.retry-after)."""

_AGAIN: Final = 0.05
"""Seconds between two attempts to write to a store that another process is writing to."""


def tracking_routes(stand_in: SegmentStandIn) -> list[Route]:
    """Return the routes of the tracking API, for the workspace and for runs."""
    made = [
        Route(f"{prefix}{path}", _endpoint(stand_in, path), methods=["POST"])
        for prefix in ("", RUNS)
        for path in ENDPOINTS
    ]
    return made + [Route(f"{prefix}{METRICS_PATH}", _discard, methods=["POST"]) for prefix in ("", RUNS)]


def run_of(request: Request) -> str:
    """Return the name of the run in a request's path, empty if there is none; raise `RefusedError` for a wrong one."""
    run: str = request.path_params.get("run", "")
    if run and not RUN.fullmatch(run):
        raise refused(404, "not_found", "the name of a run must be 1 to 80 letters, digits, dots, dashes, _ and ~")
    return run


def _endpoint(stand_in: SegmentStandIn, path: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            return await _answer(stand_in, path, request)
        except StoreError as error:
            # Libraries keep the request, and send it again.
            return _response(refused(503, "unavailable", str(error)).answer)

    return answer


async def _answer(stand_in: SegmentStandIn, path: str, request: Request) -> Response:
    run, address = "", client_address(request)
    try:
        run = run_of(request)
        body = await read_body(request, longest(path))
        return await _respond(request, await _take(stand_in, _posted(path, request, body, run, address)))
    except RefusedError as error:
        # Only what was read off the wire can be too large for it; the rest of that is still coming.
        unread = error.answer.status == wire.TOO_LARGE
        refused_by = too_large(path) if unread else _in_words(error)
        refusal = stand_in.refuse(path, refused_by, run=run, ip=address)
        return LingeringResponse(refusal, "application/json") if unread else _response(refusal)


def _posted(path: str, request: Request, body: bytes, run: str, address: str) -> Posted:
    """Read a request whose body has come; raise `RefusedError` if it can't be read.

    Rules segment.body.gzip and segment.auth.basic. Any content type is taken (rule segment.body.content-type).
    """
    limit = longest(path)
    try:
        body = unpacked(body, request.headers.get("content-encoding", "").lower(), limit)
    except RefusedError as error:
        raise too_large(path) if error.answer.status == wire.TOO_LARGE else error from None
    user, _ = credentials_in(request.headers.get("authorization", "")) or ("", "")
    return Posted(path=path, run=run, user=user, envelope=read(path, body), ip=address)


async def _take(stand_in: SegmentStandIn, posted: Posted) -> Answer:
    """Take a request, once no other process is writing to the store."""
    loop = asyncio.get_running_loop()
    until = loop.time() + BUSY
    while True:
        try:
            return stand_in.take(posted)
        except BusyError:
            if loop.time() > until:
                raise
            await asyncio.sleep(_AGAIN)


def _in_words(error: RefusedError) -> RefusedError:
    """Return a refusal with a body that Segment's libraries can read."""
    answer = error.answer
    return error if answer.body.startswith("{") else refused(answer.status, "invalid_request", error.reason)


async def _respond(request: Request, answer: Answer) -> Response:
    if answer.delay and not await waited(request, answer.delay):
        raise ClientDisconnect
    return _response(answer)


def _response(answer: Answer) -> Response:
    if not answer.status:
        return InterruptedResponse()
    headers = {"Retry-After": str(RETRY_AFTER)} if answer.status == 429 else {}
    if answer.status == 408:
        headers["Connection"] = "close"
    kind = "application/json" if answer.body.startswith("{") else "text/plain"
    return Response(answer.body, answer.status, headers, media_type=kind)


async def _discard(request: Request) -> Response:
    try:
        await read_body(request, longest("/v1/batch"))
    except RefusedError as error:
        return _response(_in_words(error).answer)
    return _response(Answer(200, SUCCESS))
