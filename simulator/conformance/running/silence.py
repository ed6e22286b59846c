"""Calls that made no event, and why: the rule by which they did something else, or the setting that holds them back.

Both are found by playing: the scenario without the call, and with a setting the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from simulator.conformance.language.actions import AddSource, MakeCall
from simulator.conformance.language.cases import Case
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Performance
from simulator.documentation.platforms import Platform
from simulator.documentation.rules import Because
from simulator.documentation.settings import SETTINGS, Setting, find
from simulator.model.dialects import Dialect
from simulator.values import JSONObject

_NEVER_EVENTS = ("flush", "reset")
"""Calls of which nobody expects an event."""


class Silent(msgspec.Struct, frozen=True, kw_only=True):
    """A call that made no event."""

    line: int
    method: str
    #: What it did in place of that: the names of the calls on the SDK, and the rules behind them.
    did: tuple[str, ...] = ()
    because: Because = ()
    #: Whether its integrations leave Amplitude out.
    left_out: bool = False
    #: With which settings it would make one: `Track All Pages on`.
    settings: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """The reason in a sentence: `line 4: page makes no event unless Track All Pages is on`."""
        if self.left_out:
            return f"line {self.line}: {self.method} makes no event, since its integrations leave Amplitude out"
        if self.settings:
            return f"line {self.line}: {self.method} makes no event unless {' or '.join(self.settings)}"
        if self.did:
            return f"line {self.line}: {self.method} makes no event, but calls {', '.join(self.did)}"
        return f"line {self.line}: {self.method} makes no event, whatever the settings"


def with_setting(case: Case, setting: Setting, value: object) -> Case:
    """Return a case whose apps and servers have a setting in another way, whatever its steps say."""

    def changed(step: object) -> object:
        if not isinstance(step, AddSource):
            return step
        kept = {name: said for name, said in step.settings.items() if find(name).key != setting.key}
        settings = kept if value == setting.default else {**kept, setting.key: value}
        return msgspec.structs.replace(step, settings=settings)

    steps = tuple(msgspec.structs.replace(one, step=changed(one.step)) for one in case.steps)
    return msgspec.structs.replace(case, steps=steps)


def silent_calls(
    case: Case, *, dialect: str | Dialect | None = None, platform: Platform | None = None
) -> tuple[Silent, ...]:
    """Return the calls of a case that made no event where the case is performed; none that was refused."""
    return tuple(_Plays(case, dialect or case.home_dialect, platform).silent())


class _Played(msgspec.Struct, frozen=True):
    #: How many events and usermap requests there are in the end.
    made: int
    #: The commands that each step led to at once, by its place among the steps.
    commands: dict[int, list[JSONObject]]
    refused: frozenset[int | None]


class _Plays:
    """A case, performed in variations."""

    def __init__(self, case: Case, dialect: str | Dialect, platform: Platform | None) -> None:
        self._case = case
        self._dialect = dialect
        self._platform = platform
        self._places = {platform} if platform else set(case.platforms)

    def silent(self) -> Iterator[Silent]:
        whole = self._play(self._case)
        for at, one in enumerate(self._case.steps):
            step = one.step
            if not isinstance(step, MakeCall) or step.method in _NEVER_EVENTS or one.line in whole.refused:
                continue
            if self._play(_without(self._case, at)).made != whole.made:
                continue
            commands = whole.commands.get(at, [])
            yield Silent(
                line=one.line,
                method=step.method,
                left_out=_leaves_amplitude_out(step.fields.get("integrations")),
                did=tuple(dict.fromkeys(str(made["method"]) for made in commands if "method" in made)),
                because=tuple(dict.fromkeys(rule for made in commands for rule in made.get("because", ()))),
                settings=tuple(self._settings(at)),
            )

    def _settings(self, at: int) -> Iterator[str]:
        """Yield the settings with which the call at a place makes an event."""
        given = {
            find(name).field: value
            for one in self._case.steps
            if isinstance(one.step, AddSource)
            for name, value in one.step.settings.items()
        }
        for setting in SETTINGS:
            if setting.kind != "flag" or not set(setting.platforms) & self._places:
                continue
            is_on = str(given.get(setting.field, setting.default)).casefold() in ("true", "on", "yes", "1")
            other = with_setting(self._case, setting, not is_on)
            if self._play(other).made > self._play(_without(other, at)).made:
                yield f"{setting.names[0]} is {'off' if is_on else 'on'}"

    def _play(self, case: Case) -> _Played:
        target = Reference(dialect=self._dialect, platform=self._platform, seed=case.id)
        performance = Performance(target)
        commands: dict[int, list[JSONObject]] = {}
        for at, one in enumerate(case.steps):
            before = len(target.commands()) if isinstance(one.step, MakeCall) and target.sources else 0
            performance.step(one.step, one.line)
            if isinstance(one.step, MakeCall):
                commands[at] = target.commands()[before:]
        target.drain()
        view = target.view()
        refused = frozenset(refusal.line for refusal in performance.refusals)
        return _Played(len(view.events) + len(view.usermap_requests), commands, refused)


def _leaves_amplitude_out(integrations: object) -> bool:
    if not isinstance(integrations, dict):
        return False
    return integrations.get("Amplitude", integrations.get("All")) is False


def _without(case: Case, at: int) -> Case:
    return msgspec.structs.replace(case, steps=(*case.steps[:at], *case.steps[at + 1 :]))
