"""Sequences drawn by lot: the real web stack and the reference upload the same events.

`python -m tests.real.drawn` plays more of them, and says where they differ.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simulator.conformance.language.actions import MakeCall
from tests.real.drawn.playing import Outcome, Stack, differences, reference, stack
from tests.real.drawn.sequences import draw
from tests.support.sample import commit

SAMPLE = 60


@pytest.fixture(scope="module")
def real() -> Iterator[Stack]:
    with stack() as running:
        yield running


@pytest.mark.node
@pytest.mark.parametrize("name", [f"ci/{index}" for index in range(SAMPLE)])
def test_a_sequence_that_was_equal_stays_equal(name: str, real: Stack) -> None:
    actions = draw(name).actions
    assert differences(real.play(actions, name), reference(actions, name)) == []


@pytest.mark.node
def test_of_sequences_that_nobody_has_seen_at_most_one_differs(real: Stack) -> None:
    names = [f"{commit()}/{index}" for index in range(SAMPLE)]
    found = {
        name: lines
        for name in names
        if (lines := differences(real.play(draw(name).actions, name), reference(draw(name).actions, name)))
    }
    assert len(found) <= 1, found


def test_the_same_name_draws_the_same_sequence_and_another_name_another() -> None:
    assert draw("a/1") == draw("a/1")
    assert draw("a/1") != draw("a/2")
    calls = [sum(isinstance(one, MakeCall) for one in draw(f"a/{index}").actions) for index in range(50)]
    assert min(calls) >= 5
    assert max(calls) <= 15


def test_a_difference_is_told_by_its_place() -> None:
    event = {"event_type": "Song Played", "event_properties": {"takes": 3.0}, "uuid": "1"}
    other = {**event, "event_properties": {"takes": 4}, "uuid": "2"}
    assert differences(Outcome([[event]], [False]), Outcome([[{**event, "uuid": "3"}]], [False])) == []
    assert differences(Outcome([[event]], [False]), Outcome([[other]], [False])) == [
        "event 0 Song Played: event_properties.takes: real 3, reference 4"
    ]
    assert differences(Outcome([[event]], [False]), Outcome([], [False]))[0].startswith("event 0 Song Played: ")
    assert differences(Outcome([], [True]), Outcome([], [False])) == ["refused: real [True], reference [False]"]
