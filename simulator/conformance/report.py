"""Verdicts for people: the matrix of sections and platforms, and a failure with all that is needed to mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from simulator import rules as rules_module
from simulator.conformance.cases import Case
from simulator.conformance.runner import Status, Verdict
from simulator.platforms import PLATFORMS, TITLES

_SEVERAL = "several"
_OPEN = "open"


def matrix(cases: Mapping[str, Case], verdicts: Sequence[Verdict]) -> Table:
    """Return section × platform with the number of cases in each state.

    A case on more than one platform is counted once, under "Several", so that the totals add up.
    """
    counts: Counts = {}
    for verdict in verdicts:
        case = cases[verdict.case]
        for section in (case.folder, "Total"):
            for column in (_column(case), "Total"):
                counts.setdefault((section, column), Counter())[verdict.status] += 1
    columns = [*PLATFORMS, _SEVERAL, "Total"]
    if any(column == _OPEN for _, column in counts):
        columns.insert(-1, _OPEN)
    return _matrix(counts, columns)


def dialect_matrix(cases: Mapping[str, Case], verdicts: Mapping[str, Sequence[Verdict]]) -> Table:
    """Return section × dialect with the number of cases in each state."""
    counts: Counts = {}
    for dialect, made in verdicts.items():
        for verdict in made:
            for section in (cases[verdict.case].folder, "Total"):
                counts.setdefault((section, dialect), Counter())[verdict.status] += 1
    return _matrix(counts, list(verdicts))


Counts = dict[tuple[str, str], Counter[Status]]
"""How many cases are in each state, by section and column."""


def _matrix(counts: Counts, columns: Sequence[str]) -> Table:
    table = Table(show_edge=False, pad_edge=False, header_style="bold", box=None, padding=(0, 2))
    table.add_column("Section")
    titles: dict[str, str] = dict(TITLES.items())
    for column in columns:
        table.add_column(titles.get(column, column.capitalize()), justify="right")
    known = {section.folder: section.title for section in rules_module.sections()}
    folders = [*known, *sorted({section for section, _ in counts} - set(known) - {"Total"}), "Total"]
    for folder in folders:
        if any((folder, column) in counts for column in columns):
            cells = [_cell(counts.get((folder, column)), folder, column) for column in columns]
            table.add_row(known.get(folder, folder), *cells, style="bold" if folder == "Total" else "")
    return table


def _column(case: Case) -> str:
    if len(case.platforms) == 1:
        return case.platforms[0]
    return _SEVERAL if case.platforms else _OPEN


def _cell(count: Counter[Status] | None, folder: str, column: str) -> Text:
    if not count:
        return Text("not applicable" if _never_applies(folder, column) else "–", style="dim")
    parts = []
    if count["passed"]:
        parts.append(Text(str(count["passed"]), style="" if count["failed"] else "green"))
    if count["failed"]:
        parts.append(Text(f"{count['failed']} failed", style="bold red"))
    if count["not applicable"]:
        parts.append(Text(f"{count['not applicable']} n/a", style="yellow"))
    return Text(", ").join(parts)


def _never_applies(folder: str, column: str) -> bool:
    """Tell whether no rule of a section names a platform."""
    section = next((one for one in rules_module.sections() if one.folder == folder), None)
    if section is None or column not in PLATFORMS:
        return False
    return not any(
        column in rule.platforms for rule in rules_module.rules().values() if rule.section in section.headings
    )


def totals(verdicts: Sequence[Verdict], *, discovered: int, dialect: str = "") -> Text:
    """Return the closing line; its numbers add up to the cases discovered."""
    count = Counter(verdict.status for verdict in verdicts)
    parts = [f"{count['passed']} passed", f"{count['failed']} failed", f"{count['not applicable']} not applicable"]
    not_chosen = discovered - len(verdicts)
    if not_chosen:
        parts.append(f"{not_chosen} not run")
    text = f"\n{dialect + ': ' if dialect else ''}{', '.join(parts)} of {discovered} cases"
    if not verdicts:
        return Text("nothing ran: no case was chosen" + text.replace("\n", " (") + ")", style="bold yellow")
    return Text(text, style="bold red" if count["failed"] else "bold green")


def failure(case: Case, verdict: Verdict, *, repeat: str) -> RenderableType:
    """Return one failure: the case, its rules with their sentences, expected and actual, and how to repeat it."""
    lines: list[RenderableType] = [
        Text.assemble(("FAILED ", "bold red"), (case.id, "bold"), f"  in {verdict.dialect}"),
        Text(f"{case.path}:{case.line}  {case.scenario}"),
    ]
    for rule_id in case.rules:
        rule = rules_module.rule(rule_id)
        lines.append(Text.assemble("rule ", (rule.id, "cyan"), f" ({rule.section}): {rule.says}"))
    for failed in verdict.failures:
        lines.append(Text(f"line {failed.line}: {failed.step}", style="bold"))
        table = Table(box=None, pad_edge=False, padding=(0, 2), header_style="dim")
        for heading in ("where", "expected", "actual"):
            table.add_column(heading, overflow="fold")
        for one in failed.differences:
            table.add_row(Text(one.path), Text(one.expected, style="green"), Text(one.actual, style="red"))
        lines.append(Padding(table, (0, 0, 0, 2)))
    lines.append(Text.assemble("repeat: ", (repeat, "bold")))
    return Group(lines[0], Padding(Group(*lines[1:]), (0, 0, 1, 2)))
