"""Reasons why a step caused no event: the setting, the divergence, the missing step or the rule that keeps it back.

`devicemode run`, the explorer and the fuzzer get the same answer, which is found by playing the step again with one
change. A step that can be played so is a `Trial`; `running/silent_calls.py` makes one of a call in a case, the explorer
one of a step on its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Protocol, TypeAlias

import msgspec

from simulator.conformance.language.actions import MakeCall
from simulator.documentation import rules as rules_module
from simulator.documentation.platforms import Platform
from simulator.documentation.rules import Because, Rule
from simulator.documentation.settings import Setting, effective
from simulator.model import divergences as divergences_module
from simulator.model.divergences import divergence
from simulator.values import Value
from simulator.wire.events import SESSION_END, SESSION_START


class Made(msgspec.Struct, frozen=True):
    """An event that a step made, or a request in its place."""

    event_type: str
    because: Because


Came: TypeAlias = Sequence[Made]
"""The events that a step made."""


class Trial(Protocol):
    """A step of a scenario on one client, which can be replayed with one change."""

    @property
    def platform(self) -> Platform:
        """The client's platform."""

    @property
    def divergences(self) -> Iterable[str]:
        """The divergences that the client has."""

    @property
    def call(self) -> MakeCall | None:
        """The call that the step makes, if it makes one."""

    @property
    def because(self) -> Because:
        """The rules behind what the step did in place of an event."""

    def value(self, setting: Setting) -> Value:
        """Return the client's value of a setting."""

    def switched(self, setting: Setting, value: Value) -> Came:
        """Return the events of the step with a setting switched."""

    def documented(self) -> Came:
        """Return the events of the step on the documented client."""

    def without(self, name: str) -> Came:
        """Return the events of the step without one of the client's divergences."""

    def after(self, line: str) -> Came:
        """Return the events of the step and of another one before it."""

    def elsewhere(self) -> Iterable[tuple[Platform, Came]]:
        """Return the events of the step on other clients."""


class Switch(msgspec.Struct, frozen=True):
    """A setting, and the value with which the event comes."""

    name: str
    value: bool

    @property
    def says(self) -> str:
        """The condition in words: `Track All Pages is on`."""
        return f"{self.name} is {'on' if self.value else 'off'}"


class KeptBack(msgspec.Struct, frozen=True, kw_only=True):
    """The reasons why an event is held back, found by trying each setting, divergence and step."""

    #: Whether the call's integrations leave Amplitude out.
    left_out: bool = False
    #: With each of these settings the event comes.
    settings: tuple[Switch, ...] = ()
    #: Without each of these divergences it does.
    divergences: tuple[str, ...] = ()
    #: After each of these steps it does: `the app is launched`.
    steps: tuple[str, ...] = ()
    #: The ids of the rules that say so, the one that says most first.
    rules: tuple[str, ...] = ()


STEPS: Final = (
    "the app is launched",
    "the app comes to the foreground",
    "the Amplitude SDK finishes loading",
    "Segment's settings arrive",
    "the device comes online",
    "the user allows the location",
)
"""Steps that may bring an event about if they come before."""


def kept_back(trial: Trial, name: str = "", *, steps: Sequence[str] = STEPS) -> KeptBack:
    """Return the reasons why an event of a type is held back; with an empty name, any event but those of sessions.

    To be called where none came. `steps` are those that are tried before it.
    """
    settings = tuple(_settings(trial, name))
    diverging = tuple(_divergences(trial, name))
    missing = tuple(line for line in steps if sends(trial.after(line), name))
    return KeptBack(
        left_out=leaves_amplitude_out(trial.call),
        settings=settings,
        divergences=diverging,
        steps=missing,
        rules=tuple(dict.fromkeys(_rules(trial, name, settings, diverging, missing))),
    )


def sends(came: Came, name: str) -> bool:
    """Tell whether an event of a type came; with an empty name, any but those of sessions."""
    return bool(_of(came, name))


