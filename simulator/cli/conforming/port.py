"""`devicemode conform --adapter`: the suite against a port."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click
import msgspec

from simulator.cli import files
from simulator.cli.conforming.last_failed import Subject
from simulator.cli.conforming.options import Adapter, Course, KnownFailures
from simulator.cli.conforming.results import NOT_CONFORM, exit_code, run_and_write, show
from simulator.cli.uploads import Uploads
from simulator.conformance import suite
from simulator.conformance.defects import defect
from simulator.conformance.language.cases import Case
from simulator.conformance.records import deviations, known_failures
from simulator.conformance.records import stream as records
from simulator.conformance.records.as_if import with_settings
from simulator.conformance.records.deviations import AnyDeviation, allowed
from simulator.conformance.records.following import explained, followed, summary
from simulator.conformance.records.known_failures import KnownFailure
from simulator.conformance.records.stream import Begin, CaseRecord, Run
from simulator.errors import DevicemodeError, UsageError
from simulator.model.dialects import DIALECTS
from simulator.ports import running
from simulator.ports.connections.connection import Connection
from simulator.ports.connections.opening import connector
from simulator.ports.port_runner import PortRunner
from simulator.ports.protocol.messages import Welcome
from simulator.ports.upload_server import UploadServer, upload_server


def run(
    discovered: Sequence[Case],
    chosen: Sequence[Case],
    course: Course,
    adapter: Adapter,
    uploads: Uploads,
    failures: KnownFailures,
    subject: Subject,
) -> int:
    """Run the chosen cases, print the results, and return the exit code.

    Raises `AdapterError` if the adapter can't be started at all, `UsageError` for a wrong list of known failures.
    """
    if course.through_backend:
        raise click.UsageError("a port always sends to a backend; --through-backend is for the reference")
    if adapter.url is not None and course.jobs > 1:
        raise UsageError("an adapter that is an HTTP server takes one scenario at a time; leave -j out")
    connect = connector(adapter.command, adapter.url)
    reads = suite.files_of(discovered)
    files.check_apart({"--report": course.report, "--record-failures": failures.record}, reads=reads)
    files.check_apart({"--report": course.report}, reads=[failures.known] if failures.known else [])
    listed = known_failures.read(failures.known) if failures.known else {}
    declared = deviations.read(failures.deviations) if failures.deviations else ()
    before = _recorded_before(failures.record) if failures.record else {}
    today = datetime.now(UTC).date()
    codes = []
    ran: list[CaseRecord] = []
    with upload_server(**msgspec.structs.asdict(uploads)) as place:
        welcome = _asked(connect, place, adapter.timeout)
        for dialect in DIALECTS if course.dialect == "all" else (course.dialect or DIALECTS[0],):
            if course.dialect == "all":
                click.echo(f"in {dialect}")
            begin = _begin(discovered, welcome, course, adapter, dialect)
            made = _records(chosen, connect, place, course, declared, dialect=dialect, timeout=adapter.timeout)
            marked = (known_failures.mark(each, listed, today=today) for each in made)
            done = run_and_write(begin, marked, stop=course.stop, report=course.report)
            show(done, all_failures=course.all_failures)
            if dialect == "auto":
                click.echo(f"what the port does is what the reference does in: {summary(done.cases)}")
            ran += done.cases
            codes.append(_complain(done.cases, listed, discovered, today) or exit_code(done.cases))
            if failures.record:
                _write_failures(failures.record, done, before, today, errors=failures.errors)
    subject.remember(ran)
    return max(codes)


def _begin(discovered: Sequence[Case], welcome: Welcome, course: Course, adapter: Adapter, dialect: str) -> Begin:
    """Return the first record of a run: the cases, the port, and the command to run it again."""
    features = str(course.features or "")
    return records.begin_of(
        discovered,
        port=welcome.port,
        platforms=welcome.platforms,
        levels=welcome.levels,
        capabilities=welcome.capabilities,
        dialect="" if dialect == "auto" else dialect,
        again=shlex.join([*adapter.options(), *(["--features", features] if features else [])]),
        features=features,
    )


def _asked(connect: Callable[[], Connection], place: UploadServer, timeout: float) -> Welcome:
    """Ask the port for its description, before anything is run."""
    port = PortRunner(connect, upload_server=place, timeout=timeout)
    try:
        return port.welcome()
    finally:
        port.close()


def _records(
    cases: Sequence[Case],
    connect: Callable[[], Connection],
    place: UploadServer,
    course: Course,
    declared: Sequence[AnyDeviation],
    *,
    dialect: str,
    timeout: float,
) -> Iterator[CaseRecord]:
    """Run the cases that hold in a dialect; for `auto`, all of them, to see which dialect the port follows."""
    holds = [case for case in cases if dialect == "auto" or dialect in case.dialects]
    made = running.run(
        holds,
        connect=connect,
        upload_server=place,
        jobs=course.jobs,
        timeout=timeout,
        observations=course.report is not None or bool(declared),
        dialect_of=lambda case: case.home_dialect if dialect == "auto" else dialect,
    )
    explain = followed if dialect == "auto" else _explained

    def look(case: Case, record: CaseRecord) -> CaseRecord:
        return explain(case, allowed(case, record, declared))

    judged = {case.id for case in holds}
    for case in cases:
        if case.id in judged:
            yield _looked_at(look, case, next(made))
        else:
            record = records.record_of(case, status="not applicable", dialect=dialect)
            yield msgspec.structs.replace(record, reason=f"holds in {', '.join(case.dialects)} only")


def _explained(case: Case, record: CaseRecord) -> CaseRecord:
    return with_settings(case, explained(case, record))


def _looked_at(look: Callable[[Case, CaseRecord], CaseRecord], case: Case, record: CaseRecord) -> CaseRecord:
    """Compare a record with the reference; a defect on the way fails this case alone."""
    try:
        return look(case, record)
    except DevicemodeError:
        raise
    except Exception as error:  # noqa: BLE001 — the record says it
        return msgspec.structs.replace(record, status="errored", reason=defect(error))


def _complain(
    cases: Sequence[CaseRecord], listed: Mapping[str, KnownFailure], discovered: Sequence[Case], today: date
) -> int:
    """Print the complaints about the list of known failures; return the exit code for them."""
    wrong = known_failures.complaints(cases, listed, suite=[case.id for case in discovered], today=today)
    for sentence in wrong:
        click.echo(f"known failures: {sentence}", err=True)
    return NOT_CONFORM if wrong else 0


def _recorded_before(path: Path) -> Mapping[str, KnownFailure]:
    """Read a list of known failures, if there is one; raise `UsageError` if it is wrong or can't be written later."""
    files.check_writable(path)
    return known_failures.read(path) if path.is_file() else {}


def _write_failures(path: Path, run: Run, before: Mapping[str, KnownFailure], today: date, *, errors: bool) -> None:
    entries = known_failures.recorded(run, before, today=today, errors=errors)
    files.write(path, known_failures.written(entries))
    click.echo(f"{_counted(len(entries), 'known failure')} recorded in {path}")
    listed = {entry.case for entry in entries}
    left = sum(record.status == "errored" and record.case not in listed for record in run.cases)
    if left:
        click.echo(f"{_counted(left, 'case')} without a verdict not recorded; --record-errors would list them")


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"
