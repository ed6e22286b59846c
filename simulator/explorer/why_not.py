"""Silence explained: what keeps a client from sending an event, and how far its call came.

The reason comes from `conformance/running/silence.py`, which plays the client with one thing changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

import msgspec

from simulator.conformance.language.actions import MakeCall
from simulator.conformance.language.writing import Lines, table_lines
from simulator.conformance.running import silence
from simulator.documentation.settings import SETTINGS
from simulator.errors import DevicemodeError
from simulator.explorer.acts import call_lines
from simulator.explorer.alternatives import Alternatives
from simulator.explorer.facts import short
from simulator.explorer.notes import RuleNote, note, shown_setting
from simulator.explorer.playing import Play, PlayedEvent, Player, Track
from simulator.explorer.stage import without_effect
from simulator.model.commands import Command
from simulator.model.divergences import divergence
from simulator.values import Value
from simulator.wire.events import REVENUE, SESSION_END, SESSION_START

StageName = Literal["Call", "Segment’s library", "Destination", "Amplitude’s SDK", "Upload", "Amplitude"]
"""The stations of a call on its way to Amplitude."""


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """One of the stations of a call on its way to Amplitude."""

    name: StageName
    outcome: Literal["passed", "ended", "not reached"]
    #: `accepted it`, `made two commands of it, none for a product`.
    says: str
    #: The outcome of the stage: `logEvent Order Completed`.
    detail: str = ""


class Remedy(msgspec.Struct, frozen=True, kw_only=True):
    """A change with which the event is sent: each was played."""

    kind: Literal["setting", "divergence", "step"]
    #: `Track Session Events on`
    says: str
    #: The setting's name or the divergence's id; empty for a step.
    name: str = ""
    value: Value = None
    #: Of a step: its lines, as `editing.add_lines` takes them.
    lines: Lines = ()
    #: Of a step: whether it goes before the step that was asked about, or after it.
    before: bool = True


class WhyNot(msgspec.Struct, frozen=True, kw_only=True):
    """The reason why an event was not sent."""

    #: `iOS sends no Product Purchased here.`
    title: str
    #: The rule that keeps it back, if one does.
    rule: RuleNote | None
    #: Further remarks, a sentence each.
    sentences: tuple[str, ...]
    stages: tuple[Stage, ...]
    remedies: tuple[Remedy, ...]
    #: Settings that make it elsewhere without effect here: `Track Revenue Per Product is on, but works on …`.
    without_effect: tuple[str, ...]
    #: The lines that expect just the events that the client sends, so that this one must not come.
    expect: Lines


def why_not(player: Player, play: Play, step: int, client: str, name: str) -> WhyNot:
    """Explain why a client sent no event of a type at a step; with an empty name, why it sent nothing at all there.

    Raises `LookupError` if there is no such client or step.
    """
    del player
    track = play.track(client)
    if not 1 <= step <= len(track.moments):
        raise LookupError(f"no step {step} was played")
    return _Asked(play, track, step, name).answer()


class _Asked:
    """One question: why a client did not send an event of a name at a step."""

    def __init__(self, play: Play, track: Track, step: int, name: str) -> None:
        self._play = play
        self._track = track
        self._step = step
        self._name = name
        self._moment = track.moments[step - 1]
        self._alternatives = Alternatives(play, track, step)
        self._written = play.script.steps[play.played[step - 1]]
        self._event = short(name) if name else "event"
        #: The clients that sent it, each with its event.
        self._senders = [
            (other, event) for other in play.tracks if other is not track for event in self._sent_by(other)
        ]

    def _sent_by(self, track: Track) -> list[PlayedEvent]:
        events = track.moments[self._step - 1].events if len(track.moments) >= self._step else ()
        return [event for event in events if event.name == self._name or not self._name][:1]

    def answer(self) -> WhyNot:
        """Return the answer."""
        # Where a step had its effect and no event came, no other step is missing.
        tried = silence.STEPS if self._name or self._moment.refusals else ()
        kept = silence.kept_back(self._alternatives, self._name, steps=tried)
        remedies = [*_remedies(kept), *self._itself()]
        idle = tuple(self._without_effect())
        rule = kept.rules[0] if kept.rules else ""
        return WhyNot(
            title=self._title(kept, remedies, idle),
            rule=note(rule, self._play, self._track, self._step) if rule else None,
            sentences=tuple(self._sentences(kept, remedies, idle)),
            stages=self._stages(),
            remedies=tuple(remedies),
            without_effect=idle,
            expect=self._expect(),
        )

    def _itself(self) -> Iterator[Remedy]:
        """Return the call with which the app can send what another client sends."""
        by_itself = self._name.startswith("$") or self._name in (REVENUE, *_OF_SESSIONS)
        if by_itself or not self._senders or not isinstance(self._written.step, MakeCall):
            return
        event = self._senders[0][1].event
        fields = {"event": self._name, "properties": event.get("event_properties") or {}}
        try:
            lines = call_lines("track", fields)
        except DevicemodeError:
            return
        if silence.sends(self._alternatives.followed_by(lines), self._name):
            yield Remedy(kind="step", says=lines[0], lines=lines, before=False)

    def _without_effect(self) -> Iterator[str]:
        """Return the settings that make the event on another client, and have no effect on this one."""
        for setting in SETTINGS:
            if not without_effect(setting, self._track.client):
                continue
            for sender, _ in self._senders[:1]:
                other = Alternatives(self._play, sender, self._step)
                value = other.value(setting)
                if setting.kind != "flag" or sender.platform not in setting.platforms or not value:
                    continue
                if not silence.sends(other.switched(setting, not value), self._name):
                    says = without_effect(setting, self._track.client).partition(": ")[2] or "has no effect here."
                    yield f"{setting.names[0]} is {shown_setting(value)}, but {says}"

    def _title(self, kept: silence.KeptBack, remedies: Sequence[Remedy], idle: Sequence[str]) -> str:
        title, event = self._track.title, self._event
        if self._moment.refusals:
            return f"{title} refuses the step: {self._moment.refusals[0].says}."
        if self._moment.crashes:
            return f"{title} has crashed: {self._moment.crashes[0].reason}."
        if kept.left_out:
            return f"{title} sends no {event} here: the call’s integrations leave Amplitude out."
        settings = [one for one in remedies if one.kind == "setting" and one.value == remedies[0].value]
        if settings:
            state = shown_setting(not settings[0].value)
            names = _listed([one.name for one in settings])
            return f"{title} sends no {event} here: {names} {'is' if len(settings) == 1 else 'are'} {state}."
        if any(one.kind == "divergence" for one in remedies):
            return f"{title} sends no {event} here, as what ships departs from the documentation."
        if idle:
            return f"{title} sends no {event} here: {idle[0].partition(' is ')[0]} has no effect on it."
        return f"{title} sends no {event} here." if self._name or kept.rules else f"{title} has nothing to send here."

    def _sentences(self, kept: silence.KeptBack, remedies: Sequence[Remedy], idle: Sequence[str]) -> Iterator[str]:
        for name in kept.divergences:
            yield f"{name}: {divergence(name).ships}"
        for warning in self._moment.warnings:
            yield f"The integration logged: {short(warning, 200)}"
        known = kept.left_out or kept.rules or remedies or idle
        if not (known or self._moment.refusals or self._moment.crashes):
            yield "No setting of this client, no step before it, and no divergence changes that: all were tried."

    def _stages(self) -> tuple[Stage, ...]:
        """Return the stages, up to the one that the call reached."""
        moment, step = self._moment, self._written.step
        says = [f"{self._written.text}, line {self._written.line}"]
        passed: list[Stage] = [Stage(name="Call", outcome="passed", says=says[0])]
        if moment.refusals:
            passed.append(
                Stage(name="Segment’s library", outcome="ended", says=f"refused it: {moment.refusals[0].says}")
            )
            return _filled(passed)
        is_call = isinstance(step, MakeCall)
        passed.append(
            Stage(name="Segment’s library", outcome="passed", says="accepted it" if is_call else "has no part in it")
        )
        commands = [one for one in moment.commands if one.because or is_call]
        detail = ", ".join(map(_named, commands[:_MOST_COMMANDS]))
        if moment.crashes:
            passed.append(Stage(name="Destination", outcome="ended", says=f"threw: {moment.crashes[0].reason}"))
            return _filled(passed)
        if is_call and self._name not in _OF_SESSIONS and not any(self._is_for(one) for one in commands):
            count = f"{_COUNTS.get(len(commands), len(commands))} command{'s' if len(commands) != 1 else ''}"
            none = f", none for {self._event}" if commands and self._name else ""
            passed.append(Stage(name="Destination", outcome="ended", says=f"made {count} of it{none}", detail=detail))
            return _filled(passed)
        made = "passed it on" if is_call else "has no part in it"
        passed.append(Stage(name="Destination", outcome="passed", says=made, detail=detail))
        passed.append(Stage(name="Amplitude’s SDK", outcome="ended", says=f"logged no {self._event}"))
        return _filled(passed)

    def _is_for(self, command: Command) -> bool:
        """Tell whether a command asks for an event of the name."""
        return not self._name or getattr(command, "event_type", None) == self._name

    def _expect(self) -> Lines:
        names = [event.name for event in self._track.events(self._step)]
        if not names:
            return ("Amplitude receives no events",)
        return ("Amplitude receives exactly these events", *table_lines([["event_type"], *([one] for one in names)]))


def _remedies(kept: silence.KeptBack) -> Iterator[Remedy]:
    """Yield the changes with which the event is sent."""
    for one in kept.settings:
        says = f"{one.name} {shown_setting(one.value)}"
        yield Remedy(kind="setting", says=says, name=one.name, value=one.value)
    for name in kept.divergences:
        yield Remedy(kind="divergence", says=f"without {name}", name=name, value=False)
    for line in kept.steps:
        yield Remedy(kind="step", says=line, lines=(line,))


_OF_SESSIONS: Final = (SESSION_START, SESSION_END)
_MOST_COMMANDS: Final = 5
_COUNTS: Final = {0: "no", 1: "one", 2: "two", 3: "three", 4: "four"}
_STATIONS: Final[tuple[tuple[StageName, str], ...]] = (
    ("Call", ""),
    ("Segment’s library", "was not asked"),
    ("Destination", "was not asked"),
    ("Amplitude’s SDK", "was not asked"),
    ("Upload", "nothing to send"),
    ("Amplitude", "has not seen it"),
)


def _filled(stages: list[Stage]) -> tuple[Stage, ...]:
    """Return all stations: those after the last that the call reached were not reached."""
    left = _STATIONS[len(stages) :]
    return (*stages, *(Stage(name=name, outcome="not reached", says=says) for name, says in left))


def _named(command: Command) -> str:
    """Write a command in a few words: `logEvent Order Completed`, `logRevenueV2 25`."""
    method = str(msgspec.to_builtins(command).get("method", ""))
    said = [getattr(command, name, None) for name in ("event_type", "user_id", "price", "group_type")]
    return " ".join([method, *(short(one) for one in said if one not in (None, ""))][:2])


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
