"""What journeys have made the reference use, and which choices lead to what it has used least.

A journey is worth as much as what it reaches is rare: each rule, pair of rules and divergence counts as one, shared by
all journeys that have reached it. A choice is worth what the journeys with it were worth, and is taken more often if
that is more than the average. Journeys of the greatest worth are kept, and others begin like them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from itertools import combinations
from typing import Final

import msgspec

from simulator.documentation.platforms import Platform
from simulator.fuzzing.choices import Item

Feature = str
"""Something that a journey can reach: `ios track.event`, `ios track.event + session.client`, `latest pages.ios.x`."""


def features(platform: Platform, rules: Collection[str], divergences: Collection[str]) -> tuple[Feature, ...]:
    """Return what a journey has reached."""
    ordered = sorted(rules)
    pairs = (f"{platform} {one} + {other}" for one, other in combinations(ordered, 2))
    return (*(f"{platform} {one}" for one in (*ordered, *sorted(divergences))), *pairs)


class Kept(msgspec.Struct, frozen=True):
    """A journey that others begin like."""

    platform: Platform
    choices: tuple[int, ...]
    worth: float


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """What one journey has reached, and by which choices."""

    platform: Platform
    choices: tuple[int, ...]
    items: tuple[Item, ...]
    rules: tuple[str, ...]
    divergences: tuple[str, ...]
    settings: tuple[str, ...]


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """What a coverage remembers, to go on with later."""

    journeys: int = 0
    seen: dict[Feature, int] = {}
    settings: dict[str, int] = {}
    kept: tuple[Kept, ...] = ()
    #: For each choice how often it was taken, and what the journeys with it were worth.
    items: tuple[tuple[Item, int, float], ...] = ()
    total: float = 0.0


class Coverage:
    """What all journeys so far have reached."""

    def __init__(self, memory: Memory | None = None) -> None:
        known = memory or Memory()
        self.journeys = known.journeys
        self.seen: Counter[Feature] = Counter(known.seen)
        self.settings: Counter[str] = Counter(known.settings)
        self.kept: list[Kept] = [*known.kept]
        self._taken: Counter[Item] = Counter({item: taken for item, taken, _ in known.items})
        self._worth: defaultdict[Item, float] = defaultdict(float, {item: worth for item, _, worth in known.items})
        self._total = known.total

    def memory(self) -> Memory:
        """Return what is to be remembered."""
        return Memory(
            journeys=self.journeys,
            seen=dict(self.seen),
            settings=dict(self.settings),
            kept=tuple(self.kept),
            items=tuple((item, taken, self._worth[item]) for item, taken in self._taken.items()),
            total=self._total,
        )

    def add(self, reached: Reached) -> None:
        """Note what a journey has reached."""
        found = features(reached.platform, reached.rules, reached.divergences)
        self.seen.update(found)
        self.settings.update(f"{reached.platform} {name}" for name in reached.settings)
        worth = sum(1 / self.seen[one] for one in found)
        self.journeys += 1
        self._total += worth
        for item in reached.items:
            self._worth[item] += worth
            self._taken[item] += 1
        self._keep(Kept(reached.platform, reached.choices, worth))

    def _keep(self, one: Kept) -> None:
        self.kept.append(one)
        if len(self.kept) > 2 * _MOST_KEPT:
            self.kept = sorted(self.kept, key=lambda kept: -kept.worth)[:_MOST_KEPT]

    def boosts(self) -> tuple[tuple[Item, float], ...]:
        """Return by how much more often each choice is to be taken."""
        if not self.journeys:
            return ()
        average = self._total / self.journeys
        return tuple(
            (item, min(max(self._worth[item] / taken / average, _LEAST), _MOST)) for item, taken in self._taken.items()
        )

    def counts(self, platforms: Iterable[Platform]) -> Counts:
        """Return how much has been reached."""
        chosen = tuple(f"{platform} " for platform in platforms)
        own = [one for one in self.seen if one.startswith(chosen)]
        pairs = sum(" + " in one for one in own)
        return Counts(journeys=self.journeys, rules=len(own) - pairs, pairs=pairs, settings=len(self.settings))


_MOST_KEPT: Final = 300
_LEAST: Final = 0.5
_MOST: Final = 6.0


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How much journeys have reached: rules and divergences of each platform, pairs of them, settings."""

    journeys: int
    rules: int
    pairs: int
    settings: int


class Guidance(msgspec.Struct, frozen=True, kw_only=True):
    """What a task knows of the journeys before it."""

    boosts: tuple[tuple[Item, float], ...] = ()
    kept: tuple[Kept, ...] = ()
