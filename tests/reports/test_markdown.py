"""The summary in Markdown: tables that are tables, and text of ports that means nothing to Markdown."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from simulator.conformance.judging.matching import Difference
from simulator.conformance.records.stream import DivergenceText, Run
from simulator.conformance.running.runner import Failure
from simulator.conformance.subject import PortInfo
from simulator.reports.markdown import MOST, markdown
from tests.support.runs import HOSTILE, ONE_OF_EACH, failure, hostile_run, record, run

ELEMENTS = {
    "h1",
    "h2",
    "h3",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "code",
    "pre",
    "details",
    "summary",
    "p",
    "ul",
    "li",
    "strong",
}
MIB = 1024 * 1024
"""GitHub shows no summary that is larger."""


class Page(HTMLParser):
    """A summary as a browser sees it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.headings: list[str] = []
        #: The cells of each row of each table.
        self.tables: list[list[list[str]]] = []
        #: Text outside of `code` and `pre`, where GitHub links names and numbers.
        self.prose = ""
        self.text = ""
        self._open: list[str] = []
        self.feed(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text))
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
        elif tag in ("h1", "h2", "h3"):
            self.headings.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if {"td", "th"} & set(self._open):
            self.tables[-1][-1][-1] += data
        if {"h1", "h2", "h3"} & set(self._open):
            self.headings[-1] += data
        if not {"code", "pre"} & set(self._open):
            self.prose += data


def page(*runs: Run) -> Page:
    """Return the summary of runs, checked for what holds for each."""
    text = markdown(runs)
    assert len(text.encode()) <= MOST < MIB
    made = Page(text)
    assert made.elements <= ELEMENTS
    assert made.attributes <= {"style"}  # How a column is aligned.
    for table in made.tables[: 1 + len(runs)]:
        assert len({len(row) for row in table}) == 1
    assert not set("@#<>[]`") & set(made.prose)
    return made


def test_a_summary_begins_with_what_came_of_each_run() -> None:
    other = run(record("a#1"), port=PortInfo(name="another", version="1"), more=2)
    overview, matrix, *_ = page(run(*ONE_OF_EACH), other).tables
    assert overview[0] == [
        "Port",
        "Verdict",
        "Passed",
        "Failed",
        "Errored",
        "Known failure",
        "Passes although listed",
        "Skipped",
        "Not applicable",
        "Not run",
        "Cases",
    ]
    assert overview[1][1:] == ["❌ does not conform", *["1"] * 7, "0", "7"]
    assert overview[2] == ["another 1 · documented", "✅ conforms", "1", *["0"] * 6, "2", "3"]
    for row in overview[1:]:
        assert sum(map(int, row[2:-1])) == int(row[-1])
    assert matrix == [
        ["Section", "Web", "Total"],
        ["Track", "❌ 2 of 5, 1 n/a", "❌ 2 of 5, 2 n/a"],
        ["Total", "❌ 2 of 5, 1 n/a", "❌ 2 of 5, 2 n/a"],
    ]


def test_known_failures_and_nothing_at_all_have_their_marks() -> None:
    known = page(run(record("a#1"), record("a#2", "failed", known=True, reason="r")))
    assert known.tables[0][1][1] == "✅ conforms"
    assert known.tables[1][1][1] == "⚠️ 1 of 2"
    assert page(run(more=2)).tables[0][1][1] == "⚠️ nothing ran"
    assert page(run(record(), ended=False, more=1)).tables[0][1][1] == "❌ interrupted"


def test_a_failure_is_folded_up_with_all_that_is_needed_to_mend_it() -> None:
    one = record("a#1", "failed", follows=("shipped", "latest"), divergences=("pages.web.verb",))
    made = page(run(one, divergences=(DivergenceText(id="pages.web.verb", says="Viewed", rows=("1.3", "W1")),)))
    assert {"details", "summary"} <= made.elements
    assert made.headings[-1] == "Failures of a port 2.0 · documented"
    for text in (
        "a#1 failed",
        "1 (a.feature:3, in documented)",
        "track.event Every track call is an event.",
        "line 6: Amplitude receives exactly these events",
        "explained: it does what shipped, latest do: pages.web.verb (1.3, W1)",
        "devicemode conform --case 'a#1' --dialect documented --adapter ./adapter",
    ):
        assert text in made.text
    assert made.tables[-1] == [["where", "expected", "actual"], ["event 1: event_type", "Song Paused", "Song Played"]]


