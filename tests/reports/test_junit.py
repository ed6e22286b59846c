"""JUnit XML: in the form that CI systems read, well-formed whatever a port says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.conformance.records.stream import Run
from simulator.conformance.subject import PortInfo
from simulator.reports.junit import junit
from tests.support.commands import devicemode
from tests.support.runs import HOSTILE, ONE_OF_EACH, conform, failure, hostile_run, record, run

ORDER = {
    "testsuites": ["testsuite"],
    "testsuite": ["properties", "testcase"],
    "properties": ["property"],
    "testcase": ["skipped", "error", "failure", "system-out", "system-err"],
}
"""The allowed children of each element, in order."""

ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors", "skipped", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
    "property": {"name", "value"},
    "testcase": {"classname", "name", "file", "line", "time"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "skipped": {"type", "message"},
}
NUMBERS = ("tests", "failures", "errors", "skipped", "time", "line")


def parsed(*runs: Run) -> ET.Element:
    """Return the XML as a parser sees it, checked against the form that CI systems expect."""
    text = junit(runs)
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n')
    root = ET.fromstring(text.encode())
    assert root.tag == "testsuites"
    check(root)
    return root


def check(element: ET.Element) -> None:
    assert set(element.attrib) <= ATTRIBUTES.get(element.tag, set()), element.tag
    for name in NUMBERS:
        assert re.fullmatch(r"\d+", element.get(name, "0")), name
    order = ORDER.get(element.tag, [])
    at = [order.index(child.tag) for child in element]
    assert at == sorted(at), element.tag
    if element.tag == "testcase":
        assert {"classname", "name", "time"} <= set(element.attrib)
        assert len({child.tag for child in element} & {"skipped", "error", "failure"}) <= 1
    for child in element:
        check(child)


def counted(suite: ET.Element) -> dict[str, int]:
    cases = suite.findall(".//testcase")
    tags = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    return {
        "tests": len(cases),
        **{name: sum(case.find(tag) is not None for case in cases) for name, tag in tags.items()},
    }


def said(suite: ET.Element) -> dict[str, int]:
    return {name: int(suite.attrib[name]) for name in ("tests", "failures", "errors", "skipped")}


def cases(root: ET.Element) -> Iterator[tuple[str, str, str]]:
    """Yield each case with the element of its outcome, and its text."""
    for case in root.iter("testcase"):
        found = next((child for child in case if child.tag in ("failure", "error", "skipped")), None)
        yield case.attrib["name"], "" if found is None else found.tag, "" if found is None else found.attrib["message"]


def test_each_outcome_has_its_element() -> None:
    root = parsed(run(*ONE_OF_EACH))
    assert list(cases(root)) == [
        ("passed", "", ""),
        ("failed", "failure", "event 1: event_type: expected Song Paused, actual Song Played"),
        ("errored", "error", "the adapter exited with 139"),
        ("known", "skipped", "known failure: not built yet"),
        ("listed", "failure", "passes although listed: not built yet"),
        ("skipped", "skipped", "skipped: no pages yet"),
        ("inapplicable", "skipped", "not applicable: the port has no platform ios"),
    ]
    assert {case.attrib["classname"] for case in root.iter("testcase")} == {"songs.all"}


def test_the_numbers_are_those_of_the_elements() -> None:
    other = record("other/songs#failed", "failed", section="group")
    root = parsed(run(*ONE_OF_EACH, other))
    suites = root.findall("testsuite")
    assert [suite.attrib["name"] for suite in suites] == ["Track", "group"]
    for element in (*suites, root):
        assert said(element) == counted(element)
    assert said(root) == {"tests": 8, "failures": 3, "errors": 1, "skipped": 3}


def test_a_failure_says_all_that_is_needed_to_mend_it() -> None:
    [text] = [one.text for one in parsed(run(ONE_OF_EACH[1])).iter("failure")]
    assert text is not None
    assert text.splitlines() == [
        "failed (songs/all.feature:3, in documented)",
        "rule track.event: Every track call is an event.",
        "line 6: Amplitude receives exactly these events",
        "  event 1: event_type",
        "    expected Song Paused",
        "    actual   Song Played",
        "repeat: devicemode conform --case 'songs/all#failed' --dialect documented --adapter ./adapter",
    ]


def test_an_error_has_the_last_words_of_the_adapter() -> None:
    [case] = parsed(run(ONE_OF_EACH[2])).iter("testcase")
    assert case.findtext("system-err") == "Segmentation fault\n"
    assert case.findtext("system-out") == '→ {"id":1,"do":"open"}\n← {"id":1,"ok":{}}'


def test_a_run_that_was_interrupted_is_an_error() -> None:
    root = parsed(run(record(), ended=False, more=4))
    assert said(root) == {"tests": 2, "failures": 0, "errors": 1, "skipped": 0}
    assert list(cases(root))[-1] == (
        "the run finishes",
        "error",
        "the run was interrupted: its report has no end",
    )


def test_several_runs_are_told_apart_by_their_ports() -> None:
    other = run(record(), port=PortInfo(name="another port", version="1"))
    root = parsed(run(record()), other)
    assert [case.attrib["classname"] for case in root.iter("testcase")] == [
        "a port 2.0 · documented.songs.pausing",
        "another port 1 · documented.songs.pausing",
    ]


def test_a_run_of_nothing_is_an_empty_list() -> None:
    assert said(parsed(run())) == {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}


def test_hostile_text_stays_text() -> None:
    root = parsed(hostile_run())
    assert said(root)["tests"] == 2 * len(HOSTILE)
    whole = "".join(root.itertext())
    assert "</script><img src=x onerror=" in whole
    assert "]]><a>&amp;&#0;" in whole
    assert r"\x1b[31mred" in whole
    assert r"exe.\u202egnp" in whole


@given(st.text(st.characters(exclude_categories=())))
@pytest.mark.parametrize("status", ["failed", "errored", "skipped"])
def test_any_text_at_all_gives_xml_with_that_text(status: str, text: str) -> None:
    one = record("a#1", status, scenario=text, reason=text, stderr=text, issue=text, path=text)
    if status == "failed":
        one = record("a#1", status, scenario=text, failures=(failure(text, text, text),))
    parsed(run(one, port=PortInfo(name=text, version=text)))


def test_endless_text_is_cut() -> None:
    endless = record("a#1", "errored", reason="x" * 1_000_000, stderr="y" * 1_000_000, scenario="z" * 1_000_000)
    text = junit([run(endless)])
    assert len(text) < 60_000
    assert "more characters)" in text
    assert "characters before) …" in text


def test_the_report_of_a_real_port_adds_up(tmp_path: Path) -> None:
    report, xml = tmp_path / "run.jsonl", tmp_path / "junit.xml"
    conform(tmp_path, "--report", report)
    assert devicemode("report", report, "--junit", xml).output == ""
    root = ET.parse(xml).getroot()
    check(root)
    assert said(root) == counted(root) == {"tests": 3, "failures": 1, "errors": 0, "skipped": 1}
