"""Amplitude's endpoints over HTTP: a request is read, handed to `Ingestion`, and its answer sent, or broken off."""

from __future__ import annotations

import asyncio
import binascii
from base64 import b64decode
from collections.abc import Iterator
from functools import lru_cache
from ipaddress import ip_address
from typing import Final, NamedTuple

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from simulator.backend.http import forms
from simulator.backend.http.access import is_loopback
from simulator.backend.ingestion.endpoints import Due, Ingestion, Limits, RefusedError
from simulator.backend.keeping.projects import API_KEY, Projects
from simulator.errors import BusyError, StoreError, quoted
from simulator.values import LATEST
from simulator.wire import requests as wire
from simulator.wire.requests import Answer
from simulator.wire.transport import DELAY_HEADER, TIME_HEADER

PATIENCE: Final = 30.0
"""Seconds that a request's body may take."""
THROWN_AWAY: Final = 16 * 1024 * 1024
"""Bytes of a body that is too large that are read to no end but that its sender sees the answer."""

BUSY: Final = 5.0
"""Seconds that a request waits while another process writes to the store."""
_AGAIN: Final = 0.05
"""Seconds between two attempts."""
_AT_ONCE: Final = 4 * 1024 * 1024
"""Bytes of requests, about, that are kept in one transaction."""

_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = "application/json"


class Endpoints:
    """Answers the requests to Amplitude's endpoints, for the project of their API key or of a run."""

    def __init__(self, projects: Projects, ingestion: Ingestion, limits: Limits) -> None:
        self._projects = projects
        self._ingestion = ingestion
        self._limits = limits
        self._waiting: list[_Waiting] = []
        self._last_client: object = None

    async def answer(self, request: Request, path: str, project_id: str | None) -> Response:
        """Answer a request to the endpoint `path`; `project_id` takes it in place of its API key's project."""
        body = b""
        asked = wire.Request(path=path, ip=client_address(request))
        try:
            body = await read_body(request, self._limits.body)
            asked = _asked(request, asked, body)
        except RefusedError as refused:
            answer = await self._refuse(asked, refused, project_id or _project_id_of(request, body))
            return _Lingering(answer) if answer.status == wire.TOO_LARGE else _response(path, answer)
        alone = request.client == self._last_client
        self._last_client = request.client
        answer = await self._take(asked, project_id, alone=alone)
        if answer.delay and asked.time is None and not await _wait(request, answer.delay):
            raise ClientDisconnect
        return _response(path, answer, told=asked.time is not None)

    async def _take(self, asked: wire.Request, project_id: str | None, *, alone: bool) -> Answer:
        try:
            project = self._projects.open(project_id) if project_id else None
            return await self._keep(self._ingestion.decide(asked, project), alone=alone)
        except StoreError as error:
            return self._not_kept(asked, error)

    async def _refuse(self, asked: wire.Request, refused: RefusedError, project_id: str | None) -> Answer:
        try:
            project = self._projects.open(project_id) if project_id else None
            due = self._ingestion.refusing(asked, refused.answer, refused.reason, project=project)
            return await self._keep(due, alone=project is None)
        except StoreError as error:
            return self._not_kept(asked, error)

    async def _keep(self, due: Due, *, alone: bool) -> Answer:
        """Keep what is to become of a request, unless it is `alone` together with all in the same turn of the loop.

        To share a transaction saves each of them more than half of its cost. Nobody else sends where the request before
        came from the same connection: such a one need not wait for others. While another process writes to the store,
        they wait together, and whoever reads does not.
        """
        if alone and not self._waiting:
            [answer] = self._ingestion.keep([due])
            if isinstance(answer, Answer):
                return answer
            if not isinstance(answer, BusyError):
                raise answer
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._keep_all)
        waiting = _Waiting(due, loop.create_future(), loop.time() + BUSY)
        self._waiting.append(waiting)
        return await waiting.answer

    def _keep_all(self) -> None:
        loop = asyncio.get_running_loop()
        left: list[_Waiting] = []
        while self._waiting:
            some = list(_some_of(self._waiting))
            del self._waiting[: len(some)]
            answers = self._ingestion.keep([one.due for one in some])
            for one, answer in zip(some, answers, strict=True):
                if one.answer.done():
                    continue
                if isinstance(answer, Answer):
                    one.answer.set_result(answer)
                elif isinstance(answer, BusyError) and loop.time() < one.until:
                    left.append(one)
                else:
                    one.answer.set_exception(answer)
            if left:
                break
        self._waiting[:0] = left
        if self._waiting:
            loop.call_later(_AGAIN, self._keep_all)

    def _not_kept(self, asked: wire.Request, error: StoreError) -> Answer:
        """Refuse what the store can't keep, with the word that the SDKs know for it."""
        return self._ingestion.refuse(asked, Answer(503, "request_db_write_failed"), str(error), project=None)


class _Waiting(NamedTuple):
    """A request that has been read and not been kept yet."""

    due: Due
    answer: asyncio.Future[Answer]
    #: On the loop's clock: until when it waits for another process that writes to the store.
    until: float


def _some_of(waiting: list[_Waiting]) -> Iterator[_Waiting]:
    """Return the first of those who wait, as many as one transaction may hold in memory."""
    size = 0
    for one in waiting:
        yield one
        asked = one.due.request
        size += len(asked.json) + sum(map(len, asked.fields.values()))
        if size > _AT_ONCE:
            return


