"""`devicemode explore`: refusals before a server is started."""

from __future__ import annotations

from pathlib import Path

from tests.support.commands import devicemode


def refused(*arguments: str | Path) -> str:
    """Return the sentence of the command's refusal."""
    result = devicemode("explore", "--no-browser", *arguments)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    return result.output


def test_a_feature_that_is_not_there(tmp_path: Path) -> None:
    assert "none.feature" in refused(tmp_path / "none.feature")


def test_a_case_that_a_feature_does_not_have(tmp_path: Path) -> None:
    feature = tmp_path / "one.feature"
    feature.write_text(
        'Feature: One\n\n  Scenario: One\n    Given an app\n    When the app tracks "Song Played"\n', "utf-8"
    )
    assert '"two"' in refused(feature, "--case", "two")


def test_a_run_in_which_nothing_failed(tmp_path: Path) -> None:
    record = tmp_path / "run.jsonl"
    ran = devicemode("conform", "-k", "track/", "--platform", "web", "--tag", "rule:track.event", "--report", record)
    assert ran.exit_code == 0, ran.output
    assert f"no case failed in {record}, so there is none to explore" in refused("--record", record)


def test_what_is_no_backend() -> None:
    assert "is not the address of a backend" in refused("--backend", "file:///tmp")
