"""Columns: a column per client, equal events in one row, and what differs in it."""

from __future__ import annotations

from typing import Literal

import msgspec

from simulator.explorer.playing import Play, Player
from simulator.values import JSONObject

Mark = Literal["track", "identify", "group", "revenue", "session_start", "session_end", "out_of_session"]
"""The kind of an event, by which its mark is chosen."""

Status = Literal["same", "numbering", "differs", "missing", "differs and missing"]
"""A row's outcome: `=`, `#` (only event_id and sequence_number differ), `≠`, `2/4`, `≠ 2/4`."""

Kind = Literal["event", "nothing", "refused", "crashed", "holds", "fails", "empty"]
"""What a cell has: `nothing` asks “not sent · why?”, `empty` has nothing to ask about."""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A short text in a cell or in a column's head."""

    #: `session 2 begins`, `revenue 19`, `user 1 = derek`, without ≠.
    text: str
    #: Whether it differs from the other clients.
    differs: bool = False
    #: The dotted path into the event that it is about; empty for none.
    path: str = ""


class PathDifference(msgspec.Struct, frozen=True, kw_only=True):
    """A place in an event where it differs from most of its row."""

    path: str
    #: Written for people; ids by their roles, `absent` for nothing.
    value: str
    #: What most of the row, or the first client that has it, has there.
    other: str


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One client's part of a row."""

    #: The key of the client.
    client: str
    kind: Kind
    #: The number of the event in its track; 0 for none.
    event: int = 0
    facts: tuple[Fact, ...] = ()
    differences: tuple[PathDifference, ...] = ()
    #: The rules that most of the row has and this event has not, and the other way round.
    rules_apart: tuple[str, ...] = ()
    #: Of a refusal, a crash or a step that does not hold: what it says.
    sentences: tuple[str, ...] = ()


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row: an event on those clients that sent it, or what else a step came to."""

    #: Stays the same when other steps change: its step, event and occurrence.
    key: str
    step: int
    #: The event's type; empty for a row without one.
    name: str
    mark: Mark | None
    status: Status
    #: How many clients sent it.
    sent: int
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether it counts as a difference: `N` and `P` stop there."""
        raise NotImplementedError


class StepRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the scenario, with the rows that it caused."""

    #: From 1.
    step: int
    line: int
    keyword: str
    #: `the app calls track with`
    text: str
    #: What stands under it, in a few words: `Order Completed · 2 products`.
    detail: str
    #: `given`, `call`, `life`, `time`, `device`, `amplitude` or `then`, by which its icon is chosen.
    subject: Literal["given", "call", "life", "time", "device", "amplitude", "then"]
    #: The clock after it, where it moved it, in milliseconds since 1970; else 0.
    clock: int
    #: In words, where the line says something to every column: `40 min`, `3 of 4 settings apply` is in the cells.
    rows: tuple[Row, ...]


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """A column's head."""

    client: str
    title: str
    #: `documented`, `shipped without 1`, …
    dialect: str
    #: `9 events`, `2 sessions`, `1 user`, `revenue 25`, in this order.
    facts: tuple[Fact, ...]


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Everything in the grid."""

    heads: tuple[Head, ...]
    steps: tuple[StepRow, ...]
    #: How many rows there are, and how many of them differ.
    rows: int
    different: int


def table(player: Player, play: Play, *, step: int | None = None, numbering: bool = False) -> Table:
    """Return the grid after a step; `numbering` counts differences in event_id and sequence_number."""
    raise NotImplementedError


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of an event's JSON."""

    #: With its indentation of two spaces a level; long texts are cut at `LONGEST_LINE`.
    text: str
    #: The dotted path of what is on it.
    path: str
    #: `user 1`, `session 2`; empty for none.
    role: str = ""
    #: Whether it differs from the event that it is held against.
    differs: bool = False
    #: How many characters were left out.
    cut: int = 0


LONGEST_LINE = 4096


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """An id by its role."""

    #: `user 1`, `device 1`, `session 2`; `no user`, `out of session` for none.
    role: str
    #: The whole value; empty for none.
    value: str
    #: As it is shown: whole up to 16 characters, else the first 6 … last 4; a session by its start.
    shown: str


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """An event that is looked at."""

    client: str
    title: str
    name: str
    mark: Mark
    number: int
    #: How many events there are on the client.
    of: int
    step: int
    line: int
    #: When it was logged, in milliseconds since 1970.
    at: int
    user: Identity
    device: Identity
    session: Identity
    #: What the same row has on each client: its key, and a short text like `revenue 19` or `not sent`.
    beside: tuple[tuple[str, str], ...]
    #: The whole event.
    event: JSONObject
    lines: tuple[Line, ...]
    #: The title of the client that the lines are held against; empty for none.
    against: str


def opened(player: Player, play: Play, client: str, number: int, *, step: int | None = None) -> Opened:
    """Return an event of a client to look at; raises `LookupError` if there is none."""
    raise NotImplementedError
