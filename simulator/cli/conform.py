"""`devicemode conform`: the choice of cases and of the target; `conforming` runs them."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import click

from simulator.cli.conforming import changes, reference
from simulator.cli.conforming.last_failed import Subject
from simulator.cli.conforming.options import (
    Adapter,
    Course,
    KnownFailures,
    adapter_options,
    course_options,
    known_failures_options,
    selection_options,
)
from simulator.cli.conforming.results import NOTHING_RAN
from simulator.cli.uploads import DEFAULT_HOST, Uploads, upload_options
from simulator.conformance import suite
from simulator.conformance.language.cases import Case
from simulator.errors import DevicemodeError, readable


@click.command("conform")
@selection_options
@course_options
@adapter_options
@upload_options
@known_failures_options
def command(
    selection: suite.Selection, course: Course, adapter: Adapter, uploads: Uploads, failures: KnownFailures
) -> None:
    """Run the conformance suite against the reference, or against a port behind an adapter.

    Exits with 0 if all cases conform, 1 if one does not, 2 for wrong options, features or adapters, 4 if nothing ran,
    130 if it is interrupted by Ctrl-C; what has run by then is shown and reported.
    """
    discovered = _load(course.features)
    subject = Subject(tuple(adapter.options()) if adapter.named else (), str(course.features or ""))
    if course.only_list:
        for case in _chosen(discovered, selection, course, subject):
            click.echo(case.id)
        return
    _check_one_run(course, failures)
    if not adapter.named:
        _check_no_port(course, uploads, failures)

    def run() -> int:
        chosen = _chosen(discovered, selection, course, subject)
        if course.last_failed and not chosen:
            click.echo("nothing ran: nothing failed in the last run")
            return NOTHING_RAN
        if adapter.named:
            from simulator.cli.conforming import port

            return port.run(discovered, chosen, course, adapter, uploads, failures, subject)
        return reference.run(discovered, chosen, course, subject)

    if course.watched is None:
        sys.exit(run())
    while True:
        before = changes.look(course.watched)
        try:
            run()
        except DevicemodeError as error:
            # A change may be half written: an adapter that does not start now may start after the next one.
            click.echo(f"error: {readable(error)}", err=True)
        click.echo(f"\nwaiting for a change in {course.watched}; Ctrl-C ends")
        changes.wait(course.watched, before)


def _chosen(
    discovered: tuple[Case, ...], selection: suite.Selection, course: Course, subject: Subject
) -> tuple[Case, ...]:
    """Return the chosen cases, in the chosen order."""
    chosen = tuple(suite.select(discovered, selection))
    if course.last_failed:
        chosen = subject.chosen(chosen)
    return tuple(suite.shuffled(chosen, course.shuffle)) if course.shuffle is not None else chosen


def _load(features: Path | None) -> tuple[Case, ...]:
    """Load the cases. They live as long as the process, so the garbage collector need never look at them."""
    gc.disable()
    try:
        discovered = suite.load(features)
        gc.freeze()
    finally:
        gc.enable()
    return discovered


def _check_one_run(course: Course, failures: KnownFailures) -> None:
    """Raise `click.UsageError` if a file of one run is asked for together with several runs."""
    of_one = {
        "--report": course.report,
        "--known-failures": failures.known,
        "--record-failures": failures.record,
    }
    for option, path in of_one.items():
        if course.dialect == "all" and path:
            raise click.UsageError(f"--dialect all is several runs, and {option} is of one; give it with one dialect")


def _check_no_port(course: Course, uploads: Uploads, failures: KnownFailures) -> None:
    """Raise `click.UsageError` if an option for ports is given without a port."""
    of_a_port = {
        "--known-failures": failures.known,
        "--record-failures": failures.record,
        "--record-errors": failures.errors,
        "--deviations": failures.deviations,
        "--upload-url": uploads.upload_url,
        "--port": uploads.port,
        "--host": uploads.host != DEFAULT_HOST,
        "--dialect auto": course.dialect == "auto",
    }
    for option, given in of_a_port.items():
        if given:
            raise click.UsageError(f"{option} is for a port; name its adapter with --adapter or --adapter-url")
