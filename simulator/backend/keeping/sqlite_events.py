"""The table of events: events as rows of it, and back.

A bundle is a row, or a few if it is large: most uploads have the events of one user, and a row for each event would
cost three times as much. Their JSON repeats itself, and is compressed where that saves pages of the file: writing these
costs more than compressing.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Annotated, Any, Final, TypeAlias

import msgspec

from simulator.backend.keeping.entities import Bundle, IPPlace, Received
from simulator.backend.keeping.sqlite_file import Row
from simulator.backend.keeping.sqlite_layout import LAST_NUMBER, ProjectRow, number_of
from simulator.backend.keeping.sqlite_tables import Tables
from simulator.errors import StoreError
from simulator.values import JSONObject

EventRow: TypeAlias = tuple[
    int, Annotated[int, msgspec.Meta(ge=1, le=LAST_NUMBER)], int, int, str, float, str | None, Any
]
"""A row as `EVENTS` and `EVENTS_OF_USER` select it."""

EVENTS: Final = """
    SELECT id, count, user, time, sender, revenue, place, json FROM event WHERE id > ? AND id <= ? ORDER BY id LIMIT ?
"""
EVENTS_OF_USER: Final = """
    SELECT id, count, user, time, sender, revenue, place, json FROM event
    WHERE user = ? AND id > ? AND id <= ? ORDER BY id LIMIT ?
"""

_LARGEST: Final = 64 * 1024
"""Bytes of JSON that a row has at most, unless its only event has more: whoever reads an event reads the row."""
_PAGE: Final = 4096
"""Bytes of a page of the file."""


class _Known(msgspec.Struct):
    """The fields of an event that the backend reads; its other fields may be anything."""

    event_type: str
    user_id: str | None = None
    device_id: str | None = None
    session_id: int | None = None


_encode = msgspec.json.Encoder().encode
_check_event = msgspec.json.Decoder(_Known).decode
_decode_event = msgspec.json.Decoder(JSONObject).decode
_decode_place = msgspec.json.Decoder(IPPlace).decode


def rows_of(project: ProjectRow, bundle: Bundle, number: int) -> Iterator[Row]:
    """Return the events of a bundle as rows of a project, numbered from `number`."""
    for lines in _fitting(bundle.events):
        yield _row(project, number, bundle, lines)
        number += len(lines)


def _fitting(lines: list[bytes]) -> Iterator[list[bytes]]:
    """Return lines in their order, as many at a time as a row may have."""
    if sum(map(len, lines)) <= _LARGEST:
        yield lines
        return
    fitting: list[bytes] = []
    room = _LARGEST
    for line in lines:
        room -= len(line)
        if fitting and room < 0:
            yield fitting
            fitting, room = [], _LARGEST - len(line)
        fitting.append(line)
    yield fitting


def _row(project: ProjectRow, number: int, bundle: Bundle, lines: list[bytes]) -> Row:
    return (
        project.key(number),
        len(lines),
        project.key(bundle.user),
        bundle.time,
        bundle.sender,
        bundle.revenue,
        None if bundle.place is None else _encode(bundle.place).decode(),
        _packed(lines),
    )


def _packed(lines: list[bytes]) -> str | bytes:
    """Return lines as text, or compressed."""
    text = b"\n".join(lines)
    return zlib.compress(text, zlib.Z_BEST_SPEED) if len(lines) > 1 and len(text) > _PAGE else text.decode()


def _unpacked(tables: Tables, packed: object) -> list[str]:
    """Return lines that were packed; raise `StoreError` if they are damaged."""
    if isinstance(packed, bytes):
        unpacker = zlib.decompressobj()
        try:
            # Damage may make it anything: no more is unpacked than was packed, with its line breaks.
            packed = unpacker.decompress(packed, 2 * _LARGEST).decode()
        except (zlib.error, UnicodeDecodeError):
            raise tables.file.damaged("the JSON of a row") from None
        if not unpacker.eof:
            raise tables.file.damaged("the JSON of a row")
    if not isinstance(packed, str):
        raise tables.file.damaged("a row")
    return packed.split("\n")


def before(tables: Tables, project: ProjectRow, after: int, *user: int) -> int:
    """Return the key after which to read rows, so that no event with a number above `after` is missed.

    `user` is the key of the user whose events are read; without it, those of all are.
    """
    of_user = "user = ? AND" if user else ""
    query = f"SELECT max(id) FROM event WHERE {of_user} id > ? AND id <= ?"  # noqa: S608 - of the texts above.
    try:
        [(begins,)] = tables.file.rows(query, (*user, project.key(0), project.key(after + 1)))
    except StoreError:
        # The file is damaged there. What follows may still be read.
        begins = None
    return project.key(after) if begins is None else int(begins) - 1


def received_in(tables: Tables, row: Row, after: int) -> Iterator[Received]:
    """Yield the events of an `EventRow` with numbers above `after`; raise `StoreError` if one's JSON is damaged."""
    key, count, user, time, sender, revenue, place, json = row
    lines = _unpacked(tables, json)
    if len(lines) != count:
        raise tables.file.damaged("the number of events of a row")
    number = number_of(key)
    passed = max(after + 1 - number, 0)
    where = None if place is None else tables.understood(_decode_place, place, "the place of an event")
    for at, line in enumerate(lines[passed:], number + passed):
        tables.understood(_check_event, line, "an event")
        yield Received(
            id=at,
            sender=sender,
            event=tables.understood(_decode_event, line, "an event"),
            user=number_of(user),
            place=where,
            revenue=revenue,
            time=time,
        )
