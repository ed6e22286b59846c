"""The output of `devicemode conform`: the failures with all that is needed to fix them, the matrix, the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from simulator.conformance.records import grouping as causes
from simulator.conformance.records.following import NONE
from simulator.conformance.records.grouping import groups
from simulator.conformance.records.stream import (
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
from simulator.reports.text import last_lines, message_line, remark, repeat, shown, step_lines

_LONGEST: Final = 4000
"""The most characters of an adapter's standard error that are printed."""


HEIGHT: Final = 40
"""The height of a screen, in lines, where nobody says."""
WIDTH: Final = 120


def report(run: Run, *, width: int = WIDTH, height: int | None = HEIGHT) -> list[RenderableType]:
    """Return the output for a run: the matrix, the failures by their likely cause, the totals.

    The failures take up one screen of `width` columns and `height` lines at most; without a height all are shown.
    """
    printed: list[RenderableType] = [matrix(run)] if run.cases else []
    if run.cases and tally.folded([run]):
        printed.append(Text(tally.folded([run]), style="dim"))
    printed += [*_following(run), *_left_out(run), *_deviations(run)]
    shown_failures = failures(run, width=width, height=height)
    printed += [Text(""), *shown_failures] if shown_failures and printed else shown_failures
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


def _deviations(run: Run) -> list[RenderableType]:
    """Return the port's declared deviations that cases rest on, with the number of each."""
    found = tally.deviations(run)
    if not found:
        return []
    table = Table(show_edge=False, pad_edge=False, box=None, padding=(0, 2), header_style="bold")
    table.add_column("Cases", justify="right")
    table.add_column("How it deviates, as declared", overflow="fold")
    for why, count in found.items():
        table.add_row(str(count), Text(shown(why)))
    return [Text(""), table]


def _left_out(run: Run) -> list[RenderableType]:
    """Return why cases are not applicable to a port, with the number of each."""
    found = {} if run.begin.port == REFERENCE else tally.left_out(run)
    if not found:
        return []
    table = Table(show_edge=False, pad_edge=False, box=None, padding=(0, 2), header_style="bold")
    table.add_column("Cases", justify="right")
    table.add_column("Why it is not applicable", overflow="fold")
    for why, count in list(found.items())[:_MOST_REASONS]:
        table.add_row(str(count), Text(shown(why)))
    rest = list(found.values())[_MOST_REASONS:]
    if rest:
        table.add_row(str(sum(rest)), Text(f"for {len(rest)} other reasons", style="dim"))
    return [Text(""), table]


_MOST_REASONS: Final = 8


def failures(run: Run, *, width: int = WIDTH, height: int | None = HEIGHT) -> list[RenderableType]:
    """Return the cases that keep a run from conforming, by cause; each cause with an example as long as there is room.

    Without a height each cause has all its cases.
    """
    found = groups(run.cases)
    if height is None:
        return [
            one for group in found for one in (_heading(group), *(failure(run.begin, each) for each in group.cases))
        ]
    room = max(height, _LEAST_HEIGHT) - _BELOW
    printed: list[RenderableType] = []
    for at, group in enumerate(found):
        # The causes that follow have a line each, if they have to share the screen.
        reserved = min(len(found) - at - 1, _HEADINGS)
        block = Group(_heading(group), failure(run.begin, group.example, most=_MOST_LINES))
        lines = _lines(block, width)
        if at and lines + reserved > room:
            printed += _in_lines(found[at:], room)
            break
        printed.append(block)
        room -= lines
    if any(len(group.cases) > 1 for group in found) or len(printed) < len(found):
        printed.append(Text("All of them: --all-failures, here or with devicemode report RUN.", style="dim"))
    return printed


_LEAST_HEIGHT: Final = 16
_BELOW: Final = 4
"""The lines below the failures: how to see all, the totals, the next prompt."""
_HEADINGS: Final = 8
_MOST_LINES: Final = 6
"""The most lines of a step's table, of its text, and of its differences that an example shows."""


