"""The output of `devicemode conform`: the failures with all that is needed to fix them, the matrix, the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from simulator.conformance.records.following import NONE
from simulator.conformance.records.stream import (
    BROKEN,
    REFERENCE,
    Begin,
    CaseRecord,
    Outcome,
    Run,
    SectionTitle,
    explanation,
)
from simulator.documentation import resources
from simulator.errors import LINES, printable
from simulator.model.dialects import DIALECTS
from simulator.reports import tally
from simulator.reports.tally import INTERRUPTED, TOTAL, Counts
from simulator.reports.text import last_lines, message_line, repeat, shown

_LONGEST: Final = 4000
"""How many characters of an adapter's standard error are printed."""


def report(run: Run) -> list[RenderableType]:
    """Return the output for a run: the failures, the matrix, the totals."""
    printed = failures(run)
    if run.cases:
        printed.append(matrix(run))
    printed += [*_following(run), *_reasons(run)]
    printed.append(totals(run))
    if run.end is None:
        printed.append(Text(INTERRUPTED, style="bold red"))
    if run.begin.port != REFERENCE:
        return printed
    alone = sum("documented" in record.dialects and record.dialect not in record.dialects for record in run.cases)
    if alone:
        printed.append(Text(f"{alone} of the cases that are not applicable hold in the documented dialect only"))
    return printed


def _following(run: Run) -> list[RenderableType]:
    """Return section × dialect with the number of cases in which the port does what the dialect does."""
    judged = [record for record in run.cases if record.status in ("passed", "failed")]
    if run.begin.dialect or run.begin.port == REFERENCE or not judged:
        return []
    counts: dict[tuple[str, str], int] = Counter(
        (section, name)
        for record in judged
        for section in (record.section, TOTAL)
        for name in record.follows or (NONE,)
    )
    table = Table(show_edge=False, pad_edge=False, header_style="bold", box=None, padding=(0, 2))
    table.add_column("It does what the reference does in")
    names = (*DIALECTS, NONE)
    for name in names:
        table.add_column(name, justify="right")
    titles = {section.folder: section.title for section in tally.sections([run])} | {TOTAL: "Total"}
    for folder, title in titles.items():
        cells = [str(counts.get((folder, name), "–")) for name in names]
        table.add_row(Text(shown(title)), *cells, style="bold" if folder == TOTAL else "")
    return [Text(""), table]


def _reasons(run: Run) -> list[RenderableType]:
    """Return why cases of a port fail, and why others are not applicable to it, with the number of each."""
    if run.begin.port == REFERENCE:
        return []
    failing = {why: len(cases) for why, cases in tally.reasons(run).items()}
    many = failing if sum(failing.values()) >= _MANY else {}
    return [
        one
        for title, found in (("Why it fails", many), ("Why it is not applicable", tally.left_out(run)))
        for one in _counted(title, found)
    ]


def _counted(title: str, found: Mapping[str, int]) -> list[RenderableType]:
    if not found:
        return []
    table = Table(show_edge=False, pad_edge=False, box=None, padding=(0, 2), header_style="bold")
    table.add_column("Cases", justify="right")
    table.add_column(title, overflow="fold")
    for why, count in found.items():
        table.add_row(str(count), Text(shown(why)))
    return [Text(""), table]


_MANY: Final = 3
"""From this number of failures on, reasons are counted."""


def failures(run: Run) -> list[RenderableType]:
    """Return the output for each case that keeps the run from conforming."""
    return [failure(run.begin, record) for record in run.cases if record.outcome in BROKEN]


def failure(begin: Begin, record: CaseRecord) -> RenderableType:
    """Return one case: its rules with their sentences, expected and actual or why it errored, and how to repeat it."""
    heading = Text.assemble(
        (f"{record.outcome.upper()} ", "bold red"), (shown(record.case), "bold"), f"  in {shown(record.dialect)}"
    )
    root = Path(begin.features) if begin.features else resources.features()
    lines: list[RenderableType] = [Text(f"{shown(str(root / record.path))}:{record.line}  {shown(record.scenario)}")]
    lines += _rules(begin, record)
    if record.outcome == "passes although listed":
        lines.append(Text(f"the list of known failures includes it ({shown(record.reason)}); take it off"))
    elif record.reason:
        lines.append(Text(shown(record.reason), style="red"))
    if record.issue:
        lines.append(Text(f"issue: {shown(record.issue)}"))
    for failed in record.failures:
        lines.append(Text(f"line {failed.line}: {shown(failed.step)}", style="bold"))
        table = Table(box=None, pad_edge=False, padding=(0, 2), header_style="dim")
        for title in ("where", "expected", "actual"):
            table.add_column(title, overflow="fold")
        for one in failed.differences:
            table.add_row(
                Text(shown(one.path)), Text(shown(one.expected), style="green"), Text(shown(one.actual), style="red")
            )
        lines.append(Padding(table, (0, 0, 0, 2)))
    if record.status == "errored":
        lines += _last_words(record)
    lines += _explained(begin, record)
    # A command that is broken into lines can't be copied: it is printed on one line, however narrow the terminal.
    again = Text.assemble("  repeat: ", (shown(repeat(begin, record)), "bold"), no_wrap=True, overflow="ignore")
    return Group(heading, Padding(Group(*lines), (0, 0, 0, 2)), again, Text(""))


