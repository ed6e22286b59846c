"""The pages in `docs/upstream`: each bug of others is still there, and seen as its page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.conformance.language.cases import compile_file
from simulator.conformance.records.stream import CaseRecord
from tests import ROOT
from tools import port_reports
from tools.port_reports import Port

PAGES = ROOT / "docs" / "upstream"
MOST_STEPS = 6
BUG = re.compile(r"```gherkin\n(?P<scenario>.*?)```\n\nSeen: `(?P<seen>.*?)`", re.DOTALL)


def feature(page: Path, folder: Path) -> Path:
    """Write the scenarios of a page as a feature."""
    scenarios = (bug["scenario"] for bug in BUG.finditer(page.read_text("utf-8")))
    file = folder / f"{page.stem}.feature"
    file.write_text("\n".join(("Feature: Bugs of others\n", *scenarios)), "utf-8")
    return file


def first_difference(record: CaseRecord) -> str:
    if not record.failures:
        return f"{record.status}: it is mended, so take it off the page"
    [one, *_] = record.failures[0].differences
    return f"{one.path}: expected {one.expected}, actual {one.actual}"


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda page: page.stem)
def test_every_scenario_has_few_steps_and_says_what_is_seen(page: Path, tmp_path: Path) -> None:
    text = page.read_text("utf-8")
    cases = compile_file(feature(page, tmp_path))
    assert len(cases) == text.count("```gherkin") == len(re.findall("^### ", text, flags=re.MULTILINE))
    assert [case.id for case in cases if len(case.steps) > MOST_STEPS] == []


def check_page(page: Path, port: Port, folder: Path) -> None:
    """Perform the scenarios of a page on a port; each differs as the page says."""
    made = port_reports.run(port, "documented", into=folder, features=feature(page, folder).parent, adapters=1)
    written = [bug["seen"] for bug in BUG.finditer(page.read_text("utf-8"))]
    assert [first_difference(record) for record in made.cases] == written


@pytest.mark.node
@pytest.mark.parametrize(("page", "name"), [("segment-servers", "analytics-node"), ("analytics-js", "analytics-js")])
def test_the_bugs_on_node_are_seen_as_written(page: str, name: str, tmp_path: Path) -> None:
    [port] = [port for port in port_reports.PORTS if port.name == name]
    check_page(PAGES / f"{page}.md", port, tmp_path)
