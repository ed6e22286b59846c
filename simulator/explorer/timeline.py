"""One time axis for all clients: sessions as bars, events as marks, uploads, changes of ids as breaks.

Time is folded: each thing has a time and a slot within its instant; the browser computes x from the segments of the
axis.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from simulator.explorer.axis import Segment, Tick, segments_of, span, ticks_of
from simulator.explorer.columns import Mark, Table
from simulator.explorer.facts import Seen, mark_of, seen_of, short
from simulator.explorer.playing import Play, PlayedEvent, Track
from simulator.wire.events import SESSION_END

__all__ = [
    "Away",
    "Bar",
    "Break",
    "Lane",
    "Segment",
    "Tick",
    "Timeline",
    "TimelineMark",
    "TimelineUpload",
    "span",
    "timeline",
]


class TimelineMark(msgspec.Struct, frozen=True, kw_only=True):
    """An event on a lane."""

    #: The number of the event in its track.
    event: int
    step: int
    at: int
    slot: int
    mark: Mark
    name: str
    #: Whether it differs from the other clients.
    differs: bool


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A session, or the part of one between changes of ids."""

    #: `session 1`
    role: str
    began: int
    ended: int
    #: The slots of its first and its last event in their instants.
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
    #: The slot of the last event that it can have had, if it came in the instant of one; else 0.
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
    #: The position of the playhead.
    now: int
    segments: tuple[Segment, ...]
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]


def timeline(play: Play, grid: Table, *, step: int | None = None, folded: bool = True) -> Timeline:
    """Return the time axis of a play up to a step; `grid`, its table, says which events are equal and which differ."""
    last = play.steps if step is None else min(step, play.steps)
    slots, counts = _slots(play, grid)
    lanes = tuple(_lane(track, last, slots, grid) for track in play.tracks)
    began, ended = play.clock(0), play.clock(last)
    instants = sorted({began, ended, *counts, *_bounds(lanes)})
    segments = tuple(segments_of(instants, counts, folded=folded))
    return Timeline(
        began=began, ended=ended, now=ended, segments=segments, ticks=tuple(ticks_of(segments)), lanes=lanes
    )


Slots = dict[tuple[str, int], int]
"""The slot of each event, by client and number."""


def _slots(play: Play, grid: Table) -> tuple[Slots, dict[int, int]]:
    """Return the slots of events within their instants, row by row, and how many each instant has."""
    slots: Slots = {}
    counts: dict[int, int] = {}
    for step in grid.steps:
        for row in step.rows:
            numbered = [(cell.client, cell.event) for cell in row.cells if cell.event]
            if not numbered:
                continue
            at = moment_of(play.track(numbered[0][0]).event(numbered[0][1]))
            slot = counts.get(at, 0)
            slots.update((one, slot) for one in numbered)
            counts[at] = slot + 1
    return slots, counts


def moment_of(played: PlayedEvent) -> int:
    """Return the time at which an event is drawn: that of its logging, but a session's end at its own timestamp."""
    dated = played.event.get("timestamp")
    return dated if played.name == SESSION_END and isinstance(dated, int) and dated < played.at else played.at


def _lane(track: Track, last: int, slots: Slots, grid: Table) -> Lane:
    seen = seen_of(track, last)
    key = track.client.key
    differing = {
        cell.event
        for step in grid.steps
        for row in step.rows
        for cell in row.cells
        if cell.client == key and cell.event and any(fact.differs for fact in cell.facts)
    }
    placed = [(one, slots.get((key, one.played.number), 0)) for one in seen]
    sessions = len({one.session for one in seen} - {"", "out of session"})
    return Lane(
        client=key,
        title=track.title,
        says="no sessions" if not sessions else "1 session" if sessions == 1 else f"{sessions} sessions",
        sessions=bool(sessions) or not seen,
        bars=tuple(_bars(placed)),
        marks=tuple(
            TimelineMark(
                event=one.played.number,
                step=one.played.step,
                at=moment_of(one.played),
                slot=slot,
                mark=mark_of(one.played.event),
                name=one.played.name,
                differs=one.played.number in differing,
            )
            for one, slot in placed
        ),
        breaks=tuple(_breaks(placed)),
        uploads=tuple(_uploads(track, last, placed)),
        away=tuple(_away(track, last)),
    )


Placed = Sequence[tuple[Seen, int]]


def _bars(placed: Placed) -> Iterator[Bar]:
    """Return the sessions, each cut where its user or its device becomes another one."""
    bar: Bar | None = None
    user = device = ""
    for seen, slot in placed:
        if seen.session in ("", "out of session"):
            continue
        at = moment_of(seen.played)
        same = bar is not None and bar.role == seen.session
        if bar and same:
            bar = msgspec.structs.replace(bar, ended=at, last_slot=slot)
        if bar and same and (user, device) == (seen.user, seen.device):
            continue
        if bar:
            yield bar
        bar = Bar(role=seen.session, began=at, ended=at, first_slot=slot, last_slot=slot, known=bool(seen.user))
        user, device = seen.user, seen.device
    if bar:
        yield bar


def _breaks(placed: Placed) -> Iterator[Break]:
    before: Seen | None = None
    for seen, slot in placed:
        played = seen.played
        if before and seen.user != before.user:
            says = f"{seen.user} = {short(played.event.get('user_id'))}" if seen.user else "no user"
            yield Break(kind="user", at=played.at, slot=slot, says=says, step=played.step)
        if before and seen.device != before.device:
            yield Break(kind="device", at=played.at, slot=slot, says=seen.device or "no device", step=played.step)
        before = seen


def _uploads(track: Track, last: int, placed: Placed) -> Iterator[TimelineUpload]:
    latest = {seen.played.at: slot for seen, slot in placed}
    for moment in track.moments[:last]:
        for one in moment.uploads:
            yield TimelineUpload(
                at=one.time, slot=latest.get(one.time, 0), events=one.events, status=one.status, path=one.path
            )


def _away(track: Track, last: int) -> Iterator[Away]:
    """Return the times during which an app was left or not running; none for a server, or before the first launch."""
    began: int | None = None
    launched = False
    for moment in track.moments[:last]:
        launched = launched or moment.running
        here = moment.running and moment.in_foreground
        if not here and launched and began is None:
            began = moment.began
        if here and began is not None:
            if moment.ended > began:
                yield Away(began=began, ended=moment.ended)
            began = None
    if began is not None and last and track.moments[last - 1].ended > began:
        yield Away(began=began, ended=track.moments[last - 1].ended)


def _bounds(lanes: Sequence[Lane]) -> Iterator[int]:
    for lane in lanes:
        for one in lane.uploads:
            yield one.at
        for away in lane.away:
            yield away.began
