"""Arrivals as rows for people: one per event, mapping or deletion, or one for a request that can't be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from simulator.backend.ingestion.endpoint import Intake
from simulator.backend.ingestion.outcomes import Arrival

LONGEST_DETAIL: Final = 64 * 1024
"""The most bytes of JSON in a row; longer JSON is cut."""

_NOTHING: Final = msgspec.Raw(b"null")
_OVERHEAD: Final = 500
"""Bytes of a row besides its detail, approximately."""

Outcome = Literal["taken", "sent before", "refused"]
Service = Literal["Amplitude", "Segment"]
"""The stand-in that took or refused something."""


class Row(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing that arrived."""

    service: Service = "Amplitude"
    #: When it came, in milliseconds since 1970.
    time: int
    #: The project's id; empty if it can't be told.
    project: str = ""
    path: str
    sender: str = "unknown"
    ip: str = ""
    user_id: str | None = None
    device_id: str | None = None
    #: For a Segment message, its type and name: `track Song Played`. Empty for a mapping, a deletion or a
    #: request.
    event_type: str = ""
    session_id: int | None = None
    outcome: Outcome
    #: The HTTP status of the answer; 0 if the answer was interrupted or lost.
    status: int
    #: The reason why it was refused, or a remark.
    note: str = ""
    #: The event, or the request.
    detail: msgspec.Raw


def size_of(rows: Sequence[Row]) -> int:
    """Return how many bytes rows take that arrived together, approximately: they share their note."""
    return len(rows) * _OVERHEAD + len(rows[0].note) + sum([len(row.detail) for row in rows])


def rows_of(arrival: Arrival) -> list[Row]:
    """Return the rows of a request."""
    upload, intake = arrival.upload, arrival.intake
    whole = Row(
        time=upload.time,
        project=arrival.project.project_id if arrival.project else "",
        path=upload.path,
        sender=upload.sender,
        ip=upload.ip,
        status=upload.status,
        outcome="refused" if upload.reason else "taken",
        note=upload.reason or ("its answer was lost on purpose" if intake and not upload.status else ""),
        detail=_NOTHING,
    )
    if intake is None:
        request = {"path": upload.path, "fields": arrival.request.fields, "json": _text(arrival.request.json)}
        answer = {"status": upload.status, "body": upload.answer}
        return [replace(whole, detail=detail({"request": request, "answer": answer}))]
    return [*_of_events(whole, intake, arrival.taken.new), *_of_changes(whole, intake)]


def _of_events(whole: Row, intake: Intake, new: Sequence[bool]) -> list[Row]:
    """Return the rows of a request's events, from what they have in common and whether each was new."""
    before = replace(whole, outcome="sent before", note="it has come before, and counts once")
    known = [whole if one or whole.outcome != "taken" else before for one in new]
    return [
        replace(
            row,
            user_id=event.user_id,
            device_id=event.device_id,
            event_type=event.event_type,
            session_id=event.session_id,
            detail=_detail(json),
        )
        for row, event, json in zip(known or repeat(whole), intake.events, intake.written, strict=False)
    ]


def _of_changes(whole: Row, intake: Intake) -> Iterator[Row]:
    """Return the rows of mappings and deletions."""
    for mapping in intake.mappings:
        change = "unmap" if mapping.unmap else f"map to {mapping.global_user_id}"
        yield replace(whole, user_id=mapping.user_id, note=whole.note or change, detail=detail(mapping))
    for user_id in intake.deletions:
        yield replace(whole, user_id=user_id, note=whole.note or "delete", detail=detail({"user_id": user_id}))


def detail(value: object) -> msgspec.Raw:
    """Return a value as the JSON of a row, or the beginning of it if it is too long."""
    return _detail(msgspec.json.encode(value))


def _detail(encoded: bytes) -> msgspec.Raw:
    if len(encoded) > LONGEST_DETAIL:
        begins = encoded[:LONGEST_DETAIL].decode("utf-8", "ignore")
        encoded = msgspec.json.encode({"bytes": len(encoded), "begins": begins})
    return msgspec.Raw(encoded)


def _text(body: bytes) -> str:
    return body.decode("utf-8", "replace")
