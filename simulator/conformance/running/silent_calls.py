"""The calls of a case that made no event, each with the reason.

A call makes the events that are logged while it is made, and those that arrive in the end and do not without it: a
case is performed with the call and without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

import msgspec

from simulator.conformance.language.actions import AddSource, MakeCall
from simulator.conformance.language.arguments import Argument
from simulator.conformance.language.cases import Case
from simulator.conformance.language.step_matching import compile_step
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Performance
from simulator.conformance.running.silence import Came, KeptBack, Made, kept_back, leaves_amplitude_out, refusing, sends
from simulator.documentation import settings as settings_module
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.documentation.rules import Because
from simulator.documentation.settings import Setting, Settings, find
from simulator.model.commands import Command, Warn
from simulator.model.dialects import Dialect, dialect_of
from simulator.model.dialects import dialect as dialect_named
from simulator.values import JSONObject, Value

_NEVER_EVENTS = ("flush", "reset")
"""Calls of which nobody expects an event."""


class Silent(msgspec.Struct, frozen=True, kw_only=True):
    """A call that made no event."""

    line: int
    method: str
    #: The things it did instead: the names of the calls on the SDK, and the rules behind them.
    did: tuple[str, ...] = ()
    because: Because = ()
    #: Whether its integrations leave Amplitude out.
    left_out: bool = False
    #: The settings with which it would make one: `Track All Pages is on`.
    settings: tuple[str, ...] = ()
    #: The divergences without which it would make one, and the steps after which it would.
    divergences: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    #: The rules that say so, the one that says most first.
    rules: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """The reason in a sentence: `line 4: page makes no event unless Track All Pages is on`."""
        return f"line {self.line}: {self.method} makes no event{self._reason}"

    @property
    def _reason(self) -> str:
        if self.left_out:
            return ", since its integrations leave Amplitude out"
        if self.settings:
            return f" unless {' or '.join(self.settings)}"
        if self.divergences:
            return f", as what ships departs from the documentation: {', '.join(self.divergences)}"
        if self.steps:
            return f" unless {' or '.join(self.steps)} before it"
        if self.did:
            return f", but calls {', '.join(self.did)}"
        return ", whatever the settings"


def silent_calls(
    case: Case, *, dialect: str | Dialect | None = None, platform: Platform | None = None
) -> tuple[Silent, ...]:
    """Return the calls of a case that made no event, except refused ones."""
    return tuple(_silent(case, _reading(case, dialect), platform))


def rules_behind_silence(
    case: Case, at: int, dialect: str | Dialect | None = None, platform: Platform | None = None
) -> tuple[str, ...]:
    """Return the ids of the rules that explain why the call at a step made no event; none if it made one.

    `at` is the step's place among the case's steps, from 0. `platform` stands in where the case says only "an app".
    Raises `LookupError` if there is no call at that step.
    """
    call = case.steps[at].step if 0 <= at < len(case.steps) else None
    if not isinstance(call, MakeCall) or not _sources(case, at, call):
        raise LookupError(f"{case.id} has no call of an app or a server at step {at}")
    trial = _CallTrial(case, at, call, _reading(case, dialect), platform)
    if sends(trial.came, ""):
        return ()
    if trial.played.refused:
        return refusing(trial.call.method, trial.platform)
    return kept_back(trial).rules


def with_setting(case: Case, setting: Setting, value: object) -> Case:
    """Return a case whose apps and servers have another value of a setting, whatever its steps say."""
    for at, one in enumerate(case.steps):
        if isinstance(one.step, AddSource):
            case = _changed(case, at, settings=_settings(one.step, setting, value))
    return case


def _settings(source: AddSource, setting: Setting, value: object) -> JSONObject:
    """Return the settings of a source with another value of one, whichever of its names is used."""
    return {
        **{name: said for name, said in source.settings.items() if find(name).key != setting.key},
        setting.key: value,
    }


def _changed(case: Case, at: int, **changes: object) -> Case:
    """Return a case with the step at a place changed."""
    one = case.steps[at]
    changed = msgspec.structs.replace(one, step=msgspec.structs.replace(one.step, **changes))
    return msgspec.structs.replace(case, steps=(*case.steps[:at], changed, *case.steps[at + 1 :]))


def _reading(case: Case, dialect: str | Dialect | None) -> Dialect:
    chosen = dialect or case.home_dialect
    return chosen if isinstance(chosen, Dialect) else dialect_named(chosen)


def _silent(case: Case, reading: Dialect, platform: Platform | None) -> Iterator[Silent]:
    for at, one in enumerate(case.steps):
        step = one.step
        if not isinstance(step, MakeCall) or step.method in _NEVER_EVENTS or not _sources(case, at, step):
            continue
        trial = _CallTrial(case, at, step, reading, platform)
        if trial.played.refused or sends(trial.came, ""):
            continue
        # A call that leaves Amplitude out is to make no event, whatever the settings.
        kept = KeptBack(left_out=True) if leaves_amplitude_out(step) else kept_back(trial)
        yield Silent(
            line=one.line,
            method=step.method,
            did=tuple(dict.fromkeys(str(made.__struct_config__.tag) for made in trial.played.commands)),
            because=trial.because,
            left_out=kept.left_out,
            settings=tuple(switch.says for switch in kept.settings),
            divergences=kept.divergences,
            steps=kept.steps,
            rules=kept.rules,
        )


class _Played(msgspec.Struct, frozen=True):
    """The outcome of a case, and of the step that was watched."""

    #: Events and usermap requests by their types, in the end.
    arrived: Counter[str]
    #: The events that the step made at once, and its calls on the SDK.
    events: tuple[Made, ...]
    commands: tuple[Command, ...]
    refused: bool


class _CallTrial:
    """A call of a case, which can be performed again with one thing changed."""

    def __init__(self, case: Case, at: int, call: MakeCall, reading: Dialect, platform: Platform | None) -> None:
        self.call = call
        self._case = case
        self._at = at
        self._reading = reading
        self._open = platform
        self._source_at, self._source = _sources(case, at, call)[-1]

    @property
    def platform(self) -> Platform:
        return self._source.platform or self._open or "web"

    @property
    def divergences(self) -> frozenset[str]:
        return self._reading.divergences

    @cached_property
    def played(self) -> _Played:
        """The outcome of the unchanged case."""
        return self._play(self._case, self._at)

    @cached_property
    def came(self) -> Came:
        """The events that the unchanged call made."""
        return self._came(self._case)

    @property
    def because(self) -> Because:
        return tuple(dict.fromkeys(rule for made in self.played.commands for rule in made.because))

    def value(self, setting: Setting) -> Value:
        defaults = Settings() if self.platform == "server" else self._reading.clients[self.platform].defaults
        given = {find(name).key: value for name, value in self._source.settings.items()}
        own = {key: value for key, value in given.items() if key == setting.key}
        return getattr(settings_module.parse(own, base=defaults, any_key=True), setting.field)

    def switched(self, setting: Setting, value: Value) -> Came:
        return self._came(_changed(self._case, self._source_at, settings=_settings(self._source, setting, value)))

    def documented(self) -> Came:
        return self._came(self._case, reading=dialect_named("documented"))

    def without(self, name: str) -> Came:
        return self._came(self._case, reading=dialect_of(self._reading.name, self._reading.divergences - {name}))

    def after(self, line: str) -> Came:
        action = msgspec.structs.replace(compile_step(line, "when", Argument()), app=self.call.app)
        steps = self._case.steps
        added = msgspec.structs.replace(steps[self._at], text=line, step=action)
        changed = msgspec.structs.replace(self._case, steps=(*steps[: self._at], added, *steps[self._at :]))
        return self._came(changed, at=self._at + 1)

    def elsewhere(self) -> Iterator[tuple[Platform, Came]]:
        for platform in PLATFORMS:
            if platform != self.platform:
                yield platform, self._came(_changed(self._case, self._source_at, platform=platform))

    def _came(self, case: Case, *, at: int | None = None, reading: Dialect | None = None) -> Came:
        """Return the events of a case that its call makes: at once, though they may be lost, or in the end."""
        at = self._at if at is None else at
        played = self._play(case, at, reading)
        absent = msgspec.structs.replace(case, steps=(*case.steps[:at], *case.steps[at + 1 :]))
        later = played.arrived - self._play(absent, None, reading).arrived
        at_once = {one.event_type for one in played.events}
        return [*played.events, *(Made(kind, ()) for kind in later if kind not in at_once)]

    def _play(self, case: Case, watched: int | None, reading: Dialect | None = None) -> _Played:
        target = Reference(dialect=reading or self._reading, platform=self._open, seed=case.id)
        performance = Performance(target)
        events: tuple[Made, ...] = ()
        commands: tuple[Command, ...] = ()
        refused = False
        for at, one in enumerate(case.steps):
            if at != watched:
                performance.step(one.step, one.line)
                continue
            before = len(performance.refusals)
            known = {id(done) for done in (*target.logged(), *_commands(target))}
            performance.step(one.step, one.line)
            refused = len(performance.refusals) > before
            events = tuple(
                Made(done.event.event_type, done.because) for done in target.logged() if id(done) not in known
            )
            commands = tuple(done for done in _commands(target) if id(done) not in known)
        target.drain()
        view = target.view()
        arrived = Counter(str(event["event_type"]) for event in view.events)
        if view.usermap_requests:
            arrived["(usermap)"] = len(view.usermap_requests)
        return _Played(arrived, events, commands, refused)


def _commands(target: Reference) -> Iterator[Command]:
    """Yield the calls on SDKs so far, by source."""
    for source in target.sources.values():
        yield from (one for one in source.commands if not isinstance(one, Warn))


def _sources(case: Case, at: int, call: MakeCall) -> list[tuple[int, AddSource]]:
    """Return the steps that install the app of a call, or start its server, with their places; the last one counts."""
    return [
        (place, one.step)
        for place, one in enumerate(case.steps[:at])
        if isinstance(one.step, AddSource) and call.app in (None, one.step.app)
    ]
