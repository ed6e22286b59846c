"""The time axis: instants with slots, time between them, long stretches folded, and the labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal

import msgspec

from simulator.explorer.facts import clock_text, day_text


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the axis. Times are milliseconds since 1970."""

    kind: Literal["time", "instant", "folded"]
    began: int
    ended: int
    #: The number of slots of an instant, for events at the same time; equal events of all lanes have the same slot.
    slots: int = 0
    #: Of a folded stretch: `40 min`, `1 day`.
    says: str = ""
    #: The width in units of a mark's width.
    width: float = 1


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    """A labelled time on the axis."""

    at: int
    says: str


_FOLDED_FROM: Final = 10 * 60_000
"""The milliseconds from which a stretch without events is folded."""
_WIDEST: Final = 8.0
_FOLD_WIDTH: Final = 3.0


def segments_of(instants: Sequence[int], counts: dict[int, int], *, folded: bool) -> Iterator[Segment]:
    """Return instants with their slots, and the time between them, with long stretches folded."""
    shortest = min((after - at for at, after in pairwise(instants)), default=1)
    for at, after in zip(instants, [*instants[1:], None], strict=True):
        slots = max(counts.get(at, 0), 1)
        yield Segment(kind="instant", began=at, ended=at, slots=slots, width=float(slots))
        if after is None:
            return
        gap = after - at
        if folded and gap >= _FOLDED_FROM:
            yield Segment(kind="folded", began=at, ended=after, says=span(gap), width=_FOLD_WIDTH)
        elif folded:
            yield Segment(kind="time", began=at, ended=after, width=_stretched(gap))
        else:
            yield Segment(kind="time", began=at, ended=after, width=max(gap / shortest, 0.25))


def _stretched(gap: int) -> float:
    """Return the width of a stretch: it grows slowly, so that seconds can be told from minutes."""
    seconds = gap / 1000
    width = 0.5
    for limit in (1, 5, 20, 60, 300):
        width += 1.0 if seconds >= limit else 0.0
    return min(width, _WIDEST)


def ticks_of(segments: Sequence[Segment]) -> Iterator[Tick]:
    """Return the labels: times of instants in which something happens, at most `_MOST_TICKS`."""
    instants = [one for one in segments if one.kind == "instant"]
    every = max(1, -(-len(instants) // _MOST_TICKS))
    day = ""
    for one in instants[::every]:
        date, clock = day_text(one.began), clock_text(one.began)
        says = clock if date == day or not day else f"{clock}, {date}"
        day = date
        yield Tick(at=one.began, says=says)


_MOST_TICKS: Final = 12

_UNITS: Final = ((86_400_000, "day"), (3_600_000, "h"), (60_000, "min"), (1000, "s"))


def span(duration: int) -> str:
    """Write a duration in at most two units: `40 min`, `1 day 2 h`, `20 s`."""
    parts = []
    left = duration
    for size, unit in _UNITS:
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {unit}{'s' if unit == 'day' and count > 1 else ''}")
    return " ".join(parts[:2]) or f"{duration} ms"
