"""One journey on two ways: what is not as it has to be, and the shortest journey that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from simulator.conformance.defects import defect
from simulator.conformance.language.actions import AnyAction
from simulator.documentation.platforms import Platform
from simulator.fuzzing.comparing import first_difference
from simulator.fuzzing.journeys import Journey, step_lines
from simulator.fuzzing.playing import Played
from simulator.fuzzing.self_check.course import Course
from simulator.fuzzing.self_check.invariants import INVARIANTS, outcome_of
from simulator.fuzzing.self_check.room import Room
from simulator.fuzzing.self_check.shown import shown
from simulator.fuzzing.self_check.ways import Way
from simulator.fuzzing.shrinking import shrink
from simulator.model.dialects import Dialect


class Broken(msgspec.Struct, frozen=True, kw_only=True):
    """Something that has to be so, and is not."""

    #: The name of the way or of the invariant.
    name: str
    #: What has to be so.
    promise: str
    #: What is not so: `Song Played: groups.sports is null, not "ski"`.
    says: str


class Flaw(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is broken, in the smallest journey that was found to show it."""

    broken: Broken
    dialect: str
    platform: Platform
    #: The number of the journey that showed it first.
    number: int
    actions: tuple[AnyAction, ...]

    def lines(self) -> Iterator[str]:
        """Yield the lines of a scenario that shows it."""
        yield f"  # {self.broken.promise}"
        yield f"  # {self.broken.says}"
        yield f"  @dialect:{self.dialect}"
        yield f"  Scenario: {self.broken.name}, journey {self.number}"
        yield from step_lines(self.actions)


def check(journey: Journey, way: Way, reading: Dialect, room: Room) -> Broken | None:
    """Play a journey on a way and on the usual one; return what is broken first, if anything is."""
    course = Course(journey)
    name, promise = "the usual way", "Every journey can be played."
    try:
        performance = way.usual(journey, reading, course.note)
        outcome = outcome_of(course, performance)
        for invariant in INVARIANTS:
            for says in invariant.broken_by(outcome):
                return Broken(name=invariant.name, promise=invariant.says, says=says)
        usual = shown(journey, performance, way.detail)
        name, promise = way.name, way.says
        with way.other(journey, reading, room) as performance:
            other = shown(journey, performance, way.detail)
    except Exception as error:  # noqa: BLE001 — whatever it is, it must not happen, and is said
        return Broken(name=name, promise=promise, says=defect(error))
    return None if usual.seen == other.seen else Broken(name=name, promise=promise, says=_apart(usual, other))


def _apart(usual: Played, other: Played) -> str:
    apart = first_difference(usual, other)
    if apart is not None:
        return apart.says
    # The same entries in other words: numbers of other types, keys in another order.
    at = next(
        (place for place, (one, two) in enumerate(zip(usual.seen, other.seen, strict=False)) if one != two),
        min(len(usual.seen), len(other.seen)),
    )
    one, two = (side.seen[max(0, at - _BEFORE) : at + _BEHIND] for side in (usual, other))
    return f"it is written {two}, not {one}"


_BEFORE = 40
_BEHIND = 20


def shortest(flaw: Flaw, choices: Sequence[int], way: Way, reading: Dialect, room: Room) -> Flaw:
    """Return what is broken in a journey that is as short and simple as can be found."""

    def shows(journey: Journey) -> Broken | None:
        if not way.fits(journey):
            return None
        broken = check(journey, way, reading, room)
        return broken if broken and broken.name == flaw.broken.name else None

    shrunk = shrink(flaw.platform, choices, lambda actions: actions, lambda journey: shows(journey) is not None)
    broken = shows(shrunk.journey) if shrunk else None
    if shrunk is None or broken is None:
        return flaw
    return msgspec.structs.replace(flaw, broken=broken, actions=shrunk.journey.actions)
