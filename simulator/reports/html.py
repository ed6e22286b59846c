"""One HTML page for one or several runs side by side, self-contained: it loads nothing.

The page's script draws it from data, always as text. The data is compressed, so that a page with all cases, differences
and messages stays below a megabyte. A strict content security policy allows only that script and that style sheet, by
their digests.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Mapping, Sequence
from html import escape
from importlib import resources
from typing import Final

import msgspec

from simulator.conformance.records.grouping import Group, code, groups
from simulator.conformance.records.stream import OUTCOMES, CaseRecord, Run, StepText, explanation, following
from simulator.errors import LINES, printable
from simulator.reports import tally
from simulator.reports.text import arrived, cut, exploring, last_lines, message_line, pieces, remark, repeat, shown
from simulator.values import JSONObject

_LONGEST: Final = 10_000
"""The most characters of one text that are kept."""
_LONGEST_NAME: Final = 200
_LONGEST_MESSAGE: Final = 2_000
_LAST_MESSAGES: Final = 8
_MESSAGES_ROOM: Final = 4_000_000
"""The most characters of messages and events on a page."""


def html(runs: Sequence[Run], paths: Sequence[str] = ()) -> str:
    """Return the page. `paths` name the runs' streams, for the command that opens a failing case in the explorer."""
    labels = [shown(label, _LONGEST_NAME) for label in tally.labels(runs)]
    causes = [groups(run.cases) for run in runs]
    parts = {name: _file(f"page.{name}") for name in ("css", "js")}
    suites = sorted({run.begin.suite.removeprefix("sha256:")[:12] for run in runs})
    harnesses = sorted({run.begin.harness for run in runs})
    filled = {
        "style": parts["css"],
        "script": parts["js"],
        "policy": (
            f"default-src 'none'; script-src '{_digest(parts['js'])}'; style-src '{_digest(parts['css'])}'; "
            "base-uri 'none'; form-action 'none'"
        ),
        "title": _text(f"Conformance of {', '.join(labels)}", _LONGEST),
        "about": _text(f"{', '.join(harnesses)} · suite {', '.join(suites)}"),
        "notes": "\n".join(f'<p class="note">{_text(note)}</p>' for note in _notes(runs, labels)),
        "ports-heading": "Ports" if len(runs) > 1 else "Port",
        "ports": _ports(runs, labels),
        "reasons": "\n".join(map(_reasons, runs, labels, causes)),
        "data": _embedded(_data(runs, labels, paths or ["RUN"] * len(runs), causes)),
    }
    return re.sub(r"\{\{([a-z-]+)\}\}", lambda found: filled[found[1]], _file("page.html"))


