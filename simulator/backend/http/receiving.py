"""A request to one of Amplitude's endpoints as it comes over HTTP: its sender's address, its body, its contents."""

from __future__ import annotations

import asyncio
import binascii
from base64 import b64decode
from functools import lru_cache
from ipaddress import ip_address
from typing import Final

from msgspec.structs import replace
from starlette.requests import ClientDisconnect, Request

from simulator.backend.http import forms
from simulator.backend.http.access import is_loopback
from simulator.backend.ingestion.endpoints import ENDPOINTS
from simulator.backend.ingestion.project_ids import API_KEY
from simulator.backend.ingestion.refusals import RefusedError
from simulator.errors import quoted
from simulator.values import LATEST
from simulator.wire import requests as wire
from simulator.wire.transport import TIME_HEADER

PATIENCE: Final = 30.0
"""Seconds that a request's body may take."""

_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = "application/json"
_TEXT: Final = "text/plain"
"""The content type that browsers put on JSON that a page sends while it closes (`sendBeacon`)."""
_PLAIN: Final = "identity"


def client_address(request: Request) -> str:
    """Return a request's IP address: its peer's, or the last in `X-Forwarded-For` if the peer is on this machine."""
    peer = request.client.host if request.client else ""
    if not is_loopback(peer):
        return peer
    forwarded = request.headers.getlist("x-forwarded-for")
    if not forwarded:
        return peer
    try:
        return str(ip_address(",".join(forwarded).rpartition(",")[2].strip()))
    except ValueError:
        return peer


def may_exceed(request: Request, limit: int) -> bool:
    """Tell whether a body may have more than `limit` bytes, by its headers."""
    declared = request.headers.get("content-length")
    return declared is None or not (declared.isascii() and declared.isdigit()) or int(declared) > limit


async def read_body(request: Request, limit: int) -> bytes:
    """Read a body of at most `limit` bytes; raise `RefusedError` if it is longer or takes longer than `PATIENCE`."""
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
        raise RefusedError(408, f"the body did not arrive within {PATIENCE:g} seconds") from None
    return bytes(body)


def _too_large(limit: int) -> RefusedError:
    return RefusedError(wire.TOO_LARGE, f"the body is too large: more than {limit} bytes")


def dated(request: Request, incoming: wire.Request) -> wire.Request:
    """Return `incoming` with the time that a request states, if it states one: it is not read any further."""
    try:
        return replace(incoming, time=_time(request.headers.get(TIME_HEADER)))
    except RefusedError:
        return incoming


def read_request(request: Request, incoming: wire.Request, body: bytes) -> wire.Request:
    """Return `incoming` with the contents of the request; raise `RefusedError` if they can't be read."""
    # Of several headers with the same name, the first counts.
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(request.scope["headers"])}
    endpoint = ENDPOINTS[incoming.path]
    encoding = headers.get("content-encoding", _PLAIN).lower()
    if encoding != _PLAIN and not endpoint.takes_gzip:
        raise RefusedError(
            400, f"the body must not be compressed or encoded; its content encoding is {quoted(encoding)}"
        )
    time = _time(headers.get(TIME_HEADER.lower()))
    auth = credentials_in(headers.get("authorization", ""))
    incoming = replace(incoming, auth=auth, time=time)
    if request.method == "GET":
        return replace(incoming, fields=forms.parse(request.scope["query_string"]))
    given = headers.get("content-type", "")
    if endpoint.takes_gzip:
        _check_type(given, (_JSON, _TEXT))
        return replace(incoming, json=body, encoding="" if encoding == _PLAIN else encoding)
    if endpoint.takes_json:
        _check_type(given, (_JSON,))
        return replace(incoming, json=body)
    if endpoint.takes_get and forms.is_multipart(given):
        return replace(incoming, fields=forms.parse_multipart(given, body))
    _check_type(given, (_FORM,))
    return replace(incoming, fields=forms.parse(body))


@lru_cache(64)
def _check_type(given: str, expected: tuple[str, ...]) -> None:
    media_type, _, parameters = given.partition(";")
    # A request without a content type is accepted: amplitude-js sends such requests in Internet Explorer 9.
    if media_type.strip().lower() not in (*expected, ""):
        raise RefusedError(400, f"the content type must be {expected[0]}, not {quoted(media_type.strip())}")
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip(' "').lower() not in ("utf-8", "utf8"):
            raise RefusedError(400, f"the charset must be UTF-8, not {quoted(value.strip())}")


def _time(written: str | None) -> int | None:
    if written is None:
        return None
    if written.isascii() and written.isdigit() and len(written) <= len(str(LATEST)) and int(written) <= LATEST:
        return int(written)
    raise RefusedError(400, f"{TIME_HEADER} must be a time in milliseconds since 1970, not {quoted(written)}")


def credentials_in(header: str) -> tuple[str, str] | None:
    """Return the user name and the password of an `Authorization` header, if it has both."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, password = b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return (name, password) if colon else None


def project_id_of(request: Request, body: bytes) -> str | None:
    """Return the project of a request that can't be read, if its API key can be found."""
    credentials = credentials_in(request.headers.get("authorization", ""))
    key = forms.api_key_in(body) or (credentials[0] if credentials else "")
    return key if API_KEY.fullmatch(key) else None
