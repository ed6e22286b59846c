"""What arrives, as rows for people: one per event, mapping or deletion, or one for a request that can't be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

import msgspec

from simulator.backend.ingestion.outcomes import Arrival
from simulator.backend.keeping.entities import Received
from simulator.values import JSONObject

LONGEST_DETAIL: Final = 64 * 1024
"""Bytes of JSON that a row has at most; of longer JSON it has the beginning."""

_OVERHEAD: Final = 500
"""Bytes of a row besides its detail, approximately."""

Outcome = Literal["taken", "sent before", "refused"]
Service = Literal["Amplitude", "Segment"]
"""Whose stand-in took or refused something."""


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
    #: For a Segment message, its type and what it is about: `track Song Played`. Empty for a mapping, a deletion or a
    #: request.
    event_type: str = ""
    session_id: int | None = None
    outcome: Outcome
    #: The HTTP status of the answer; 0 if the answer was interrupted or lost.
    status: int
    #: Why it was refused, or what else there is to say.
    note: str = ""
    #: The event, or the request.
    detail: msgspec.Raw

    @property
    def size(self) -> int:
        """How many bytes it takes, approximately."""
        return _OVERHEAD + len(self.note) + memoryview(self.detail).nbytes


def rows_of(arrival: Arrival) -> Iterator[Row]:
    """Return the rows of a request."""
    upload, intake = arrival.upload, arrival.intake
    base: dict[str, Any] = {
        "time": upload.time,
        "project": arrival.project.project_id if arrival.project else "",
        "path": upload.path,
        "sender": upload.sender,
        "ip": upload.ip,
        "status": upload.status,
    }
    outcome: Outcome = "refused" if upload.reason else "taken"
    if intake is None:
        request = {"path": upload.path, "fields": arrival.request.fields, "json": _text(arrival.request.json)}
        answer = {"status": upload.status, "body": upload.answer}
        yield Row(**base, outcome=outcome, note=upload.reason, detail=detail({"request": request, "answer": answer}))
        return
    note = upload.reason or ("its answer was lost on purpose" if not upload.status else "")
    taken: tuple[Received | None, ...] = arrival.taken or (None,) * len(intake.events)
    written = intake.written or (None,) * len(intake.events)
    for event, json, received in zip(intake.events, written, taken, strict=True):
        before = outcome == "taken" and received is None
        yield _row_of_event(
            base,
            event,
            _detail(msgspec.json.encode(event) if json is None else json),
            outcome="sent before" if before else outcome,
            note="it has come before, and counts once" if before else note,
        )
    for mapping in intake.mappings:
        change = "unmap" if mapping.unmap else f"map to {mapping.global_user_id}"
        yield Row(**base, user_id=mapping.user_id, outcome=outcome, note=note or change, detail=detail(mapping))
    for user_id in intake.deletions:
        yield Row(**base, user_id=user_id, outcome=outcome, note=note or "delete", detail=detail({"user_id": user_id}))


def detail(value: object) -> msgspec.Raw:
    """Return a value as the JSON of a row, or the beginning of it if it is too long."""
    return _detail(msgspec.json.encode(value))


def _detail(encoded: bytes) -> msgspec.Raw:
    if len(encoded) > LONGEST_DETAIL:
        begins = encoded[:LONGEST_DETAIL].decode("utf-8", "ignore")
        encoded = msgspec.json.encode({"bytes": len(encoded), "begins": begins})
    return msgspec.Raw(encoded)


def _row_of_event(base: dict[str, Any], event: JSONObject, shown: msgspec.Raw, *, outcome: Outcome, note: str) -> Row:
    return Row(
        **base,
        user_id=event.get("user_id"),
        device_id=event.get("device_id"),
        event_type=event["event_type"],
        session_id=event.get("session_id"),
        outcome=outcome,
        note=note,
        detail=shown,
    )


def _text(body: bytes) -> str:
    return body.decode("utf-8", "replace")
