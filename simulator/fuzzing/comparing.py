"""Comparing two sides of a journey: the first thing that differs, in a form that is the same wherever it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from simulator.conformance.records.symptoms import NOTHING, Symptom, general, manner, parts
from simulator.conformance.running.comparison import Pair, pairs
from simulator.fuzzing.playing import Played, kind_of
from simulator.values import JSONObject

REFUSAL: Final = "(refused)"
NO_VERDICT: Final = "(no verdict)"
"""The event type of what is seen of a journey in which the adapter failed."""


class Apart(msgspec.Struct, frozen=True, kw_only=True):
    """Where two sides differ first."""

    #: The place among the reference's entries; of one that it does not have, the place where it would be.
    place: int
    pair: Pair
    symptoms: tuple[Symptom, ...]
    #: What is the same for all journeys that differ in this way.
    keys: frozenset[str]

    @property
    def kind(self) -> str:
        """The kind of thing that differs: `event`, `(upload)`."""
        return kind_of(self.pair.left or self.pair.right or {})

    @property
    def thing(self) -> str:
        """The name of what differs, in words: `Song Played`, `an upload`, `a refusal of alias`."""
        if self.kind == REFUSAL:
            return f"a refusal of {self.pair.event_type.removeprefix(REFUSAL).strip() or 'a step'}"
        return _THINGS.get(self.kind) or self.pair.event_type or "an event without a name"

    @property
    def whole(self) -> str | None:
        """The difference as a sentence, where a thing as a whole is there on one side alone; `None` otherwise."""
        if self.pair.event_type == NO_VERDICT:
            return "the adapter fails"
        if self.pair.left is None:
            return f"{self.thing} comes that should not"
        return f"{self.thing} does not come" if self.pair.right is None else None

    @property
    def says(self) -> str:
        """The first difference in a line: `Song Played: groups.sports is "golf", not ["ski","golf"]`."""
        if self.whole:
            return self.whole
        first = self.pair.differences[0]
        return f"{self.thing}: {first.path} is {first.actual}, not {first.expected}"


_THINGS: Final = {
    "(usermap)": "a usermap request",
    "(crash)": "a crash",
    "(message)": "a message",
    "(warning)": "a warning",
    "(upload)": "an upload",
    "(device id)": "the device id",
}


def first_difference(reference: Played, subject: Played) -> Apart | None:
    """Return where two sides differ first, by the reference's order; `None` if they agree."""
    if reference.seen == subject.seen:
        return None
    place = 0
    for pair in _pairs(reference.entries, subject.entries):
        if pair.differences:
            found = _symptoms(pair)
            return Apart(place=place, pair=pair, symptoms=found, keys=frozenset(_key(pair, one) for one in found))
        place += pair.left is not None
    # The same entries, which are not equal word for word: numbers of other types, `3` and `3.0`.
    return None


def _pairs(reference: list[JSONObject], subject: list[JSONObject]) -> Iterator[Pair]:
    """Yield what is on both sides in pairs; things of different kinds, and different refusals, are no pair."""
    if [one["event_type"] for one in subject] == [NO_VERDICT]:
        yield from pairs([], subject)
        return
    for pair in pairs(reference, subject):
        one, other = pair.left, pair.right
        if one is None or other is None or _is_one_thing(one, other):
            yield pair
        else:
            yield from pairs([one], [])
            yield from pairs([], [other])


def _is_one_thing(one: JSONObject, other: JSONObject) -> bool:
    return kind_of(one) == kind_of(other) and (kind_of(one) != REFUSAL or one["step"] == other["step"])


def _symptoms(pair: Pair) -> tuple[Symptom, ...]:
    if pair.left is None or pair.right is None:
        name = _name(pair)
        return (Symptom("event", name if pair.left else NOTHING, name if pair.right else NOTHING),)
    found = [one for each in pair.differences for one in parts(each.path, each.expected, each.actual)]
    # What follows from an event that is missing or too many shows in the counters of those behind it.
    own = [one for one in found if one.where not in _COUNTERS]
    return tuple(own or found)


_COUNTERS: Final = ("event_id", "sequence_number", "upload_time")


def general_name(entry: JSONObject) -> str:
    """Return what a thing is called in all journeys; of an app's own events, that it is one."""
    name = str(entry["event_type"])
    return name if name.startswith(("$", "(")) or name in _BY_SDKS else "an event"


_BY_SDKS: Final = ("session_start", "session_end", "revenue_amount")


def _name(pair: Pair) -> str:
    return general_name(pair.left or pair.right or {})


def _key(pair: Pair, symptom: Symptom) -> str:
    """Return what is the same wherever something differs in this way."""
    return f"{_name(pair)}: {general(symptom.where)} {manner(symptom)}"
