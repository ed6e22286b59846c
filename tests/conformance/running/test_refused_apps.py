"""An app that is refused: the scenario goes on without it, and each side says what it has."""

from __future__ import annotations

from simulator.conformance.language.cases import Case, compile_text
from simulator.conformance.running.comparison import Side, compare
from simulator.conformance.running.exploration import explore

FEATURE = """\
Feature: A key that was cut short

  Scenario: what an app with it reads and sends
    Given an android app with the settings
      | API Key | 0a1b |
    When the app tracks "Song Played"
    And 30 seconds pass
    Then Amplitude has received exactly these requests so far
      | events | status | answer          |
      | 0      | 200    | invalid_api_key |
    And the device id of the app reads as <generated id>
"""


def case() -> Case:
    [one] = compile_text(FEATURE, "key.feature", "key")
    return one


def test_it_reads_no_device_id() -> None:
    explored = explore(case(), dialect="documented")
    assert explored.device_ids_read == ()
    assert [one.says.partition(" must ")[0] for one in explored.refusals][:1] == ['the setting "API Key"']
    assert [one.differences[0].actual for one in explored.failures] == ["(none)", "null"]


def test_as_shipped_nothing_is_refused_but_by_amplitude() -> None:
    explored = explore(case(), dialect="shipped")
    assert (explored.failures, explored.refusals) == ((), ())


def test_the_difference_has_its_name() -> None:
    assert compare(case(), Side("documented"), Side("shipped")).divergences == ("start.android.any-key",)
