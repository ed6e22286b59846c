"""Shrinking: Hypothesis makes a journey shorter and its values simpler, as long as it still shows the same thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, Final

import msgspec
from hypothesis import HealthCheck, Phase, given, settings, strategies
from hypothesis.database import ExampleDatabase, choices_to_bytes

from simulator.documentation.platforms import Platform
from simulator.fuzzing.choices import Shrinking
from simulator.fuzzing.journeys import Allows, Journey, journey_of

MOST_PLAYS: Final = 1500
"""How many journeys are played at most to shrink one."""


class Shrunk(msgspec.Struct, frozen=True):
    """The smallest journey that was found, and its choices."""

    journey: Journey
    choices: tuple[int, ...]


@strategies.composite
def journeys(draw: Callable[[Any], Any], platform: Platform, allows: Allows) -> Shrunk:
    """Make up journeys on a platform, each with its choices."""
    choices = Shrinking(draw)
    return Shrunk(journey_of(choices, platform, allows), tuple(choices.made))


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


class _Enough(BaseException):  # noqa: N818
    """As many journeys were played as may be."""


def shrink(
    platform: Platform, choices: Sequence[int], allows: Allows, shows: Callable[[Journey], bool]
) -> Shrunk | None:
    """Return the smallest journey that shows something, beginning with choices that do; `None` if they don't."""
    best: list[Shrunk] = []
    plays = 0

    @settings(
        database=_Begin(choices),
        phases=(Phase.reuse, Phase.shrink),
        derandomize=False,
        deadline=None,
        suppress_health_check=tuple(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )
    @given(journeys(platform, allows))
    def check(drawn: Shrunk) -> None:
        nonlocal plays
        plays += 1
        if plays > MOST_PLAYS:
            raise _Enough
        if shows(drawn.journey):
            best.append(drawn)
            raise _Shows

    with suppress(_Shows, _Enough):
        check()
    return min(best, key=lambda one: (len(one.choices), one.choices), default=None)
