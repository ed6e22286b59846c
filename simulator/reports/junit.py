"""JUnit XML, as GitLab, Jenkins and GitHub Actions read it: a suite per section, a test case per case.

A case is named by its id: `classname` is its feature, `name` the rest. Durations are zero, since time is virtual.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from simulator.conformance.records.stream import Begin, CaseRecord, Outcome, Run, SectionTitle, explanation
from simulator.errors import LINES, printable
from simulator.reports import tally
from simulator.reports.text import cut, last_lines, message_line, repeat, shown

_LAST_MESSAGES: Final = 20
_LONGEST: Final = 20_000
"""The most characters of one text that are kept."""

_TAGS: Final[Mapping[Outcome, str]] = {
    "failed": "failure",
    "passes although listed": "failure",
    "errored": "error",
    "known failure": "skipped",
    "declared deviation": "skipped",
    "skipped": "skipped",
    "not applicable": "skipped",
}
"""The element in a test case for its outcome; none if it passed."""


def junit(runs: Sequence[Run]) -> str:
    """Return the XML of one or several runs; with several, names include the port."""
    root = ET.Element("testsuites", name="devicemode")
    for run, label in zip(runs, tally.labels(runs), strict=True):
        port = label if len(runs) > 1 else ""
        for section in tally.sections([run]):
            records = [record for record in run.cases if record.section == section.folder]
            root.append(_suite(run.begin, section, records, port))
        if run.end is None:
            root.append(_interrupted(port))
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    root.set("time", "0")
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(begin: Begin, section: SectionTitle, records: Sequence[CaseRecord], port: str) -> ET.Element:
    name = f"{port}: {section.title}" if port else section.title
    suite = ET.Element("testsuite", name=_attribute(name))
    properties = ET.SubElement(suite, "properties")
    for key, value in (
        ("port", begin.port.name),
        ("version", begin.port.version),
        ("dialect", begin.dialect or "each case's own"),
        ("harness", begin.harness),
        ("suite", begin.suite),
    ):
        ET.SubElement(properties, "property", name=key, value=_attribute(value))
    for record in records:
        suite.append(_case(begin, record, port))
    _count(suite)
    return suite


def _interrupted(port: str) -> ET.Element:
    suite = ET.Element("testsuite", name=_attribute(f"{port}: the run" if port else "the run"))
    case = ET.SubElement(suite, "testcase", classname="devicemode", name="the run finishes", time="0")
    ET.SubElement(case, "error", type="interrupted", message=tally.INTERRUPTED)
    _count(suite)
    return suite


def _count(suite: ET.Element) -> None:
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(case.find(tag) is not None for case in cases)))
    suite.set("time", "0")


def _case(begin: Begin, record: CaseRecord, port: str) -> ET.Element:
    feature, _, key = record.case.partition("#")
    classname = feature.replace("/", ".")
    case = ET.Element(
        "testcase",
        classname=_attribute(f"{port}.{classname}" if port else classname),
        name=_attribute(key or feature),
        file=_attribute(record.path),
        line=str(record.line),
        time="0",
    )
    tag = _TAGS.get(record.outcome)
    if tag is None:
        return case
    ET.SubElement(case, tag, type=record.outcome, message=_attribute(_message(record))).text = _text(
        _details(begin, record) if tag != "skipped" else record.issue
    )
    if tag != "skipped":
        if record.transcript:
            messages = map(message_line, record.transcript[-_LAST_MESSAGES:])
            said = "\n".join(cut(one, _LONGEST // _LAST_MESSAGES) for one in messages)
            ET.SubElement(case, "system-out").text = _text(said)
        if record.stderr:
            ET.SubElement(case, "system-err").text = _text(last_lines(record.stderr, _LONGEST))
    return case


def _message(record: CaseRecord) -> str:
    """Return the line that is shown beside the case's name."""
    if record.outcome == "failed":
        first = next((one for failure in record.failures for one in failure.differences), None)
        return f"{first.path}: expected {first.expected}, actual {first.actual}" if first else record.reason
    if record.outcome == "errored":
        return record.reason
    return f"{record.outcome}: {record.reason}" if record.reason else record.outcome


def _details(begin: Begin, record: CaseRecord) -> str:
    """Return everything that is needed to fix a case."""
    known = {rule.id: rule.says for rule in begin.rules}
    lines = [f"{record.scenario} ({record.path}:{record.line}, in {record.dialect})"]
    lines += [f"rule {rule}: {known[rule]}" if rule in known else f"rule {rule}" for rule in record.rules]
    if record.reason:
        lines.append(record.reason)
    if record.issue:
        lines.append(f"issue: {record.issue}")
    for failure in record.failures:
        lines.append(f"line {failure.line}: {failure.step}")
        for one in failure.differences:
            lines += [f"  {one.path}", f"    expected {one.expected}", f"    actual   {one.actual}"]
    why = explanation(begin, record)
    if why:
        lines.append(f"explained: {why}")
    lines.append(f"repeat: {repeat(begin, record)}")
    return "\n".join(lines)


def _attribute(text: str) -> str:
    return shown(text)


def _text(text: str) -> str:
    return cut(printable(text, keep=LINES), _LONGEST)
