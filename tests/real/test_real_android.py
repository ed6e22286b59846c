"""The real Android stack behind its adapter, in both editions: what it claims is true, and it is the same each time.

Needs Java 17 and Maven; `adapters/android/build.sh` fetches the libraries.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import ROOT
from tests.real.compared_android import differences, simulated
from tests.real.drawn_android import DOCUMENT, draw
from tests.real.real_android import EDITIONS, RealAndroid

pytestmark = pytest.mark.jvm

FOLDER = ROOT / "adapters" / "android"
SAMPLE = 40
"""How many drawn sequences are played; which ones, changes with the commit."""


@functools.cache
def built(edition: str) -> str:
    """Return the command of an edition's adapter, built if it is not there."""
    lacking = [command for command in ("java", "mvn") if shutil.which(command) is None]
    if lacking:
        why = f"the Android stack needs {' and '.join(lacking)}, which this machine has not"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    if not (FOLDER / "target" / edition / "app").is_dir():
        done = subprocess.run([FOLDER / "build.sh", edition], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return f"{FOLDER / 'adapter'} {edition}"


def conform(edition: str, *options: str, dialect: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "simulator",
        "conform",
        "--platform",
        "android",
        "--timeout",
        "60",
        "--adapter",
        built(edition),
        "--dialect",
        dialect,
        *options,
    ]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("edition", ["2018", "last"])
def test_the_adapter_is_right(edition: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "simulator", "adapter", "check", "--timeout", "60", "--", *built(edition).split()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("edition", "dialect"), [("2018", "shipped"), ("2018", "documented"), ("last", "latest")])
def test_it_fails_in_nothing_but_what_is_known(edition: str, dialect: str) -> None:
    known = FOLDER / "known-failures" / f"{edition}-{dialect}.toml"
    done = conform(edition, "--known-failures", str(known), dialect=dialect)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr


def test_the_same_run_gives_the_same_records_ids_included(tmp_path: Path) -> None:
    reports = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    for report in reports:
        conform("2018", "-k", "identify", "--report", str(report), dialect="shipped")
    one, two = (report.read_text("utf-8").splitlines() for report in reports)
    cases = [line for line in one if '"record":"case"' in line]
    assert cases
    assert cases == [line for line in two if '"record":"case"' in line]


@pytest.fixture(scope="module", params=[*EDITIONS])
def real(request: pytest.FixtureRequest) -> Iterator[tuple[str, RealAndroid]]:
    built(EDITIONS[request.param])
    stack = RealAndroid(EDITIONS[request.param])
    yield request.param, stack
    stack.close()


def test_drawn_sequences_are_played_the_same_each_time(real: tuple[str, RealAndroid]) -> None:
    _, stack = real
    for number in range(5):
        case = draw(f"twice/{number}")
        assert stack.perform(case, DOCUMENT) == stack.perform(case, DOCUMENT)


def test_drawn_sequences_come_out_as_on_the_simulator(real: tuple[str, RealAndroid]) -> None:
    dialect, stack = real
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    names = [f"{head.strip()[:12]}/{number}" for number in range(SAMPLE)]
    differ = [
        name
        for name in names
        if [*differences(simulated(case := draw(name), DOCUMENT, dialect), stack.perform(case, DOCUMENT))]
    ]
    assert len(differ) <= SAMPLE // 20, f"python -m tests.real.played_android --dialect {dialect} --only {differ[0]}"


def test_a_process_that_is_gone_costs_its_scenario_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """A JVM that dies is taken for an adapter that has ended; another one is started for the next case."""
    first = tmp_path / "first"
    adapter = tmp_path / "adapter"
    adapter.write_text(
        f"#!/bin/sh\nexport JAVA_OPTIONS=-Dtest={tmp_path}\n"
        f"[ -e {first} ] || {{ touch {first}; (sleep 12; kill -9 $$) & }}\nexec {built('2018')}\n",
        "utf-8",
    )
    adapter.chmod(0o755)
    run = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "simulator",
            "conform",
            "--platform",
            "android",
            "-k",
            "sessions",
            "--dialect",
            "shipped",
            "--timeout",
            "60",
            "--adapter",
            str(adapter),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    output, _ = run.communicate(timeout=300)
    assert "passed" in output
    time.sleep(1)
    left = subprocess.run(["pgrep", "-f", f"Dtest={tmp_path}"], capture_output=True, text=True, check=False).stdout
    assert left == ""
