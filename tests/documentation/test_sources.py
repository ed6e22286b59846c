"""Every citation leads to a paper in `docs/sources` that has the place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from simulator.documentation import rules
from simulator.model.divergences import divergences
from tests import ROOT

SOURCES = ROOT / "docs" / "sources"

PLACES = {
    "sdk-facts": (("sdk-facts.md", r"^#{2,3} (?P<place>[0-9.]+?)\.? "),),
    "adjudication": (
        ("adjudications.md", r"^\| (?P<place>11\.[0-9]+) \|"),
        ("doc-vs-shipped.md", r"^\| (?P<place>11\.[0-9]+) \|"),
    ),
    "row": (
        ("doc-vs-shipped.md", r"^\| (?P<place>[0-9]+\.[0-9]+b?) \|"),
        ("web-observed-2.md", r"^\| (?P<place>W[0-9]+) \|"),
        ("android-observed.md", r"^\| (?P<place>A[0-9]+) \|"),
        ("ios-observed.md", r"^\| (?P<place>I[0-9]+b?) \|"),
    ),
}
"""The papers by the word that cites them, and where in a paper its places are."""

_CITED = re.compile(r"(sdk-facts|adjudications?) ([0-9]+(?:\.[0-9]+)*(?:, [0-9]+(?:\.[0-9]+)*)*)|(row) ([AIW][0-9]+b?)")
ODD = "Odd values:"
"""The paragraph of the second paper on the web that the rows `odd.…` divide up."""


@cache
def places(kind: str) -> frozenset[str]:
    """Return every place that can be cited by a word."""
    found = {
        match["place"]
        for paper, pattern in PLACES[kind]
        for match in re.finditer(pattern, (SOURCES / paper).read_text("utf-8"), re.MULTILINE)
    }
    if kind == "row":
        # The findings of the first paper on the web are numbered lines, some of them two to a line.
        text = (SOURCES / "web-observed.md").read_text("utf-8")
        found |= {f"W{match[1]}" for match in re.finditer(r"(?:^|\. )(?:\[[DNO]\] )?([0-9]+)\. ", text, re.MULTILINE)}
    return frozenset(found)


def citations(text: str) -> Iterator[tuple[str, str]]:
    """Yield each citation of a text: the word that cites, the place that it cites."""
    for match in _CITED.finditer(text):
        kind = match[1] or match[3]
        for place in (match[2] or match[4]).split(", "):
            yield kind.removesuffix("s") if kind.startswith("adj") else kind, place


def texts() -> list[Path]:
    folders = ("simulator", "features", "fixtures", "tests", "benchmarks", "adapters", "docs")
    endings = {".py", ".feature", ".json", ".md", ".js", ".cjs", ".mjs", ".java"}
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in endings]
    return [
        *ROOT.glob("*.md"),
        *(
            path
            for path in paths
            if "node_modules" not in path.parts and path.parent not in (SOURCES, ROOT / "docs/reports")
        ),
    ]


def test_citations_in_the_code_and_the_documents_resolve() -> None:
    cited = {(kind, place, path.name) for path in texts() for kind, place in citations(path.read_text("utf-8"))}
    assert cited
    assert {one for one in cited if one[1] not in places(one[0])} == set()


@pytest.mark.parametrize("rule", rules.rules().values(), ids=lambda rule: rule.id)
def test_what_a_rule_s_note_cites_resolves(rule: rules.Rule) -> None:
    assert set(re.findall(r"\b11\.[0-9]+\b", rule.note or "")) <= places("adjudication")


@pytest.mark.parametrize("rule", rules.wire_rules().values(), ids=lambda rule: rule.id)
def test_the_source_of_an_upload_rule_resolves(rule: rules.WireRule) -> None:
    cited = list(citations(rule.source))
    assert cited or rule.source.startswith("decided here")
    assert all(place in places(kind) for kind, place in cited)


def test_the_rows_of_every_divergence_resolve() -> None:
    rows = {row for entry in divergences().values() for row in entry.rows}
    assert {row for row in rows if not row.startswith("odd.")} - places("row") == set()
    assert ODD in (SOURCES / "web-observed-2.md").read_text("utf-8")
