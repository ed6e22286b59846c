"""Coverage: what journeys have reached, and what the next ones are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.documentation.platforms import Platform
from simulator.fuzzing.choices import Item
from simulator.fuzzing.coverage import Coverage, Reached

RARE: Item = ("act", 1)
COMMON: Item = ("act", 2)


def reached(rules: Mapping[Platform, Sequence[str]], item: Item) -> Reached:
    return Reached(
        platform="web",
        choices=(1,),
        items=(item,),
        rules={platform: tuple(ids) for platform, ids in rules.items()},
        divergences=(),
        settings=(),
    )


def test_choices_that_reach_what_is_rare_are_taken_more_often() -> None:
    coverage = Coverage()
    for _ in range(20):
        coverage.add(reached({"web": ["track.event"]}, COMMON))
    coverage.add(reached({"web": ["order.split"]}, RARE))
    boosts = dict(coverage.guidance().boosts)
    assert boosts[RARE] > boosts[COMMON]
    assert coverage.guidance().kept[0].choices == (1,)
    assert coverage.counts(["web"]).rules == 2


def test_journeys_that_reach_nothing_are_worth_nothing() -> None:
    coverage = Coverage()
    coverage.add(reached({}, COMMON))
    coverage.add(reached({}, RARE))
    coverage.add(reached({"web": ["track.event"]}, RARE))
    boosts = dict(coverage.guidance().boosts)
    assert boosts[COMMON] < boosts[RARE]


def test_it_goes_on_from_what_is_remembered() -> None:
    coverage = Coverage()
    coverage.add(reached({"web": ["track.event"]}, COMMON))
    again = Coverage(coverage.memory())
    assert again.memory() == coverage.memory()
    assert again.guidance() == coverage.guidance()
