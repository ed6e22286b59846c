"""Events and commands that are repeated many times in a row, written once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from simulator.documentation.rules import Because
from simulator.values import JSONObject

COUNTERS: Final = ("event_id", "sequence_number")
"""The fields of events whose numbers go up by one from each event to the next."""
NUMBERED: Final = ("uuid", "insert_id", "insertId")
"""The fields of events and commands whose roles are numbered, so that the number goes up by one."""


def after(made: JSONObject, repetitions: int) -> JSONObject:
    """Return an event or a command with markers as it is `repetitions` later."""
    later = dict(made)
    for field in COUNTERS:
        if field in made:
            later[field] = made[field] + repetitions
    for field in NUMBERED:
        # A literal id, or the role that a feature gave it, has no number and no repetition.
        role = made[field]["role"] if isinstance(made.get(field), dict) else ""
        kind, _, number = role.rpartition(" ")
        if number.isdecimal():
            later[field] = {"role": f"{kind} {int(number) + repetitions}"}
    return later


def folded(made: Iterable[tuple[JSONObject, Because]]) -> Iterator[tuple[JSONObject, Because, int]]:
    """Yield each event or command with the rules that made it and how often it is repeated in a row."""
    first: tuple[JSONObject, Because] | None = None
    times = 0
    for one, because in made:
        if first is not None and because == first[1] and one == after(first[0], times):
            times += 1
            continue
        if first is not None:
            yield *first, times
        first, times = (one, because), 1
    if first is not None:
        yield *first, times
