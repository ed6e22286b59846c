"""`devicemode conform`: the suite against the reference."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import click

from simulator.cli import files
from simulator.cli.conforming.last_failed import Subject
from simulator.cli.conforming.options import Course
from simulator.cli.conforming.results import exit_code, run_and_write, show, show_dialects
from simulator.conformance import suite
from simulator.conformance.language.cases import Case
from simulator.conformance.records import stream as records
from simulator.conformance.records.stream import Run
from simulator.model.dialects import DIALECTS


def run(discovered: Sequence[Case], chosen: Sequence[Case], course: Course, subject: Subject) -> int:
    """Run the chosen cases, print the results, and return the exit code.

    Raises `UsageError` if the report can't be written where it is wanted.
    """
    files.check_apart({"--report": course.report}, reads=suite.files_of(discovered))
    if course.dialect != "all":
        done = _in_dialect(course.dialect, discovered, chosen, course)
        show(done, all_failures=course.all_failures)
        subject.remember(done.cases)
        return exit_code(done.cases)
    runs: dict[str, Run] = {}
    for dialect in DIALECTS:
        click.echo(f"in {dialect}")
        runs[dialect] = _in_dialect(dialect, discovered, chosen, course)
    show_dialects(runs, all_failures=course.all_failures)
    ran = [record for done in runs.values() for record in done.cases]
    subject.remember(ran)
    return exit_code(ran)


def _in_dialect(dialect: str | None, discovered: Sequence[Case], chosen: Sequence[Case], course: Course) -> Run:
    """Run the cases in one dialect, or, without one, each in its own."""
    features = str(course.features or "")
    again = shlex.join(["--features", features]) if features else ""
    begin = records.begin_of(discovered, dialect=dialect or "", again=again, features=features)
    manner = suite.Manner(
        dialect=dialect, jobs=course.jobs, root=course.features, through_backend=course.through_backend
    )
    made = suite.records_of_reference(chosen, manner, observations=course.report is not None)
    return run_and_write(begin, made, stop=course.stop, report=course.report)