def _rules(begin: Begin, record: CaseRecord) -> list[RenderableType]:
    known = {rule.id: rule for rule in begin.rules}
    lines: list[RenderableType] = []
    for rule_id in record.rules:
        rule = known.get(rule_id)
        heading = f" ({shown(rule.heading)})" if rule and rule.heading else ""
        says = f": {shown(rule.says)}" if rule else ""
        lines.append(Text.assemble("rule ", (shown(rule_id), "cyan"), heading, says))
    return lines


def _explained(begin: Begin, record: CaseRecord) -> list[RenderableType]:
    why = explanation(begin, record)
    says = {one.id: one.says for one in begin.divergences}
    lines: list[RenderableType] = [Text(f"explained: {shown(why)}", style="yellow")] if why else []
    named = [Text(f"{shown(name)}: {shown(says.get(name, ''))}") for name in record.divergences if why]
    return [*lines, *(Padding(one, (0, 0, 0, 2)) for one in named)]


def _last_words(record: CaseRecord) -> list[RenderableType]:
    lines: list[RenderableType] = []
    if record.transcript:
        lines.append(Text(f"last message: {shown(message_line(record.transcript[-1]))}"))
    if record.stderr.strip():
        lines.append(Text("standard error of the adapter:"))
        words = printable(last_lines(record.stderr.strip(), _LONGEST), keep=LINES)
        lines.append(Padding(Text(words, style="dim"), (0, 0, 0, 2)))
    return lines


def matrix(run: Run) -> Table:
    """Return section × platform with the number of cases of each outcome.

    A case on more than one platform is counted once, under "Several", so that the totals add up.
    """
    return _matrix(tally.sections([run]), tally.count(run.cases), tally.columns(run.cases), tally.COLUMN_TITLES)


def dialect_matrix(runs: Mapping[str, Run]) -> Table:
    """Return section × dialect with the number of cases of each outcome, from a run in each dialect."""
    counts: dict[tuple[str, str], Counter[Outcome]] = {}
    for dialect, run in runs.items():
        for (section, column), count in tally.count(run.cases).items():
            if column == TOTAL:
                counts[section, dialect] = count
    titles = {dialect: dialect.capitalize() for dialect in runs}
    return _matrix(tally.sections(list(runs.values())), counts, list(runs), titles)


def _matrix(
    sections: Sequence[SectionTitle], counts: Counts, columns: Sequence[str], titles: Mapping[str, str]
) -> Table:
    table = Table(show_edge=False, pad_edge=False, header_style="bold", box=None, padding=(0, 2))
    table.add_column("Section")
    for column in columns:
        table.add_column(titles[column], justify="right")
    for section in sections:
        cells = [_cell(counts.get((section.folder, column)), section, column) for column in columns]
        table.add_row(Text(shown(section.title)), *cells)
    whole = SectionTitle(folder=TOTAL, title="Total")
    table.add_row("Total", *(_cell(counts.get((TOTAL, column)), whole, column) for column in columns), style="bold")
    return table


_SHOWN: Final[Mapping[Outcome, tuple[str, str]]] = {
    "failed": ("failed", "bold red"),
    "errored": ("errored", "bold red"),
    "passes although listed": ("listed", "bold red"),
    "known failure": ("known", "yellow"),
    "skipped": ("skipped", "yellow"),
    "not applicable": ("n/a", "yellow"),
}
"""The word and the style of an outcome in the matrix."""


def _cell(count: Counter[Outcome] | None, section: SectionTitle, column: str) -> Text:
    if not count:
        never = section.folder != TOTAL and tally.never_applies(section, column)
        return Text("n/a" if never else "–", style="dim")
    parts = []
    if count["passed"]:
        parts.append(Text(str(count["passed"]), style="" if tally.broken(count) else "green"))
    parts += [Text(f"{count[one]} {word}", style=style) for one, (word, style) in _SHOWN.items() if count[one]]
    return Text(", ").join(parts)


def totals(run: Run, *, prefix: str = "") -> Text:
    """Return the closing line; its numbers add up to the cases discovered."""
    counts = tally.totals(run)
    says = tally.sentence(counts, discovered=run.begin.discovered)
    if not run.cases:
        return Text(f"nothing ran: no case was chosen ({prefix}{says})", style="bold yellow")
    return Text(f"\n{prefix}{says}", style="bold red" if tally.broken(counts) else "bold green")
