"""The breakages as subjects of the fuzzer."""

from __future__ import annotations

from typing import NamedTuple

from simulator.fuzzing.coverage import Coverage
from simulator.fuzzing.hunting import Catch, Find, Hunt, Task, hunting
from simulator.fuzzing.playing import ReferencePlayer
from simulator.fuzzing.subjects import DialectSubject
from tests.wrong_ports.breakages import Breakage, broken

BUDGET = 2_000
"""How many journeys each breakage has to be found in."""
_OF_A_TASK = 50


class Hunted(NamedTuple):
    """The outcome of hunting for a breakage."""

    find: Find | None
    #: How many journeys were played.
    journeys: int


def hunted(breakage: Breakage, *, budget: int = BUDGET, seed: str = "1") -> Hunted:
    """Hunt until something is found, or the budget is spent."""
    player = ReferencePlayer(broken(breakage))
    setup = Hunt(subject=DialectSubject(breakage.name), dialect="documented", platforms=(breakage.platform,), seed=seed)
    coverage = Coverage()
    for number in range(budget // _OF_A_TASK):
        task = Task(number=number, journeys=_OF_A_TASK, guidance=coverage.guidance())
        catch: Catch = hunting(setup, task, player, until_found=True)
        if catch.finds:
            return Hunted(catch.finds[0], number * _OF_A_TASK + catch.played)
        for reached in catch.reached:
            coverage.add(reached)
    return Hunted(None, budget)


def names_the_rule(find: Find, breakage: Breakage) -> bool:
    """Tell whether a find's tags name the rule that a breakage breaks.

    What is wrong with an amount of money is wrong in both methods for it: the rule of either will do.
    """
    return _without_method(breakage.rule) in map(_without_method, find.rules)


def _without_method(rule: str) -> str:
    return rule.replace("revenue-v1.", "revenue.").replace("revenue-v2.", "revenue.")
