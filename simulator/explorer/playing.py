"""Playing: a script on clients, step by step, with everything that each step caused.

A play is deterministic and remembers: the same script on the same client is never played twice, a script that continues
another one costs only the new steps, and a step backwards costs nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from itertools import islice
from threading import RLock
from typing import Any, Final, Literal, TypeVar

import msgspec

from simulator.backend import Backend
from simulator.backend.keeping.entities import NOBODY
from simulator.backend.reading.view import View, view_of
from simulator.documentation.platforms import Platform
from simulator.explorer.casting import Cast, casts_of
from simulator.explorer.clients import Client
from simulator.explorer.document import Script
from simulator.explorer.drafts import Draft
from simulator.explorer.moments import Moment, PlayedEvent, Shown, counted
from simulator.explorer.performing import SEED, Run
from simulator.values import Value

__all__ = ["SEED", "Arrival", "Moment", "Play", "PlayedEvent", "Player", "Totals", "Track"]

Arrival = Literal["arrived", "waits", "lost"]
"""Whether Amplitude has an event: `waits` in a queue, `lost` if it is in none any more."""


class Track(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One client's part of a play: a column and a lane."""

    client: Client
    #: The column's heading: `iOS as shipped`, or a source's own name where several share an Amplitude.
    title: str
    platform: Platform
    #: The source that this track is about, in a scenario that names several; else empty, and it is about all.
    source: str
    moments: tuple[Moment, ...]
    #: The performance behind it; `None` for events from elsewhere.
    cast: Cast | None = None

    def events(self, step: int | None = None) -> tuple[PlayedEvent, ...]:
        """Return the events up to and including a step; all by default."""
        return tuple(event for moment in islice(self.moments, step) for event in moment.events)

    def event(self, number: int) -> PlayedEvent:
        """Return an event by its number; raises `LookupError` if there is none."""
        for moment in self.moments:
            if moment.events and moment.events[-1].number >= number > 0:
                return moment.events[number - moment.events[0].number]
        raise LookupError(f"{self.title} has no event {number}")