def leaves_amplitude_out(call: MakeCall | None) -> bool:
    """Tell whether a call's integrations leave Amplitude out."""
    integrations = call.fields.get("integrations") if call else None
    return isinstance(integrations, dict) and integrations.get("Amplitude", integrations.get("All")) is False


def _of(came: Came, name: str) -> list[Made]:
    return [one for one in came if one.event_type == name or (not name and one.event_type not in _OF_SESSIONS)]


_OF_SESSIONS: Final = (SESSION_START, SESSION_END)


def _settings(trial: Trial, name: str) -> Iterator[Switch]:
    for setting in effective(trial.platform):
        if setting.kind == "flag":
            other = not trial.value(setting)
            if sends(trial.switched(setting, other), name):
                yield Switch(setting.names[0], other)


def _divergences(trial: Trial, name: str) -> Iterator[str]:
    """Yield the divergences without which the event comes, if it does on the documented client."""
    has = divergences_module.of(trial.platform, trial.divergences)
    if has and sends(trial.documented(), name):
        yield from (one for one in has if sends(trial.without(one), name))


# Rules ---------------------------------------------------------------------------------------------------------------

EVERYWHERE: Final = ("device-id.", "start.", "session.client", "track.context-automatic", "track.context-fields")
"""Rules that are behind every event of a platform."""

_OF_STEPS: Final = {"the Amplitude SDK finishes loading": "start.web-sdk-loads"}


def _rules(
    trial: Trial, name: str, settings: Sequence[Switch], diverging: Sequence[str], missing: Sequence[str]
) -> Iterator[str]:
    """Yield the rules that keep an event back, the one that says most first.

    It is one at work here that no client has where the event came; or the one by which it came there, if it is not
    about this platform; or the one that says that nothing is sent while a setting is off. Where any event would do, the
    rules by which the step did something else are an answer as well.
    """
    others = [(platform, _of(came, name)[:1]) for platform, came in trial.elsewhere()]
    senders = {platform for platform, made in others if made}
    elsewhere = [rule for _, made in others for one in made for rule in one.because]
    if senders:
        own = [one for one in trial.because if one not in elsewhere and _is_particular(one, apart_from=senders)]
        yield from own or (one for one in elsewhere if one not in trial.because and _is_of_others(one, trial.platform))
    if settings and trial.call:
        yield from _about_calls(trial.call.method, trial.platform, ".off-by-default")
    yield from (_OF_STEPS[line] for line in missing if line in _OF_STEPS)
    for one in diverging:
        yield from divergence(one).rules
    if not name:
        yield from (one for one in trial.because if not one.startswith(EVERYWHERE))


def _is_particular(rule_id: str, *, apart_from: set[Platform]) -> bool:
    """Tell whether a rule is about none of the platforms where the event came."""
    rule = _rule(rule_id)
    return rule is not None and not apart_from & set(rule.platforms) and not rule_id.startswith(EVERYWHERE)


def _is_of_others(rule_id: str, platform: Platform) -> bool:
    rule = _rule(rule_id)
    return rule is not None and platform not in rule.platforms and not rule_id.startswith(EVERYWHERE)


def _rule(rule_id: str) -> Rule | None:
    return rules_module.rules().get(rule_id)


def _about_calls(method: str, platform: Platform, end: str) -> Iterator[str]:
    """Yield the rules with an ending whose sentence names a call."""
    for rule in rules_module.rules().values():
        if rule.id.endswith(end) and platform in rule.platforms and method in rule.says.casefold():
            yield rule.id


def refusing(method: str, platform: Platform) -> tuple[str, ...]:
    """Return the rules by which a call may be refused: for `group` the one on calls without a group ID."""
    return tuple(
        rule.id
        for rule in rules_module.rules().values()
        if platform in rule.platforms
        and f"{method} call" in rule.says.casefold()
        and any(word in rule.says for word in ("refused", "error"))
    )
