"""Calls that made no event, with the reason: a setting, a rule by which it did something else, its integrations."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.conformance import suite
from simulator.conformance.language.cases import Case, compile_file
from simulator.conformance.running.silent_calls import rules_behind_silence, silent_calls
from simulator.documentation.platforms import Platform
from simulator.model.divergences import divergence
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


def case_of(tmp_path: Path, steps: str, *, tags: str = "") -> Case:
    path = tmp_path / "one.feature"
    lines = "".join(f"    {step}\n" for step in steps.splitlines())
    path.write_text(f"Feature: One\n  {tags}\n  Scenario: one\n{lines}", "utf-8")
    [case] = compile_file(path)
    return case


def at_the_end(case: Case, platform: Platform | None = None) -> tuple[str, ...]:
    return rules_behind_silence(case, len(case.steps) - 1, platform=platform)


@pytest.mark.parametrize(
    ("steps", "rules"),
    [
        ('Given an ios app\nWhen the app calls screen with name "Settings"', ("page.off-by-default",)),
        ('Given a web app\nWhen the app aliases "derek"', ("alias.off-by-default",)),
        ('Given an ios app\nWhen the app identifies "derek"', ("identify.user-id",)),
        ('Given a web app\nWhen the app calls screen with name "Settings"', ("page.no-screen-on-web",)),
        ('Given an ios app\nWhen the app groups ""', ("group.id-required",)),
        (
            'Given a web app\nAnd the Amplitude SDK has not loaded yet\nWhen the app tracks "Song Played"',
            ("start.web-sdk-loads",),
        ),
        ('Given an ios app\nWhen the app tracks "Song Played"', ()),
    ],
)
def test_the_rules_behind_a_silence(tmp_path: Path, steps: str, rules: tuple[str, ...]) -> None:
    assert at_the_end(case_of(tmp_path, steps))[:1] == rules


def test_an_open_platform_is_the_one_that_is_given(tmp_path: Path) -> None:
    case = case_of(tmp_path, 'Given an app\nWhen the app identifies "derek"')
    assert at_the_end(case, "ios") == ("identify.user-id",)
    assert at_the_end(case, "server") == ()


def test_a_divergence_may_be_what_keeps_an_event_back() -> None:
    [case] = [case for case in suite.load() if case.id == "track/as-shipped-ios#no-shipped"]
    [call] = silent_calls(case)
    assert call.divergences == ("integrations.ios.loose-flags",)
    assert call.says.endswith("as what ships departs from the documentation: integrations.ios.loose-flags")
    assert set(divergence("integrations.ios.loose-flags").rules) <= set(call.rules)


def test_what_is_no_call_has_no_silence(tmp_path: Path) -> None:
    case = case_of(tmp_path, 'Given an ios app\nWhen the app tracks "Song Played"')
    for at in (0, 2, -1):
        with pytest.raises(LookupError, match="no call"):
            rules_behind_silence(case, at)


def test_an_event_that_is_lost_was_made(tmp_path: Path) -> None:
    case = case_of(tmp_path, 'Given an ios app\nWhen the app tracks "Song Played"\nAnd the app is killed')
    assert silent_calls(case) == ()


def test_a_step_may_be_what_is_missing(tmp_path: Path) -> None:
    case = case_of(
        tmp_path, 'Given a web app\nAnd the Amplitude SDK has not loaded yet\nWhen the app tracks "Song Played"'
    )
    [call] = silent_calls(case)
    assert call.says == "line 6: track makes no event unless the Amplitude SDK finishes loading before it"
    assert call.rules == ("start.web-sdk-loads",)
