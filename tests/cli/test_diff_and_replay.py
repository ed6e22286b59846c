"""Two runs compared, and a run judged again without the port."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from simulator.conformance import suite
from simulator.conformance.records import differences
from simulator.conformance.records import stream as records
from simulator.conformance.records.recording import judge_again
from simulator.conformance.records.stream import CaseRecord, Run
from tests.support.commands import devicemode
from tests.support.runs import FEATURE, PAUSED, PHONE, PLAYED, conform, features, record, run, save


def statuses(**cases: str) -> Run:
    """Return a run of cases with these statuses."""
    return run(*(record(f"a#{name}", status.replace("_", " ")) for name, status in cases.items()))


def ids(cases: tuple[CaseRecord, ...]) -> list[str]:
    return [one.case.partition("#")[2] for one in cases]


# Diff


def test_every_case_is_in_the_group_that_says_what_became_of_it() -> None:
    before = statuses(
        good="passed",
        worse="passed",
        breaks="passed",
        mended="failed",
        back="errored",
        same="failed",
        other="errored",
        gone="passed",
        failing_gone="failed",
        dropped="passed",
        skipped="failed",
        appears="not applicable",
        appears_bad="skipped",
        never="not applicable",
    )
    after = statuses(
        good="passed",
        worse="failed",
        breaks="errored",
        mended="passed",
        back="passed",
        same="failed",
        other="failed",
        dropped="not applicable",
        skipped="skipped",
        appears="passed",
        appears_bad="failed",
        never="skipped",
        new_good="passed",
        new_bad="failed",
        new_none="not applicable",
    )
    changed = differences.compare(before, after)
    assert ids(changed.new) == ["worse", "breaks"]
    assert ids(changed.fixed) == ["mended", "back"]
    assert ids(changed.still) == ["same", "other"]
    assert ids(changed.added) == ["appears", "appears_bad", "new_good", "new_bad"]
    assert ids(changed.removed) == ["gone", "failing_gone", "dropped", "skipped"]
    assert changed.worse


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        ({"a": "passed"}, {"a": "passed"}, False),
        ({"a": "passed"}, {"a": "failed"}, True),
        ({"a": "failed"}, {"a": "failed"}, False),
        ({"a": "failed"}, {"a": "errored"}, False),
        ({"a": "failed"}, {"a": "passed"}, False),
        ({"a": "passed"}, {}, False),
        ({}, {"a": "passed"}, False),
        ({}, {"a": "failed"}, True),
        ({"a": "not_applicable"}, {"a": "errored"}, True),
    ],
)
def test_a_run_is_worse_if_something_fails_that_did_not(
    tmp_path: Path, before: dict[str, str], after: dict[str, str], worse: bool
) -> None:
    old, new = save(statuses(**before), tmp_path / "old"), save(statuses(**after), tmp_path / "new")
    assert devicemode("diff", old, new).exit_code == int(worse)


def test_the_list_of_known_failures_makes_no_difference() -> None:
    listed = record("a#1", "failed", known=True, reason="not built yet")
    assert ids(differences.compare(run(listed), run(record("a#1", "failed"))).still) == ["1"]
    assert ids(differences.compare(run(listed), run(record("a#1", known=True))).fixed) == ["1"]


def test_the_difference_of_two_ports_as_a_user_sees_it(tmp_path: Path) -> None:
    old, new = tmp_path / "old.jsonl", tmp_path / "new.jsonl"
    conform(tmp_path, "--report", old)
    conform(tmp_path, "--report", new, mode="crash")
    answer = devicemode("diff", old, new)
    assert answer.exit_code == 1
    assert answer.output.splitlines() == [
        "before: miniature 1 · documented",
        "after: miniature 1 · documented",
        "new failures: 1",
        f"  {PLAYED}  errored",
        "fixed: 0",
        "still failing: 1",
        f"  {PAUSED}  errored",
        "added: 0",
        "removed: 0",
    ]
    back = devicemode("diff", new, old)
    assert back.exit_code == 0
    assert f"fixed: 1\n  {PLAYED}  passed\n" in back.output


def test_runs_of_different_suites_are_compared_with_a_warning(tmp_path: Path) -> None:
    old, new = tmp_path / "old.jsonl", tmp_path / "new.jsonl"
    conform(tmp_path, "--report", old)
    conform(tmp_path, "--report", new, text=FEATURE.replace("Scenario: paused", "Scenario: paused again"))
    answer = devicemode("diff", old, new)
    assert "the two runs are of different suites: a case may have changed as well as the port\n" in answer.output
    assert "added: 1\n  songs#paused-again  failed\nremoved: 1\n  songs#paused  failed\n" in answer.output
    assert answer.exit_code == 1


def test_a_run_that_was_interrupted_is_compared_with_a_warning(tmp_path: Path) -> None:
    old = save(statuses(a="passed", b="passed"), tmp_path / "old")
    new = save(run(record("a#a"), more=1, ended=False), tmp_path / "new")
    answer = devicemode("diff", old, new, columns=200)
    assert f"{new} has no end: that run was interrupted, and the rest of it is missing\n" in answer.output
    assert "removed: 1\n  a#b  passed\n" in answer.output


# Replay


@pytest.mark.parametrize(("case", "code"), [(PLAYED, 0), (PAUSED, 1)])
def test_a_case_is_judged_again_without_the_port(tmp_path: Path, case: str, code: int) -> None:
    report = tmp_path / "run.jsonl"
    conform(tmp_path, "--report", report)
    answer = devicemode("replay", report, "--case", case)
    assert answer.exit_code == code
    status = "failed" if code else "passed"
    assert answer.output.endswith(f"{case}: {status} (was {status})\n")
    if code:
        assert "event 1: event_type    Song Paused    Song Played" in answer.output


def test_replay_judges_by_the_features_as_they_are_now(tmp_path: Path) -> None:
    report = tmp_path / "run.jsonl"
    conform(tmp_path, "--report", report)
    features(tmp_path, FEATURE.replace("| Song Paused |", "| Song Played |"))
    answer = devicemode("replay", report, "--case", PAUSED)
    assert answer.output == (
        f"the scenario has changed since that run; it is judged as it is now\n{PAUSED}: passed (was failed)\n"
    )
    assert answer.exit_code == 0


def test_replay_takes_features_from_another_place(tmp_path: Path) -> None:
    report = tmp_path / "run.jsonl"
    conform(tmp_path, "--report", report)
    moved = tmp_path / "moved"
    (tmp_path / "features").rename(moved)
    suite.load.cache_clear()
    gone = devicemode("replay", report, "--case", PLAYED)
    assert gone.exit_code == 2
    assert gone.output.endswith("is not a folder of features\n")
    assert devicemode("replay", report, "--case", PLAYED, "--features", moved).exit_code == 0


@pytest.mark.parametrize(
    "change",
    [
        ('    When the app tracks "Song Paused"\n', '    When the app tracks "Song Paused"\n' * 2),
        ("| Song Paused |\n", '| Song Paused |\n    When the app tracks "Song Played"\n'),
        ("Then Amplitude receives exactly", "Then Amplitude sees 1 user\n    And Amplitude receives exactly"),
        ('    When the app tracks "Song Paused"\n', ""),
    ],
    ids=["a step more", "a step more at the end", "an expectation more", "a step less"],
)
def test_a_scenario_that_asks_for_something_else_can_not_be_replayed(tmp_path: Path, change: tuple[str, str]) -> None:
    report = tmp_path / "run.jsonl"
    conform(tmp_path, "--report", report)
    features(tmp_path, FEATURE.replace(*change))
    answer = devicemode("replay", report, "--case", PAUSED)
    assert answer.exit_code == 2
    assert answer.output == (
        f'Error: "{PAUSED}" has changed since that run: it now asks for something else; run it again\n'
    )


def test_replay_needs_a_case_that_the_run_has(tmp_path: Path) -> None:
    report = tmp_path / "run.jsonl"
    conform(tmp_path, "--report", report)
    answer = devicemode("replay", report, "--case", "songs#pausd")
    assert answer.exit_code == 2
    assert answer.output == f'Error: {report} has no case "songs#pausd". Did you mean "{PAUSED}"?\n'


def test_replay_needs_a_case_that_the_suite_still_has(tmp_path: Path) -> None:
    report = tmp_path / "run.jsonl"
    conform(tmp_path, "--report", report)
    features(tmp_path, FEATURE.replace("Scenario: paused", "Scenario: stopped"))
    answer = devicemode("replay", report, "--case", PAUSED)
    assert (answer.exit_code, answer.output) == (2, f'Error: the suite has no case "{PAUSED}" any more\n')


def test_a_case_of_which_nothing_was_seen_can_not_be_replayed(tmp_path: Path) -> None:
    report = tmp_path / "run.jsonl"
    conform(tmp_path, "--report", report)
    answer = devicemode("replay", report, "--case", PHONE)
    assert answer.exit_code == 2
    assert answer.output.endswith("nothing was seen that could be judged\n")


def test_what_was_seen_may_not_be_nonsense(tmp_path: Path) -> None:
    report = tmp_path / "run.jsonl"
    conform(tmp_path, "--report", report)
    read = records.read(report)
    wrong = [
        msgspec.structs.replace(
            one,
            observations=tuple(
                msgspec.structs.replace(look, found=7) if look.at == "view" else look for look in one.observations
            ),
        )
        for one in read.cases
    ]
    save(Run(read.begin, tuple(wrong), read.end), report)
    answer = devicemode("replay", report, "--case", PLAYED)
    assert answer.exit_code == 2
    assert answer.output.startswith("Error: what the report says was seen (view) can't be read: Expected `object`")


def test_replay_shows_the_messages_that_it_is_asked_for(tmp_path: Path) -> None:
    report = tmp_path / "run.jsonl"
    conform(tmp_path, "--report", report)
    answer = devicemode("replay", report, "--case", PAUSED, "--transcript")
    messages = [line for line in answer.output.splitlines() if line.startswith(("→ ", "← "))]
    assert [message for message in messages if '"do":"call"' in message and "Song Paused" in message]
    assert [message for message in messages if message.startswith("← ") and "Song Played" in message]


REFUSES = """\
Feature: Refusals

  @rule:start.api-key
  Scenario: a short key
    Given a web app with the settings
      | API Key | short |
    Then it is refused with "API Key"
    And Amplitude receives no events
"""


def test_a_run_of_the_reference_is_replayed_with_its_refusals(tmp_path: Path) -> None:
    report, folder = tmp_path / "run.jsonl", features(tmp_path, REFUSES)
    assert devicemode("conform", "--features", folder, "--report", report).exit_code == 0
    [case] = records.read(report).by_id()
    answer = devicemode("replay", report, "--case", case)
    assert (answer.exit_code, answer.output) == (0, f"{case}: passed (was passed)\n")
    # The refusal had another sentence then: the step now fails, by the words alone.
    features(tmp_path, REFUSES.replace('with "API Key"', 'with "a shoe"'))
    answer = devicemode("replay", report, "--case", case)
    assert answer.exit_code == 1
    assert "says “a shoe”" in answer.output


def test_every_case_of_the_suite_comes_to_the_same_when_it_is_replayed() -> None:
    chosen = suite.load()[::10]
    by_id = {case.id: case for case in chosen}
    for one in suite.records_of_reference(chosen, observations=True):
        if one.observations:
            verdict = judge_again(by_id[one.case], one.observations, dialect=one.dialect, own_sentences=True)
            assert verdict.status == one.status == "passed", one.case
    assert len(chosen) > 100
