"""The results of a run: shown and written while it goes on and when it is over, and the exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from simulator.cli import files
from simulator.cli.console import screen_height
from simulator.conformance.records import stream as records
from simulator.conformance.records.stream import AnyRecord, Begin, CaseRecord, Outcome, Run

CONFORM, NOT_CONFORM, NOTHING_RAN = 0, 1, 4

_MARKS: Final[Mapping[Outcome, str]] = {
    "passed": ".",
    "failed": "F",
    "errored": "E",
    "known failure": "k",
    "passes although listed": "P",
    "declared deviation": "d",
    "skipped": "s",
    "not applicable": "-",
}


def run_and_write(begin: Begin, made: Iterable[CaseRecord], *, stop: bool, report: Path | None) -> Run:
    """Run cases with a line per feature that grows as they go; write the stream of records if a report is wanted.

    `made` yields the records as the cases are run; with `stop` it is left at the first failure. Raises `UsageError` if
    the report can't be written.
    """
    if report is None:
        return _run(begin, made, stop=stop)
    with files.stream(report) as lines:
        return _run(begin, made, stop=stop, write=lines.write)


def _run(
    begin: Begin, made: Iterable[CaseRecord], *, stop: bool, write: Callable[[bytes], object] | None = None
) -> Run:
    """Run cases with a line per feature that grows as they go; each record is written before it is shown."""

    def keep(record: AnyRecord) -> None:
        if write:
            for line in records.written([record]):
                write(line)

    keep(begin)
    cases: list[CaseRecord] = []
    feature = ""
    try:
        for record in made:
            keep(record)
            cases.append(record)
            name = record.case.partition("#")[0]
            if name != feature:
                sys.stdout.write(f"{chr(10) if feature else ''}{name} ")
                feature = name
            sys.stdout.write(_MARKS[record.outcome])
            sys.stdout.flush()
            if stop and record.outcome in records.BROKEN:
                break
    except KeyboardInterrupt:
        # A stream without an end is of an interrupted run; its results so far are shown.
        if cases:
            sys.stdout.write("\n\n")
            show(Run(begin, tuple(cases), records.end_of(cases, discovered=begin.discovered)))
        raise
    if feature:
        sys.stdout.write("\n\n")
    end = records.end_of(cases, discovered=begin.discovered)
    keep(end)
    return Run(begin, tuple(cases), end)


def show(run: Run, *, all_failures: bool = False) -> None:
    """Print the results of a run, its failures on one screen unless all are wanted."""
    from simulator.cli.console import console
    from simulator.reports import terminal

    out = console()
    for one in terminal.report(run, width=out.width, height=None if all_failures else screen_height()):
        out.print(one, crop=False)


def show_dialects(runs: Mapping[str, Run], *, all_failures: bool = False) -> None:
    """Print the results of one run in each dialect: a matrix with a column for each, the failures, the totals."""
    from simulator.cli.console import console
    from simulator.reports import terminal

    out = console()
    if any(run.cases for run in runs.values()):
        out.print(terminal.dialect_matrix(runs))
    for run in runs.values():
        for one in terminal.failures(run, width=out.width, height=None if all_failures else screen_height()):
            out.print(one, crop=False)
    for run in runs.values():
        out.print(terminal.totals(run, prefix=f"{run.begin.dialect}: "))


def exit_code(cases: Sequence[CaseRecord]) -> int:
    """Return the exit code for the results of cases."""
    outcomes = {record.outcome for record in cases}
    if outcomes & records.BROKEN:
        return NOT_CONFORM
    return CONFORM if outcomes & {"passed", "known failure", "declared deviation"} else NOTHING_RAN
