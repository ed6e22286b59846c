"""`devicemode report` as a user meets it: forms, files, and errors in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.cli.report import _FORMS
from tests.support.commands import devicemode
from tests.support.runs import conform, record, run, save

FORMS = {
    "html": "<!doctype html>",
    "junit": "<?xml",
    "markdown": "# Conformance",
    "messages": '{"meta":',
    "badge": "<svg",
}


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "run.jsonl"
    conform(tmp_path, "--report", path)
    return path


def test_every_form_is_known_here() -> None:
    assert [form.name for form in _FORMS] == list(FORMS)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_written_to_its_file_and_nothing_is_printed(report: Path, tmp_path: Path, form: str) -> None:
    path = tmp_path / "made"
    answer = devicemode("report", report, f"--{form}", path)
    assert (answer.exit_code, answer.output) == (0, "")
    assert path.read_text("utf-8").startswith(FORMS[form])
    # Nothing is left beside it.
    assert {one.name for one in tmp_path.iterdir()} == {"features", "run.jsonl", "made"}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_printed_on_standard_output(report: Path, form: str) -> None:
    assert devicemode("report", report, f"--{form}", "-").output.startswith(FORMS[form])


@pytest.mark.parametrize("form", FORMS)
def test_the_same_run_gives_the_same_bytes(report: Path, form: str) -> None:
    assert (
        devicemode("report", report, f"--{form}", "-").output == devicemode("report", report, f"--{form}", "-").output
    )


def test_all_forms_are_written_at_once(report: Path, tmp_path: Path) -> None:
    options = [part for form in FORMS for part in (f"--{form}", tmp_path / form)]
    assert devicemode("report", report, *options).exit_code == 0
    for form, begins in FORMS.items():
        assert (tmp_path / form).read_text("utf-8").startswith(begins)


def test_two_forms_never_share_a_file(report: Path, tmp_path: Path) -> None:
    path = tmp_path / "made"
    answer = devicemode("report", report, "--html", path, "--junit", path)
    assert answer.exit_code == 2
    assert f"--html and --junit would both be written to {path}; give each its own file" in answer.output
    assert not path.exists()


def test_nothing_is_written_if_one_form_can_not_be_made(report: Path, tmp_path: Path) -> None:
    (tmp_path / "features" / "songs.feature").unlink()
    answer = devicemode("report", report, "--badge", tmp_path / "badge", "--messages", tmp_path / "messages")
    assert answer.exit_code == 2
    assert not (tmp_path / "badge").exists()


def test_cucumber_messages_hold_one_run(report: Path) -> None:
    answer = devicemode("report", report, report, "--messages", "-")
    assert answer.exit_code == 2
    assert "Cucumber messages hold one run; make them for each run on its own" in answer.output


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("nowhere/made.html", "can't be written: No such file or directory; name a file in a folder that exists"),
        ("features", "can't be written: Is a directory; name a file"),
    ],
)
def test_a_file_that_can_not_be_written_is_one_sentence(report: Path, tmp_path: Path, where: str, says: str) -> None:
    path = tmp_path / where
    answer = devicemode("report", report, "--html", path)
    assert (answer.exit_code, answer.output) == (2, f"Error: {path}: {says}\n")


def test_a_file_that_was_there_is_replaced_whole(report: Path, tmp_path: Path) -> None:
    path = tmp_path / "made.svg"
    path.write_text("x" * 100_000)
    link = tmp_path / "link.svg"
    link.symlink_to(path)
    devicemode("report", report, "--badge", link)
    assert link.is_symlink()
    assert path.read_text("utf-8").endswith("</svg>\n")
    assert path.stat().st_size < 1000


def test_a_report_needs_a_run() -> None:
    answer = devicemode("report")
    assert answer.exit_code == 2
    assert "Missing argument 'RUN...'" in answer.output


def test_a_report_of_a_run_that_does_not_conform_is_made_all_the_same(tmp_path: Path) -> None:
    path = save(run(record(status="failed"), ended=False, more=1), tmp_path / "run.jsonl")
    answer = devicemode("report", path)
    assert answer.exit_code == 0
    assert "1 failed" in answer.output


def test_a_report_has_the_rules_and_steps_without_the_features(report: Path, tmp_path: Path) -> None:
    (tmp_path / "features" / "songs.feature").unlink()
    page = devicemode("report", report, "--html", "-").output
    assert "Song Paused" in page
    lines = [json.loads(line) for line in report.read_bytes().splitlines()]
    assert {rule["id"] for rule in lines[0]["rules"]} == {"track.event"}
