"""A self check of many journeys: which way each takes, in tasks for any process, and what came of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from random import Random
from time import monotonic
from typing import Final

import msgspec

from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.fuzzing.choices import Drawn
from simulator.fuzzing.executors import Crew, Workers, here
from simulator.fuzzing.journeys import journey_of
from simulator.fuzzing.run import Budget
from simulator.fuzzing.self_check.checking import Flaw, check, shortest
from simulator.fuzzing.self_check.room import Room
from simulator.fuzzing.self_check.ways import WAYS, Way
from simulator.model.dialects import DIALECTS, dialect

JOURNEYS_OF_A_TASK: Final = 250
TASKS_OF_A_ROUND: Final = 8


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """Some journeys to check; the same task gives the same part wherever it is carried out."""

    seed: str
    platforms: tuple[Platform, ...]
    #: The number of the first journey, and how many there are.
    first: int
    journeys: int
    #: What is known to be broken, by its name: it is counted, and not shrunk again.
    known: frozenset[str] = frozenset()


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """The results of a task."""

    #: How many journeys took each way.
    taken: Mapping[str, int]
    #: How many journeys showed that something is broken, by its name.
    broken: Mapping[str, int]
    flaws: tuple[Flaw, ...]


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The results of a check so far."""

    taken: Mapping[str, int]
    broken: Mapping[str, int]
    flaws: tuple[Flaw, ...]
    #: Seconds since it began.
    seconds: float

    @property
    def journeys(self) -> int:
        """How many journeys have been played."""
        return sum(self.taken.values())


Show = Callable[[Summary], None]


def run(
    budget: Budget,
    *,
    seed: str = "1",
    platforms: Sequence[Platform] = PLATFORMS,
    workers: Workers = here,
    show: Show = lambda summary: None,
) -> Summary:
    """Check journeys until the budget is spent; `show` is called with what has come of it so far, and at the end."""
    began = monotonic()
    taken: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    flaws: list[Flaw] = []

    def summary() -> Summary:
        return Summary(taken=taken, broken=broken, flaws=tuple(flaws), seconds=monotonic() - began)

    with _room_closed_after(), Crew(workers) as crew:
        begun = 0
        while tasks := list(_round(budget, Task(seed=seed, platforms=tuple(platforms), first=begun, journeys=0))):
            begun = tasks[-1].first + tasks[-1].journeys
            known = frozenset(broken)
            packed = [msgspec.json.encode(msgspec.structs.replace(one, known=known)) for one in tasks]
            for made in crew.do(carry_out_packed, packed):
                part = msgspec.json.decode(made, type=Part)
                taken.update(part.taken)
                broken.update(part.broken)
                named = {one.broken.name for one in flaws}
                flaws += (one for one in part.flaws if one.broken.name not in named)
                show(summary())
            if budget.seconds is not None and monotonic() - began >= budget.seconds:
                break
    return summary()


def _round(budget: Budget, after: Task) -> Iterator[Task]:
    """Yield the tasks of the next round."""
    first = after.first
    for _ in range(TASKS_OF_A_ROUND):
        left = JOURNEYS_OF_A_TASK if budget.journeys is None else min(JOURNEYS_OF_A_TASK, budget.journeys - first)
        if left <= 0:
            return
        yield msgspec.structs.replace(after, first=first, journeys=left)
        first += left


def carry_out_packed(task: bytes) -> bytes:
    """Carry out a task that came from another process."""
    return msgspec.json.encode(carry_out(msgspec.json.decode(task, type=Task), room()))


@cache
def room() -> Room:
    """Return the room of this process, which is opened once; that of a worker ends with its process."""
    return Room()


@contextmanager
def _room_closed_after() -> Iterator[None]:
    """Close the room of this process, if tasks were carried out here, when the context ends."""
    try:
        yield
    finally:
        if room.cache_info().currsize:
            room().close()
            room.cache_clear()


def carry_out(task: Task, where: Room) -> Part:
    """Check a task's journeys."""
    taken: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    flaws: list[Flaw] = []
    for number in range(task.first, task.first + task.journeys):
        planned, platform, name = plan(number, task.platforms)
        drawn = Drawn(Random(f"{task.seed}/{number}"))  # noqa: S311
        journey = journey_of(drawn, platform)
        way = planned if planned.fits(journey) else WAYS[0]
        taken[way.name] += 1
        found = check(journey, way, dialect(name), where)
        if found is None:
            continue
        broken[found.name] += 1
        if found.name not in task.known and broken[found.name] == 1:
            flaw = Flaw(broken=found, dialect=name, platform=platform, number=number, actions=journey.actions)
            flaws.append(shortest(flaw, drawn.made, way, dialect(name), where))
    return Part(taken=taken, broken=broken, flaws=tuple(flaws))


def plan(number: int, platforms: Sequence[Platform]) -> tuple[Way, Platform, str]:
    """Return the way, the platform and the dialect of a journey: all combinations come in turn."""
    slots = _slots()
    # A hundred and one have no divisor in common with how many pairs there are: each slot meets all of them.
    pair = (number + number // len(slots)) % (len(platforms) * len(DIALECTS))
    return slots[number % len(slots)], platforms[pair % len(platforms)], DIALECTS[pair // len(platforms)]


@cache
def _slots() -> tuple[Way, ...]:
    """Return a hundred ways, each as often as its share is, spread evenly."""
    total = sum(one.share for one in WAYS)
    slots: list[Way] = []
    used: Counter[str] = Counter()
    for slot in range(total):
        most = max(WAYS, key=lambda one: one.share * (slot + 1) / total - used[one.name])
        used[most.name] += 1
        slots.append(most)
    return tuple(slots)
