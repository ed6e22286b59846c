"""The list of known failures: a port's CI starts green, goes red on a regression, and the list stays true."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.conformance.records import known_failures
from simulator.conformance.records import stream as records
from simulator.conformance.records.known_failures import RECORDED_FOR, KnownFailure
from tests.support.commands import devicemode
from tests.support.runs import HOSTILE, PAUSED, PHONE, PLAYED, conform, failure, features, record, run

TODAY = date(2026, 3, 1)


def listed(folder: Path, *entries: str) -> Path:
    path = folder / "known.toml"
    path.write_text("".join(f"[[known]]\n{entry}\n" for entry in entries), "utf-8")
    return path


def entry(case: str, until: str = "9999-12-31", reason: str = "not built yet", more: str = "") -> str:
    return f'case = "{case}"\nreason = "{reason}"\nuntil = {until}\n{more}'


def test_a_listed_failure_is_known_and_the_run_conforms(tmp_path: Path) -> None:
    report = tmp_path / "run.jsonl"
    known = listed(tmp_path, entry(PAUSED, more='issue = "https://example.com/1"'))
    answer = conform(tmp_path, "--known-failures", known, "--report", report)
    assert answer.exit_code == 0
    assert answer.stderr == ""
    assert "songs .k-" in answer.output
    assert answer.output.endswith("1 passed, 0 failed, 1 known failure, 1 not applicable of 3 cases\n")
    paused = records.read(report).by_id()[PAUSED]
    assert (paused.status, paused.outcome) == ("failed", "known failure")
    assert (paused.reason, paused.issue) == ("not built yet", "https://example.com/1")
    assert paused.failures


def test_a_list_that_windows_has_saved_is_read(tmp_path: Path) -> None:
    known = listed(tmp_path, entry(PAUSED))
    known.write_bytes(b"\xef\xbb\xbf" + known.read_bytes().replace(b"\n", b"\r\n"))
    assert known_failures.read(known).keys() == {PAUSED}
    assert conform(tmp_path, "--known-failures", known).exit_code == 0


def test_a_failure_that_is_not_listed_is_a_regression(tmp_path: Path) -> None:
    answer = conform(tmp_path, "--known-failures", listed(tmp_path))
    assert answer.exit_code == 1
    assert f"FAILED {PAUSED}" in answer.output


def test_an_adapter_that_fails_can_be_known_too(tmp_path: Path) -> None:
    known = listed(tmp_path, entry(PAUSED), entry(PLAYED))
    answer = conform(tmp_path, "--known-failures", known, mode="crash")
    assert answer.exit_code == 0
    assert "0 passed, 0 failed, 2 known failure, 1 not applicable of 3 cases" in answer.output


def test_an_entry_whose_case_passes_is_stale(tmp_path: Path) -> None:
    answer = conform(tmp_path, "--known-failures", listed(tmp_path, entry(PAUSED), entry(PLAYED)))
    assert answer.exit_code == 1
    assert answer.stderr == f'known failures: "{PLAYED}" is passing now; take it off the list\n'
    assert f"PASSES ALTHOUGH LISTED {PLAYED}" in answer.output
    assert "the list of known failures includes it (not built yet); take it off" in answer.output


def test_an_entry_whose_case_does_not_apply_is_stale(tmp_path: Path) -> None:
    answer = conform(tmp_path, "--known-failures", listed(tmp_path, entry(PAUSED), entry(PHONE)))
    assert answer.exit_code == 1
    assert answer.stderr == f'known failures: "{PHONE}" is not applicable now; take it off the list\n'


def test_an_entry_that_has_expired_is_a_failure_again(tmp_path: Path) -> None:
    answer = conform(tmp_path, "--known-failures", listed(tmp_path, entry(PAUSED, until="2001-02-03")))
    assert answer.exit_code == 1
    assert f"FAILED {PAUSED}" in answer.output
    assert answer.stderr == (
        f'known failures: "{PAUSED}" was to fail until 2001-02-03 at most; repair it, or say why not\n'
    )


def test_an_entry_counts_to_the_end_of_its_last_day() -> None:
    known = {PAUSED: KnownFailure(case=PAUSED, reason="r", until=TODAY)}
    failed = record(PAUSED, "failed")
    assert known_failures.mark(failed, known, today=TODAY).outcome == "known failure"
    assert known_failures.mark(failed, known, today=TODAY + timedelta(1)).outcome == "failed"


def test_an_entry_of_no_case_is_complained_of(tmp_path: Path) -> None:
    known = listed(tmp_path, entry(PAUSED), entry("songs#pausd"))
    answer = conform(tmp_path, "--known-failures", known)
    assert answer.exit_code == 1
    assert answer.stderr == f'known failures: "songs#pausd" is not a case of the suite. Did you mean "{PAUSED}"?\n'


def test_an_entry_of_a_case_that_was_not_chosen_is_left_alone(tmp_path: Path) -> None:
    answer = conform(tmp_path, "--known-failures", listed(tmp_path, entry(PAUSED)), "--case", PLAYED)
    assert answer.exit_code == 0
    assert answer.stderr == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            f"[[known]]\n{entry(PAUSED)}[[known]]\n{entry(PAUSED)}",
            f'the case "{PAUSED}" is listed twice; keep one entry',
        ),
        (f"[[known]]\n{entry(PAUSED, reason='  ')}", f'the entry for "{PAUSED}" has no reason; say why it fails'),
        (f'[[known]]\ncase = "{PAUSED}"\nuntil = 2030-01-01', "Object missing required field `reason`"),
        (
            f'[[known]]\ncase = "{PAUSED}"\nreason = "r"',
            "an entry [[known]] has case, reason and until, and maybe issue",
        ),
        (f"[[known]]\n{entry(PAUSED, until='true')}", "Expected `date`, got `bool`"),
        (f"[[known]]\n{entry(PAUSED, more='isue = 1')}", "Object contains unknown field `isue`"),
        (f"[[know]]\n{entry(PAUSED)}", "Object contains unknown field `know`"),
        ("[[known]\n", "is not valid TOML"),
    ],
)
def test_a_list_that_is_wrong_is_refused_before_anything_runs(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "known.toml"
    path.write_text(text)
    answer = conform(tmp_path, "--known-failures", path)
    assert answer.exit_code == 2
    assert answer.output.startswith(f"Error: {path}: ")
    assert says in answer.output
    assert answer.output.count("\n") == 1


def test_a_list_that_can_not_be_read_is_a_wrong_option(tmp_path: Path) -> None:
    missing = tmp_path / "nothing.toml"
    answer = conform(tmp_path, "--known-failures", missing)
    assert (answer.exit_code, answer.output) == (2, f"Error: {missing}: can't be read: No such file or directory\n")
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b"# caf\xe9\n[[known]]\n")
    answer = conform(tmp_path, "--known-failures", latin)
    assert (answer.exit_code, answer.output) == (2, f"Error: {latin}: is not UTF-8 text (byte 5); save it as UTF-8\n")


@pytest.mark.parametrize("option", ["--known-failures", "--record-failures"])
def test_the_reference_has_no_known_failures(tmp_path: Path, option: str) -> None:
    answer = devicemode("conform", "--features", features(tmp_path), option, tmp_path / "known.toml")
    assert answer.exit_code == 2
    assert f"{option} is for a port; name its adapter with --adapter or --adapter-url" in answer.output


# Recording


def test_recorded_failures_make_the_next_run_green(tmp_path: Path) -> None:
    path = tmp_path / "known.toml"
    first = conform(tmp_path, "--record-failures", path)
    assert first.exit_code == 1
    assert first.output.endswith(f"1 known failure recorded in {path}\n")
    [(case, made)] = known_failures.read(path).items()
    assert case == PAUSED
    assert made.reason == "event 1: event_type: expected Song Paused, actual Song Played"
    second = conform(tmp_path, "--known-failures", path)
    assert (second.exit_code, second.stderr) == (0, "")


def test_recording_again_keeps_reasons_and_issues_and_takes_off_what_is_mended(tmp_path: Path) -> None:
    more = 'issue = "https://example.com/1"'
    path = listed(tmp_path, entry(PAUSED, reason="pausing comes in 3.0", more=more), entry(PLAYED))
    before = known_failures.read(path)
    conform(tmp_path, "--record-failures", path)
    assert known_failures.read(path) == {PAUSED: before[PAUSED]}


def test_recording_part_of_the_suite_keeps_the_entries_of_the_rest(tmp_path: Path) -> None:
    path = listed(tmp_path, entry(PLAYED, reason="a reason of its own"))
    conform(tmp_path, "--record-failures", path, "--case", PAUSED)
    assert list(known_failures.read(path)) == [PAUSED, PLAYED]


def test_recording_gives_an_expired_entry_a_new_date_and_leaves_one_that_is_to_come() -> None:
    known = {
        "a#1": KnownFailure(case="a#1", reason="one", until=TODAY - timedelta(1)),
        "a#2": KnownFailure(case="a#2", reason="two", until=TODAY + timedelta(5)),
    }
    cases = [record(f"a#{number}", "failed") for number in (1, 2, 3)]
    made = known_failures.recorded(run(*cases), known, today=TODAY)
    assert [(one.case, one.until) for one in made] == [
        ("a#1", TODAY + RECORDED_FOR),
        ("a#2", TODAY + timedelta(5)),
        ("a#3", TODAY + RECORDED_FOR),
    ]
    assert [one.reason for one in made[:2]] == ["one", "two"]


def test_what_has_no_verdict_is_recorded_only_if_asked_by_name() -> None:
    crashed = run(record("a#1", "errored", reason="it crashed"))
    assert known_failures.recorded(crashed, {}, today=TODAY) == ()
    [made] = known_failures.recorded(crashed, {}, today=TODAY, errors=True)
    assert made.reason == "it crashed"
    assert known_failures.recorded(crashed, {"a#1": made}, today=TODAY) == (made,)


def test_what_has_no_verdict_is_counted_when_failures_are_recorded(tmp_path: Path) -> None:
    path = tmp_path / "known.toml"
    first = conform(tmp_path, "--record-failures", path, "--case", PLAYED, mode="crash")
    assert first.output.endswith("1 case without a verdict not recorded; --record-errors would list them\n")
    assert known_failures.read(path) == {}
    conform(tmp_path, "--record-failures", path, "--record-errors", "--case", PLAYED, mode="crash")
    assert list(known_failures.read(path)) == [PLAYED]


texts = st.text() | st.sampled_from(HOSTILE)


@given(texts, texts, texts, st.dates())
def test_any_text_survives_the_list(case: str, reason: str, issue: str, until: date) -> None:
    made = KnownFailure(case=case, reason=f"r{reason}", issue=issue, until=until)
    assert _read_back(known_failures.written([made])) == [made]


def _read_back(text: str) -> list[KnownFailure]:
    return msgspec.convert(tomllib.loads(text)["known"], list[KnownFailure])


def test_what_is_recorded_of_hostile_failures_is_a_list_that_can_be_read(tmp_path: Path) -> None:
    cases = [
        record(f"a#{number}", "failed", failures=(failure(text, text, text),)) for number, text in enumerate(HOSTILE)
    ]
    path = tmp_path / "known.toml"
    path.write_text(known_failures.written(known_failures.recorded(run(*cases), {}, today=TODAY)), "utf-8")
    assert len(known_failures.read(path)) == len(HOSTILE)
    assert path.stat().st_size < 20_000
