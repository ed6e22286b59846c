"""Ctrl-C: the command says so and ends, whatever runs beside it, and what has come by then is there."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from simulator.conformance import records
from tests.interruptions import interruptible
from tests.readme import ROOT

REFERENCE = shlex.join([sys.executable, "-m", "simulator.adapters.reference", "--level", "events"])


def broken_off(*arguments: str, after: str) -> subprocess.CompletedProcess[str]:
    """Run a command and press Ctrl-C, which all its processes get, as soon as it has shown a text."""
    with interruptible():
        process = subprocess.Popen(
            [sys.executable, "-m", "simulator", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            cwd=ROOT, start_new_session=True,
        )  # fmt: skip
    assert process.stdout is not None
    shown = ""
    while after not in shown:
        more = process.stdout.read(1)
        assert more, f"{after!r} never came: {shown}"
        shown += more
    os.killpg(process.pid, signal.SIGINT)
    try:
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    return subprocess.CompletedProcess(process.args, process.returncode, shown + out, err)


@pytest.mark.parametrize(
    "options",
    [(), ("-j", "2"), ("--through-backend",), ("--adapter", REFERENCE), ("--adapter", REFERENCE, "-j", "2")],
    ids=["reference", "processes", "backend", "adapter", "adapters"],
)
def test_a_run_that_is_broken_off_shows_and_keeps_what_has_come(options: Sequence[str], tmp_path: Path) -> None:
    report = tmp_path / "run.jsonl"
    done = broken_off("conform", "--shuffle", "1", "--report", str(report), *options, after=".")
    assert done.stderr == "\nbroken off\n"
    assert done.returncode == 130
    made = records.read(report)
    assert made.end is None
    assert 0 < len(made.cases) < made.begin.discovered
    said = re.search(r", (\d+) not run of (\d+) cases\n$", done.stdout)
    assert said is not None
    assert int(said[2]) == made.begin.discovered
    # The last one may have been written and not counted.
    assert made.begin.discovered - int(said[1]) <= len(made.cases) <= made.begin.discovered - int(said[1]) + 1


def test_what_comes_of_a_run_as_a_whole_is_left_out(tmp_path: Path) -> None:
    """A list of known failures of half a run would forget those of the other half."""
    listed = tmp_path / "known.toml"
    listed.write_text("# as it was\n", "utf-8")
    done = broken_off("conform", "--adapter", REFERENCE, "--record-failures", str(listed), after=".")
    assert done.returncode == 130
    assert listed.read_text("utf-8") == "# as it was\n"


@pytest.mark.parametrize(
    ("arguments", "after"),
    [(("adapter", "check", "--", *shlex.split(REFERENCE)), "✓"), (("conform", "--dialect", "all"), "in ")],
    ids=["adapter check", "dialects"],
)
def test_any_command_is_broken_off_alike(arguments: Sequence[str], after: str) -> None:
    done = broken_off(*arguments, after=after)
    assert done.stderr == "\nbroken off\n"
    assert done.returncode == 130
