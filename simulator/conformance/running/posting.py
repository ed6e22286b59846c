"""A post to Amplitude's API as a step has it, as the request that a client makes."""

from __future__ import annotations

import gzip
from typing import Final

import msgspec

from simulator.backend.ingestion.endpoints import ENDPOINTS
from simulator.conformance.language.actions import Post
from simulator.errors import DeviceError, nearest, quoted
from simulator.wire.requests import Request

CLIENT: Final = "203.0.113.7"
"""The address that a client posts from."""


def posted(action: Post, *, time: int) -> Request:
    """Return the request of a post at a time in milliseconds; raise `DeviceError` for one that no client can make."""
    if action.path not in ENDPOINTS:
        raise DeviceError(f"Amplitude's API has no path {quoted(action.path)}.{nearest(action.path, ENDPOINTS)}")
    request = Request(path=action.path, ip=CLIENT, time=time)
    if action.encoding == "form":
        return msgspec.structs.replace(request, fields=_fields(action.body))
    body = action.body.encode()
    if action.encoding == "gzip":
        return msgspec.structs.replace(request, json=gzip.compress(body, mtime=0), encoding="gzip")
    return msgspec.structs.replace(request, json=body)


def _fields(text: str) -> dict[str, str]:
    """Return the fields of a form: text as it is, anything else as JSON."""
    try:
        values = msgspec.json.decode(text, type=dict[str, object])
    except msgspec.DecodeError:
        raise DeviceError("the fields of a form are a JSON object") from None
    return {
        name: value if isinstance(value, str) else msgspec.json.encode(value).decode() for name, value in values.items()
    }
