"""Ctrl-C: the command reports it and ends, whatever runs beside it, and results so far are kept."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import sleep

import pytest

from simulator.conformance.records import stream as records
from tests import ROOT
from tests.support.commands import reference
from tests.support.processes import interruptible

REFERENCE = shlex.join(reference("--level", "events"))


#: Answers hello, makes a file when a scenario is opened, and never answers again.
HANGING = """
import json, os, pathlib, signal, sys, time
port = {"name": "hanging", "version": "1"}
for line in sys.stdin:
    message = json.loads(line)
    if message["do"] == "hello":
        ok = {"protocol": 1, "port": port, "platforms": ["web"], "levels": ["events"]}
        print(json.dumps({"id": message["id"], "ok": ok}), flush=True)
    else:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        pathlib.Path(sys.argv[1], f"opened-{os.getpid()}").touch()
        time.sleep(1000)
"""


def start(*arguments: str) -> subprocess.Popen[str]:
    """Start a command as a terminal does, in a group of its own."""
    with interruptible():
        return subprocess.Popen(
            [sys.executable, "-m", "simulator", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            start_new_session=True,
        )


def break_off(
    process: subprocess.Popen[str], shown: str = "", number: signal.Signals = signal.SIGINT
) -> subprocess.CompletedProcess[str]:
    """Press Ctrl-C, which all processes of the group get; `shown` is its output so far."""
    os.killpg(process.pid, number)
    try:
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    return subprocess.CompletedProcess(process.args, process.returncode, shown + out, err)


def interrupted(
    *arguments: str, after: str, number: signal.Signals = signal.SIGINT
) -> subprocess.CompletedProcess[str]:
    """Run a command and press Ctrl-C as soon as it has shown a text."""
    process = start(*arguments)
    assert process.stdout is not None
    shown = ""
    while after not in shown:
        more = process.stdout.read(1)
        assert more, f"{after!r} never came: {shown}"
        shown += more
    return break_off(process, shown, number)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param((), id="reference"),
        pytest.param(("-j", "2"), id="processes"),
        pytest.param(("--through-backend",), id="backend"),
        pytest.param(("--adapter", REFERENCE), id="adapter"),
        pytest.param(("--adapter", REFERENCE, "-j", "2"), id="adapters", marks=pytest.mark.exhaustive),
    ],
)
def test_a_run_that_is_interrupted_shows_and_keeps_what_has_come(options: Sequence[str], tmp_path: Path) -> None:
    report = tmp_path / "run.jsonl"
    done = interrupted("conform", "--shuffle", "1", "--report", str(report), *options, after=".")
    assert done.stderr == "\ninterrupted\n"
    assert done.returncode == 130
    made = records.read(report)
    assert made.end is None
    assert 0 < len(made.cases) < made.begin.discovered
    said = re.search(r", (\d+) not run of (\d+) cases\n$", done.stdout)
    assert said is not None
    assert int(said[2]) == made.begin.discovered
    # The last case may have been written but not counted.
    assert made.begin.discovered - int(said[1]) <= len(made.cases) <= made.begin.discovered - int(said[1]) + 1


@pytest.mark.parametrize("jobs", [pytest.param(1, marks=pytest.mark.exhaustive), 3])
def test_nobody_waits_for_an_adapter_that_hangs(jobs: int, tmp_path: Path) -> None:
    hanging = tmp_path / "hanging.py"
    hanging.write_text(HANGING, "utf-8")
    adapter = shlex.join([sys.executable, str(hanging), str(tmp_path)])
    process = start("conform", "--adapter", adapter, "--timeout", "1000", "-j", str(jobs))
    while len(list(tmp_path.glob("opened-*"))) < jobs:
        assert process.poll() is None
        sleep(0.01)
    done = break_off(process)
    assert done.stderr == "\ninterrupted\n"
    assert done.returncode == 130


def test_what_comes_of_a_run_as_a_whole_is_left_out(tmp_path: Path) -> None:
    """A list of known failures of half a run would forget those of the other half."""
    listed = tmp_path / "known.toml"
    listed.write_text("# as it was\n", "utf-8")
    done = interrupted("conform", "--adapter", REFERENCE, "--record-failures", str(listed), after=".")
    assert done.returncode == 130
    assert listed.read_text("utf-8") == "# as it was\n"


@pytest.mark.parametrize(
    ("arguments", "after"),
    [(("adapter", "check", "--", *shlex.split(REFERENCE)), "✓"), (("conform", "--dialect", "all"), "in ")],
    ids=["adapter check", "dialects"],
)
def test_any_command_is_interrupted_alike(arguments: Sequence[str], after: str) -> None:
    done = interrupted(*arguments, after=after)
    assert done.stderr == "\ninterrupted\n"
    assert done.returncode == 130


@pytest.mark.parametrize(
    ("number", "code", "options"),
    [
        pytest.param(signal.SIGTERM, 143, (), id="term"),
        pytest.param(signal.SIGHUP, 129, (), id="hup", marks=pytest.mark.exhaustive),
        pytest.param(signal.SIGHUP, 129, ("-j", "2"), id="hup-processes", marks=pytest.mark.exhaustive),
        pytest.param(signal.SIGTERM, 143, ("--adapter", REFERENCE), id="term-adapter", marks=pytest.mark.exhaustive),
        pytest.param(signal.SIGTERM, 143, ("-j", "2"), id="term-processes", marks=pytest.mark.exhaustive),
        pytest.param(signal.SIGHUP, 129, ("--adapter", REFERENCE), id="hup-adapter", marks=pytest.mark.exhaustive),
    ],
)
def test_other_signals_end_a_run_alike(
    number: signal.Signals, code: int, options: Sequence[str], tmp_path: Path
) -> None:
    report = tmp_path / "run.jsonl"
    done = interrupted("conform", "--shuffle", "1", "--report", str(report), *options, after=".", number=number)
    assert (done.returncode, done.stderr) == (code, "\ninterrupted\n")
    assert re.search(r", (\d+) not run of (\d+) cases\n$", done.stdout)
    assert records.read(report).end is None
