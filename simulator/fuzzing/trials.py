"""Trials: journeys like one in question, and what a difference goes along with in them.

The journey in question is a trial as well: it counts as one that differs, and has all that is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Final

import msgspec

from simulator.fuzzing.terms import Terms


class Trial(msgspec.Struct, frozen=True):
    """A journey like the one in question: the rules that had a part in it, and whether it differs in the same way."""

    rules: frozenset[str]
    differs: bool
    #: The terms of what happens in it, and of what was seen; only of a journey that lacks a single thing or has
    #: another one in its place, as in others too much differs at once.
    terms: Terms | None = None


def together(rule: str, trials: Sequence[Trial]) -> float:
    """Return how much a rule has a part in journeys that differ, and in no others: Ochiai's coefficient."""
    part = [one.differs for one in trials if rule in one.rules]
    return sum(part) / sqrt(sum(one.differs for one in trials) * max(len(part), 1))


def undone(rule: str, trials: Sequence[Trial]) -> float:
    """Return how much more rarely journeys differ if a rule has a part in them: 1 for never, 0 for as often.

    So it is with a rule that says what is so if something is not given: giving it undoes the difference.
    """
    part = [one.differs for one in trials if rule in one.rules]
    none = [one.differs for one in trials if rule not in one.rules]
    if not part or not none:
        return 0.0
    # Half a journey that differs, and half a one that does not: a single journey proves little.
    return max(sum(none) / len(none) - (sum(part) + 0.5) / (len(part) + 1), 0.0)


def need(term: str, trials: Sequence[Trial]) -> float:
    """Return how much a difference needs something: 1 if no journey differs without it, 0 if they do as often."""
    alike = [one for one in trials if one.terms is not None]
    having = [one.differs for one in alike if term in (one.terms or ())]
    lacking = [one.differs for one in alike if term not in (one.terms or ())]
    if not alike:
        return 1.0
    with_it = (sum(having) + 1) / (len(having) + 1)
    without = (sum(lacking) + _UNTRIED) / (len(lacking) + 1)
    return max(1 - without / with_it, 0.0)


_UNTRIED: Final = 0.3
"""How often journeys are taken to differ without something that none of them lacks."""
