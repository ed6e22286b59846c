"""Compressed bodies: read within the limits, however much they would become."""

from __future__ import annotations

import zlib
from typing import Final

from simulator.backend.ingestion.refusals import RefusedError
from simulator.errors import quoted

_GZIP: Final = 16 + zlib.MAX_WBITS
"""zlib's number for gzip's header and checksum."""


def decompressed(body: bytes, encoding: str, limit: int, too_large: RefusedError) -> bytes:
    """Return a body without its content encoding, gzip or none.

    Raises `too_large` if it becomes more than `limit` bytes, after making no more than that of it, and `RefusedError`
    if it is not what the encoding says.
    """
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return body
    if name not in ("gzip", "x-gzip"):
        raise RefusedError(400, f"the body's content encoding must be gzip or none, not {quoted(encoding)}")
    made = bytearray()
    rest = body
    while rest:
        # A body may be several compressed ones, one after the other.
        reader = zlib.decompressobj(_GZIP)
        try:
            made += reader.decompress(rest, limit + 1 - len(made))
        except zlib.error:
            raise RefusedError(400, "the body is not valid gzip") from None
        if len(made) > limit:
            raise too_large
        if not reader.eof:
            raise RefusedError(400, "the body is not complete: its gzip has no end")
        rest = reader.unused_data
    return bytes(made)