def test_what_fails_for_one_reason_is_counted_together() -> None:
    ships = DivergenceText(id="pages.web.verb", says="Viewed", rows=("1.3",))
    explained = [
        record(f"a#{number}", "failed", follows=("latest",), divergences=("pages.web.verb",)) for number in range(4)
    ]
    records = [
        record("b#1", "failed"),
        record("b#2", "errored"),
        *explained,
        record("c", "failed", known=True, reason="no pages yet"),
    ]
    made = page(run(*records, divergences=(ships,)))
    assert made.tables[2] == [
        ["Why it fails", "Cases"],
        ["it does what latest does: pages.web.verb", "4: a#0, a#1, a#2, …"],
        ["the event is Song Played, not Song Paused", "1: b#1"],
        ['no verdict: ""', "1: b#2"],
        ["known: no pages yet", "1: c"],
    ]


def test_what_is_not_applicable_is_counted_by_its_reason() -> None:
    elsewhere = record("c", "not applicable", dialects=("latest",), dialect="documented", reason="holds in latest only")
    lacking = [record(f"a#{number}", "not applicable", reason="the port has no platform ios") for number in range(2)]
    made = page(run(*lacking, elsewhere))
    assert made.tables[2] == [
        ["Why it is not applicable", "Cases"],
        ["the port has no platform ios", "2"],
        ["it holds in other dialects only", "1"],
    ]


def test_countless_reasons_are_counted() -> None:
    made = page(run(*(record(f"a#{number}", "failed", known=True, reason=f"{number}") for number in range(150))))
    assert len(made.tables[2]) == 102
    assert made.tables[2][-1] == ["50 more reasons", ""]


def test_runs_of_different_suites_are_not_held_against_each_other_in_silence() -> None:
    assert "different versions of the suite" not in markdown([run(record()), run(record())])
    assert "different versions of the suite" in markdown([run(record()), run(record(), suite="sha256:def")])


def test_hostile_text_means_nothing() -> None:
    made = page(hostile_run())
    for text in ("</script><img src=x onerror=", "|one|two|", "`code` ``` *bold*", "@someone org/team#12", "<details>"):
        assert text in made.text
    assert made.headings[0] == "Conformance"


@pytest.mark.parametrize("text", HOSTILE)
def test_each_hostile_text_alone_means_nothing(text: str) -> None:
    page(hostile_run([text]))


@given(st.text(st.characters(exclude_categories=())) | st.text("|`*_[]()<>&@#\n\r\t -+.!~:1a\\"))
def test_no_text_breaks_out(text: str) -> None:
    one = record(
        "a#1", "failed", scenario=text, reason=text, stderr=text, path=text, failures=(failure(text, text, text),)
    )
    two = record("a#2", "errored", reason=text, stderr=text)
    made = page(run(one, two, port=PortInfo(name=text, version=text), again=text))
    # Of the runs, the sections, the reasons and the differences.
    assert len(made.tables) == 4


def test_a_summary_of_countless_failures_says_how_many_it_leaves_out() -> None:
    big = failure("x" * 900, "y" * 900)
    made = run(*(record(f"a#{number}", "failed", failures=(big,)) for number in range(3000)))
    text = page(made).text
    shown = text.count("--case 'a#")
    assert 100 < shown < 3000
    assert f"{3000 - shown} more of 3000 failures have no room here; the other reports have them." in text


def test_a_failure_with_countless_differences_says_how_many_it_leaves_out() -> None:
    one = Failure("a step", 6, tuple(Difference(f"event {number}", "a", "b") for number in range(1000)))
    made = page(run(record("a#1", "failed", failures=(one,))))
    assert "950 more" in made.text
    assert "event 50" not in made.text


def test_what_has_no_room_even_without_a_failure_is_one_sentence() -> None:
    runs = [run(record(), port=PortInfo(name="<" * 1000, version=str(number))) for number in range(300)]
    assert markdown(runs) == (
        "# Conformance\n\n300 runs: 300 passed, 0 failed, 0 not applicable of 300 cases. The details have no room here.\n"
    )
