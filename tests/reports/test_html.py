"""The HTML page as a file: complete in itself, with a policy that lets nothing in. `tests/reports/browser` opens it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.conformance.records.recording import Observation
from simulator.conformance.records.stream import Run
from simulator.conformance.subject import PortInfo
from simulator.reports.html import html
from tests.support.runs import HOSTILE, ONE_OF_EACH, failure, hostile_run, record, run


class Page(HTMLParser):
    """The elements of a page, and its inline scripts and styles."""

    def __init__(self, *runs: Run) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.inline: dict[str, list[str]] = {"script": [], "style": []}
        self.text = ""
        self._in = ""
        self.source = html(runs)
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self._in = tag if tag in self.inline else ""
        if self._in:
            self.inline[tag].append("")

    def handle_data(self, data: str) -> None:
        if self._in:
            self.inline[self._in][-1] += data
        else:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    @property
    def data(self) -> dict[str, Any]:
        made: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(self.inline["script"][0])))
        return made


@cache
def plain_page() -> Page:
    return Page(run(*ONE_OF_EACH))


def shape(page: Page) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the elements of a page with the names of their attributes, except those of its tables and notes."""
    kept = [
        element
        for element in page.elements
        if element not in ("tr", "th", "td", "bdi", "code", "p", "small", "br", "span", "svg", "rect")
    ]
    return kept, sorted({(tag, name) for tag, name, _ in page.attributes})


