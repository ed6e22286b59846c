"""Shrinking: Hypothesis makes a journey shorter and its values simpler, as long as it still shows the same thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, Final, TypeVar

import msgspec
from hypothesis import HealthCheck, Phase, given, seed, settings, strategies
from hypothesis.database import ExampleDatabase, choices_to_bytes

from simulator.documentation.platforms import Platform
from simulator.fuzzing.choices import Choices, Table
from simulator.fuzzing.journeys import Journey, Playable, alone, journey_of

T = TypeVar("T")

MOST_PLAYS: Final = 500
"""How many journeys are played at most to shrink one."""


Draw = Callable[[Any], Any]
"""Draws from a strategy, as Hypothesis hands it to a composite one."""


class Shrinking:
    """Choices of Hypothesis, which tries smaller ones."""

    def __init__(self, draw: Draw, made: list[int]) -> None:
        self._draw = draw
        #: All choices so far.
        self.made = made

    def pick(self, table: Table[T]) -> T:
        """Choose an entry."""
        count = len(table.entries)
        return table.entries[self._below(count) if count > 1 else 0]

    def chance(self, likely: float) -> bool:
        """Choose yes or no; whether it is likely is of no matter here."""
        del likely
        return bool(self._below(2))

    def part(self, make: Callable[[Choices], T]) -> T:
        """Make a part by a strategy of its own, so that Hypothesis sees where it begins and ends."""
        part: T = self._draw(_part(make, self.made))
        return part

    def _below(self, count: int) -> int:
        chosen: int = self._draw(_whole_numbers(count))
        self.made.append(chosen)
        return chosen


@strategies.composite
def _part(draw: Draw, make: Callable[[Choices], T], made: list[int]) -> T:
    return make(Shrinking(draw, made))


@cache
def _whole_numbers(count: int) -> strategies.SearchStrategy[int]:
    """Return the strategy of the whole numbers below one."""
    return strategies.integers(0, count - 1)


class Shrunk(msgspec.Struct, frozen=True):
    """The smallest journey that was found, and its choices."""

    journey: Journey
    choices: tuple[int, ...]


@strategies.composite
def journeys(draw: Draw, platform: Platform, playable: Playable) -> Shrunk:
    """Make up journeys on a platform, each with its choices."""
    choices = Shrinking(draw, [])
    return Shrunk(journey_of(choices, platform, playable), tuple(choices.made))


class _Begin(ExampleDatabase):
    """A database that holds the one journey to begin with."""

    def __init__(self, choices: Sequence[int]) -> None:
        super().__init__()
        self._held = {choices_to_bytes(choices)}

    def fetch(self, key: bytes) -> Iterable[bytes]:
        """Return it as one that was found along the way: those are shrunk, others are taken to have been."""
        return tuple(self._held) if key.endswith(b".secondary") else ()

    def save(self, key: bytes, value: bytes) -> None:
        """Keep nothing: what matters is the smallest journey."""

    def delete(self, key: bytes, value: bytes) -> None:
        """Forget one that shows nothing any more."""
        self._held.discard(value)


class _Shows(Exception):  # noqa: N818
    """A journey shows what is looked for."""


class _Enough(BaseException):
    """As many journeys were played as may be."""


def _shrinking(begin: Sequence[int]) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Return what makes Hypothesis shrink, beginning with choices, and in the same way in every process."""

    def decorate(check: Callable[[], None]) -> Callable[[], None]:
        return settings(
            database=_Begin(begin),
            phases=(Phase.reuse, Phase.shrink),
            deadline=None,
            suppress_health_check=tuple(HealthCheck),
            report_multiple_bugs=False,
            print_blob=False,
            # On the other side of `settings` the seed would switch off the database.
        )(seed(0)(check))

    return decorate


def shrink(
    platform: Platform, choices: Sequence[int], playable: Playable, shows: Callable[[Journey], bool]
) -> Shrunk | None:
    """Return the smallest journey that shows something, beginning with choices that do; `None` if they don't."""
    best: list[Shrunk] = []
    #: Many choices make the same journey, which is played once.
    played: dict[bytes, bool] = {}

    def check(drawn: Shrunk) -> None:
        journey = msgspec.json.encode(drawn.journey)
        if journey not in played:
            if len(played) >= MOST_PLAYS:
                raise _Enough
            played[journey] = shows(drawn.journey)
        if played[journey]:
            best.append(drawn)
            raise _Shows

    begin: Sequence[int] = choices
    while True:
        with suppress(_Shows, _Enough):
            _shrinking(begin)(given(journeys(platform, playable))(check))()
        smallest = min(best, key=lambda one: (one.journey.steps, len(one.choices), one.choices), default=None)
        if smallest is None:
            return None
        if smallest.choices == begin:
            break
        # Hypothesis gives up after a number of choices that lead to nothing: from here, others come first.
        begin = smallest.choices
    # The choice of a second source is one of the first, on which all others depend: no smaller choices leave it out.
    single = next((one for one in alone(smallest.journey) if one.platform == platform and shows(one)), None)
    return msgspec.structs.replace(smallest, journey=single) if single else smallest
