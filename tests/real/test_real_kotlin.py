"""The current generation on Android behind its adapter: it does what is published, and its bugs are seen as written.

Needs Java 17 and Maven, and Node for Segment's servers; `adapters/analytics-kotlin/build.sh` fetches the libraries.
`pytest -m jvm tests/real/test_real_kotlin.py` plays the whole suite, with `--one-in 4` a quarter of its features.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulator.documentation import resources
from tests import ROOT
from tests.real.test_upstream import check_page
from tests.support.processes import interruptible
from tests.support.sample import commit, drawn
from tools import port_records, port_reports
from tools.port_reports import JUDGED, Port

pytestmark = pytest.mark.jvm

FOLDER = ROOT / "adapters" / "analytics-kotlin"
PAGE = ROOT / "docs" / "upstream" / "analytics-kotlin.md"


@pytest.fixture(scope="module")
def port() -> Port:
    """The port, built if it is not there."""
    lacking = [command for command in ("java", "mvn", "node") if shutil.which(command) is None]
    if lacking:
        why = f"analytics-kotlin needs {' and '.join(lacking)}, which this machine has not"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    if not (FOLDER / "target" / "current" / "app").is_dir():
        done = subprocess.run([FOLDER / "build.sh"], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    [found] = [one for one in port_reports.PORTS if one.name == FOLDER.name]
    return found


def features(folder: Path, one_in: int) -> Path:
    """Make a folder of one in N of the features with cases on Android."""
    suite = resources.features()
    every = [path for path in sorted(suite.rglob("*.feature")) if "android" in path.read_text("utf-8")]
    for name in drawn([str(path.relative_to(suite)) for path in every], one_in, commit()):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).symlink_to(suite / name)
    return folder


@pytest.mark.parametrize("dialect", JUDGED)
def test_what_is_published_is_what_comes_out(port: Port, dialect: str, tmp_path: Path, one_in: int) -> None:
    folder = tmp_path / "features"
    folder.mkdir()
    drawn_features = features(folder, one_in)
    made = port_reports.run(port, dialect, into=tmp_path, features=drawn_features, adapters=1)
    kept = set(port_records.read(port_records.path(port.name, dialect)).splitlines())
    # Each line is a case, ids included: the same app on the same day does the same.
    [_, *cases] = port_records.condensed(made).splitlines()
    assert cases
    assert [line for line in cases if line not in kept] == []
    listed = set(port_reports.unlisted(port, made))
    assert [sentence for sentence in listed if "is not listed" in sentence] == []


def test_the_summary_is_that_of_the_records(port: Port) -> None:
    for name, text in port_reports.summaries(port, port_reports.kept(port)).items():
        assert (port_reports.FOLDER / name).read_text("utf-8") == text, f"{name} is out of date"


def test_the_adapter_is_right(port: Port) -> None:
    command = [sys.executable, "-m", "simulator", "adapter", "check", "--timeout", port_reports.PATIENCE, "--"]
    done = subprocess.run([*command, *port.command.split()], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_its_bugs_are_seen_as_written(port: Port, tmp_path: Path) -> None:
    check_page(PAGE, port, tmp_path)


def started(port: Port, mark: str, folder: Path) -> tuple[subprocess.Popen[str], int]:
    """Start a run, and return it with its process of Java, which has `mark` among its options, once that said hello."""
    loaded = folder / "loaded"
    command = [sys.executable, "-m", "simulator", "conform", "--platform", "android", "-k", "sessions/mobile"]
    run = subprocess.Popen(
        [*command, "--dialect", "documented", "--timeout", port_reports.PATIENCE, "--adapter", port.command],
        cwd=ROOT,
        env={**os.environ, "JAVA_OPTIONS": f"{mark} -Xlog:class+load:file={loaded}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    while not (loaded.exists() and "devicemode.jvm.Session " in loaded.read_text("utf-8")):
        assert run.poll() is None, run.communicate()[0]
        time.sleep(0.1)
    return run, processes(mark)[0]


def test_a_process_of_java_that_dies_costs_its_scenario_and_leaves_nothing_behind(port: Port, tmp_path: Path) -> None:
    mark = f"-Dtest={tmp_path}"
    run, java = started(port, mark, tmp_path)
    os.kill(java, signal.SIGKILL)
    output, _ = run.communicate(timeout=300)
    assert "1 errored" in output
    assert "passed" in output
    gone(mark)


def test_a_run_that_is_interrupted_leaves_nothing_behind(port: Port, tmp_path: Path) -> None:
    mark = f"-Dtest={tmp_path}"
    with interruptible():
        run, _ = started(port, mark, tmp_path)
    run.send_signal(signal.SIGINT)
    run.communicate(timeout=60)
    assert run.returncode == 130
    gone(mark)


def gone(mark: str) -> None:
    """Wait until there is no process of Java with an option."""
    for _ in range(300):
        if not processes(mark):
            return
        time.sleep(0.1)
    pytest.fail(f"a process of Java is left: {processes(mark)}")


def processes(mark: str) -> list[int]:
    """Return the processes of Java with an option."""
    found = subprocess.run(["pgrep", "-f", "--", f"^java.*{mark}"], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]
