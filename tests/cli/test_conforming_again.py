"""Running again: only the cases that failed last, and whenever the port's code changes."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from simulator.cli.conforming import changes
from simulator.errors import UsageError
from tests.support.commands import devicemode
from tests.support.runs import PAUSED, conform, features


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the last failures in a folder of the test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_only_what_failed_last_is_run_again(tmp_path: Path) -> None:
    assert "1 passed, 1 failed" in conform(tmp_path).output
    again = conform(tmp_path, "--last-failed")
    assert again.exit_code == 1
    assert again.output.endswith("0 passed, 1 failed, 0 not applicable, 2 not run of 3 cases\n")
    assert conform(tmp_path, "--last-failed", "--list").output == f"{PAUSED}\n"


def test_what_was_not_run_again_still_counts_as_failed(tmp_path: Path) -> None:
    conform(tmp_path)
    conform(tmp_path, "--tag", "rule:track.event", "-k", "played")
    assert conform(tmp_path, "--last-failed", "--list").output == f"{PAUSED}\n"


def test_a_run_without_failures_leaves_nothing_to_run(tmp_path: Path) -> None:
    conform(tmp_path, "-k", "songs#played")
    again = conform(tmp_path, "--last-failed")
    assert (again.exit_code, again.output) == (4, "nothing ran: nothing failed in the last run\n")


def test_each_port_has_failures_of_its_own(tmp_path: Path) -> None:
    conform(tmp_path)
    answer = devicemode("conform", "--features", features(tmp_path), "--last-failed")
    assert answer.exit_code == 2
    assert "no run of this from here is remembered; run it once without --last-failed" in answer.output


def test_a_cache_that_cannot_be_written_costs_no_run(tmp_path: Path, cache: Path) -> None:
    cache.write_text("not a folder", "utf-8")
    assert conform(tmp_path).exit_code == 1
    assert "no run of this from here is remembered" in conform(tmp_path, "--last-failed").output


def test_watching_runs_again_after_each_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = tmp_path / "code"
    code.mkdir()
    waited = []

    def wait(root: Path, before: changes.Look) -> None:
        waited.append((root, before))
        if len(waited) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(changes, "wait", wait)
    answer = conform(tmp_path, "--watch", code)
    assert answer.output.count("1 passed, 1 failed") == 2
    assert waited == [(code, {}), (code, {})]
    assert answer.exit_code == 130


def test_a_change_is_noticed_and_what_others_made_is_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "a.js").write_text("", "utf-8")
    file = tmp_path / "port.js"
    file.write_text("1", "utf-8")
    before = changes.look(tmp_path)
    assert list(before) == [str(file)]
    waiting = threading.Thread(target=changes.wait, args=(tmp_path, before), daemon=True)
    waiting.start()
    file.write_text("12", "utf-8")
    waiting.join(30)
    assert not waiting.is_alive()


def test_what_is_watched_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not a folder; name the one with your port's code"):
        changes.look(tmp_path / "missing")