def client_address(request: Request) -> str:
    """Return where a request comes from: its peer, or whom a peer on this machine names as the one before it."""
    peer = request.client.host if request.client else ""
    if not is_loopback(peer):
        return peer
    said = request.headers.getlist("x-forwarded-for")
    if not said:
        return peer
    try:
        return str(ip_address(",".join(said).rpartition(",")[2].strip()))
    except ValueError:
        return peer


async def read_body(request: Request, limit: int) -> bytes:
    """Read a body of `limit` bytes at most; raise `RefusedError` for a longer one, and for one that does not end."""
    declared = request.headers.get("content-length", "0")
    if not (declared.isascii() and declared.isdigit()) or int(declared) > limit:
        raise _too_large(limit)
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            more = True
            while more:
                message = await request.receive()
                if message["type"] == "http.disconnect":
                    raise ClientDisconnect
                body += message.get("body", b"")
                more = message.get("more_body", False)
                if len(body) > limit:
                    raise _too_large(limit)
    except TimeoutError:
        raise RefusedError(408, f"the body did not come within {PATIENCE:g} seconds") from None
    return bytes(body)


def _too_large(limit: int) -> RefusedError:
    return RefusedError(wire.TOO_LARGE, f"the body has more than {limit} bytes, which are the most")


def _asked(request: Request, asked: wire.Request, body: bytes) -> wire.Request:
    """Return what a request asks; raise `RefusedError` for what can't be read."""
    # The first of several counts.
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(request.scope["headers"])}
    encoding = headers.get("content-encoding", "identity")
    if encoding.lower() != "identity":
        raise RefusedError(400, f"the body must not be compressed or encoded, as {quoted(encoding)} says it is")
    time = _time(headers.get(TIME_HEADER.lower()))
    auth = _credentials(headers.get("authorization", ""))
    expected = _JSON if asked.path == wire.DELETION_PATH else _FORM
    _check_type(headers.get("content-type", ""), expected)
    if expected == _JSON:
        return wire.Request(path=asked.path, json=body, auth=auth, ip=asked.ip, time=time)
    return wire.Request(path=asked.path, fields=forms.parse(body), auth=auth, ip=asked.ip, time=time)


@lru_cache(64)
def _check_type(given: str, expected: str) -> None:
    media_type, _, parameters = given.partition(";")
    # A request without a type is let be: amplitude-js makes such ones in Internet Explorer 9.
    if media_type.strip().lower() not in (expected, ""):
        raise RefusedError(400, f"the content type must be {expected}, not {quoted(media_type.strip())}")
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip(' "').lower() not in ("utf-8", "utf8"):
            raise RefusedError(400, f"the charset must be UTF-8, not {quoted(value.strip())}")


def _time(written: str | None) -> int | None:
    if written is None:
        return None
    if written.isascii() and written.isdigit() and len(written) <= len(str(LATEST)) and int(written) <= LATEST:
        return int(written)
    raise RefusedError(400, f"{TIME_HEADER} must be a moment in milliseconds since 1970, not {quoted(written)}")


def _credentials(header: str) -> tuple[str, str] | None:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, password = b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return (name, password) if colon else None


def _project_id_of(request: Request, body: bytes) -> str | None:
    """Return the project of a request that can't be read, if it can be told."""
    credentials = _credentials(request.headers.get("authorization", ""))
    key = forms.api_key_in(body) or (credentials[0] if credentials else "")
    return key if API_KEY.fullmatch(key) else None


async def _wait(request: Request, delay: int) -> bool:
    """Wait for so many milliseconds; `False` if the client has gone meanwhile."""
    try:
        async with asyncio.timeout(delay / 1000):
            while (await request.receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return True
    return False


def _response(path: str, answer: Answer, *, told: bool = False) -> Response:
    if answer == _ACCEPTED:
        return _ACCEPTED_RESPONSE
    if not answer.status:
        return _BrokenOff()
    headers = {DELAY_HEADER: str(answer.delay)} if told and answer.delay else {}
    if answer.status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="API key and secret key", charset="UTF-8"'
    if answer.status == 408:
        headers["Connection"] = "close"
    is_json = path == wire.DELETION_PATH and answer.status == wire.OK
    return Response(answer.body, answer.status, headers, media_type=_JSON if is_json else "text/plain")


_ACCEPTED: Final = Answer(wire.OK, wire.ACCEPTED)
_ACCEPTED_RESPONSE: Final = Response(wire.ACCEPTED, media_type="text/plain")
"""The answer to nearly everything, made once."""


class _BrokenOff(Response):
    """The beginning of an answer. The server closes the connection of whoever stops in the middle."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"7")]
        await send({"type": "http.response.start", "status": wire.OK, "headers": headers})
        await send({"type": "http.response.body", "body": b"suc", "more_body": True})


class _Lingering(Response):
    """An answer to what is too large: whole at once, but the connection is closed a little later.

    Closed while a client still sends, it would be reset, and the client would see no answer: so what is still coming is
    thrown away as it comes, up to a point.
    """

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.body, answer.status, {"Connection": "close"}, media_type="text/plain")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        # A client that asks first (Expect: 100-continue) sends nothing unless it is read from.
        if Request(scope).headers.get("expect") is None:
            await _throw_away(receive)
        await send({"type": "http.response.body", "body": b""})


async def _throw_away(receive: Receive) -> None:
    left = THROWN_AWAY
    try:
        async with asyncio.timeout(PATIENCE):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body"):
                    return
    except TimeoutError:
        return
