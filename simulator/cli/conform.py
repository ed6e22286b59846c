"""`devicemode conform`: the suite against the reference."""

from __future__ import annotations

import gc
import shlex
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import click
import msgspec

from simulator.cli import files
from simulator.cli.seconds import SECONDS
from simulator.cli.uploads import DEFAULT_HOST, upload_options
from simulator.conformance import suite
from simulator.conformance.language.cases import Case
from simulator.conformance.records import stream as records
from simulator.conformance.records.stream import AnyRecord, Begin, CaseRecord, Outcome, Run
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.model.dialects import DIALECTS

CONFORM, NOT_CONFORM, NOTHING_RAN = 0, 1, 4


@click.command("conform")
@click.option("-k", "keywords", multiple=True, metavar="TEXT", help="Only cases with this in their id or name.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only cases with this tag, e.g. rule:page.named.")
@click.option("--case", "ids", multiple=True, metavar="ID", help="Only the case with this id.")
@click.option("--platform", "platforms", multiple=True, type=click.Choice(PLATFORMS), help="Only this platform.")
@click.option(
    "--dialect",
    type=click.Choice((*DIALECTS, "all", "auto")),
    help="Judge by one dialect; by all of them, one after the other; or, for a port, find out which it follows (auto). "
    "By default the reference is judged by each case's own, a port by documented.",
)
@click.option("-x", "stop", is_flag=True, help="Stop at the first failure.")
@click.option(
    "-j", "jobs", type=click.IntRange(1, 64), default=1, metavar="N", help="Run in N processes, or with N adapters."
)
@click.option("--shuffle", metavar="SEED", help="Run in another order.")
@click.option("--list", "only_list", is_flag=True, help="List the cases, and run none.")
@click.option(
    "--features", type=click.Path(path_type=Path), metavar="DIR", help="Features to run in place of the packaged suite."
)
@click.option(
    "--report",
    "report",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the run as JSON lines, from which `devicemode report` makes all other forms.",
)
@click.option(
    "--through-backend", is_flag=True, help="Send the reference's uploads over a socket to a backend with a store."
)
@click.option("--adapter", "command_line", metavar="COMMAND", help="Run a port: the command that starts its adapter.")
@click.option("--adapter-url", "url", metavar="URL", help="Run a port whose adapter is an HTTP server.")
@click.option(
    "--timeout",
    type=SECONDS,
    default=5.0,
    show_default=True,
    metavar="SECONDS",
    help="How long an adapter may take for each reply.",
)
@upload_options
@click.option(
    "--known-failures",
    "known",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The port's list of known failures.",
)
@click.option(
    "--record-failures",
    "record",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write what fails as a list of known failures; reasons that the file has are kept.",
)
def command(
    keywords: tuple[str, ...],
    tags: tuple[str, ...],
    ids: tuple[str, ...],
    platforms: tuple[Platform, ...],
    dialect: str | None,
    stop: bool,
    jobs: int,
    shuffle: str | None,
    only_list: bool,
    features: Path | None,
    report: Path | None,
    through_backend: bool,
    command_line: str | None,
    url: str | None,
    timeout: float,
    host: str,
    port: int,
    upload_url: str | None,
    known: Path | None,
    record: Path | None,
) -> None:
    """Run the conformance suite against the reference, or against a port behind an adapter.

    Exits with 0 if all cases conform, 1 if one does not, 2 for wrong options, features or adapters, 4 if nothing ran,
    130 if it is broken off by Ctrl-C; what has run by then is shown and reported.
    """
    discovered = _load(features)
    selection = suite.Selection(keywords=keywords, tags=tags, ids=ids, platforms=platforms)
    chosen = suite.select(discovered, selection)
    if shuffle is not None:
        chosen = suite.shuffled(chosen, shuffle)
    if only_list:
        for case in chosen:
            click.echo(case.id)
        return
    for option, path in (("--report", report), ("--known-failures", known), ("--record-failures", record)):
        if dialect == "all" and path:
            raise click.UsageError(f"--dialect all is several runs, and {option} is of one; give it with one dialect")
    if command_line is not None or url is not None:
        from simulator.cli.port import run as run_port

        if through_backend:
            raise click.UsageError("a port always sends to a backend; --through-backend is for the reference")
        sys.exit(
            run_port(
                discovered,
                chosen,
                command=command_line,
                url=url,
                timeout=timeout,
                dialect=dialect or DIALECTS[0],
                jobs=jobs,
                stop=stop,
                features=features,
                report=report,
                known=known,
                record=record,
                uploads={"host": host, "port": port, "upload_url": upload_url},
            )
        )
    for option, given in (
        ("--known-failures", known),
        ("--record-failures", record),
        ("--upload-url", upload_url),
        ("--port", port),
        ("--host", host != DEFAULT_HOST),
    ):
        if given:
            raise click.UsageError(f"{option} is for a port; name its adapter with --adapter or --adapter-url")
    if dialect == "auto":
        raise click.UsageError("--dialect auto is for a port; name its adapter with --adapter or --adapter-url")
    files.check_apart({"--report": report}, reads=suite.files_of(discovered))
    again = shlex.join(["--features", str(features)]) if features else ""
    begin = records.begin_of(discovered, again=again, features=str(features or ""))
    manner = suite.Manner(jobs=jobs, root=features, through_backend=through_backend)
    if dialect == "all":
        sys.exit(_all_dialects(begin, chosen, manner, stop=stop))
    begin = msgspec.structs.replace(begin, dialect=dialect or "")
    manner = msgspec.structs.replace(manner, dialect=dialect)
    made = suite.records_of_reference(chosen, manner, observations=report is not None)
    run = run_and_write(begin, made, stop=stop, report=report)
    show(run)
    sys.exit(exit_code(run.cases))


