"""Playing: a script on clients, step by step, with everything that each step caused.

A play is deterministic and remembers: the same script on the same client is never played twice, a script that goes on
where another one ended costs the new steps alone, and a step backwards costs nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from itertools import islice
from threading import RLock
from typing import Any, Final, Literal, TypeVar

import msgspec

from simulator.backend import Backend
from simulator.backend.ingestion.project import identity_of, revenue_of
from simulator.backend.keeping.entities import NOBODY, Upload
from simulator.backend.reading.view import View, view_of
from simulator.conformance.defects import defect
from simulator.conformance.judging.evidence import Crashed, Refusal
from simulator.conformance.judging.expectations import Expectation
from simulator.conformance.judging.matching import Difference
from simulator.conformance.language.phrases import Step
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Performance
from simulator.documentation.platforms import Platform
from simulator.documentation.rules import Because
from simulator.explorer.casting import Cast, casts_of
from simulator.explorer.clients import Client
from simulator.explorer.document import Script
from simulator.explorer.drafts import Draft
from simulator.model.calls import Message
from simulator.model.commands import Command, Warn
from simulator.model.sources import App, ServerSource
from simulator.values import JSONObject
from simulator.wire.events import LoggedEvent

Arrival = Literal["arrived", "waits", "lost"]
"""Whether Amplitude has an event: `waits` in a queue, `lost` if it is in none any more."""

SEED: Final = "explorer"
"""The seed of every performance: what is played on the page by two people is the same to the byte."""


class PlayedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that a client logged."""

    #: From 1, in the order in which the track's events were logged.
    number: int
    #: The step that caused it, from 1.
    step: int
    #: When it was logged, in milliseconds since 1970. Its own timestamp may be another.
    at: int
    #: The name of its source: `ios app`.
    source: str
    event: JSONObject
    because: Because
    #: What Amplitude counts as revenue in it.
    revenue: float
    #: `uuid` or `insert_id` with its device id, by which Amplitude knows it.
    identity: str

    @property
    def name(self) -> str:
        """Its event type."""
        return str(self.event["event_type"])


