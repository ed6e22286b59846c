"""The breakages as subjects of the fuzzer."""

from __future__ import annotations

from abc import ABCMeta
from typing import Any, Final, NamedTuple

from simulator.fuzzing.coverage import Coverage
from simulator.fuzzing.playing import ReferencePlayer
from simulator.fuzzing.searching import Find, Setup, Task, TaskResult, search_with
from simulator.fuzzing.subjects import DialectSubject
from tests.wrong_ports.breakages import BREAKAGES, Breakage, broken

BUDGET = 2_000
"""How many journeys each breakage has to be found in."""
_OF_A_TASK = 50


class Searched(NamedTuple):
    """The outcome of a search for a breakage."""

    find: Find | None
    #: How many journeys were played.
    journeys: int


def searched(breakage: Breakage, *, budget: int = BUDGET, seed: str = "1") -> Searched:
    """Search until something is found, or the budget is spent."""
    player = ReferencePlayer(broken(breakage))
    setup = Setup(
        subject=DialectSubject(breakage.name), dialect="documented", platforms=(breakage.platform,), seed=seed
    )
    coverage = Coverage()
    for number in range(budget // _OF_A_TASK):
        task = Task(number=number, journeys=_OF_A_TASK, guidance=coverage.guidance())
        result: TaskResult = search_with(setup, task, player, until_found=True)
        if result.finds:
            return Searched(result.finds[0], number * _OF_A_TASK + result.played)
        for reached in result.reached:
            coverage.add(reached)
    return Searched(None, budget)


def names_the_rule(find: Find, breakage: Breakage) -> bool:
    """Tell whether a find's tags name a rule that a breakage breaks: its own, or that of another with the same code.

    An amount of money that is wrong is wrong in both methods for it: the rule of either will do.
    """
    broken_rules = {_without_method(one.rule) for one in BREAKAGES.values() if _is_the_same_port(one, breakage)}
    return not broken_rules.isdisjoint(map(_without_method, find.rules))


def _is_the_same_port(one: Breakage, other: Breakage) -> bool:
    return one.platform == other.platform and _code(one.code) == _code(other.code)


def _code(breakage: type) -> dict[str, Any]:
    """Return all that breakages add to the client that they break."""
    own = [vars(one) for one in reversed(breakage.__mro__) if one.__module__ == breakage.__module__]
    return {name: value for members in own for name, value in members.items() if name not in _OF_ANY_CLASS}


_OF_ANY_CLASS: Final = {*vars(ABCMeta("Empty", (), {"__annotations__": {}})), "__parameters__", "__orig_bases__"}


def _without_method(rule: str) -> str:
    return rule.replace("revenue-v1.", "revenue.").replace("revenue-v2.", "revenue.")
