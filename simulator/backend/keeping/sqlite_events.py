"""The table of events: an event as a row of it, and back."""

from __future__ import annotations

from typing import Final, TypeAlias

import msgspec

from simulator.backend.keeping.entities import IPPlace, Received
from simulator.backend.keeping.sqlite_file import Row
from simulator.backend.keeping.sqlite_layout import ProjectRow, number_of
from simulator.backend.keeping.sqlite_tables import Tables
from simulator.values import JSONObject

EventRow: TypeAlias = tuple[int, int, int, str, float, str | None, str]
"""What `EVENTS` and `EVENTS_OF_USER` select."""

EVENTS: Final = """
    SELECT id, user, time, sender, revenue, place, json FROM event WHERE id > ? AND id <= ? ORDER BY id LIMIT ?
"""
EVENTS_OF_USER: Final = """
    SELECT id, user, time, sender, revenue, place, json FROM event
    WHERE user = ? AND id > ? AND id <= ? ORDER BY id LIMIT ?
"""

_WHOLE: Final = range(-(2**63), 2**63)
"""The whole numbers of SQLite."""


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


def row_of(received: Received, project: ProjectRow, written: bytes | None) -> Row:
    """Return an event of a project as a row; `written` is its JSON, if it is known."""
    event = received.event
    session_id = event.get("session_id")
    return (
        project.key(received.id),
        project.key(received.user),
        event["event_type"],
        session_id if type(session_id) is int and session_id in _WHOLE else None,
        received.time,
        received.sender,
        received.revenue,
        None if received.place is None else _encode(received.place).decode(),
        str(written or _encode(event), "utf-8"),
    )


def received_in(tables: Tables, row: Row) -> Received:
    """Return the event of an `EventRow`; raise `StoreError` if its JSON is damaged."""
    key, user, time, sender, revenue, place, json = row
    tables.understood(_check_event, json, "an event")
    return Received(
        id=number_of(key),
        sender=sender,
        event=tables.understood(_decode_event, json, "an event"),
        user=number_of(user),
        place=None if place is None else tables.understood(_decode_place, place, "the place of an event"),
        revenue=revenue,
        time=time,
    )
