"""Reading a text: all that can be read of it, and a mistake for each thing that can't."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from simulator.conformance import suite
from simulator.explorer.document import Mistake, read
from tests.explorer.scenarios import PUSH

BROKEN = '''Feature: Broken

  Scenario: Some of it
    Given an app with the settings
      | Track Session Events | on |
    When the app tracks "Product Viewed"
    And the app comes to foreground
    And the app tracks "X" with the properties
      """
      { "a": 1,
        "b": }
      """
    foo bar
    Then the events are in these sessions
      | event_typ | session_id |
      | X         | <session 1> |
    When the app calls track with
      """
      {"event"
'''


def at(line: int) -> Mistake:
    return next(one for one in read(BROKEN).mistakes if one.line == line)


def test_each_mistake_stands_where_it_is_and_the_rest_is_read() -> None:
    document = read(BROKEN)
    assert [one.line for one in document.mistakes] == [7, 11, 13, 15, 17, 18]
    [script] = document.scripts
    assert [one.step is not None for one in script.steps] == [True, True, False, False, False, False]
    assert script.playable == 2
    assert (script.steps[0].line, script.steps[0].last_line) == (4, 5)


def test_a_phrase_that_is_none_is_told_with_the_nearest_ones() -> None:
    mistake = at(7)
    assert mistake.sentence.startswith("no phrase matches “the app comes to foreground”.")
    assert mistake.instead[0] == "the app comes to the foreground"
    line = BROKEN.split("\n")[6]
    assert line[mistake.column - 1 : mistake.end - 1] == "the app comes to foreground"


def test_a_step_that_is_only_a_keyword_is_marked_there() -> None:
    [mistake] = read("Feature: a\n  Scenario: a\n    Given an app\n    And \n").mistakes
    assert (mistake.line, mistake.column, mistake.end) == (4, 5, 8)
    assert mistake.sentence == "a step needs a phrase after its keyword."


def test_texts_in_quotes_stay_in_what_could_stand_there() -> None:
    [mistake] = read('Feature: a\n  Scenario: a\n    When the app trackss "Song \\"x\\""\n').mistakes
    assert mistake.instead[0] == 'the app tracks "Song \\"x\\""'


def test_wrong_json_is_marked_on_its_line() -> None:
    assert at(11).sentence == "the doc string is not valid JSON: JSON is malformed: invalid character."
    assert BROKEN.split("\n")[10][at(11).column - 1 : at(11).end - 1] == '"b": }'


def test_a_column_that_is_none_is_marked_in_its_header() -> None:
    assert 'no column "event_typ"' in at(15).sentence
    assert BROKEN.split("\n")[14][at(15).column - 1 : at(15).end - 1] == "event_typ"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "there is no Feature in this text; begin with Feature: and a name"),
        ("hello", "'hello' can't stand here; begin with Feature and a name"),
        (
            "Feature: a\n  @dialect:shiped\n  Scenario: a\n    Given an app\n",
            "the tag @dialect:shiped names no dialect",
        ),
        (
            "Feature: a\n  Scenario: a\n    Given an app\n  Scenario: a\n    Given an app\n",
            'the name "a" is taken by line 2',
        ),
        ("Feature: a\n  Scenario: a\n    Given an app\n  @lonely", "the file ends"),
        ("# language: xx\nFeature: a", "xx is not a language of Gherkin"),
    ],
)
def test_what_is_wrong_with_a_whole_text_is_said(text: str, sentence: str) -> None:
    mistakes = read(text).mistakes
    assert any(sentence in one.sentence for one in mistakes) or (sentence == "the file ends" and mistakes)


def test_a_scenario_without_steps_is_nothing_wrong_yet() -> None:
    document = read("Feature: New\n\n  Scenario: New\n")
    assert not document.mistakes
    assert document.scripts[0].steps == ()


def test_rows_of_an_outline_and_the_background_are_scripts_of_their_own() -> None:
    text = (
        'Feature: a\n  Background:\n    Given an ios app\n  Scenario Outline: b\n    When the app tracks "<event>"\n'
        "    Examples:\n      | case | event |\n      | one | A |\n      | two | B |\n"
    )
    document = read(text)
    assert [script.key for script in document.scripts] == ["one", "two"]
    assert [[step.text for step in script.steps] for script in document.scripts] == [
        ["an ios app", 'the app tracks "A"'],
        ["an ios app", 'the app tracks "B"'],
    ]


def test_other_languages_are_read() -> None:
    text = '# language: de\nFunktionalität: a\n  Szenario: b\n    Angenommen an app\n    Wenn the app tracks "A"\n'
    document = read(text)
    assert not document.mistakes
    assert [step.type for step in document.scripts[0].steps] == ["given", "when"]


def test_the_suite_reads_without_a_mistake_and_as_it_compiles() -> None:
    paths = sorted({case.path for case in suite.load()})[::7]
    for path in paths:
        document = read(Path(path).read_text("utf-8"))
        assert not document.mistakes
        compiled = {case.key(): [one.step for one in case.steps] for case in suite.load() if case.path == path}
        assert {script.key: [one.step for one in script.steps] for script in document.scripts} == compiled


LINES = PUSH.split("\n")


@given(
    st.lists(st.sampled_from([*LINES, '"""', "|", "@", "Examples:", "And ", "```", "Background:", "\x00"]), max_size=30)
)
@example(["Feature: a", '"""', "Scenario:"])
@example(["@", "Feature: a", "@"])
@example(["Feature: a", "Scenario: a", "And "])
def test_no_text_is_too_broken(lines: list[str]) -> None:
    text = "\n".join(lines)
    document = read(text)
    assert document.text == text
    for one in document.mistakes:
        assert 1 <= one.line <= len(lines) + 1
        assert one.column < one.end
        assert one.sentence
