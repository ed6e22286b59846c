"""Comparing two sides of a journey: the first thing that differs, in a form that is the same wherever it comes from."""

from __future__ import annotations

from typing import Final

import msgspec

from simulator.conformance.records.symptoms import NOTHING, Symptom, general, manner, parts
from simulator.conformance.running.comparison import Pair, pairs
from simulator.fuzzing.playing import Played


class Apart(msgspec.Struct, frozen=True, kw_only=True):
    """Where two sides differ first."""

    #: The place among the reference's entries; of one that it does not have, the place where it would be.
    place: int
    pair: Pair
    symptoms: tuple[Symptom, ...]
    #: What is the same for all journeys that differ in this way.
    keys: frozenset[str]

    @property
    def says(self) -> str:
        """The first difference in a line: `Song Played: groups.sports is "golf", not ["ski","golf"]`."""
        event = self.pair.event_type
        if self.pair.left is None:
            return f"{event} comes, and the reference has none"
        if self.pair.right is None:
            return f"{event} does not come"
        first = self.pair.differences[0]
        return f"{event}: {first.path} is {first.actual}, not {first.expected}"


def first_difference(reference: Played, subject: Played) -> Apart | None:
    """Return where two sides differ first, by the reference's order; `None` if they agree."""
    if reference.seen == subject.seen:
        return None
    place = 0
    for pair in pairs(reference.entries, subject.entries):
        if pair.differences:
            found = _symptoms(pair)
            return Apart(place=place, pair=pair, symptoms=found, keys=frozenset(_key(pair, one) for one in found))
        place += pair.left is not None
    # The same entries, which are not equal word for word: numbers of other types, `3` and `3.0`.
    return None


def _symptoms(pair: Pair) -> tuple[Symptom, ...]:
    if pair.left is None or pair.right is None:
        name = _name(pair)
        return (Symptom("event", name if pair.left else NOTHING, name if pair.right else NOTHING),)
    found = [one for each in pair.differences for one in parts(each.path, each.expected, each.actual)]
    # What follows from an event that is missing or too many shows in the counters of those behind it.
    own = [one for one in found if one.where not in _COUNTERS]
    return tuple(own or found)


_COUNTERS: Final = ("event_id", "sequence_number", "upload_time")


def _name(pair: Pair) -> str:
    """Return an entry's name; of an app's own events, that it is one."""
    name = pair.event_type
    return name if name.startswith(("$", "(")) or name in _BY_SDKS else "an event"


_BY_SDKS: Final = ("session_start", "session_end", "revenue_amount")


def _key(pair: Pair, symptom: Symptom) -> str:
    """Return what is the same wherever something differs in this way."""
    return f"{_name(pair)}: {general(symptom.where)} {manner(symptom)}"
