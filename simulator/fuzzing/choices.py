"""Where a journey's choices come from: a seeded generator, choices that were made before, or Hypothesis.

The grammar asks for one choice after the other and doesn't know who answers. Choices are whole numbers from 0 up, and a
smaller one is the simpler one. A journey is drawn by a generator, which is quick, and its choices are written down; to
shrink it, Hypothesis plays the same choices and makes them fewer and smaller.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import Any, Final, Generic, Protocol, TypeVar

T = TypeVar("T")

Item = tuple[str, int]
"""An entry of a table: the table's name, and the entry's place in it."""


class Table(Generic[T]):
    """The entries to choose from at one place, the simplest first, each with its weight: how often it is chosen."""

    def __init__(self, name: str, *entries: tuple[float, T]) -> None:
        self.name: Final = name
        self.entries: Final = tuple(entry for _, entry in entries)
        self.weights: Final = tuple(weight for weight, _ in entries)
        self.items: Final = tuple((name, place) for place in range(len(entries)))

    def favoring(self, entries: Collection[T], share: float) -> Table[T]:
        """Return the table with some entries that are chosen, in this share of cases, whatever their weights are."""
        favored = [entry in entries for entry in self.entries]
        if not any(favored):
            return self
        more = sum(self.weights) * share / (1 - share) / sum(favored)
        weights = (weight + more * one for weight, one in zip(self.weights, favored, strict=True))
        return Table(self.name, *zip(weights, self.entries, strict=True))


def evenly(name: str, *entries: T) -> Table[T]:
    """Return a table whose entries are chosen equally often."""
    return Table(name, *((1.0, entry) for entry in entries))


class Choices(Protocol):
    """Whoever answers."""

    def pick(self, table: Table[T]) -> T:
        """Choose an entry."""

    def chance(self, likely: float) -> bool:
        """Choose yes with this probability, and no otherwise; no is simpler."""

    def part(self, make: Callable[[Choices], T]) -> T:
        """Make a part of the journey, which can be left out as a whole."""


def several(choices: Choices, make: Callable[[Choices], T], *, most: int, likely: float) -> list[T]:
    """Make at most `most` parts: one more follows with the chance `likely`. Each can be made simpler by itself."""
    made: list[T] = []
    while len(made) < most and choices.chance(likely):
        made.append(choices.part(make))
    return made


_UNTRIED: Final = 4.0
"""How much more often an entry is chosen that was never chosen before."""


class Drawn:
    """Choices of a seeded generator, which begin with those of an earlier journey if some are given.

    `boosts` are factors of entries' weights.
    """

    def __init__(
        self, random: Random, *, boosts: Mapping[Item, float] | None = None, first: Sequence[int] = ()
    ) -> None:
        self._random = random
        self._boosts = boosts or {}
        #: What nobody has tried yet is tried soon.
        self._untried = _UNTRIED if boosts else 1.0
        self._first = first
        self._sums: dict[Table[Any], list[float]] = {}
        #: All choices so far.
        self.made: list[int] = []
        #: The entries that were chosen.
        self.items: set[Item] = set()

    def pick(self, table: Table[T]) -> T:
        """Choose by weight."""
        count = len(table.entries)
        place = 0
        if count > 1:
            place = self._next(count, lambda: self._by_weight(table))
        self.items.add(table.items[place])
        return table.entries[place]

    def chance(self, likely: float) -> bool:
        """Choose yes or no."""
        return bool(self._next(2, lambda: int(self._random.random() < likely)))

    def part(self, make: Callable[[Choices], T]) -> T:
        """Make a part."""
        return make(self)

    def _next(self, count: int, draw: Callable[[], int]) -> int:
        at = len(self.made)
        chosen = self._first[at] if at < len(self._first) and self._first[at] < count else draw()
        self.made.append(chosen)
        return chosen

    def _by_weight(self, table: Table[Any]) -> int:
        sums = self._sums.get(table)
        if sums is None:
            boosts = self._boosts
            weights = (
                weight * boosts.get(item, self._untried)
                for item, weight in zip(table.items, table.weights, strict=True)
            )
            sums = self._sums[table] = list(accumulate(weights))
        return min(bisect(sums, self._random.random() * sums[-1]), len(sums) - 1)
