"""Explaining: the divergences because of which two clients of one platform differ."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from simulator.explorer.alternatives import Alternatives
from simulator.explorer.clients import dialect_of, with_switched
from simulator.explorer.facts import compared, seen_of
from simulator.explorer.playing import Moment, Play, Player, Track
from simulator.model import divergences
from simulator.model.divergences import divergence
from simulator.values import Value


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
    """Return the divergences that explain how two clients of one platform differ, including those switched off.

    One counts if the second client sends anything else with it switched.
    """
    del player
    one, other = play.track(first), play.track(second)
    if one.platform != other.platform or not play.steps:
        return ()
    here, there = dialect_of(one.client).divergences, dialect_of(other.client).divergences
    switched = set(one.client.switched) ^ set(other.client.switched)
    apart = {name for name in here ^ there | switched if not divergence(name).everywhere}
    alternatives = Alternatives(play, other, play.steps)
    plain = result(other, other.moments)
    return tuple(
        _explained(name, on=name in there)
        for name in divergences.of(other.platform, apart)
        if result(other, alternatives.with_client(with_switched(other.client, name))) != plain
    )


def result(track: Track, moments: Sequence[Moment]) -> list[Value]:
    """Return the result of a reading for a comparison: events without random ids, refusals, crashes and warnings."""
    played = msgspec.structs.replace(track, moments=tuple(moments))
    events: list[Value] = [compared(seen, one_platform=True, numbering=True) for seen in seen_of(played)]
    others: list[Value] = [
        (moment.step, [one.says for one in moment.refusals], [one.reason for one in moment.crashes], moment.warnings)
        for moment in moments
    ]
    return events + others


def _explained(name: str, *, on: bool) -> Explained:
    entry = divergence(name)
    return Explained(
        id=name,
        title=title_of(name),
        docs=entry.docs,
        ships=entry.ships,
        known_by=entry.known_by,
        dialects=entry.dialects,
        on=on,
    )


def title_of(name: str) -> str:
    """Return a divergence's id as words: `Traits: shared identify`."""
    subject, _, rest = name.partition(".")
    return f"{subject.replace('-', ' ').capitalize()}: {rest.partition('.')[2].replace('-', ' ') or rest}"