class Play(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A script on its clients, to its first mistake or its end."""

    draft: Draft
    script: Script
    tracks: tuple[Track, ...]
    #: Whether all tracks share one Amplitude, as they do in a scenario that names several sources.
    shared: bool
    #: The steps that were played, by their indexes in the script: all before the first mistake, or all but mistakes.
    played: tuple[int, ...]

    @property
    def steps(self) -> int:
        """The number of steps that were played."""
        return len(self.played)

    def track(self, client: str) -> Track:
        """Return a track by the key of its client; raises `LookupError` if there is none."""
        for track in self.tracks:
            if track.client.key == client:
                return track
        raise LookupError(f"no client {client} plays here")

    def clock(self, step: int) -> int:
        """Return the time after a step, 0 for the start, in milliseconds since 1970."""
        moments = self.tracks[0].moments if self.tracks else ()
        if not moments:
            return 0
        return moments[0].began if step <= 0 else moments[min(step, len(moments)) - 1].ended


class Totals(msgspec.Struct, frozen=True):
    """Amplitude's totals for a track."""

    users: int
    revenue: float


_MOST_MADE: Final = 20_000

Made = TypeVar("Made")


class Player:
    """Plays drafts and remembers. One for each page, or one for all: it is safe to use from several threads."""

    def __init__(self, *, remember: int = 64) -> None:
        """Keep that many performances of a script on a client, the most recently used."""
        self._remember = remember
        self._runs: list[Run] = []
        self._lock = RLock()
        #: Values made of moments, by their keys; the least recently used go first.
        self._made: OrderedDict[Hashable, tuple[Any, tuple[Moment, ...]]] = OrderedDict()

    def play(self, draft: Draft, *, past_mistakes: bool = False, until: int | None = None) -> Play | None:
        """Play the scenario that the draft looks at; `None` if the text has none.

        It ends before the first step that can't be read, or with `past_mistakes` leaves out those that can't, and with
        `until` after that many steps.
        """
        script = draft.script
        if script is None:
            return None
        readable = [index for index, one in enumerate(script.steps) if one.step is not None]
        played = tuple(readable if past_mistakes else range(script.playable))[:until]
        casts = casts_of(script, draft.clients, played)
        with self._lock:
            tracks = [track for cast in casts for track in self._tracks(cast)]
        return Play(
            draft=draft,
            script=script,
            tracks=tuple(tracks),
            shared=len(casts) == 1 and len(casts[0].parts) > 1,
            played=played,
        )

    def _tracks(self, cast: Cast) -> list[Track]:
        run, length = self._run(cast), len(cast.steps)
        return [
            Track(
                client=part.client,
                title=part.title,
                platform=part.platform,
                source=part.source,
                moments=tuple(run.moments.get(part.source, ())[:length]),
                cast=cast,
            )
            for part in cast.parts
        ]

    def _run(self, cast: Cast) -> Run:
        """Return the performance of a cast: the longest earlier one that can be continued, else a new one."""
        best, length = None, -1
        for run in reversed(self._runs):
            done = run.goes_on(cast)
            if done > length:
                best, length = run, done
        if best is None:
            best = Run(cast)
        else:
            self._runs.remove(best)
        best.extend(cast.steps)
        self._runs.append(best)
        del self._runs[: -self._remember]
        return best

    def view(self, play: Play, track: Track, step: int | None = None) -> View:
        """Return Amplitude's view after a step, once the queues have been uploaded."""
        with self._lock:
            return self._shown(play, track, step).view

    def roles(self, play: Play, track: Track, step: int | None = None) -> dict[str, Value]:
        """Return the roles, such as `session 1`, that Then steps have given values to by the end of a step."""
        if track.cast is None:
            return {}
        with self._lock:
            return self._run(track.cast).roles(play.steps if step is None else step)

    def totals(self, play: Play, track: Track, step: int | None = None) -> Totals:
        """Return the number of a track's users, and their revenue, as in `view`."""
        with self._lock:
            shown = self._shown(play, track, step)
        if not play.shared:
            return Totals(len(shown.view.users), sum(revenue for _, revenue in shown.counted.values()))
        nobody = (NOBODY, 0.0)
        own = [shown.counted.get(event.identity, nobody) for event in track.events(step)]
        return Totals(len({user for user, _ in own} - {NOBODY}), sum(revenue for _, revenue in own))

    def remembered(self, key: Hashable, moments: Sequence[Moment], make: Callable[[], Made]) -> Made:
        """Return a value made of moments, cached by identity: a moment stays the same object if all before it do."""
        whole = (key, *map(id, moments))
        with self._lock:
            if whole in self._made:
                self._made.move_to_end(whole)
                found: Made = self._made[whole][0]
                return found
            made = make()
            # With the moments themselves, whose ids are others' otherwise once they are gone.
            self._made[whole] = (made, tuple(moments))
            while len(self._made) > _MOST_MADE:
                self._made.popitem(last=False)
            return made

    def _shown(self, play: Play, track: Track, step: int | None) -> Shown:
        length = play.steps if step is None else min(max(step, 0), play.steps)
        cast = track.cast
        if cast is None:
            return _as_received(play.tracks if play.shared else (track,), length)
        return self._run(cast).shown(length)

    def prepare(self, play: Play) -> None:
        """Prepare for another step at the end, while nobody waits."""
        for cast in {id(track.cast): track.cast for track in play.tracks if track.cast}.values():
            with self._lock:
                self._run(cast).prepare()

    def arrival(self, play: Play, track: Track, event: PlayedEvent, step: int | None = None) -> Arrival:
        """Tell whether Amplitude has an event after a step, without any help."""
        length = play.steps if step is None else step
        if track.cast is None:
            return "arrived"
        with self._lock:
            if self._run(track.cast).arrived.get(event.identity, length + 1) <= length:
                return "arrived"
            shown = self._shown(play, track, step)
            if shown.queued is None or event.identity in shown.queued:
                return "waits"
            return "waits" if event.identity in shown.counted else "lost"


def _as_received(tracks: Sequence[Track], step: int) -> Shown:
    """Return Amplitude's view of events from elsewhere, in their order here."""
    backend = Backend()
    for track in tracks:
        for one in track.events(step):
            backend.accept([one.event], sender=track.title, ip="", time=one.at)
    view = view_of(backend)
    return Shown(view, frozenset(), counted(view))
