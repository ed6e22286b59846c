"""A text of which only the changes are read again reads like one that is read as a whole."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from simulator.explorer.document import forget, read
from simulator.explorer.reading import read_whole
from simulator.explorer.rereading import spliced
from tests.explorer.scenarios import PUSH

TWO = f'{PUSH}\n  @dialect:documented\n  Scenario: Another\n    Given an ios app\n    When the app tracks "A"\n'
GERMAN = '# language: de\nFunktionalität: a\n\n  Szenario: b\n    Angenommen an app\n    Wenn the app tracks "A"\n    Und 1 minute passes\n'
LINES = (
    '    When the app tracks "B"',
    '    And the app tracks "C"',
    "    Then Amplitude sees 1 user",
    "    And Amplitude counts a revenue of 25",
    "    And the app comes to foreground",
    "    Given an app",
    "    * 1 minute passes",
    "      | a | b |",
    '      """',
    "      {}",
    "",
    "    # a comment",
    "  Scenario: Third",
    "  Examples:",
    "    Examples:\n      | case |\n      | y |",
    "  @tag",
    "  Background:",
    "nonsense",
    '    And the app tracks "D" with the properties\n      | a | 1 |',
)

edits = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 3), st.lists(st.sampled_from(LINES), max_size=2)),
    min_size=1,
    max_size=6,
)


def edited(text: str, edit: tuple[int, int, list[str]]) -> str:
    at, removed, added = edit
    lines = text.split("\n")
    at %= len(lines) + 1
    return "\n".join([*lines[:at], *added, *lines[at + removed :]])


@given(st.sampled_from([PUSH, TWO, GERMAN]), edits)
@example(PUSH, [(10, 0, ["      | x | y |"])])
@example(PUSH, [(3, 1, []), (39, 0, ['    When the app tracks "B"'])])
@example(PUSH, [(8, 3, ["    # a comment"])])
@example(PUSH, [(5, 3, ['      """', '      """']), (41, 0, ['    When the app tracks "B"'])])
@example(TWO, [(36, 2, []), (30, 0, ["    And nothing"])])
def test_it_reads_as_it_does_as_a_whole(text: str, several: list[tuple[int, int, list[str]]]) -> None:
    before = read_whole(text)
    for edit in several:
        text = edited(text, edit)
        whole = read_whole(text)
        found = spliced(before, text)
        assert found is None or found == whole
        before = found or whole


def test_steps_that_are_added_taken_out_and_changed_are_read_alone() -> None:
    for edit in (
        (15, 0, ["    And 1 minute passes"]),
        (15, 2, []),
        (13, 2, ['    And the app tracks "D" with the properties', "      | a | 1 |"]),
        (14, 0, ["    When 1 minute passes"]),
        (36, 0, ["    Then Amplitude sees 1 user"]),
        (14, 0, ["    And the app comes to foreground"]),
    ):
        assert spliced(read_whole(PUSH), edited(PUSH, edit)) is not None, edit


def test_a_text_is_read_near_the_one_before() -> None:
    forget()
    first = read(PUSH)
    longer = read(PUSH + "    And 1 minute passes\n")
    assert longer == read_whole(longer.text)
    assert all(one is other for one, other in zip(first.scripts[0].steps, longer.scripts[0].steps, strict=False))
