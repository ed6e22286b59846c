"""Coverage: the rules that journeys have made the reference use, and the choices that lead to those it used least.

A journey is worth as much as what it reaches is rare: each rule, pair of rules and divergence counts as one, shared by
all journeys that have reached it. A choice is worth what the journeys with it were worth, and is taken more often if
that is more than the average. Journeys of the greatest worth are kept, and others begin like them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Final

import msgspec

from simulator.documentation.platforms import Platform
from simulator.fuzzing.choices import Item

Feature = str
"""Something that a journey can reach: `ios track.event`, `ios track.event + session.client`, `latest pages.ios.x`."""


def features(reached: Reached, *, pairs: bool = True) -> Iterator[Feature]:
    """Yield what a journey has reached: rules, divergences, and pairs of rules."""
    for platform, rules in reached.rules.items():
        yield from (f"{platform} {one}" for one in rules)
        if pairs:
            yield from (f"{platform} {one} + {other}" for one, other in combinations(rules, 2))
    yield from (f"{reached.platform} {one}" for one in reached.divergences)


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """The rules and divergences that one journey has reached, and by which choices."""

    platform: Platform
    choices: tuple[int, ...]
    items: tuple[Item, ...]
    #: By the platforms that name them; in order.
    rules: Mapping[Platform, tuple[str, ...]]
    divergences: tuple[str, ...]
    settings: tuple[str, ...]


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """A coverage as it is kept, to go on with later."""

    journeys: int = 0
    seen: dict[Feature, int] = {}
    settings: dict[str, int] = {}
    kept: tuple[Reached, ...] = ()
    #: For each choice how often it was taken, and what the journeys with it were worth.
    items: tuple[tuple[Item, float, float], ...] = ()
    usual: float = 0.0


class Coverage:
    """The rules, pairs and divergences that all journeys so far have reached."""

    def __init__(self, memory: Memory | None = None) -> None:
        known = memory or Memory()
        self.journeys = known.journeys
        self.seen: Counter[Feature] = Counter(known.seen)
        self.settings: Counter[str] = Counter(known.settings)
        self._kept: list[Reached] = [*known.kept]
        self._taken = {item: taken for item, taken, _ in known.items}
        self._worth = {item: worth for item, _, worth in known.items}
        #: What journeys have lately been worth.
        self._usual = known.usual

    def memory(self) -> Memory:
        """Return what is to be remembered."""
        return Memory(
            journeys=self.journeys,
            seen=dict(self.seen),
            settings=dict(self.settings),
            kept=tuple(self._kept),
            items=tuple((item, taken, self._worth[item]) for item, taken in self._taken.items()),
            usual=self._usual,
        )

    def add(self, reached: Reached) -> None:
        """Note what a journey has reached."""
        found = tuple(features(reached))
        self.seen.update(found)
        self.settings.update(f"{reached.platform} {name}" for name in reached.settings)
        worth = sum(1 / self.seen[one] for one in found)
        self.journeys += 1
        self._usual = self._usual * _LATELY + worth * (1 - _LATELY) if self._usual else worth
        # Until a journey reaches something, all are worth nothing.
        share = worth / self._usual if self._usual else 0.0
        for item in reached.items:
            # Earlier journeys count less and less: what was rare then is common now.
            self._worth[item] = self._worth.get(item, 0.0) * _LATELY + share
            self._taken[item] = self._taken.get(item, 0.0) * _LATELY + 1
        self._kept.append(reached)
        if len(self._kept) > 2 * _MOST_KEPT:
            self._kept = self._rarest(_MOST_KEPT)

    def guidance(self) -> Guidance:
        """Return the guidance of the next journeys: how much more often each choice is taken, and where to begin."""
        boosts = ((item, self._worth[item] / taken) for item, taken in self._taken.items())
        return Guidance(
            boosts=tuple((item, min(max(boost, _LEAST), _MOST)) for item, boost in boosts),
            kept=tuple(Kept(one.platform, one.choices) for one in self._rarest(_MOST_TOLD)),
        )

    def _rarest(self, count: int) -> list[Reached]:
        """Return the journeys that have reached the rarest rules and divergences."""
        return sorted(self._kept, key=self._rarity, reverse=True)[:count]

    def _rarity(self, reached: Reached) -> float:
        return sum(1 / self.seen[one] for one in features(reached, pairs=False))

    def counts(self, platforms: Iterable[Platform]) -> Counts:
        """Return how much has been reached."""
        chosen = tuple(f"{platform} " for platform in platforms)
        own = [one for one in self.seen if one.startswith(chosen)]
        pairs = sum(" + " in one for one in own)
        return Counts(journeys=self.journeys, rules=len(own) - pairs, pairs=pairs, settings=len(self.settings))


_LATELY: Final = 0.998
_MOST_KEPT: Final = 300
_MOST_TOLD: Final = 40
_LEAST: Final = 0.5
_MOST: Final = 5.0


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How much journeys have reached: rules and divergences of each platform, pairs of them, settings."""

    journeys: int
    rules: int
    pairs: int
    settings: int


class Kept(msgspec.Struct, frozen=True):
    """A journey that others begin like."""

    platform: Platform
    choices: tuple[int, ...]


class Guidance(msgspec.Struct, frozen=True, kw_only=True):
    """A task's knowledge of the journeys before it."""

    boosts: tuple[tuple[Item, float], ...] = ()
    kept: tuple[Kept, ...] = ()
