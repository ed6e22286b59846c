"""Compressed bodies, read within a limit: a small body may unpack to any size."""

from __future__ import annotations

import zlib
from typing import Final

from simulator.backend.ingestion.refusals import RefusedError
from simulator.errors import quoted
from simulator.wire import requests as wire

_GZIP: Final = 16 + zlib.MAX_WBITS
_PLAIN: Final = ("", "identity")


def unpacked(body: bytes, encoding: str, limit: int) -> bytes:
    """Return a body without its content encoding; raise `RefusedError` if that is unknown, or the body is too large.

    It never holds more than `limit` bytes and one (rule v2.request.gzip).
    """
    if encoding in _PLAIN:
        return body
    if encoding != "gzip":
        raise RefusedError(400, f"the content encoding must be gzip or none, not {quoted(encoding)}")
    parts: list[bytes] = []
    left, room = body, limit + 1
    while left:
        member = zlib.decompressobj(_GZIP)
        try:
            part = member.decompress(left, room)
        except zlib.error:
            raise RefusedError(400, "the body is not valid gzip") from None
        parts.append(part)
        room -= len(part)
        if room <= 0:
            raise RefusedError(wire.TOO_LARGE, f"the body is too large: it unpacks to more than {limit} bytes")
        if not member.eof:
            raise RefusedError(400, "the body is not valid gzip: it ends too soon")
        left = member.unused_data
    return b"".join(parts)
