"""Calls that made no event, with the reason: a setting, a rule by which they did something else, their integrations."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.conformance.language.cases import Case, compile_file
from simulator.conformance.running.silence import silent_calls
from simulator.documentation.platforms import Platform
from tests.support.commands import devicemode

FEATURE = """\
Feature: Quiet

  Scenario: calls
    Given an app{settings}
    When the app calls screen with
      \"\"\"
      {{"name": "Settings"}}
      \"\"\"
    And the app identifies "derek"
    And the app tracks "Song Played"
    And the app calls track with
      \"\"\"
      {{"event": "Song Skipped", "integrations": {{"All": false}}}}
      \"\"\"
    And the app calls flush
"""


def compiled(tmp_path: Path, settings: str = "") -> Case:
    path = tmp_path / "quiet.feature"
    path.write_text(FEATURE.format(settings=settings), "utf-8")
    [case] = compile_file(path)
    return case


@pytest.mark.parametrize(
    ("platform", "page"),
    [
        ("ios", "unless Track All Pages is on or Track All Screens is on"),
        ("android", "unless Track Named Pages is on or Track All Pages is on or Track All Screens is on"),
    ],
)
def test_a_call_that_made_no_event_says_why(tmp_path: Path, platform: Platform, page: str) -> None:
    found = silent_calls(compiled(tmp_path), platform=platform)
    assert [one.says for one in found] == [
        f"line 5: screen makes no event {page}",
        "line 9: identify makes no event, but calls setUserId",
        "line 11: track makes no event, since its integrations leave Amplitude out",
    ]
    assert found[1].because == ("identify.user-id",)


def test_a_call_that_made_an_event_is_not_named(tmp_path: Path) -> None:
    table = " with the settings\n      | Track All Screens | on |"
    assert [one.method for one in silent_calls(compiled(tmp_path, table), platform="ios")] == ["identify", "track"]


def test_run_names_silent_calls(tmp_path: Path) -> None:
    compiled(tmp_path)
    answer = devicemode("run", tmp_path / "quiet.feature", "--platform", "ios")
    assert "identify makes no event, but calls setUserId" in answer.output


def test_two_platforms_are_compared_by_what_does_not_belong_to_them_by_nature(tmp_path: Path) -> None:
    path = tmp_path / "same.feature"
    path.write_text(
        'Feature: Same\n\n  Scenario: same\n    Given an app\n    When the app tracks "Song Played" with the properties\n'
        "      | title | Blue |\n",
        "utf-8",
    )
    output = devicemode("run", path, "--compare", "ios,android").output
    assert "≠" not in output
    assert output.count("title: Blue") == 2
    assert "no difference: all that arrives is the same (1)" in output
