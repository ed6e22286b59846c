"""Ports that no one here wrote: their adapters speak the protocol, and the suite finds in them what is published.

When a run finds something else, and rightly so: `python -m tests.port_reports`, and look at what it changes.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from simulator.conformance.records import Run
from simulator.reports import tally
from tests import port_reports
from tests.port_reports import FOLDER, JUDGED, PORTS, Port, pages, unlisted
from tests.readme import ROOT

pytestmark = pytest.mark.node

NAMES = [port.name for port in PORTS]


def check(port: Port) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "simulator", "adapter", "check", "--timeout", port_reports.PATIENCE, "--",
         *port.command.split()],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def outcomes(made: Run) -> dict[str, str]:
    return {record.case: record.outcome for record in made.cases}


@pytest.mark.parametrize("port", PORTS, ids=NAMES)
def test_the_adapter_of_a_real_port_is_right(port: Port) -> None:
    done = check(port)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the adapter is right" in done.stdout


@pytest.mark.parametrize("port", PORTS, ids=NAMES)
def test_what_is_published_is_what_comes_out(port: Port, tmp_path: Path) -> None:
    runs = [port_reports.run(port, dialect, into=tmp_path) for dialect in JUDGED]
    for made in runs:
        counted = tally.totals(made)
        assert counted["errored"] == 0
        assert counted["passed"] > 0
        assert unlisted(port, made) == ()
    for name, text in pages(port, runs).items():
        # No assertion on the texts themselves: to show how they differ would take minutes.
        same = (FOLDER / name).read_text("utf-8") == text
        assert same, f"{name} is out of date"


@pytest.mark.browser
def test_in_chromium_the_web_stack_does_what_it_does_in_jsdom_and_knows_where_it_is(tmp_path: Path) -> None:
    in_jsdom, in_chromium = (
        port_reports.run(PORTS[0], "latest", into=tmp_path, options=("--browser", browser))
        for browser in ("jsdom", "chromium")
    )
    assert unlisted(PORTS[0], in_chromium) == ()
    differ = {case for case, outcome in outcomes(in_jsdom).items() if outcomes(in_chromium)[case] != outcome}
    lacking = {record.case for record in in_jsdom.cases if record.reason == "the port has no capability location"}
    assert lacking
    assert differ == lacking
    assert {outcomes(in_chromium)[case] for case in lacking} == {"passed"}


def test_every_port_has_its_page_and_every_page_its_port() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.html")) == sorted(NAMES)
    overview = (FOLDER / "README.md").read_text("utf-8")
    for name in NAMES:
        assert f"({name}.html)" in overview


def test_a_page_without_a_known_browser_is_refused_in_one_sentence() -> None:
    wrong = [*PORTS[1].command.split(), "--browser", "lynx"]
    done = subprocess.run(wrong, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "--browser is one of jsdom, chromium, not lynx\n"