class Moment(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """What one step caused on one client."""

    #: From 1.
    step: int
    #: The clock before and after it, in milliseconds since 1970.
    began: int
    ended: int
    #: The events that it caused, in their order.
    events: tuple[PlayedEvent, ...] = ()
    #: The requests that came in during it, of whatever events.
    uploads: tuple[Upload, ...] = ()
    #: What the integrations logged.
    warnings: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    crashes: tuple[Crashed, ...] = ()
    #: Where a Then step does not hold; empty where it does, `None` for a step that expects nothing.
    differences: tuple[Difference, ...] | None = None
    #: The calls on Amplitude's SDKs and HTTP API.
    commands: tuple[Command, ...] = ()
    #: What Segment's libraries made of the calls.
    messages: tuple[Message, ...] = ()
    #: Whether the app runs, and is in the foreground, after it; a server always is.
    running: bool = True
    in_foreground: bool = True


class Track(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One client's part of a play: a column and a lane."""

    client: Client
    #: What stands above the column: `iOS as shipped`, or a source's own name where several share an Amplitude.
    title: str
    platform: Platform
    #: Where a scenario names several sources: the one that this track is about; else empty, and it is about all.
    source: str
    moments: tuple[Moment, ...]
    #: The performance behind it; `None` for what came from elsewhere.
    cast: Cast | None = None

    def events(self, step: int | None = None) -> tuple[PlayedEvent, ...]:
        """Return the events up to and with a step; all by default."""
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
        """How many steps were played."""
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


class _Counted:
    """How much of what a source keeps was there before a step."""

    def __init__(self, source: App | ServerSource) -> None:
        self.source = source
        self.seen: dict[str, int] = {}

    def fresh(self, name: str, kept: list[Any]) -> list[Any]:
        """Return what came to one of its lists since the last time."""
        seen = self.seen.get(name, 0)
        self.seen[name] = len(kept)
        return kept[seen:]


class _Shown(msgspec.Struct, frozen=True):
    """What Amplitude shows after a step once everything has been uploaded, and what still could not be."""

    view: View
    #: Identities of events in the queues of apps; `None` if an app that does not run may have any.
    queued: frozenset[str] | None
    #: The user of each event, by its identity, and what it counts as revenue.
    counted: dict[str, tuple[int, float]]


class Totals(msgspec.Struct, frozen=True):
    """What Amplitude counts for a track."""

    users: int
    revenue: float


class _Run:
    """One performance on its way: what each step of it came to, as a whole and for each of its sources."""

    def __init__(self, cast: Cast) -> None:
        self.reading = cast.reading
        self.platform = cast.platform
        self.steps: list[tuple[Step, ...]] = []
        self.reference = Reference(dialect=cast.dialect, platform=cast.platform, seed=SEED)
        self.performance = Performance(self.reference)
        #: By the name of a source; all of them under the empty one.
        self.moments: dict[str, list[Moment]] = {"": []}
        #: The step at which each event had arrived, by its identity.
        self.arrived: dict[str, int] = {}
        self.views: OrderedDict[int, _Shown] = OrderedDict()
        #: The same performance once more, which may be spoiled by uploading all that it has.
        self.spare: _Run | None = None
        self._counts: dict[str, int] = {"": 0}
        self._sources: dict[str, _Counted] = {}
        self._refusals: list[Refusal] = []
        self._last_upload = 0
        self._last_received = 0
        self._broken = False

    def goes_on(self, cast: Cast) -> int:
        """Return how many steps of a cast this is the performance of; -1 for another one."""
        if (self.reading, self.platform) != (cast.reading, cast.platform):
            return -1
        length = min(len(self.steps), len(cast.steps))
        return length if all(map(_same, self.steps, cast.steps)) else -1

    def extend(self, steps: tuple[tuple[Step, ...], ...]) -> None:
        """Perform the steps after those that have been performed."""
        for parts in steps[len(self.steps) :]:
            self._perform(parts)

    def _perform(self, parts: tuple[Step, ...]) -> None:
        number, clock = len(self.steps) + 1, self.reference.simulation.clock
        began = clock.now
        differences: list[Difference] = []
        broken: tuple[Refusal, ...] = ()
        try:
            for step in () if self._broken else parts:
                differences += self.performance.step(step, number)
        except Exception as error:  # noqa: BLE001 — a defect costs its client from here on, and is named
            self._broken = True
            broken = (Refusal(defect(error), number),)
        self.steps.append(parts)
        expects = isinstance(parts[0], Expectation)
        self._record(number, began, tuple(differences) if expects else None, broken, parts[0])

    def _record(
        self,
        number: int,
        began: int,
        differences: tuple[Difference, ...] | None,
        broken: tuple[Refusal, ...],
        step: Step,
    ) -> None:
        """Write down what a step came to."""
        reference = self.reference
        ended = reference.simulation.clock.now
        for name, source in reference.sources.items():
            if name not in self._sources:
                self._sources[name] = _Counted(source)
                self._counts[name] = 0
                self.moments[name] = [
                    Moment(step=one.step, began=one.began, ended=one.ended, running=False) for one in self.moments[""]
                ]
        uploads = tuple(reference.backend.store.uploads(after=self._last_upload))
        self._last_upload = uploads[-1].id if uploads else self._last_upload
        for one in reference.backend.store.received(after=self._last_received):
            self._last_received = one.id
            self.arrived.setdefault(identity_of(one.event) or "", number)
        known = {id(one) for one in self._refusals}
        refusals = (*broken, *(one for one in self.performance.refusals if id(one) not in known))
        self._refusals = list(self.performance.refusals)
        about = self._about(step)
        moments = [
            self._moment_of(counted, number, began, ended, uploads, refusals if name == about else (), differences)
            for name, counted in self._sources.items()
        ]
        for name, moment in zip(self._sources, moments, strict=True):
            self.moments[name].append(moment)
        self.moments[""].append(self._whole(number, began, ended, moments, uploads, refusals, differences))

    def shown(self) -> _Shown:
        """Upload everything, which spoils the performance, and return what Amplitude shows."""
        self.reference.drain()
        apps = [source for source in self.reference.sources.values() if isinstance(source, App)]
        queued = (
            identity_of(logged.to_json()) or ""
            for app in apps
            if app.amplitude
            for logged in (*app.amplitude.store.events, *app.amplitude.store.identifies)
        )
        view = self.reference.view()
        return _Shown(view, frozenset(queued) if all(app.running for app in apps) else None, _counted(view))

    def _about(self, step: Step) -> str:
        """Return the name of the source that a step is about: the last one that was declared if it names none."""
        named = getattr(step, "app", None)
        return str(named) if named else next(reversed(self._sources), "")

    def _moment_of(
        self,
        counted: _Counted,
        number: int,
        began: int,
        ended: int,
        uploads: tuple[Upload, ...],
        refusals: tuple[Refusal, ...],
        differences: tuple[Difference, ...] | None,
    ) -> Moment:
        source, fresh = counted.source, counted.fresh
        is_app = isinstance(source, App)
        logged = fresh("events", source.events)
        commands, warnings = fresh("commands", source.commands), fresh("warnings", source.warnings)
        crashes: tuple[Crashed, ...] = ()
        if isinstance(source, App):
            logged = [*logged, *fresh("forwarded", source.segment.events)]
            commands = [*commands, *fresh("forwards", source.segment.commands)]
            warnings = [*warnings, *fresh("forward warnings", source.segment.warnings)]
            crashes = tuple(
                Crashed(app=source.name, call=one.call, reason=one.reason) for one in fresh("crashes", source.crashes)
            )
        return Moment(
            step=number,
            began=began,
            ended=ended,
            events=self._events(source.name, number, ended, logged),
            uploads=tuple(one for one in uploads if (one.sender == f"{source.platform} app") == is_app),
            warnings=tuple(one.text for one in warnings),
            refusals=refusals,
            crashes=crashes,
            differences=differences,
            commands=tuple(one for one in commands if not isinstance(one, Warn)),
            messages=tuple(fresh("messages", source.segment.messages)),
            running=source.running if isinstance(source, App) else True,
            in_foreground=source.in_foreground if isinstance(source, App) else True,
        )

    def _events(self, source: str, step: int, at: int, logged: list[LoggedEvent]) -> tuple[PlayedEvent, ...]:
        count = self._counts[source]
        self._counts[source] += len(logged)
        return tuple(
            _played(one, number=number, step=step, at=at, source=source) for number, one in enumerate(logged, count + 1)
        )

    def _whole(
        self,
        number: int,
        began: int,
        ended: int,
        moments: list[Moment],
        uploads: tuple[Upload, ...],
        refusals: tuple[Refusal, ...],
        differences: tuple[Difference, ...] | None,
    ) -> Moment:
        """Return what a step came to on all sources together."""
        events = [event for moment in moments for event in moment.events]
        count = self._counts[""]
        self._counts[""] += len(events)
        if len(moments) > 1:
            events = [msgspec.structs.replace(one, number=at) for at, one in enumerate(events, count + 1)]
        return Moment(
            step=number,
            began=began,
            ended=ended,
            events=tuple(events),
            uploads=uploads,
            warnings=tuple(one for moment in moments for one in moment.warnings),
            refusals=refusals,
            crashes=tuple(one for moment in moments for one in moment.crashes),
            differences=differences,
            commands=tuple(one for moment in moments for one in moment.commands),
            messages=tuple(one for moment in moments for one in moment.messages),
            running=any(moment.running for moment in moments),
            in_foreground=any(moment.in_foreground for moment in moments),
        )


def _same(one: tuple[Step, ...], other: tuple[Step, ...]) -> bool:
    return one is other or one == other


def _played(logged: LoggedEvent, *, number: int, step: int, at: int, source: str) -> PlayedEvent:
    event = logged.to_json()
    return PlayedEvent(
        number=number,
        step=step,
        at=at,
        source=source,
        event=event,
        because=logged.because,
        revenue=revenue_of(event),
        identity=identity_of(event) or "",
    )


_MOST_VIEWS: Final = 8
_MOST_MADE: Final = 20_000

Made = TypeVar("Made")


class Player:
    """Plays drafts and remembers. One for each page, or one for all: it is safe to use from several threads."""

    def __init__(self, *, remember: int = 64) -> None:
        """Remember that many performances of a script on a client, the latest used."""
        self._remember = remember
        self._runs: list[_Run] = []
        self._lock = RLock()
        #: What was made of moments; what has not been used for the longest is let go.
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

    def _run(self, cast: Cast) -> _Run:
        """Return the performance of a cast: one that has been this far, or is now; else a new one."""
        best, length = None, -1
        for run in reversed(self._runs):
            done = run.goes_on(cast)
            if done > length:
                best, length = run, done
        if best is None:
            best = _Run(cast)
        else:
            self._runs.remove(best)
        best.extend(cast.steps)
        self._runs.append(best)
        del self._runs[: -self._remember]
        return best

    def view(self, play: Play, track: Track, step: int | None = None) -> View:
        """Return what Amplitude shows after a step, once everything that is queued has been uploaded."""
        with self._lock:
            return self._shown(play, track, step).view

    def totals(self, play: Play, track: Track, step: int | None = None) -> Totals:
        """Return how many users a track's events have, and their revenue, as `view` shows them."""
        with self._lock:
            shown = self._shown(play, track, step)
        if not track.source:
            return Totals(len(shown.view.users), sum(revenue for _, revenue in shown.counted.values()))
        nobody = (NOBODY, 0.0)
        own = [shown.counted.get(event.identity, nobody) for event in track.events(step)]
        return Totals(len({user for user, _ in own} - {NOBODY}), sum(revenue for _, revenue in own))

    def remembered(self, key: Hashable, moments: Sequence[Moment], make: Callable[[], Made]) -> Made:
        """Return what is made of moments, which stay the same objects as long as all before them are the same."""
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

    def _shown(self, play: Play, track: Track, step: int | None) -> _Shown:
        length = play.steps if step is None else min(max(step, 0), play.steps)
        cast = track.cast
        if cast is None:
            return _as_received(play.tracks if play.shared else (track,), length)
        run = self._run(cast)
        shown = run.views.get(length)
        if shown is None:
            spare, run.spare = run.spare, None
            if spare is None or len(spare.steps) > length or spare.goes_on(cast) < 0:
                spare = _Run(cast)
            spare.extend(cast.steps[:length])
            shown = run.views[length] = spare.shown()
            while len(run.views) > _MOST_VIEWS:
                run.views.popitem(last=False)
        return shown

    def prepare(self, play: Play) -> None:
        """Do ahead what `view` needs for the next step, while nobody waits."""
        for cast in {id(track.cast): track.cast for track in play.tracks if track.cast}.values():
            with self._lock:
                run = self._run(cast)
                if run.spare is None or len(run.spare.steps) < len(cast.steps):
                    run.spare = _Run(cast)
                    run.spare.extend(cast.steps)

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


def _as_received(tracks: Sequence[Track], step: int) -> _Shown:
    """Return what Amplitude shows of events that came from elsewhere, in the order in which they are here."""
    backend = Backend()
    for track in tracks:
        for one in track.events(step):
            backend.accept([one.event], sender=track.title, ip="", time=one.at)
    view = view_of(backend)
    return _Shown(view, frozenset(), _counted(view))


def _counted(view: View) -> dict[str, tuple[int, float]]:
    """Return the user and the revenue of each event, by its identity."""
    return {
        identity_of(event) or "": (event["amplitude"]["user"], event["amplitude"]["revenue"]) for event in view.events
    }