def _in_lines(found: Sequence[causes.Group], room: int) -> list[RenderableType]:
    most = max(room, 3)
    printed: list[RenderableType] = [_heading(group) for group in found[:most]]
    left = found[most:]
    if left:
        printed.append(Text(f"{sum(len(group.cases) for group in left)} more cases for {len(left)} other reasons"))
    return printed


def _lines(block: RenderableType, width: int) -> int:
    out = Console(file=StringIO(), width=width, markup=False, emoji=False, highlight=False)
    return len(out.render_lines(block, pad=False))


def _heading(group: causes.Group) -> Text:
    count = len(group.cases)
    return Text(f"{count} case{'' if count == 1 else 's'}: {shown(group.says, _LONGEST_REASON)}", style="bold red")


_LONGEST_REASON: Final = 120


def failure(begin: Begin, record: CaseRecord, *, most: int | None = None) -> RenderableType:
    """Return one case: its steps, its rules, expected and actual or why it errored, and how to repeat it.

    `most` is the number of lines that a step's table and its differences may take up.
    """
    heading = Text.assemble(
        (f"{record.outcome.upper()} ", "bold red"), (shown(record.case), "bold"), f"  in {shown(record.dialect)}"
    )
    lines: list[RenderableType] = [_whole(f"{_file(begin, record)}:{record.line}"), Text(shown(record.scenario))]
    lines += _rules(begin, record)
    if record.outcome == "passes although listed":
        lines.append(Text(f"the list of known failures includes it ({shown(record.reason)}); take it off"))
    elif record.reason:
        lines.append(Text(shown(record.reason), style="red"))
    if record.issue:
        lines.append(Text(f"issue: {shown(record.issue)}"))
    lines += [Text(f"allowed already, as declared: {shown(one)}", style="yellow") for one in record.deviations]
    lines += _done(record, most)
    for failed in record.failures:
        lines.append(Text(f"line {failed.line}: {shown(failed.step)}", style="bold"))
        table = Table(box=None, pad_edge=False, padding=(0, 2), header_style="dim")
        for title in ("where", "expected", "actual"):
            table.add_column(title, overflow="fold")
        longest = _LONGEST_VALUE if most else _LONGEST
        for one in failed.differences[:most]:
            table.add_row(
                Text(shown(one.path)),
                Text(shown(one.expected, longest), style="green"),
                Text(shown(one.actual, longest), style="red"),
            )
        lines.append(Padding(table, (0, 0, 0, 2)))
        if most and len(failed.differences) > most:
            lines.append(Text(f"  and {len(failed.differences) - most} more", style="dim"))
    if record.status == "errored":
        lines += _last_words(record)
    lines += _explained(begin, record)
    lines += [Text(one, style="yellow") for one in (remark(record),) if one]
    # A command that is broken into lines can't be copied: it is printed on one line, however narrow the terminal.
    again = Text.assemble("  repeat: ", (shown(repeat(begin, record)), "bold"), no_wrap=True, overflow="ignore")
    return Group(heading, Padding(Group(*lines), (0, 0, 0, 2)), again, Text(""))


_LONGEST_VALUE: Final = 200


def _whole(text: str) -> Text:
    """Return a line that is never broken: a terminal opens a file at its line if both are in one piece."""
    return Text(shown(text), no_wrap=True, overflow="ignore")


def _file(begin: Begin, record: CaseRecord) -> Path:
    return (Path(begin.features) if begin.features else resources.features()) / record.path


def _done(record: CaseRecord, most: int | None) -> list[RenderableType]:
    """Return the steps before the first one that failed, except expectations that hold."""
    first = min((failure.line for failure in record.failures), default=None)
    lines: list[RenderableType] = []
    keyword = ""
    for step in record.steps:
        keyword = step.keyword.strip() if step.keyword.strip() in ("Given", "When", "Then") else keyword
        if step.line == first:
            break
        if keyword != "Then":
            lines += [Text(shown(line), style="dim") for line in step_lines(step, most)]
    return lines


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
    return _matrix(tally.sections([run]), tally.count(run.cases), tally.applying([run]), tally.COLUMN_TITLES)


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
    "declared deviation": ("deviating", "yellow"),
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
