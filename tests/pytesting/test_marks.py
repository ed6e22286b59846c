"""The package's assumptions about the insides of pytest and pytest-bdd: a test that fails names the wrong one."""

from __future__ import annotations

import copy
from types import SimpleNamespace

import pytest
from pytest_bdd.gherkin_parser import Cell, DataTable, Location, Row

from simulator.conformance import suite
from simulator.pytesting import marks, speed

pytest_plugins = ["pytester"]

EVERYWHERE = """
@{0}
Feature: Mine
  @{1}
  Scenario Outline: one
    Given a web app
    When the app tracks "<name>"
    Then Amplitude sees 1 user
    @{2}
    Examples:
      | case  | name |
      | alone | Song |
"""


def test_pytest_keeps_the_names_of_markers_where_they_are_put() -> None:
    assert isinstance(getattr(pytest.mark, "_markers", None), set), "see simulator.pytesting.marks.register"


def test_another_pytest_is_named_in_a_sentence(monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> None:
    monkeypatch.setattr(pytest, "mark", SimpleNamespace())
    with pytest.raises(pytest.UsageError, match=f"pytest {pytest.__version__} keeps the names of markers elsewhere"):
        marks.register(pytestconfig)


def test_every_tag_of_the_suite_is_known() -> None:
    used = {tag for case in suite.load() for tag in case.tags if ":" in tag}
    assert used <= set(marks.tags())


@pytest.mark.parametrize("places", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_tags_are_markers_wherever_they_stand(pytester: pytest.Pytester, places: tuple[int, ...]) -> None:
    """Tags of a feature, of a scenario, of Examples: `--strict-markers` accepts them, and `-m` selects by them."""
    tags = ("rule:track.event", "dialect:documented", "adjudicated")
    pytester.makeconftest('pytest_plugins = ["simulator.pytesting.steps"]')
    pytester.makefile(".feature", mine=EVERYWHERE.format(*(tags[place] for place in places)))
    pytester.makepyfile('from pytest_bdd import scenarios\nscenarios(".")')
    pytester.runpytest_inprocess("--strict-markers").assert_outcomes(passed=1)
    pytester.runpytest_inprocess("-m", " and ".join(tags)).assert_outcomes(passed=1)
    pytester.runpytest_inprocess("-m", "rule:page.named").assert_outcomes(deselected=1)


def test_a_case_of_examples_is_named_by_its_row(pytester: pytest.Pytester) -> None:
    """The row comes from `_pytest_bdd_example`, a fixture of pytest-bdd's own."""
    pytester.makeconftest('pytest_plugins = ["simulator.pytesting.steps"]')
    pytester.makefile(".feature", mine=EVERYWHERE.format("adjudicated", "adjudicated", "adjudicated"))
    pytester.makepyfile('from pytest_bdd import scenarios\nscenarios(".")')
    pytester.runpytest_inprocess("--junitxml", "made.xml").assert_outcomes(passed=1)
    assert '<property name="case" value="mine#alone" />' in (pytester.path / "made.xml").read_text()


def test_a_table_is_copied_as_deepcopy_would() -> None:
    speed.quick_tables()
    where = Location(line=1, column=2)
    table = DataTable(where, [Row("1", where, [Cell(where, "a"), Cell(where, "b")])])
    copied = copy.deepcopy(table)
    assert copied == table
    copied.rows[0].cells[0].value = "changed"
    assert table.raw() == [["a", "b"]]
