"""Suggestions for a place in the text, and the palette's search."""

from __future__ import annotations

import pytest

from simulator.conformance.language.vocabulary import PHRASES
from simulator.explorer import editing
from simulator.explorer.completion import complete, palette, snippet_of
from simulator.explorer.document import read
from simulator.explorer.opening import empty
from simulator.explorer.playing import Player
from tests.explorer.scenarios import draft, played

GIVEN = "Feature: x\n\n  Scenario: y\n    Given an app\n"


def labels(text: str) -> list[str]:
    """Return the suggestions at the caret of a text."""
    before, _, after = text.partition("^")
    line = before.count("\n") + 1
    column = len(before.rpartition("\n")[2]) + 1
    found = complete(read(before + after), line, column)
    assert found.start <= column == found.end
    return [one.label for one in found.suggestions]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (f"{GIVEN}    W^", "When"),
        (f"{GIVEN}    ^", "Given"),
        (f"{GIVEN}    When the app gr^", 'the app groups "…"'),
        (f"{GIVEN}    And the app gr^", 'the app groups "…"'),
        (f'{GIVEN}    When the app tracks "A"\n    Then Amplitude sees^', "Amplitude sees 3 user(s)"),
        (f"{GIVEN}    When background^", "the app goes to the background"),
        (f"{GIVEN}    Then the events are in these sessions\n      | ev^", "event_type"),
        (
            f"{GIVEN}    Then the events are in these sessions\n      | event_type | session_id |\n      | A | ^",
            "<session 1>",
        ),
        (f"{GIVEN.rstrip()} with the settings\n      | Track A^", "Track All Pages"),
        (f"{GIVEN.rstrip()} with the settings\n      | Track All Pages | ^", "on"),
        (f"{GIVEN}    And the device has\n      | loc^", "locale"),
        (f"{GIVEN}    And the device has\n      | locale | de^", "de_DE"),
        (f"{GIVEN}    And the device has\n      | online | ^", "true"),
    ],
)
def test_the_best_match_comes_first(text: str, first: str) -> None:
    assert labels(text)[0] == first


@pytest.mark.parametrize("text", [f"{GIVEN}    When zzzz^", "^", "Fea^ture: x", f"{GIVEN}      | ^"])
def test_where_nothing_fits_nothing_is_suggested(text: str) -> None:
    assert not [one for one in labels(text) if one.startswith("the app")]


def test_every_phrase_as_it_is_inserted_is_a_step() -> None:
    import re

    for phrase in PHRASES:
        text = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", snippet_of(phrase.expression))
        assert phrase.parameters(text) is not None, text


def test_the_palette_finds_steps_events_rules_and_settings() -> None:
    play = played(Player(), draft())
    found = palette("push", play)
    assert found[0].lines == ("the app is launched in the background",)
    assert {"Push Received", "Push Opened"} <= {one.title for one in found if one.group == "event"}
    assert ("rule", "out-of-session.example") in [(one.group, one.detail) for one in found]
    assert "Prefer Anonymous ID for Device ID" in [one.title for one in palette("anonymous prefer")]
    assert len(palette("")) == 30
    assert palette("zzzzzz") == ()


def test_what_the_palette_adds_can_be_added() -> None:
    for one in palette("", limit=200):
        if one.group == "step" and not any("${" in line for line in one.lines):
            assert not editing.add_lines(empty(), one.lines).document.mistakes, one.lines
