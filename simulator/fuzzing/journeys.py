"""Journeys: what happens to an app, as actions, and as the scenario that says them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from random import Random
from typing import Final

import msgspec

from simulator.conformance.language.actions import Action, AddSource, AnyAction
from simulator.conformance.language.saying import said
from simulator.conformance.language.writing import Lines
from simulator.documentation.platforms import Platform
from simulator.fuzzing.choices import Choices, Drawn
from simulator.fuzzing.grammar import journey as made_up
from simulator.fuzzing.possible import possible


class Journey(msgspec.Struct, frozen=True, kw_only=True):
    """Actions in order; the first ones set the scene."""

    platform: Platform
    actions: tuple[AnyAction, ...]

    @property
    def steps(self) -> int:
        """How many steps its scenario has."""
        return len(self.actions)

    @property
    def settings(self) -> frozenset[str]:
        """The settings that it gives."""
        return frozenset(name for one in self.actions if isinstance(one, AddSource) for name in one.settings)


Actions = tuple[Action, ...]
Playable = Callable[[Actions], Actions]
"""Returns those actions that a subject can be asked for."""


def journey_of(choices: Choices, platform: Platform, playable: Playable = lambda actions: actions) -> Journey:
    """Make up a journey, of what can be done, and the subject can be asked for."""
    return Journey(platform=platform, actions=tuple(possible(playable(made_up(choices, platform)))))  # type: ignore[arg-type]  # each is one of AnyAction


def alone(journey: Journey) -> Iterator[Journey]:
    """Yield a journey as each of its sources has it, without the others; nothing if there is only one."""
    sources = [one for one in journey.actions if isinstance(one, AddSource)]
    last = sources[-1].app
    for source in sources if len(sources) > 1 else ():
        if source.platform is None:
            continue
        own = (one for one in journey.actions if (one.app or last) == source.app)
        name = str(source.app).removeprefix("second ")
        actions = (msgspec.structs.replace(one, app=name if isinstance(one, AddSource) else None) for one in own)
        yield Journey(platform=source.platform, actions=tuple(actions))


def varied(made: Sequence[int], random: Random) -> Sequence[int]:
    """Return the choices of a journey with a few of them made otherwise, or cut off at some place."""
    if not made:
        return made
    if random.random() < _CUT:
        return made[: random.randrange(len(made))]
    changed = list(made)
    for _ in range(random.randint(1, _MOST_CHANGES)):
        changed[random.randrange(len(changed))] = random.randrange(_LARGEST)
    return changed


_CUT: Final = 0.3
_MOST_CHANGES: Final = 3
_LARGEST: Final = 8


def variants(platform: Platform, made: Sequence[int], playable: Playable, *, count: int) -> Iterator[Journey]:
    """Yield journeys that are like one."""
    for number in range(count):
        random = Random(f"variant {number}")  # noqa: S311
        yield journey_of(Drawn(random, first=varied(made, random)), platform, playable)


def step_lines(actions: Iterable[Action]) -> Iterator[str]:
    """Yield the lines of a scenario's steps, with their keywords, indented."""
    keyword = ""
    for action in actions:
        one = said(action)
        word = one.type.title()
        yield from written(word if word != keyword else "And", one.lines)
        keyword = word


def written(keyword: str, lines: Lines) -> Iterator[str]:
    """Yield the lines of a step, indented as in a feature."""
    first, *under = lines
    yield f"    {keyword} {first}"
    yield from (f"      {line}".rstrip() for line in under)
