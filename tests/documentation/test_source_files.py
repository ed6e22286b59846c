"""Every citation, anywhere in the repository, leads to a paper in `docs/sources` that has the place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from simulator.conformance import suite
from simulator.documentation import rules
from simulator.documentation.api_rules import api_rules, segment_rules
from simulator.documentation.cited_page import page
from simulator.documentation.source_files import SourceFile
from simulator.model.divergences import Divergence, divergences
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
        ("web-observed.md", r"^- (?P<place>W[0-9]+)\. "),
        ("web-observed-2.md", r"^\| (?P<place>W[0-9]+) \|"),
        ("android-observed.md", r"^\| (?P<place>A[0-9]+) \|"),
        ("ios-observed.md", r"^\| (?P<place>I[0-9]+b?) \|"),
    ),
}
"""The papers by the word that cites them, and the patterns of the places in each."""

_NUMBER = r"[0-9]+(?:\.[0-9]+)*b?"
_ROW = rf"(?:[AIW][0-9]+b?|{_NUMBER})"


def _several(one: str) -> str:
    return rf"{one}(?:(?:,\s+|\s+and\s+|,\s+and\s+|\s+to\s+){one})*"


_CITED = {
    "sdk-facts": re.compile(rf"\bsdk-facts,?\s+(?:sections?\s+)?({_several(_NUMBER)})"),
    "adjudication": re.compile(rf"\badjudications?:?\s+({_several(_NUMBER)})|\(({_several('11[.][0-9]+')})\)"),
    "row": re.compile(rf"\b(?:[Rr]ows?|[Ff]indings?)\s+({_several(_ROW)})|\(({_several('[AIW][0-9]+b?')})\)"),
}
"""How a place is cited, with the word or in brackets without one: `sdk-facts, section 5`, `row 6.3`, `(A6)`."""
_ONE = re.compile(_ROW)
_COMMENT = re.compile(r"^[ \t]*(?:#:?|//|\*)?", re.MULTILINE)

ODD = "Odd values:"
"""The paragraph of the second paper on the web that the rows `odd.…` divide up."""


@cache
def places(kind: str) -> frozenset[str]:
    """Return every place that can be cited by a word."""
    return frozenset(
        match["place"]
        for paper, pattern in PLACES[kind]
        for match in re.finditer(pattern, (SOURCES / paper).read_text("utf-8"), re.MULTILINE)
    )


def citations(text: str) -> Iterator[tuple[str, str]]:
    """Yield each citation of a text: the word that cites, the place that it cites."""
    prose = _COMMENT.sub("", text)
    for kind, pattern in _CITED.items():
        for match in pattern.finditer(prose):
            for place in _ONE.findall(match[1] or match[2]):
                yield kind, place


def texts() -> list[Path]:
    """Return every file of the repository that people write, but this one."""
    folders = ("simulator", "features", "fixtures", "tests", "benchmarks", "adapters", "docs", "examples", "tools")
    endings = {".py", ".feature", ".json", ".md", ".toml", ".js", ".cjs", ".mjs", ".java", ".html"}
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in endings]
    return [
        *ROOT.glob("*.md"),
        *(
            path
            for path in paths
            if "node_modules" not in path.parts and path.parent != ROOT / "docs/reports" and path != Path(__file__)
        ),
    ]


def test_the_papers_have_their_places() -> None:
    assert {f"W{number}" for number in range(1, 49)} <= places("row")
    assert {"5", "5.1", "3.10"} <= places("sdk-facts")
    assert {"11.2", "11.17", "11.27"} <= places("adjudication")


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("sdk-facts 5, 7", {("sdk-facts", "5"), ("sdk-facts", "7")}),
        ("(sdk-facts,\n    # sections 2.6 and 3.1 to 3.4)", {("sdk-facts", one) for one in ("2.6", "3.1", "3.4")}),
        ("adjudications 11.2, 11.24", {("adjudication", "11.2"), ("adjudication", "11.24")}),
        ("all the same (11.25).", {("adjudication", "11.25")}),
        ("row 6.3, rows I5 and W20", {("row", one) for one in ("6.3", "I5", "W20")}),
        ("Finding A6. It is lost (A12).", {("row", "A6"), ("row", "A12")}),
    ],
)
def test_a_citation_is_read_however_it_is_written(text: str, cited: set[tuple[str, str]]) -> None:
    assert set(citations(text)) == cited


def test_every_citation_resolves() -> None:
    cited = {(kind, place, path.name) for path in texts() for kind, place in citations(path.read_text("utf-8"))}
    assert {kind for kind, _, _ in cited} == set(PLACES)
    assert {one for one in cited if one[1] not in places(one[0])} == set()


def test_the_papers_cite_lines_of_the_page_and_sections_and_rows_of_each_other() -> None:
    """Here they do so without a word: `L185-186`, `§3.5`, `see I5`."""
    lines: set[int] = set()
    for path in SOURCES.glob("*.md"):
        text = path.read_text("utf-8")
        lines |= {
            int(number) for found in re.findall(r"\bL([0-9]+(?:-[0-9]+)?)\b", text) for number in found.split("-")
        }
        assert set(re.findall(r"§([0-9]+(?:\.[0-9]+)*)", text)) <= places("sdk-facts"), path.name
        assert set(re.findall(r"\b(?:W[0-9]+|A[0-9]+|I[0-9]+b?)\b", text)) <= places("row"), path.name
    assert lines
    assert max(lines) <= page().lines


@pytest.mark.parametrize("rule", rules.rules().values(), ids=lambda rule: rule.id)
def test_what_a_rule_s_note_cites_resolves(rule: rules.Rule) -> None:
    assert set(rule.adjudications) <= places("adjudication")


@pytest.mark.parametrize("rule", rules.wire_rules().values(), ids=lambda rule: rule.id)
def test_the_source_of_an_upload_rule_resolves(rule: rules.WireRule) -> None:
    decided_here = rule.source.startswith("decided here")
    assert bool(list(citations(rule.source))) != decided_here
    assert bool(rule.files) != decided_here


def test_the_rows_of_every_divergence_resolve() -> None:
    rows = {row for entry in divergences().values() for row in entry.rows}
    assert {row for row in rows if not row.startswith("odd.")} - places("row") == set()
    assert ODD in (SOURCES / "web-observed-2.md").read_text("utf-8")


def test_the_finding_that_a_scenario_is_tagged_with_resolves() -> None:
    """`@finding:27` is row W27 of the first paper on the web."""
    tagged = {tag.removeprefix("finding:") for case in suite.load() for tag in case.tags if tag.startswith("finding:")}
    assert tagged
    assert {f"W{number}" for number in tagged} <= places("row")


def listed_versions() -> set[tuple[str, str]]:
    """Return the repositories and versions that the list of papers says were read or run."""
    text = (SOURCES / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| ([\w.-]+/[\w.-]+) \| ([^|]+) \|", text, re.MULTILINE)
    return {(repository, version) for repository, versions in rows for version in re.findall(r"`([^`]+)`", versions)}


def sources() -> set[SourceFile]:
    return {
        *(file for rule in rules.wire_rules().values() for file in rule.files),
        *(file for rule in api_rules().values() for file in rule.files),
        *(file for rule in segment_rules().values() for file in rule.files),
        *(file for entry in divergences().values() for file in entry.files),
    }


def test_every_file_of_real_code_is_of_a_version_that_was_read() -> None:
    named = {(file.repository, file.version) for file in sources()}
    assert named == listed_versions()


@pytest.mark.parametrize("entry", divergences().values(), ids=lambda entry: entry.id)
def test_a_divergence_names_the_real_code_of_each_of_its_dialects(entry: Divergence) -> None:
    assert entry.files
    of = {"web": ("JavaScript", "analytics.js", "facade"), "ios": ("iOS", "ios"), "android": ("Android", "android")}
    assert all(any(word in file.repository for word in of[entry.platform]) for file in entry.files)
    assert len({file.version for file in entry.files}) >= len(entry.dialects)
