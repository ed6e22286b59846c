"""Ports that nobody here wrote: their adapters speak the protocol, and the suite finds the published failures in them.

When a run rightly finds something else: `python -m tools.port_reports`, and review the changes.
"""

from __future__ import annotations

import functools
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.conformance.records.stream import Run
from simulator.documentation import resources
from simulator.reports import tally
from tests import ROOT
from tests.support.sample import commit, drawn
from tools import port_records, port_reports
from tools.port_reports import FOLDER, PORTS, Port, explained, summaries, unlisted

pytestmark = pytest.mark.node

HERE = [port for port in PORTS if port.needs == "node"]
NAMES = [port.name for port in HERE]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Run]:
    """Return `port_reports.run`, which runs the same port, dialect and options only once."""
    return functools.cache(functools.partial(port_reports.run, into=tmp_path_factory.mktemp("runs")))


def check(port: Port) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "simulator",
            "adapter",
            "check",
            "--timeout",
            port_reports.PATIENCE,
            "--",
            *port.command.split(),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("port", HERE, ids=NAMES)
def test_the_adapter_of_a_real_port_is_right(port: Port) -> None:
    done = check(port)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the adapter is right" in done.stdout


@pytest.mark.parametrize("port", HERE, ids=NAMES)
def test_what_is_published_is_what_comes_out(port: Port, run: Callable[..., Run]) -> None:
    runs = [run(port, dialect) for dialect in port.judged]
    for made in runs:
        counted = tally.totals(made)
        assert counted["errored"] == 0
        assert counted["passed"] > 0
        assert unlisted(port, made) == ()
        # No assertion on the texts themselves: showing the difference would take minutes.
        kept = port_records.read(port_records.path(port.name, made.begin.dialect))
        same = kept == port_records.condensed(made)
        assert same, f"the record of {port.name} in {made.begin.dialect} is out of date"
    for name, text in summaries(port, [explained(port, made) for made in runs]).items():
        assert (FOLDER / name).read_text("utf-8") == text, f"{name} is out of date"


@pytest.mark.browser
def test_in_chromium_the_web_stack_does_what_it_does_in_jsdom_and_knows_where_it_is(
    tmp_path: Path, one_in: int
) -> None:
    suite = resources.features()
    every = [str(path.relative_to(suite)) for path in sorted(suite.rglob("*.feature"))]
    where = {path for path in every if path.startswith("location")}
    for path in drawn(every, one_in, commit()) | where:
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).symlink_to(suite / path)
    run = functools.partial(port_reports.run, PORTS[0], "latest", into=tmp_path, features=tmp_path)
    in_jsdom, in_chromium = run(), run(options=("--browser", "chromium"))
    # The whole records are the same, ids included: pages in one tab after another have nothing of each other's.
    differ = {ours.case for ours, theirs in zip(in_jsdom.cases, in_chromium.cases, strict=True) if ours != theirs}
    lacking = {record.case for record in in_jsdom.cases if record.reason == "the port has no capability location"}
    assert lacking
    assert differ == lacking
    assert {record.outcome for record in in_chromium.cases if record.case in lacking} == {"passed"}


def test_a_page_without_a_known_browser_is_refused_in_one_sentence() -> None:
    wrong = [*PORTS[1].command.split(), "--browser", "lynx"]
    done = subprocess.run(wrong, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "--browser is one of jsdom, chromium, not lynx\n"