@pytest.mark.parametrize("of", [run(*ONE_OF_EACH), hostile_run()], ids=["plain", "hostile"])
def test_a_page_loads_nothing_and_runs_its_own_script_alone(of: Run) -> None:
    page = Page(of)
    assert not {"link", "img", "iframe", "object", "embed", "base", "video", "audio"} & set(page.elements)
    assert not [
        name for _, name, _ in page.attributes if name in ("src", "href", "action", "style") or name.startswith("on")
    ]
    [content] = [value for _, name, value in page.attributes if name == "content" and "default-src" in value]
    policy = dict(part.strip().split(" ", 1) for part in content.split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
    for element, inline in (("script", page.inline["script"][1]), ("style", page.inline["style"][0])):
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert policy[f"{element}-src"] == f"'sha256-{digest}'"
    assert len(page.inline["script"]) == 2
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(", page.source)


def test_hostile_text_adds_no_element_and_no_attribute() -> None:
    assert shape(Page(hostile_run())) == shape(plain_page())


def page_of(text: str) -> Page:
    one = record(
        "a#1",
        "failed",
        scenario=text,
        reason=text,
        tags=(text,),
        dialects=(text,),
        stderr=text,
        issue=text,
        failures=(failure(text, text, text),),
        known=True,
    )
    return Page(run(one, port=PortInfo(name=text, version=text, language=text), harness=text, suite=text))


@given(st.text(st.characters(exclude_categories=())) | st.sampled_from(HOSTILE))
def test_no_text_breaks_out_of_the_page(text: str) -> None:
    page = page_of(text)
    assert shape(page) == shape(page_of("plain"))
    [case] = page.data["cases"]
    assert len(case["results"][0]["failures"][0]["differences"][0]) == 3


def test_the_data_holds_every_case_of_every_run_side_by_side() -> None:
    one, other = run(record("a#1"), record("a#2", "failed")), run(record("a#2"), record("a#3"), dialect="latest")
    data = Page(one, other).data
    assert {case["id"]: [result and result["outcome"] for result in case["results"]] for case in data["cases"]} == {
        "a#1": ["passed", None],
        "a#2": ["failed", "passed"],
        "a#3": [None, "passed"],
    }
    assert [entry["short"] for entry in data["runs"]] == ["documented", "latest"]


@pytest.mark.parametrize(
    ("ports", "shorts"),
    [
        ([("a", "1", "d")], ["a"]),
        ([("a", "1", "d"), ("b", "1", "d")], ["a", "b"]),
        ([("a", "1", "d"), ("a", "2", "d")], ["1", "2"]),
        ([("a", "1", "d"), ("a", "1", "e")], ["d", "e"]),
        ([("a", "1", "d"), ("b", "1", "d"), ("a", "1", "e")], ["a · d", "b · d", "a · e"]),
        ([("a", "1", "d"), ("a", "1", "d")], ["run 1", "run 2"]),
        ([("a" * 50, "1", "d"), ("b" * 50, "1", "d")], ["run 1", "run 2"]),
        ([("", "", ""), ("", "", "")], ["run 1", "run 2"]),
    ],
)
def test_runs_are_told_apart_by_what_differs(ports: list[tuple[str, str, str]], shorts: list[str]) -> None:
    runs = [
        run(record(), port=PortInfo(name=name, version=version), dialect=dialect) for name, version, dialect in ports
    ]
    page = Page(*runs)
    assert [entry["short"] for entry in page.data["runs"]] == shorts
    assert all(short in page.text for short in shorts)


def test_the_numbers_of_a_port_add_up_to_the_cases_discovered() -> None:
    page = Page(run(*ONE_OF_EACH, more=3))
    assert '<td class="number" data-label="Passed of applicable">40 %</td>' in page.source
    numbers = re.findall(r'<td class="number" data-label="([^"]+)">(\d+)</td>', page.source)
    counts = {name: int(number) for name, number in numbers}
    assert counts.pop("Cases") == sum(counts.values()) == 10


def test_messages_that_have_no_room_are_left_out_and_that_is_said() -> None:
    long = tuple({"received": {"text": "x" * 10_000}} for _ in range(20))
    cases = [record(f"a#{number}", "failed", transcript=long) for number in range(400)]
    page = Page(run(*cases))
    left_out = [case["results"][0]["messagesLeftOut"] for case in page.data["cases"]]
    assert left_out[0] is False
    assert left_out[-1] is True
    assert len(page.source) < 8_000_000


def test_a_run_that_was_interrupted_and_one_of_another_suite_are_said() -> None:
    text = Page(run(record(), ended=False, more=1), run(record(), suite="sha256:def", dialect="latest")).text
    assert "a port 2.0 · documented: the run was interrupted: its report has no end." in text
    assert "These runs are of different versions of the suite" in text


def test_reasons_are_counted_where_there_are_any() -> None:
    assert "Why it fails" not in Page(run(record())).source
    records = [
        record("a#1", "failed"),
        record("a#2", "failed"),
        record("b#1", "not applicable", reason="no <i>iOS</i>"),
    ]
    source = Page(run(*records)).source
    code = "<code><bdi>{}</bdi></code>".format
    assert f'<td class="number">2</td><td>the event is {code("Song Played")}, not {code("Song Paused")}</td>' in source
    assert f'<td class="number">1</td><td>{code("no &lt;i&gt;iOS&lt;/i&gt;")}</td>' in source


def test_failures_are_grouped_by_cause_with_an_example_each() -> None:
    other = (failure("1", "2", "event 1: event_properties.price"),)
    records = [
        record("a#1", "failed"),
        record("b#1", "failed", failures=other, rules=(), section="x"),
        record("a#2", "failed"),
    ]
    [first, second] = Page(run(*records)).data["groups"]
    assert (first["run"], first["example"], first["cases"]) == (0, "a#1", ["a#1", "a#2"])
    assert first["says"] == [["the event is ", False], ["Song Played", True], [", not ", False], ["Song Paused", True]]
    assert second["cases"] == ["b#1"]


def test_a_case_that_fails_has_all_events_that_arrived() -> None:
    seen = (Observation("act"), Observation("view", {"events": [{"event_type": "A"}]}), Observation("roles", {}))
    [one] = Page(run(record("a#1", "failed", observations=seen))).data["cases"]
    assert one["results"][0]["events"] == ['{\n  "event_type": "A"\n}']


def test_what_a_port_follows_stands_beside_a_case_that_passes() -> None:
    [case] = Page(run(record("a#1", follows=("shipped", "latest")))).data["cases"]
    assert case["results"][0]["reason"] == "it does what shipped, latest do"
