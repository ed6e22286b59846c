"""`devicemode conform --adapter`: the suite against a port."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from simulator.cli import files
from simulator.cli.conform import NOT_CONFORM, exit_code, run_and_write, show
from simulator.conformance import suite
from simulator.conformance.defects import defect
from simulator.conformance.language.cases import Case
from simulator.conformance.records import known_failures
from simulator.conformance.records import stream as records
from simulator.conformance.records.following import explained, followed, summary
from simulator.conformance.records.known_failures import KnownFailure
from simulator.conformance.records.stream import CaseRecord, Run
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
    *,
    command: str | None,
    url: str | None,
    timeout: float,
    dialect: str,
    jobs: int,
    stop: bool,
    features: Path | None,
    report: Path | None,
    known: Path | None,
    record: Path | None,
    uploads: Mapping[str, Any],
) -> int:
    """Run cases against a port, print what came of it, and return the exit code.

    `uploads` are options of `upload_server`. Raises `AdapterError` if the adapter can't be started at all, `UsageError`
    for a wrong list of known failures.
    """
    if url is not None and jobs > 1:
        raise UsageError("an adapter that is an HTTP server takes one scenario at a time; leave -j out")
    connect = connector(command, url)
    files.check_apart({"--report": report, "--record-failures": record}, reads=suite.files_of(discovered))
    files.check_apart({"--report": report}, reads=[known] if known else [])
    listed = known_failures.read(known) if known else {}
    before = _recorded_before(record) if record else {}
    today = datetime.now(UTC).date()
    dialects = DIALECTS if dialect == "all" else (dialect,)
    again = _again(command, url, features)
    codes = []
    with upload_server(**uploads) as place:
        welcome = _asked(connect, place, timeout)
        for one in dialects:
            if len(dialects) > 1:
                click.echo(f"in {one}")
            begin = records.begin_of(
                discovered,
                port=welcome.port,
                platforms=welcome.platforms,
                levels=welcome.levels,
                capabilities=welcome.capabilities,
                dialect="" if one == "auto" else one,
                again=again,
                features=str(features or ""),
            )
            made = _records(
                chosen, connect, place, dialect=one, jobs=jobs, timeout=timeout, observations=report is not None
            )
            marked = (known_failures.mark(each, listed, today=today) for each in made)
            done = run_and_write(begin, marked, stop=stop, report=report)
            show(done)
            if one == "auto":
                click.echo(f"what the port does is what the reference does in: {summary(done.cases)}")
            codes.append(_complain(done.cases, listed, discovered, today) or exit_code(done.cases))
            if record:
                _write_failures(record, done, before, today)
    return max(codes)


def _asked(connect: Callable[[], Connection], place: UploadServer, timeout: float) -> Welcome:
    """Return what the port says of itself, before anything is run."""
    port = PortRunner(connect, upload_server=place, timeout=timeout)
    try:
        return port.welcome()
    finally:
        port.close()


def _records(
    cases: Sequence[Case],
    connect: Callable[[], Connection],
    place: UploadServer,
    *,
    dialect: str,
    jobs: int,
    timeout: float,
    observations: bool,
) -> Iterator[CaseRecord]:
    """Run the cases that hold in a dialect, or all of them to see what the port follows."""
    holds = [case for case in cases if dialect == "auto" or dialect in case.dialects]
    made = running.run(
        holds,
        connect=connect,
        upload_server=place,
        jobs=jobs,
        timeout=timeout,
        observations=observations,
        dialect_of=lambda case: case.home_dialect if dialect == "auto" else dialect,
    )
    look = followed if dialect == "auto" else explained
    judged = {case.id for case in holds}
    for case in cases:
        if case.id in judged:
            yield _looked_at(look, case, next(made))
        else:
            record = records.record_of(case, status="not applicable", dialect=dialect)
            yield msgspec.structs.replace(record, reason=f"holds in {', '.join(case.dialects)} only")


def _looked_at(look: Callable[[Case, CaseRecord], CaseRecord], case: Case, record: CaseRecord) -> CaseRecord:
    """Hold a record against the reference; a defect that this comes upon costs the case."""
    try:
        return look(case, record)
    except DevicemodeError:
        raise
    except Exception as error:  # noqa: BLE001 — it is told in the record
        return msgspec.structs.replace(record, status="errored", reason=defect(error))


def _complain(
    cases: Sequence[CaseRecord], listed: Mapping[str, KnownFailure], discovered: Sequence[Case], today: date
) -> int:
    """Say what is wrong with the list of known failures; return the exit code for it."""
    wrong = known_failures.complaints(cases, listed, suite=[case.id for case in discovered], today=today)
    for sentence in wrong:
        click.echo(f"known failures: {sentence}", err=True)
    return NOT_CONFORM if wrong else 0


def _recorded_before(path: Path) -> Mapping[str, KnownFailure]:
    """Return what a list of known failures has; raise `UsageError` if it is none, or can't be written in the end."""
    files.check_writable(path)
    return known_failures.read(path) if path.is_file() else {}


def _write_failures(path: Path, run: Run, before: Mapping[str, KnownFailure], today: date) -> None:
    entries = known_failures.recorded(run, before, today=today)
    files.write(path, known_failures.written(entries))
    click.echo(f"{len(entries)} known failure{'' if len(entries) == 1 else 's'} recorded in {path}")


def _again(command: str | None, url: str | None, features: Path | None) -> str:
    parts = ["--adapter", command] if command is not None else ["--adapter-url", str(url)]
    return shlex.join([*parts, *(["--features", str(features)] if features else [])])