def _file(name: str) -> str:
    return (resources.files("simulator.reports") / "page" / name).read_text("utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _embedded(data: JSONObject) -> str:
    """Write data compressed, in characters that mean nothing to HTML."""
    return base64.b64encode(zlib.compress(msgspec.json.encode(data), 9)).decode()


def _notes(runs: Sequence[Run], labels: Sequence[str]) -> list[str]:
    notes = [f"{label}: {tally.INTERRUPTED}." for run, label in zip(runs, labels, strict=True) if run.end is None]
    if tally.folded(runs):
        notes.append(tally.folded(runs))
    if len({run.begin.suite for run in runs}) > 1:
        notes.append(
            "These runs are of different versions of the suite; each scenario is shown as in the first run that has it."
        )
    return notes


def _text(text: str, most: int = 2 * _LONGEST_NAME) -> str:
    return escape(shown(text, most))


_CLASSES: Final[Mapping[tally.RunVerdict, str]] = {
    "conforms": "good",
    "does not conform": "bad",
    "interrupted": "bad",
    "nothing ran": "known",
}


def _ports(runs: Sequence[Run], labels: Sequence[str]) -> str:
    """Return a table with a line for each run; its numbers add up to the cases discovered."""
    outcomes = [one for one in OUTCOMES if one in tally.ALWAYS_SAID or any(tally.totals(run)[one] for run in runs)]
    headings = ["Passed of applicable", *(one.capitalize() for one in outcomes), "Not run", "Cases"]
    first = "".join(f'<th scope="col" class="number">{heading}</th>' for heading in headings)
    rows = [f'<tr><th scope="col">Port</th><th scope="col">Verdict</th><td></td>{first}</tr>']
    for run, label, short in zip(runs, labels, tally.short_labels(runs), strict=True):
        counts = tally.totals(run)
        verdict = tally.verdict(run)
        numbers = [tally.share(counts), *(counts[one] for one in outcomes), tally.not_run(run), run.begin.discovered]
        cells = [
            f'<th scope="row"><bdi>{_text(label)}</bdi><br><small>{_text(_about(run, short))}</small></th>',
            f'<td><span class="mark {_CLASSES[verdict]}">{verdict}</span></td>',
            f'<td class="bar">{_bar(run)}</td>',
            *(
                f'<td class="number" data-label="{heading}">{number}</td>'
                for heading, number in zip(headings, numbers, strict=True)
            ),
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return '<table class="ports">\n<tbody>\n' + "\n".join(rows) + "\n</tbody>\n</table>"


def _reasons(run: Run, label: str, causes: Sequence[Group]) -> str:
    """Return collapsed tables of the reasons why cases fail, and why others are not applicable."""
    failing = {why: len(cases) for why, cases in tally.reasons(run, causes).items()}
    deviating = {code(why): count for why, count in tally.deviations(run).items()}
    left_out = {code(why): count for why, count in tally.left_out(run).items()}
    tables = [
        f'<table>\n<tr><th scope="col" class="number">Cases</th><th scope="col">{title}</th></tr>\n'
        + "".join(f'<tr><td class="number">{count}</td><td>{_prose(why)}</td></tr>\n' for why, count in found.items())
        + "</table>"
        for title, found in (
            ("Why it fails", failing),
            ("How it deviates, as declared", deviating),
            ("Why it is not applicable", left_out),
        )
        if found
    ]
    if not tables:
        return ""
    summary = f"<summary>Why cases fail or are not applicable: <bdi>{_text(label)}</bdi></summary>"
    return f'<details class="reasons">{summary}\n{"".join(tables)}\n</details>'


def _prose(says: str) -> str:
    """Write a reason; quoted text in it may be a port's, and has its own direction."""
    return "".join(
        f"<code><bdi>{_text(part, _LONGEST)}</bdi></code>" if quoted else _text(part) for part, quoted in pieces(says)
    )


def _about(run: Run, short: str) -> str:
    begin = run.begin
    # The page's short name for a run, unless its full name begins with it.
    parts = [short if short not in tally.label(run) else "", begin.port.language, ", ".join(begin.platforms)]
    if begin.levels:
        parts.append(f"level {', '.join(begin.levels)}")
    return " · ".join(part for part in parts if part)


def _bar(run: Run) -> str:
    """Return the shares of cases that passed, that are known failures and that are broken."""
    counts = tally.totals(run)
    widths = {
        "passed": counts["passed"],
        "known": counts["known failure"] + counts["declared deviation"],
        "broken": tally.broken(counts),
    }
    parts, at = [], 0
    for name, width in widths.items():
        parts.append(f'<rect class="{name}" x="{at}" width="{width}" height="1"/>')
        at += width
    whole = max(tally.judged(counts), 1)
    return f'<svg viewBox="0 0 {whole} 1" preserveAspectRatio="none" aria-hidden="true">{"".join(parts)}</svg>'


def _data(
    runs: Sequence[Run], labels: Sequence[str], paths: Sequence[str], causes: Sequence[Sequence[Group]]
) -> JSONObject:
    """Return the data that the page's script draws."""
    by_id = [run.by_id() for run in runs]
    cases = {record.case: record for run in reversed(runs) for record in run.cases}
    order = dict.fromkeys(record.case for run in runs for record in run.cases)
    rules = {rule.id: rule for run in reversed(runs) for rule in run.begin.rules}
    named = {rule for record in cases.values() for rule in record.rules}
    room = _Room(_MESSAGES_ROOM)
    return {
        "runs": [
            {"label": _shown(label), "short": _shown(short), "explore": _shown(exploring(path))}
            for label, short, path in zip(labels, tally.short_labels(runs), paths, strict=True)
        ],
        "outcomes": [*OUTCOMES, "not run"],
        "columns": [{"name": column, "title": tally.COLUMN_TITLES[column]} for column in tally.applying(runs)],
        "groups": [
            {
                "run": at,
                "says": [[_shown(part), quoted] for part, quoted in pieces(group.says)],
                "example": _shown(group.example.case),
                "cases": [_shown(one.case) for one in group.cases],
            }
            for at, of_run in enumerate(causes)
            for group in of_run
        ],
        "sections": [{"folder": _shown(one.folder), "title": _shown(one.title)} for one in tally.sections(runs)],
        "rules": [
            {"id": _shown(one.id), "section": _shown(one.section), "says": _shown(one.says)}
            for one in rules.values()
            if one.id in named
        ],
        "cases": [
            _case(cases[case])
            | {"results": [_result(run, known.get(case), room) for run, known in zip(runs, by_id, strict=True)]}
            for case in order
        ],
    }


class _Room:
    """The room that is left for messages."""

    def __init__(self, characters: int) -> None:
        self._left = characters

    def takes(self, messages: Sequence[str]) -> bool:
        """Tell whether there is room for these messages, and reserve it."""
        self._left -= sum(map(len, messages))
        return self._left >= 0


def _shown(text: str, most: int = _LONGEST) -> str:
    return cut(printable(text, keep=LINES), most)


def _case(record: CaseRecord) -> JSONObject:
    return {
        "id": _shown(record.case),
        "scenario": _shown(record.scenario),
        "section": _shown(record.section),
        "column": tally.column_of(record),
        "platforms": list(record.platforms),
        "path": _shown(record.path),
        "line": record.line,
        "rules": [_shown(rule) for rule in record.rules],
        "tags": [_shown(tag) for tag in record.tags],
        "dialects": [_shown(one) for one in record.dialects],
        "steps": [_step(step) for step in record.steps],
    }


def _step(step: StepText) -> JSONObject:
    return {
        "keyword": _shown(step.keyword),
        "text": _shown(step.text),
        "line": step.line,
        "table": [[_shown(cell) for cell in row] for row in step.table],
        "docstring": None if step.docstring is None else _shown(step.docstring),
    }


def _result(run: Run, record: CaseRecord | None, room: _Room) -> JSONObject | None:
    if record is None:
        return None
    result: JSONObject = {
        "outcome": record.outcome,
        "deviations": [_shown(one) for one in record.deviations],
        "reason": _shown(record.reason or (following(record) if record.status == "passed" else "")),
        "failures": [
            {
                "step": _shown(failure.step),
                "line": failure.line,
                "differences": [
                    [_shown(one.path), _shown(one.expected), _shown(one.actual)] for one in failure.differences
                ],
            }
            for failure in record.failures
        ],
        "messages": [],
    }
    if record.outcome in ("passed", "skipped", "not applicable"):
        return result
    says = {one.id: one.says for one in run.begin.divergences}
    messages = [_shown(message_line(one), _LONGEST_MESSAGE) for one in record.transcript[-_LAST_MESSAGES:]]
    fits = room.takes(messages)
    events = [_shown(msgspec.json.format(msgspec.json.encode(one), indent=2).decode()) for one in arrived(record)]
    events_fit = room.takes(events)
    return result | {
        "dialect": _shown(record.dialect),
        "issue": _shown(record.issue),
        "explained": _shown(explanation(run.begin, record)),
        "remark": remark(record),
        "divergences": [[_shown(name), _shown(says.get(name, ""))] for name in record.divergences],
        "stderr": printable(last_lines(record.stderr, _LONGEST), keep=LINES),
        "messages": messages if fits else [],
        "messagesLeftOut": not fits,
        "events": events if events_fit else [],
        "eventsLeftOut": not events_fit,
        "repeat": _shown(repeat(run.begin, record)),
    }
