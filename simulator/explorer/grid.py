"""The grid as data: a row for each event, a cell for each client, a head for each column."""

from __future__ import annotations

from typing import Literal

import msgspec

from simulator.explorer.facts import Fact, Mark, PathDifference

Status = Literal["same", "numbering", "differs", "missing", "differs and missing"]
"""A row's outcome: `=`, `#` (only event_id and sequence_number differ), `≠`, `2/4`, `≠ 2/4`."""

Kind = Literal["event", "nothing", "refused", "crashed", "holds", "fails", "empty"]
"""The kinds of cells: `nothing` asks “not sent · why?”, `empty` has nothing to ask about."""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One client's part of a row."""

    #: The key of the client.
    client: str
    kind: Kind
    #: The number of the event in its track; 0 for none.
    event: int = 0
    mark: Mark | None = None
    facts: tuple[Fact, ...] = ()
    differences: tuple[PathDifference, ...] = ()
    #: The rules that set it apart: it has them and most of its row lack them, or vice versa.
    rules_apart: tuple[str, ...] = ()
    #: The sentences of a refusal, a crash or a step that does not hold.
    sentences: tuple[str, ...] = ()


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row: an event on those clients that sent it, or another effect of a step."""

    #: Stays the same when other steps change: its step, event and occurrence.
    key: str
    step: int
    #: The event's type; empty for a row without one.
    name: str
    mark: Mark | None
    status: Status
    #: The number of clients that sent it.
    sent: int
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether it counts as a difference: `N` and `P` stop there."""
        return self.status not in ("same", "numbering")


Subject = Literal["given", "call", "life", "time", "device", "amplitude", "then"]


class StepRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the scenario, with the rows that it caused."""

    #: From 1, counting the steps that were played.
    step: int
    line: int
    keyword: str
    #: `the app calls track with`
    text: str
    #: The line under it, in a few words: `Order Completed · 2 products`.
    detail: str
    #: Chooses its icon.
    subject: Subject
    #: The clock after it, where it moved it, in milliseconds since 1970; else 0.
    clock: int
    rows: tuple[Row, ...]


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """A column's head."""

    client: str
    title: str
    #: `documented`, `shipped, 2 switched`
    dialect: str
    #: `9 events`, `2 sessions`, `1 user`, `revenue 25`, in this order.
    facts: tuple[Fact, ...]


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Everything in the grid."""

    heads: tuple[Head, ...]
    steps: tuple[StepRow, ...]
    #: The number of rows, and of those that differ.
    rows: int
    different: int
