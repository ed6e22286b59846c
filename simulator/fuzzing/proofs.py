"""The suite's knowledge of rules: how much a difference looks like what the proofs of each rule are about.

A case proves rules. What happens in it is what it takes to see them, and where its Then steps look is where they show.
So a rule is likely to be behind a difference if a case that proves it has the same things happen, and looks at the same
place. Which things say anything is learnt from the suite as a search engine learns it: what is in few cases counts for
more than what is in many. And it counts as much as the difference needs it, which journeys like the one in question
show: a null that is lost among the products of an order is lost in any event, and so says nothing about orders.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from math import log
from typing import Final

import msgspec

from simulator.conformance import suite
from simulator.conformance.judging.expectations import Expectation
from simulator.conformance.language.actions import Action
from simulator.documentation.platforms import Platform
from simulator.documentation.rules import rules as page_rules
from simulator.documentation.rules import wire_rules
from simulator.fuzzing.comparing import Apart
from simulator.fuzzing.journeys import Journey
from simulator.fuzzing.terms import differing, done, looked_at, thing
from simulator.fuzzing.trials import Trial, need


def likeness(journey: Journey, apart: Apart, trials: Sequence[Trial] = ()) -> dict[str, float]:
    """Return how much a difference looks like the proofs of each rule: 1 for the one that it looks like most."""
    known = _suite(journey.platform)
    asked = {(_DONE, term): known.weight(_DONE, term) * need(term, trials) for term in done(journey.actions)}
    asked |= {(_SEEN, term): known.weight(_SEEN, term) * need(term, trials) for term in thing(apart)}
    asked |= {(_SEEN, term): known.weight(_SEEN, term) * _DIFFERS for term in differing(apart)}
    found: dict[str, list[float]] = defaultdict(list)
    for proof in known.proofs:
        alike = sum(weight for term, weight in asked.items() if term in proof.terms) / proof.length
        for place, rule in enumerate(proof.rules):
            found[rule].append(alike * _FIRST**place)
    likely = {rule: _of_best(alike) for rule, alike in found.items()}
    most = max(likely.values(), default=0) or 1
    return {rule: one / most for rule, one in likely.items()}


def _of_best(alike: Iterable[float]) -> float:
    """Return how much a rule's proofs are like a difference: the best counts most, the next ones less and less."""
    best = sorted(alike, reverse=True)[:_BEST]
    return sum(one * _NEXT**place for place, one in enumerate(best))


_DONE, _SEEN = "done", "seen"
_DIFFERS: Final = 4.0
"""How much more it says where something differs than what has happened, and in which event it does."""
_FIRST: Final = 0.5
"""The share of each further rule that a case proves: the first is the one that it is about."""
_BEST: Final = 8
_NEXT: Final = 0.8
"""How many proofs of a rule count, and what each counts of the one before it."""
_OF_LENGTH: Final = 0.35
"""How much it counts against a case that much else happens in it."""


class _Proof(msgspec.Struct, frozen=True):
    """A case: the rules that it proves, and its terms."""

    rules: tuple[str, ...]
    terms: frozenset[tuple[str, str]]
    #: How long it is, where 1 is the average; in part, as long cases are about more things.
    length: float


class _Suite:
    """The cases about a platform."""

    def __init__(self, platform: Platform) -> None:
        known = {*page_rules(), *wire_rules()}
        cases = [case for case in suite.load() if platform in (case.platforms or (platform,))]
        terms = []
        for case in cases:
            steps = [one.step for one in case.steps]
            acts = done(one for one in steps if isinstance(one, Action))
            looks = looked_at(one for one in steps if isinstance(one, Expectation))
            terms.append(frozenset([*((_DONE, term) for term in acts), *((_SEEN, term) for term in looks)]))
        self._frequency = Counter(term for one in terms for term in one)
        self._cases = len(cases)
        average = sum(map(len, terms)) / max(len(terms), 1)
        self.proofs = [
            _Proof(
                rules=tuple(rule for rule in case.proves if rule in known),
                terms=one,
                length=1 - _OF_LENGTH + _OF_LENGTH * len(one) / average,
            )
            for case, one in zip(cases, terms, strict=True)
        ]

    def weight(self, kind: str, term: str) -> float:
        """Return how much a term says: the more, the fewer cases have it."""
        return max(log((self._cases + 1) / (self._frequency[kind, term] + 0.5)), 0.0) ** 2


@cache
def _suite(platform: Platform) -> _Suite:
    return _Suite(platform)
