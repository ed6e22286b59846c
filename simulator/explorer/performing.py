"""Performing: one performance of a script, and the effects of each of its steps."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from simulator.backend.ingestion.editions import revenue_of
from simulator.backend.ingestion.events import event_of
from simulator.backend.ingestion.project import identity_of
from simulator.backend.keeping.entities import Upload
from simulator.conformance.defects import defect
from simulator.conformance.judging.evidence import Crashed, Refusal
from simulator.conformance.judging.expectations import Expectation
from simulator.conformance.judging.matching import Difference
from simulator.conformance.language.phrases import Step
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Performance
from simulator.explorer.casting import Cast
from simulator.explorer.moments import Moment, PlayedEvent, Shown, counted
from simulator.model.calls import Message
from simulator.model.commands import Command, Warn
from simulator.model.sources import App, ServerSource
from simulator.values import Value
from simulator.wire.events import LoggedEvent

SEED: Final = "explorer"
"""The seed of every performance: two people who play the same see the same, to the byte."""


class Fresh(msgspec.Struct, frozen=True):
    """The effects of the calls on one source since the last look."""

    logged: list[LoggedEvent]
    commands: list[Command]
    warnings: list[Warn]
    crashes: tuple[Crashed, ...]
    messages: list[Message]


class _Source:
    """A source of a performance, and how far its records have been read."""

    def __init__(self, source: App | ServerSource) -> None:
        self.source = source
        #: The number of its events that have been read.
        self.events = 0
        self._seen: dict[str, int] = {}

    def fresh(self) -> Fresh:
        """Return the effects since the last call."""
        source = self.source
        logged = self._of("events", source.events)
        commands, warnings = self._of("commands", source.commands), self._of("warnings", source.warnings)
        crashes: tuple[Crashed, ...] = ()
        if isinstance(source, App):
            logged = [*logged, *self._of("forwarded", source.segment.events)]
            commands = [*commands, *self._of("forwards", source.segment.commands)]
            warnings = [*warnings, *self._of("forward warnings", source.segment.warnings)]
            crashes = tuple(
                Crashed(app=source.name, call=one.call, reason=one.reason)
                for one in self._of("crashes", source.crashes)
            )
        self.events += len(logged)
        return Fresh(logged, commands, warnings, crashes, self._of("messages", source.segment.messages))

    def _of(self, name: str, kept: list[Any]) -> list[Any]:
        seen = self._seen.get(name, 0)
        self._seen[name] = len(kept)
        return kept[seen:]


class Performed(msgspec.Struct, frozen=True):
    """The effects of one step: on each source, on all of them under the empty name, and what had arrived by then."""

    moments: dict[str, Moment]
    arrived: tuple[str, ...]


class Live:
    """A performance that can be continued."""

    def __init__(self, cast: Cast) -> None:
        self._reference = Reference(dialect=cast.dialect, platform=cast.platform, seed=SEED)
        self._performance = Performance(self._reference)
        self._sources: dict[str, _Source] = {}
        self._steps = 0
        self._events = 0
        self._refusals: list[Refusal] = []
        self._last_upload = 0
        self._last_received = 0
        self._broken = False

    def perform(self, parts: tuple[Step, ...]) -> Performed:
        """Perform a step, and return its effects."""
        clock = self._reference.simulation.clock
        began = clock.now
        differences, broken = self._do(parts)
        self._look_for_sources()
        known = {id(one) for one in self._refusals}
        refusals = (*broken, *(one for one in self._performance.refusals if id(one) not in known))
        self._refusals = list(self._performance.refusals)
        uploads, arrived = self._received()
        about = self._about(parts[0])
        expects = isinstance(parts[0], Expectation)
        plain = Moment(
            step=self._steps,
            began=began,
            ended=clock.now,
            uploads=uploads,
            differences=differences if expects else None,
            refusals=refusals,
        )
        moments = {
            name: self._moment(source, plain, refusals if name == about else ())
            for name, source in self._sources.items()
        }
        return Performed({**moments, "": self._whole(plain, list(moments.values()))}, arrived)

    def repeat(self, steps: Sequence[tuple[Step, ...]]) -> None:
        """Perform steps whose effects are known."""
        for parts in steps:
            self._do(parts)
        self._look_for_sources()
        for source in self._sources.values():
            self._events += len(source.fresh().logged)
        self._received()
        self._refusals = list(self._performance.refusals)

    def shown(self) -> Shown:
        """Upload everything, which spoils the performance, and return Amplitude's view."""
        self._reference.drain()
        apps = [source for source in self._reference.sources.values() if isinstance(source, App)]
        queued = (
            identity_of(logged.to_json()) or ""
            for app in apps
            if app.amplitude
            for logged in (*app.amplitude.store.events, *app.amplitude.store.identifies)
        )
        view = self._reference.view()
        return Shown(view, frozenset(queued) if all(app.running for app in apps) else None, counted(view))

    def roles(self) -> dict[str, Value]:
        """Return the roles that Then steps have given values to so far."""
        return self._performance.roles.values()

    def _do(self, parts: tuple[Step, ...]) -> tuple[tuple[Difference, ...], tuple[Refusal, ...]]:
        """Perform a step; return its differences, and the defect of this project that it has laid bare, if any."""
        self._steps += 1
        differences: list[Difference] = []
        try:
            for step in () if self._broken else parts:
                differences += self._performance.step(step, self._steps)
        except Exception as error:  # noqa: BLE001 — a defect costs its client from here on, and is named
            self._broken = True
            return tuple(differences), (Refusal(defect(error), self._steps),)
        return tuple(differences), ()

    def _look_for_sources(self) -> None:
        for name, source in self._reference.sources.items():
            if name not in self._sources:
                self._sources[name] = _Source(source)

    def _received(self) -> tuple[tuple[Upload, ...], tuple[str, ...]]:
        """Return the requests since the last call, and the identities of the events in them."""
        store = self._reference.backend.store
        uploads = tuple(store.uploads(after=self._last_upload))
        self._last_upload = uploads[-1].id if uploads else self._last_upload
        received = tuple(store.received(after=self._last_received))
        self._last_received = received[-1].id if received else self._last_received
        return uploads, tuple(identity_of(one.event) or "" for one in received)

    def _about(self, step: Step) -> str:
        """Return the name of the source that a step is about: the last one that was declared if it names none."""
        named = getattr(step, "app", None)
        return str(named) if named else next(reversed(self._sources), "")

    def _moment(self, source: _Source, plain: Moment, refusals: tuple[Refusal, ...]) -> Moment:
        """Return the effects of a step on one source."""
        first, of = source.events + 1, source.source
        fresh = source.fresh()
        is_app = isinstance(of, App)
        return msgspec.structs.replace(
            plain,
            events=tuple(
                _played(one, number=number, step=plain.step, at=plain.ended, source=of.name)
                for number, one in enumerate(fresh.logged, first)
            ),
            uploads=tuple(one for one in plain.uploads if (one.sender == f"{of.platform} app") == is_app),
            warnings=tuple(one.text for one in fresh.warnings),
            refusals=refusals,
            crashes=fresh.crashes,
            commands=tuple(one for one in fresh.commands if not isinstance(one, Warn)),
            messages=tuple(fresh.messages),
            running=of.running if isinstance(of, App) else True,
            in_foreground=of.in_foreground if isinstance(of, App) else True,
        )

    def _whole(self, plain: Moment, moments: Sequence[Moment]) -> Moment:
        """Return the effects of a step on all sources together."""
        events = [event for moment in moments for event in moment.events]
        if len(self._sources) > 1:
            events = [msgspec.structs.replace(one, number=at) for at, one in enumerate(events, self._events + 1)]
        self._events += len(events)
        return msgspec.structs.replace(
            plain,
            events=tuple(events),
            warnings=tuple(one for moment in moments for one in moment.warnings),
            crashes=tuple(one for moment in moments for one in moment.crashes),
            commands=tuple(one for moment in moments for one in moment.commands),
            messages=tuple(one for moment in moments for one in moment.messages),
            running=any(moment.running for moment in moments),
            in_foreground=any(moment.in_foreground for moment in moments),
        )


