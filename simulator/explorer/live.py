"""Live: what a real SDK sends to a backend, in the same columns, and held against the reference."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from simulator.backend.reading.rows import Row as LiveRow
from simulator.explorer.drafts import Draft
from simulator.explorer.playing import Play, Player, Track


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Something that has sent events: one device or server."""

    key: str
    #: The host of the page, the app's platform, or the sender.
    title: str
    library: str
    events: int
    #: In milliseconds since 1970.
    since: int
    last: int


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A request that the backend refused."""

    time: int
    status: int
    says: str
    detail: str


class Live(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that has arrived, in order. It never changes: `arrived` returns another one."""

    rows: tuple[LiveRow, ...] = ()
    cleared: int = 0

    def arrived(self, rows: Iterable[LiveRow]) -> Live:
        """Go on with what has arrived; the oldest beyond `MOST_ROWS` are let go."""
        raise NotImplementedError

    @property
    def sources(self) -> tuple[Source, ...]:
        """What has sent events, in the order of its first."""
        raise NotImplementedError

    @property
    def refused(self) -> tuple[Refused, ...]:
        """The requests that were refused."""
        raise NotImplementedError


MOST_ROWS = 10_000


def live_play(live: Live, draft: Draft | None = None) -> Play:
    """Return what has arrived as a play: a track for each source, a step for each second in which something came.

    With a draft, its scenario's steps are the rows, and events go to the steps whose reference has them.
    """
    raise NotImplementedError


def beside(live: Live, player: Player, draft: Draft) -> Play:
    """Return what has arrived from each source beside what the reference sends for a scenario."""
    raise NotImplementedError


def calls_behind(track: Track) -> Draft:
    """Return a scenario with the calls that a source's events tell of, for `Keep as a scenario`."""
    raise NotImplementedError
