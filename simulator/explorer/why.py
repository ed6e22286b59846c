"""Why an event is as it is: the value or setting that decided, and the rule."""

from __future__ import annotations

from typing import Literal

import msgspec

from simulator.explorer.playing import Play, Player
from simulator.values import Value


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What decided: a setting, or a value in the call."""

    kind: Literal["setting", "value", "device", "divergence"]
    #: The documentation's name of the setting, or the dotted path into the call.
    name: str
    value: Value
    #: In a few words: `"revenue": 25`, `Log Revenue V2 on`.
    says: str


class RuleNote(msgspec.Struct, frozen=True, kw_only=True):
    """A rule behind an event."""

    #: `Revenue`, `Session`, `Device id`: what of the event it explains.
    subject: str
    rule: str
    #: The rule's sentence.
    says: str
    section: str
    #: Lines of the page, `12` or `12-14`.
    lines: tuple[str, ...]
    decided_by: tuple[Decision, ...]
    #: How many cases of the suite prove it.
    cases: int
    #: What was decided where the page is silent; empty for nothing.
    note: str


class Apart(msgspec.Struct, frozen=True, kw_only=True):
    """Why the event differs from its neighbour's."""

    #: `Web counts 19 here. Why?`
    title: str
    #: The title of the neighbour.
    neighbour: str
    notes: tuple[RuleNote, ...]


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """Why an event is as it is; what sets it apart comes first."""

    apart: Apart | None
    notes: tuple[RuleNote, ...]


def why(player: Player, play: Play, client: str, number: int) -> Why:
    """Explain an event of a client; raises `LookupError` if there is none."""
    raise NotImplementedError


StageName = Literal["Call", "Segment’s library", "Destination", "Amplitude’s SDK", "Upload", "Amplitude"]


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """One of the stations of a call on its way to Amplitude."""

    name: StageName
    outcome: Literal["passed", "ended", "not reached"]
    #: `accepted it`, `made two commands of it, none for a product`.
    says: str
    #: What it made of it: `logEvent Order Completed`.
    detail: str = ""


class Remedy(msgspec.Struct, frozen=True, kw_only=True):
    """A change with which the event is sent: found by playing it."""

    kind: Literal["setting", "divergence", "step", "device", "wait"]
    #: `Track Session Events on`
    says: str
    #: The setting's or divergence's name; empty for a step.
    name: str = ""
    value: Value = None
    #: Of a step: its lines, as `editing.add_lines` takes them.
    lines: tuple[str, ...] = ()


class WhyNot(msgspec.Struct, frozen=True, kw_only=True):
    """Why an event was not sent."""

    #: `iOS does not split an order into its products.`
    title: str
    #: The rule that keeps it back, if one does.
    rule: RuleNote | None
    #: What else there is to say, a sentence each.
    sentences: tuple[str, ...]
    stages: tuple[Stage, ...]
    remedies: tuple[Remedy, ...]
    #: Settings about it without effect on this platform: `Track Revenue Per Product is on, but works on …`.
    without_effect: tuple[str, ...]
    #: The lines that expect that nothing comes.
    expect: tuple[str, ...]


def why_not(player: Player, play: Play, step: int, client: str, name: str) -> WhyNot:
    """Explain why a client sent no event of a type at a step; with an empty name, why it sent nothing at all there."""
    raise NotImplementedError


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """A divergence that explains a difference between two clients of one platform."""

    id: str
    #: In a few words.
    title: str
    docs: str
    ships: str
    known_by: str
    dialects: tuple[str, ...]
    #: Whether the second client has it now.
    on: bool


def explained(player: Player, play: Play, first: str, second: str) -> tuple[Explained, ...]:
    """Return the divergences that explain how two clients of one platform differ, those switched off among them."""
    raise NotImplementedError