def _load(features: Path | None) -> tuple[Case, ...]:
    """Load the cases. They stay to the end, so the garbage collector need not walk through them, now or later."""
    gc.disable()
    try:
        discovered = suite.load(features)
        gc.freeze()
    finally:
        gc.enable()
    return discovered


_MARKS: Final[Mapping[Outcome, str]] = {
    "passed": ".",
    "failed": "F",
    "errored": "E",
    "known failure": "k",
    "passes although listed": "P",
    "skipped": "s",
    "not applicable": "-",
}


def run_and_write(begin: Begin, made: Iterable[CaseRecord], *, stop: bool, report: Path | None) -> Run:
    """Run cases with a line per feature that grows as they go; write the stream of records if there is to be one."""
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
        # A stream without an end is of a run that was broken off; what has come of it is shown.
        if cases:
            sys.stdout.write("\n\n")
            show(Run(begin, tuple(cases), records.end_of(cases, discovered=begin.discovered)))
        raise
    if feature:
        sys.stdout.write("\n\n")
    end = records.end_of(cases, discovered=begin.discovered)
    keep(end)
    return Run(begin, tuple(cases), end)


def _all_dialects(begin: Begin, cases: Sequence[Case], manner: suite.Manner, *, stop: bool) -> int:
    """Run the cases in each dialect, print a matrix with a column for each, and return the exit code."""
    from simulator.cli.console import console
    from simulator.reports import terminal

    out = console()
    runs: dict[str, Run] = {}
    for dialect in DIALECTS:
        click.echo(f"in {dialect}")
        made = suite.records_of_reference(cases, msgspec.structs.replace(manner, dialect=dialect))
        runs[dialect] = _run(msgspec.structs.replace(begin, dialect=dialect), made, stop=stop)
    for run in runs.values():
        for one in terminal.failures(run):
            out.print(one, crop=False)
    if cases:
        out.print(terminal.dialect_matrix(runs))
    for run in runs.values():
        out.print(terminal.totals(run, prefix=f"{run.begin.dialect}: "))
    return exit_code([record for run in runs.values() for record in run.cases])


def show(run: Run) -> None:
    """Print what came of a run."""
    from simulator.cli.console import console
    from simulator.reports import terminal

    out = console()
    for one in terminal.report(run):
        out.print(one, crop=False)


def exit_code(cases: Sequence[CaseRecord]) -> int:
    """Return the exit code for what came of cases."""
    outcomes = {record.outcome for record in cases}
    if outcomes & records.BROKEN:
        return NOT_CONFORM
    return CONFORM if outcomes & {"passed", "known failure"} else NOTHING_RAN