def _played(logged: LoggedEvent, *, number: int, step: int, at: int, source: str) -> PlayedEvent:
    event = logged.to_json()
    return PlayedEvent(
        number=number,
        step=step,
        at=at,
        source=source,
        event=event,
        because=logged.because,
        revenue=revenue_of(event_of(event)),
        identity=identity_of(event) or "",
    )


_MOST_VIEWS: Final = 8


class Run:
    """A script on one cast, as far as it has been performed: its effects are kept, and it can be continued.

    Amplitude's view is read once everything is uploaded, which spoils the performance for later steps. Only when the
    script continues is it performed again up to there; `prepare` does that ahead.
    """

    def __init__(self, cast: Cast) -> None:
        self.reading = cast.reading
        self.platform = cast.platform
        self.steps: list[tuple[Step, ...]] = []
        #: By the name of a source; all of them under the empty one.
        self.moments: dict[str, list[Moment]] = {"": []}
        #: The step at which each event had arrived, by its identity.
        self.arrived: dict[str, int] = {}
        self._cast = cast
        self._views: OrderedDict[int, Shown] = OrderedDict()
        self._live: Live | None = Live(cast)

    def goes_on(self, cast: Cast) -> int:
        """Return the number of a cast's steps that have been performed here; -1 if this is another cast."""
        if (self.reading, self.platform) != (cast.reading, cast.platform):
            return -1
        length = min(len(self.steps), len(cast.steps))
        return length if all(map(_same, self.steps, cast.steps)) else -1

    def extend(self, steps: Sequence[tuple[Step, ...]]) -> None:
        """Perform the steps after those that have been performed."""
        for parts in steps[len(self.steps) :]:
            self.prepare()
            if self._live:
                self._write_down(self._live.perform(parts))
            self.steps.append(parts)

    def prepare(self) -> None:
        """Make sure that the performance can be continued."""
        if self._live is None:
            self._live = Live(self._cast)
            self._live.repeat(self.steps)

    def roles(self, length: int) -> dict[str, Value]:
        """Return the roles that have values after a number of steps."""
        if not any(isinstance(step, Expectation) for parts in self.steps[:length] for step in parts):
            return {}
        live = Live(self._cast)
        live.repeat(self.steps[:length])
        return live.roles()

    def shown(self, length: int) -> Shown:
        """Return Amplitude's view after a number of steps."""
        shown = self._views.get(length)
        if shown is None:
            live, at_the_end = self._live, length == len(self.steps)
            if live is None or not at_the_end:
                live = Live(self._cast)
                live.repeat(self.steps[:length])
            elif at_the_end:
                self._live = None
            shown = self._views[length] = live.shown()
            while len(self._views) > _MOST_VIEWS:
                self._views.popitem(last=False)
        return shown

    def _write_down(self, performed: Performed) -> None:
        for name, moment in performed.moments.items():
            if name not in self.moments:
                self.moments[name] = [
                    Moment(step=one.step, began=one.began, ended=one.ended, running=False) for one in self.moments[""]
                ]
            self.moments[name].append(moment)
        for identity in performed.arrived:
            self.arrived.setdefault(identity, len(self.steps) + 1)


def _same(one: tuple[Step, ...], other: tuple[Step, ...]) -> bool:
    return one is other or one == other
