"""A project's events for other tools: JSON lines, or a table as CSV, one event at a time."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Protocol

import msgspec

from simulator.backend.ingestion.project import Backend
from simulator.backend.keeping.entities import IPPlace
from simulator.values import JSONObject


class Writable(Protocol):
    """A text file, or anything else with a `write` method, that an export is written to."""

    def write(self, text: str, /) -> object:
        """Write some of it."""


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """An event with its user and its revenue."""

    project: str
    id: int
    #: When it came, in milliseconds since 1970.
    time: int
    #: The number of the user that it belongs to today; 0 if it belongs to nobody.
    user: int
    #: That user's id today; null if the user is anonymous.
    user_id: str | None
    device_id: str | None
    event_type: str
    #: -1 outside all sessions.
    session_id: int
    revenue: float
    sender: str
    place: IPPlace | None
    #: As it came over the wire.
    event: JSONObject


def exported(project: Backend) -> Iterator[Exported]:
    """Return the events of a project in the order of their arrival."""
    for one in project.store.received():
        number = project.user_of(one)
        user = project.store.user(number)
        yield Exported(
            project=project.project_id,
            id=one.id,
            time=one.time,
            user=number,
            user_id=user.user_id if user else None,
            device_id=one.event.get("device_id"),
            event_type=one.event["event_type"],
            session_id=one.session_id,
            revenue=one.revenue,
            sender=one.sender,
            place=one.place,
            event=one.event,
        )


def write_jsonl(events: Iterator[Exported], out: Writable) -> None:
    """Write one JSON object per line."""
    for event in events:
        out.write(msgspec.json.encode(event).decode())
        out.write("\n")


def write_csv(events: Iterator[Exported], out: Writable) -> None:
    """Write a table with a header; `out` must not translate line ends.

    A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers do not.
    """
    table = csv.writer(out)
    table.writerow(_COLUMNS)
    for event in events:
        table.writerow([_cell(read(event)) for read in _COLUMNS.values()])


FORMATS: Final[Mapping[str, Callable[[Iterator[Exported], Writable], None]]] = {"jsonl": write_jsonl, "csv": write_csv}
"""The function that writes each format."""

_COLUMNS: Final[Mapping[str, Callable[[Exported], object]]] = {
    "project": lambda event: event.project,
    "id": lambda event: event.id,
    "time": lambda event: event.time,
    "user": lambda event: event.user,
    "user_id": lambda event: event.user_id,
    "device_id": lambda event: event.device_id,
    "event_type": lambda event: event.event_type,
    "session_id": lambda event: event.session_id,
    "revenue": lambda event: event.revenue,
    "country": lambda event: event.place and event.place.country,
    "region": lambda event: event.place and event.place.region,
    "city": lambda event: event.place and event.place.city,
    "sender": lambda event: event.sender,
    "event": lambda event: msgspec.json.encode(event.event).decode(),
}

_FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")
"""The characters with which a formula begins; East Asian spreadsheets accept the full-width signs too."""


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
