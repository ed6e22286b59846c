"""The server's own responses: one sentence, as text, or as JSON under `/api`."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from starlette.responses import Response

from simulator.wire import requests as wire


class Problem(msgspec.Struct, frozen=True):
    """The reason why a request was refused."""

    #: One sentence.
    error: str


def sentence(path: str, status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return a response of one sentence to a request to `path`."""
    if in_read_api(path):
        return json(Problem(text), status, headers)
    return Response(text, status, headers, media_type="text/plain")


def json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return a JSON response; numbers that JSON can't represent, such as infinity, become null."""
    return Response(msgspec.json.encode(value), status, headers, media_type="application/json")


def in_read_api(path: str) -> bool:
    """Tell whether a path belongs to the read API; one of Amplitude's own endpoints is under `/api` as well."""
    return path.startswith("/api/") and path != wire.DELETION_PATH
