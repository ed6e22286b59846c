"""The real Android stack behind its adapter, in its editions: it does what is published, and the same each time.

Needs Java 17 and Maven; `adapters/android/build.sh` fetches the libraries. Where Segment's integration can't be had, ours
takes its place, and has to do the same. `pytest -m jvm tests/real/test_real_android.py` plays the whole suite, with
`--one-in 4` a quarter of its features.
"""

from __future__ import annotations

import functools
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import ROOT
from tests.real.compared_android import differences, simulated
from tests.real.drawn_android import DOCUMENT, draw
from tests.real.real_android import EDITIONS, RealAndroid
from tests.real.test_upstream import PAGES, check_page
from tests.support.processes import interruptible
from tests.support.sample import commit, drawn
from tools import port_records, port_reports
from tools.port_reports import PATIENCE, Port

pytestmark = pytest.mark.jvm

FOLDER = ROOT / "adapters" / "android"
PORTS = [port for port in port_reports.PORTS if port.folder == "android"]
RUNS = [(port, dialect) for port in PORTS for dialect in port.judged]
SEQUENCES = 24
"""The number of drawn sequences that are played; which ones changes with the commit."""
TWICE = 3
"""The number of them that are played a second time."""


@functools.cache
def built(edition: str) -> str:
    """Return the command of an edition's adapter, built if it is not there."""
    lacking = [command for command in ("java", "javac", "mvn") if shutil.which(command) is None]
    if lacking:
        why = f"the Android stack needs {' and '.join(lacking)}, which this machine has not"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    if not (FOLDER / "target" / edition / "app").is_dir():
        done = subprocess.run([FOLDER / "build.sh", edition], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return f"{FOLDER / 'adapter'} {edition}"


def conform(*options: str, adapter: str) -> list[str]:
    """Return a command that runs a part of the suite, which takes some seconds."""
    run = [sys.executable, "-m", "simulator", "conform", "--platform", "android", "--timeout", PATIENCE]
    return [*run, "--dialect", "shipped", "--adapter", adapter, *options]


@functools.cache
def android_features() -> tuple[str, ...]:
    """Return the features with cases on Android, by their paths below the suite."""
    suite = ROOT / "features"
    every = (path for path in sorted(suite.rglob("*.feature")) if "android" in path.read_text("utf-8"))
    return tuple(str(path.relative_to(suite)) for path in every)


@pytest.mark.parametrize(("port", "dialect"), RUNS, ids=[f"{port.name}-{dialect}" for port, dialect in RUNS])
def test_what_is_published_is_what_comes_out(port: Port, dialect: str, tmp_path: Path, one_in: int) -> None:
    built(port.edition)
    folder = tmp_path / "features"
    for name in drawn(android_features(), one_in, commit()):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(ROOT / "features" / name)
    made = port_reports.run(port, dialect, into=tmp_path, features=folder, adapters=1)
    kept = set(port_records.read(port_records.path(port.name, dialect)).splitlines())
    # Each line is a case, ids included. The first line, which tells whose integration it was, is left out.
    [_, *cases] = port_records.condensed(made).splitlines()
    assert cases
    assert [line for line in cases if line not in kept] == []
    listed = port_reports.unlisted(port, made)
    assert [sentence for sentence in listed if "is not listed" in sentence] == []


@pytest.mark.parametrize("port", PORTS, ids=[port.name for port in PORTS])
def test_the_adapter_is_right(port: Port) -> None:
    command = [sys.executable, "-m", "simulator", "adapter", "check", "--timeout", PATIENCE, "--"]
    done = subprocess.run(
        [*command, *built(port.edition).split()], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_its_bugs_are_seen_as_written(tmp_path: Path) -> None:
    built("last")
    [port] = [port for port in PORTS if port.edition == "last"]
    check_page(PAGES / "analytics-android.md", port, tmp_path)


@pytest.mark.parametrize("edition", [port.edition for port in PORTS])
def test_the_same_run_twice_gives_the_same_records_ids_included(edition: str, tmp_path: Path) -> None:
    reports = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    for report in reports:
        run = conform("-k", "identify/merging-on-clients", "--report", str(report), adapter=built(edition))
        subprocess.run(run, cwd=ROOT, capture_output=True, check=False)
    one, two = ([line for line in report.read_bytes().splitlines() if b'"case"' in line] for report in reports)
    assert any(b'"anonymousId":"' in line for line in one)
    assert one == two


@pytest.mark.parametrize("dialect", [*EDITIONS])
def test_drawn_sequences_come_out_as_on_the_simulator_each_time_and_leave_nothing_in_memory(dialect: str) -> None:
    built(EDITIONS[dialect])
    real = RealAndroid(EDITIONS[dialect])
    try:
        for number in range(SEQUENCES):
            name = f"{commit()[:12]}/{number}"
            theirs = real.perform(case := draw(name), DOCUMENT)
            found = [*differences(simulated(case, DOCUMENT, dialect), theirs)]
            assert not found, f"python -m tests.real.played_android --dialect {dialect} --only {name}"
            if number < TWICE:
                assert real.perform(case, DOCUMENT) == theirs
        assert processes_in_memory(real) < TWICE
    finally:
        real.close()


def processes_in_memory(real: RealAndroid) -> int:
    """Count the processes of apps whose classes are still loaded, after enough time to unload them."""
    counted = TWICE
    for _ in range(20):
        # Objects with a finalizer are gone only after another collection.
        command = ["jcmd", str(real.pid), "GC.class_histogram"]
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
        counted = sum(int(line.split()[1]) for line in lines if line.endswith("devicemode.jvm.StackLoader"))
        if counted < TWICE:
            break
        time.sleep(0.1)
    return counted


def ill(folder: Path, kind: str = "") -> str:
    """Return the command of an adapter whose processes can be recognized, and which falls ill once; see `ill`."""
    adapter = folder / "adapter"
    once = f"{sys.executable} -m tests.real.ill {kind} {folder / 'ill'} " if kind else ""
    adapter.write_text(f"#!/bin/sh\nexport JAVA_OPTIONS=-Dtest={folder}\nexec {once}{built('2018')}\n", "utf-8")
    adapter.chmod(0o755)
    return str(adapter)


def processes(folder: Path) -> list[int]:
    """Return the processes of Java that an ill adapter has started."""
    found = subprocess.run(["pgrep", "-f", f"^java.*Dtest={folder}"], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("SIGKILL", "the adapter was killed by signal 9"),
        ("SIGSTOP", "no reply"),
        ("memory", "OutOfMemoryError"),
    ],
    ids=["dies", "hangs", "runs out of memory"],
)
def test_a_process_of_java_that_is_ill_costs_its_scenario_and_leaves_nothing_behind(
    kind: str, reason: str, tmp_path: Path
) -> None:
    run = conform("-k", "sessions/mobile", adapter=ill(tmp_path, kind))
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "1 errored" in done.stdout, done.stdout
    assert reason in done.stdout
    assert "passed" in done.stdout
    assert processes(tmp_path) == []


def test_a_run_that_is_interrupted_leaves_no_process_of_java_behind(tmp_path: Path) -> None:
    command = conform("-k", "sessions", adapter=ill(tmp_path))
    with interruptible():
        run = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
        )
    while not processes(tmp_path):
        time.sleep(0.1)
    run.send_signal(signal.SIGINT)
    output, _ = run.communicate(timeout=60)
    assert run.returncode == 130, output.decode()
    assert processes(tmp_path) == []
