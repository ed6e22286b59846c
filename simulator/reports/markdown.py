"""A summary in Markdown, for a CI job's page or a comment on a pull request.

Every Markdown character in any text is written as a character reference, so that it can't make a link or end a table.
Text of ports is also put into `code` and `pre` elements, in which GitHub mentions nobody and links no issue.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from simulator.conformance.records.grouping import code, groups
from simulator.conformance.records.stream import (
    OUTCOMES,
    Begin,
    CaseRecord,
    Outcome,
    Run,
    SectionTitle,
    explanation,
)
from simulator.errors import LINES, printable
from simulator.reports import tally
from simulator.reports.tally import TOTAL, Counts
from simulator.reports.text import cut, last_lines, pieces, repeat

MOST: Final = 1_000_000
"""The most bytes that a summary may have; GitHub shows none that is larger than 1 MiB."""

_LONGEST: Final = 1000
_NOTE_ROOM: Final = 1000
"""The bytes reserved for the note on what was left out."""


def markdown(runs: Sequence[Run], *, failures: bool = True) -> str:
    """Return the summary of one or several runs, at most `MOST` bytes; a note says how many failures have no room.

    Without `failures` it ends with the tables: the share of cases that pass in each section, and why others fail.
    """
    parts = ["# Conformance\n", _overview(runs)]
    for run, label in zip(runs, tally.labels(runs), strict=True):
        if run.cases:
            parts.append(f"\n## {_code(label)}\n")
            parts.append(_matrix(run))
            parts.append(_reasons(run))
    room = MOST - _NOTE_ROOM - _size("\n".join(parts))
    for run, label in zip(runs, tally.labels(runs) if failures else (), strict=failures):
        section = _failures(run, label, room)
        room -= _size(section)
        parts.append(section)
    whole = "\n".join(part for part in parts if part)
    # Endless names, hundreds of runs: there is no room even without failures.
    return whole if _size(whole) <= MOST else f"# Conformance\n\n{_shortest(runs)}\n"


def _size(text: str) -> int:
    return len(text.encode())


def _shortest(runs: Sequence[Run]) -> str:
    counts: Counter[Outcome] = sum((tally.totals(run) for run in runs), Counter())
    discovered = sum(run.begin.discovered for run in runs)
    return f"{len(runs)} runs: {tally.sentence(counts, discovered=discovered)}. The details have no room here."


def _overview(runs: Sequence[Run]) -> str:
    """Return a table with a line for each run; its numbers add up to the cases discovered."""
    outcomes = [one for one in OUTCOMES if one in tally.ALWAYS_SAID or any(tally.totals(run)[one] for run in runs)]
    headings = ["Port", "Verdict", *(one.capitalize() for one in outcomes), "Not run", "Cases"]
    rows = []
    for run, label in zip(runs, tally.labels(runs), strict=True):
        counts = tally.totals(run)
        cells = [_code(label), _verdict(run), *(str(counts[one]) for one in outcomes), str(tally.not_run(run))]
        rows.append([*cells, str(run.begin.discovered)])
    table = _table(headings, rows, left=2)
    suites = {run.begin.suite for run in runs}
    return table if len(suites) == 1 else f"{table}\nThese runs are of different versions of the suite.\n"


def _verdict(run: Run) -> str:
    says = tally.verdict(run)
    return f"{_MARKS[says]} {says}"


_MARKS: Final = {"conforms": "✅", "does not conform": "❌", "nothing ran": "⚠️", "interrupted": "❌"}


def _matrix(run: Run) -> str:
    """Return section × platform."""
    columns = tally.applying([run])
    counts = tally.count(run.cases)
    whole = SectionTitle(folder=TOTAL, title="Total")
    rows = [
        [
            _html(section.title) if section is not whole else "**Total**",
            *(_cell(counts, section, column) for column in columns),
        ]
        for section in (*tally.sections([run]), whole)
    ]
    table = _table(["Section", *(tally.COLUMN_TITLES[column] for column in columns)], rows, left=1)
    left_out = tally.folded([run])
    return f"{table}\n{left_out}\n" if left_out else table


def _cell(counts: Counts, section: SectionTitle, column: str) -> str:
    count = counts.get((section.folder, column))
    if not count:
        return "–"
    judged = tally.judged(count)
    parts = [f"{tally.passed(count)} of {judged}"] if judged else []
    if tally.broken(count):
        parts[0] = f"❌ **{parts[0]}**"
    elif judged:
        parts[0] = f"✅ {judged}" if tally.passed(count) == judged else f"⚠️ {parts[0]}"
    left = count.total() - judged
    return ", ".join([*parts, f"{left} n/a"]) if left else parts[0]


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, left: int) -> str:
    rule = [":--" if index < left else "--:" for index in range(len(headings))]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (headings, rule, *rows))


def _reasons(run: Run) -> str:
    """Return tables of the reasons why cases fail, and why others are not applicable."""
    parts = []
    failing = {why: _named(cases) for why, cases in tally.reasons(run, groups(run.cases)).items()}
    left_out = {code(why): count for why, count in tally.left_out(run).items()}
    deviating = {code(why): count for why, count in tally.deviations(run).items()}
    for title, found in (
        ("Why it fails", failing),
        ("How it deviates, as declared", deviating),
        ("Why it is not applicable", left_out),
    ):
        rows = [[_prose(why), str(cases)] for why, cases in found.items()]
        if len(rows) > _MOST_REASONS:
            rows[_MOST_REASONS:] = [[f"{len(rows) - _MOST_REASONS} more reasons", ""]]
        if rows:
            parts.append(_table([title, "Cases"], rows, left=2))
    return "\n".join(parts)


def _named(cases: Sequence[CaseRecord]) -> str:
    """Write the number of cases, and name the first; each failure is shown below."""
    named = ", ".join(_code(one.case) for one in cases[:_MOST_NAMED])
    return f"{len(cases)}: {named}{', …' if len(cases) > _MOST_NAMED else ''}"


_MOST_REASONS: Final = 100
_MOST_NAMED: Final = 3


def _failures(run: Run, label: str, room: int) -> str:
    """Return the failures of a run, as many as fit."""
    found = groups(run.cases)
    if not found:
        return ""
    parts = [f"\n### Failures of {_code(label)}\n"]
    room -= _size(parts[0])
    whole = left = sum(len(group.cases) for group in found)
    for group in found:
        heading = f"\n**{len(group.cases)}**: {_prose(group.says)}\n"
        room -= _size(heading) + 1
        parts.append(heading)
        # The example first: it shows the cause best.
        for record in (group.example, *(one for one in group.cases if one is not group.example)):
            part = _failure(run.begin, record)
            room -= _size(part) + 1
            if room < 0:
                parts.append(f"\n{left} more of {whole} failures have no room here; the other reports have them.\n")
                return "\n".join(parts)
            parts.append(part)
            left -= 1
    return "\n".join(parts)


def _prose(says: str) -> str:
    """Write a reason: quoted text in it as code, the rest, which is ours, as text."""
    return "".join(_code(part) if quoted else _html(part) for part, quoted in pieces(says))


def _failure(begin: Begin, record: CaseRecord) -> str:
    """Return one failure, collapsed; HTML without an empty line, so that no Markdown in it is read."""
    known = {rule.id: rule.says for rule in begin.rules}
    parts = [f"<details><summary>{_code(record.case)} {_html(record.outcome)}</summary>"]
    where = f"{_code(f'{record.path}:{record.line}')}, in {_code(record.dialect)}"
    parts.append(f"<p>{_code(record.scenario)} ({where})</p>")
    if record.rules:
        parts.append("<ul>")
        parts += [f"<li>{_code(rule)} {_html(known.get(rule, ''))}</li>" for rule in record.rules]
        parts.append("</ul>")
    if record.reason:
        parts.append(f"<p>{_code(record.reason)}</p>")
    for failure in record.failures:
        parts.append(f"<p>line {failure.line}: {_code(failure.step)}</p>")
        parts.append("<table><tr><th>where</th><th>expected</th><th>actual</th></tr>")
        parts += [
            f"<tr><td>{_code(one.path)}</td><td>{_code(one.expected)}</td><td>{_code(one.actual)}</td></tr>"
            for one in failure.differences[:_MOST_DIFFERENCES]
        ]
        left = len(failure.differences) - _MOST_DIFFERENCES
        if left > 0:
            parts.append(f"<tr><td>{left} more</td></tr>")
        parts.append("</table>")
    why = explanation(begin, record)
    if why:
        parts.append(f"<p>explained: {_code(why)}</p>")
    if record.stderr.strip():
        words = printable(last_lines(record.stderr.strip(), _LONGEST), keep=LINES)
        parts.append(f"<pre>{_references(words)}</pre>")
    parts.append(f"<pre>{_html(repeat(begin, record))}</pre>")
    parts.append("</details>\n")
    return "\n".join(parts)


_MOST_DIFFERENCES: Final = 50


def _code(text: str) -> str:
    return f"<code>{_html(text)}</code>"


def _html(text: str) -> str:
    """Write any text as one line inside an HTML element."""
    return _references(cut(printable(text), _LONGEST))


_MARKUP: Final = re.compile(r"[\x00-\x1f!-+.:<-@\[-`{-~]")
"""Controls and ASCII punctuation, except those that are harmless inside an element: comma, hyphen, slash, semicolon."""


def _references(text: str) -> str:
    """Write every character that could mean something to Markdown or HTML as a reference."""
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", text)
