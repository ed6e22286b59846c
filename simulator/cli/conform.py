"""`devicemode conform`: which cases are run, and on what; `conforming` runs them."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import click

from simulator.cli.conforming import reference
from simulator.cli.conforming.options import (
    Adapter,
    Course,
    KnownFailures,
    adapter_options,
    course_options,
    known_failures_options,
    selection_options,
)
from simulator.cli.uploads import DEFAULT_HOST, Uploads, upload_options
from simulator.conformance import suite
from simulator.conformance.language.cases import Case


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
    chosen = suite.select(discovered, selection)
    if course.shuffle is not None:
        chosen = suite.shuffled(chosen, course.shuffle)
    if course.only_list:
        for case in chosen:
            click.echo(case.id)
        return
    _check_one_run(course, failures)
    if adapter.named:
        from simulator.cli.conforming import port

        sys.exit(port.run(discovered, chosen, course, adapter, uploads, failures))
    _check_no_port(course, uploads, failures)
    sys.exit(reference.run(discovered, chosen, course))


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
    """Raise `click.UsageError` if several runs are asked for and a file that is of one."""
    of_one = {
        "--report": course.report,
        "--known-failures": failures.known,
        "--record-failures": failures.record,
    }
    for option, path in of_one.items():
        if course.dialect == "all" and path:
            raise click.UsageError(f"--dialect all is several runs, and {option} is of one; give it with one dialect")


def _check_no_port(course: Course, uploads: Uploads, failures: KnownFailures) -> None:
    """Raise `click.UsageError` if an option is given that is for a port."""
    of_a_port = {
        "--known-failures": failures.known,
        "--record-failures": failures.record,
        "--upload-url": uploads.upload_url,
        "--port": uploads.port,
        "--host": uploads.host != DEFAULT_HOST,
        "--dialect auto": course.dialect == "auto",
    }
    for option, given in of_a_port.items():
        if given:
            raise click.UsageError(f"{option} is for a port; name its adapter with --adapter or --adapter-url")
