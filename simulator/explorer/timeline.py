"""One time axis for all clients: sessions as bars, events as marks, uploads, changes of ids as breaks.

Time is folded: what is said is when something happened and in which slot of its instant; the browser computes x from
the segments of the axis.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from simulator.explorer.columns import Mark, Table
from simulator.explorer.playing import Play


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the axis. Times are milliseconds since 1970."""

    kind: Literal["time", "instant", "folded"]
    began: int
    ended: int
    #: How many slots an instant has, for events that happen at once; equal events of all lanes have the same slot.
    slots: int = 0
    #: Of a folded stretch: `40 min`, `1 day`.
    says: str = ""
    #: How wide it is, in units of a mark's width.
    width: float = 1


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    """A time that is written on the axis."""

    at: int
    says: str


class TimelineMark(msgspec.Struct, frozen=True, kw_only=True):
    """An event on a lane."""

    #: The number of the event in its track.
    event: int
    step: int
    at: int
    slot: int
    mark: Mark
    name: str
    #: Whether it differs from the other clients or made a second user.
    differs: bool


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A session, or the part of one between changes of ids."""

    #: `session 1`
    role: str
    began: int
    ended: int
    #: The slots in the instants at its ends; -1 for the instant's beginning (or end).
    first_slot: int
    last_slot: int
    #: Whether its user is known.
    known: bool


class Break(msgspec.Struct, frozen=True, kw_only=True):
    """A change of the user id or the device id within a lane."""

    kind: Literal["user", "device"]
    at: int
    slot: int
    #: The role and value from here on: `user 1 = derek`.
    says: str
    step: int


class TimelineUpload(msgspec.Struct, frozen=True, kw_only=True):
    """An upload: a mark below the lane."""

    at: int
    slot: int
    events: int
    #: The HTTP status; 0 if there was no answer.
    status: int
    path: str


class Away(msgspec.Struct, frozen=True, kw_only=True):
    """The time that an app spends in the background or not running, which is hatched."""

    began: int
    ended: int


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """One client on the axis."""

    client: str
    title: str
    #: `2 sessions`, `no sessions`
    says: str
    #: Whether it has sessions at all: a dotted line where not.
    sessions: bool
    bars: tuple[Bar, ...]
    marks: tuple[TimelineMark, ...]
    breaks: tuple[Break, ...]
    uploads: tuple[TimelineUpload, ...]
    away: tuple[Away, ...]


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """The whole axis with its lanes."""

    began: int
    ended: int
    #: Where the playhead is.
    now: int
    segments: tuple[Segment, ...]
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]


def timeline(play: Play, grid: Table, *, step: int | None = None, folded: bool = True) -> Timeline:
    """Return the time axis of a play; `grid` says which events are equal and which differ."""
    raise NotImplementedError
