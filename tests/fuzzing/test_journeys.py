"""Journeys: made up the same way each time, possible, and said as steps that do the same."""

from __future__ import annotations

from functools import partial
from random import Random

import pytest
from hypothesis import given

from simulator.conformance.language.actions import Action
from simulator.conformance.language.arguments import Argument
from simulator.conformance.language.cases import compile_text
from simulator.conformance.language.phrases import Phrase
from simulator.conformance.language.saying import call, said
from simulator.conformance.language.step_matching import compile_step, match
from simulator.conformance.language.vocabulary import PHRASES
from simulator.conformance.language.writing import cells_of
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.fuzzing.choices import Drawn
from simulator.fuzzing.journeys import Journey, journey_of, step_lines, varied
from simulator.fuzzing.playing import performed, reference_of
from simulator.fuzzing.shrinking import Shrunk, journeys, shrink
from simulator.model.dialects import dialect
from simulator.values import JSONObject

A_FEW = 60


def drawn(platform: Platform, number: int) -> tuple[Journey, tuple[int, ...]]:
    choices = Drawn(Random(f"{platform} {number}"))
    return journey_of(choices, platform), tuple(choices.made)


def read(action: Action) -> object:
    """Return what the step that says an action makes."""
    one = said(action)
    text, *under = one.lines
    if under and under[0].startswith("|"):
        return compile_step(text, one.type, Argument(table=[cells_of(row) for row in under]))
    return compile_step(text, one.type, Argument(docstring="\n".join(under[1:-1]) if under else None))


@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_action_reads_back_as_it_is_said(platform: Platform) -> None:
    for number in range(A_FEW):
        for action in drawn(platform, number)[0].actions:
            assert read(action) == action


@pytest.mark.parametrize("fields", [{"event": "Song Played", "properties": None}, {"userId": "derek", "traits": None}])
def test_a_call_with_null_for_an_object_is_said_with_all_its_fields(fields: JSONObject) -> None:
    action = call(None, "track" if "event" in fields else "identify", fields)
    assert "with the" not in said(action).lines[0]
    assert read(action) == action


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_journey_is_a_scenario(platform: Platform) -> None:
    for number in range(A_FEW // 4):
        journey, _ = drawn(platform, number)
        text = "\n".join(("Feature: A journey", "  Scenario: A journey", *step_lines(journey.actions)))
        [case] = compile_text(text, "journey.feature", "journey")
        assert tuple(one.step for one in case.steps) == journey.actions


def test_every_phrase_of_when_can_come() -> None:
    made: set[Phrase] = set()
    for platform in PLATFORMS:
        for number in range(1500):
            for action in drawn(platform, number)[0].actions:
                one = said(action)
                made.add(match(one.lines[0], one.type).phrase)
    missing = {one.expression for one in PHRASES if one.type == "when"} - {one.expression for one in made}
    assert {one for one in missing if "posts" not in one} == set()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_nothing_impossible_is_asked_for(platform: Platform) -> None:
    impossible = ("is already running", "is not running", "there is no", "already a source")
    for number in range(A_FEW):
        journey, _ = drawn(platform, number)
        performance = performed(reference_of(dialect("documented")), journey)
        assert not [one for one in performance.refusals if any(says in one.says for says in impossible)]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_same_choices_make_the_same_journey(platform: Platform) -> None:
    for number in range(A_FEW // 4):
        journey, made = drawn(platform, number)
        assert journey_of(Drawn(Random("another"), first=made), platform) == journey
        # Hypothesis reads them in the same way: it begins with this very journey.
        begun: list[Journey] = []
        shrink(platform, made, lambda actions: actions, partial(noted, begun))
        assert begun[0] == journey


def noted(begun: list[Journey], journey: Journey) -> bool:
    begun.append(journey)
    return False


def test_a_variant_begins_like_its_journey() -> None:
    _, made = drawn("ios", 3)
    variants = [tuple(varied(made, Random(number))) for number in range(50)]
    assert len(set(variants)) > 20
    assert sum(1 for one in variants if one[:3] == made[:3]) > 20


@given(journeys("android", lambda actions: actions))
def test_they_are_a_strategy_of_hypothesis(drawn: Shrunk) -> None:
    assert journey_of(Drawn(Random(0), first=drawn.choices), "android") == drawn.journey


def test_shrinking_finds_the_shortest() -> None:
    def shows(journey: Journey) -> bool:
        lines = "\n".join(step_lines(journey.actions))
        return "goes to the background" in lines and "identifies" in lines

    number = next(one for one in range(500) if shows(drawn("ios", one)[0]) and drawn("ios", one)[0].steps > 8)
    shrunk = shrink("ios", drawn("ios", number)[1], lambda actions: actions, shows)
    assert shrunk is not None
    assert shrunk.journey.steps == 3
    assert shows(shrunk.journey)
