"""Inputs that differ a little from an earlier one, many and fast: almost valid input finds more than noise."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Final
from urllib.parse import parse_qsl, urlencode

from simulator.wire import requests as wire
from tests.backend.fuzz.inputs import Input

TOKENS: Final = (
    b"",
    b"null",
    b"true",
    b"-1",
    b"0",
    b"9" * 40,
    b"1e400",
    b"-0",
    b"[",
    b"]",
    b"{",
    b"}",
    b'"',
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b":",
    b",",
    b"%",
    b"%00",
    b"%ZZ",
    b"+",
    b"&",
    b"=",
    b"\x00",
    b"\xff",
    b"\xed\xa0\x80",
    b"\r\n",
    b"[" * 300,
    b'"$set":{',
    b'"$add":{"n":1e308},',
    b'"device_id":null,',
    b'"event_type":"$groupidentify",',
    b'"groups":{"a":[1,null]},',
    b'"session_id":18446744073709551616,',
    b'"uuid":"",',
    "\u202e".encode(),
    "🎉".encode(),
)
"""Text that is inserted into an input: JSON's and forms' own signs, and values at the limits."""


_GZIP: Final = b"\x1f\x8b"
"""The first two bytes of a compressed body."""


def _span(text: bytes, random: Random) -> tuple[int, int]:
    begin = random.randrange(len(text) + 1)
    return begin, min(len(text), begin + random.choice((0, 1, 1, 2, 5, 20, 200)))


def _replace(text: bytes, random: Random) -> bytes:
    begin, end = _span(text, random)
    return text[:begin] + random.choice(TOKENS) + text[end:]


def _repeat(text: bytes, random: Random) -> bytes:
    begin, end = _span(text, random)
    return text[:end] + text[begin:end] * random.choice((1, 1, 2, 30)) + text[end:]


def _cut(text: bytes, random: Random) -> bytes:
    begin, end = _span(text, random)
    return text[:begin] + text[end:]


def _flip(text: bytes, random: Random) -> bytes:
    if not text:
        return random.randbytes(3)
    at = random.randrange(len(text))
    return text[:at] + bytes([text[at] ^ 1 << random.randrange(8)]) + text[at + 1 :]


def _end(text: bytes, random: Random) -> bytes:
    return text[: random.randrange(len(text) + 1)]


_CHANGES: Final[tuple[Callable[[bytes, Random], bytes], ...]] = (
    _replace,
    _replace,
    _replace,
    _repeat,
    _cut,
    _flip,
    _end,
)


def _changed(text: bytes, random: Random) -> bytes:
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        text = random.choice(_CHANGES)(text, random)
    return text


def _signed_again(body: bytes, random: Random) -> bytes:
    """Change the events of an upload and sign it, so that the checksum is right; leave other bodies unchanged."""
    fields = dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True, encoding="utf-8", errors="replace"))
    if not {"v", "client", "e", "upload_time", "checksum"} <= fields.keys():
        return _changed(body, random)
    events = _changed(fields["e"].encode("utf-8", "replace"), random).decode("utf-8", "replace")
    fields["e"] = events
    fields["checksum"] = wire.checksum(fields["v"], fields["client"], events, fields["upload_time"])
    return urlencode(fields).encode()


def _packed_again(body: bytes, random: Random) -> bytes:
    """Change the content of a compressed body; leave other bodies unchanged."""
    try:
        plain = gzip.decompress(body)
    except (OSError, EOFError, zlib.error):
        return _changed(body, random)
    return gzip.compress(_changed(plain, random), compresslevel=1, mtime=0)


def variants(one: Input, others: Sequence[Input], random: Random) -> Iterator[Input]:
    """Yield inputs without end: most are changed in the body, others have a part of another input."""
    while True:
        kind, other = random.random(), random.choice(others)
        if kind < 0.6:
            again = _packed_again if one.body.startswith(_GZIP) else _signed_again
            yield one._replace(body=again(one.body, random))
        elif kind < 0.8:
            yield one._replace(body=_changed(one.body, random))
        elif kind < 0.85:
            yield one._replace(path=other.path)
        elif kind < 0.9:
            yield one._replace(headers=other.headers)
        elif kind < 0.95:
            yield one._replace(body=other.body)
        else:
            yield one._replace(method=other.method)
