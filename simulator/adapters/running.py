"""Running the suite against a port: one adapter per worker, a fresh one after each that fails."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from textwrap import indent
from typing import Final, Protocol

import msgspec

from simulator import __version__
from simulator.adapters.capabilities import check_claims, needs
from simulator.adapters.connection import Connection, greet, part
from simulator.adapters.messages import PROTOCOL, PortInfo, Welcome
from simulator.adapters.target import PortTarget, SkipError
from simulator.backend import Backend
from simulator.conformance import runner
from simulator.conformance.cases import Case
from simulator.conformance.recording import Recording
from simulator.conformance.records import CaseRecord, record_of
from simulator.errors import AdapterError, readable
from simulator.values import JSONObject

HARNESS: Final = f"devicemode {__version__}"

NO_PORT: Final = PortInfo(name="", version="")

START_TIMEOUT: Final = 30.0
"""Seconds that an adapter may take to answer hello."""
LINES_SAID: Final = 10
"""How many lines of an adapter's standard error are shown if it never comes to answer."""
MOST_FAILURES: Final = 10
"""How many scenarios in a row an adapter may fail before the rest of a worker's cases are given up."""


class Arena(Protocol):
    """Where the ports' uploads arrive."""

    def project(self) -> tuple[Backend, str]:
        """Return a new project and the address under which it takes uploads."""


class Port:
    """One adapter, started when it is needed and again when it has failed. Not for several threads at a time."""

    def __init__(
        self, connect: Callable[[], Connection], *, arena: Arena, timeout: float, looks: bool = True
    ) -> None:  # fmt: skip
        self._looks = looks
        self._connect = connect
        self._arena = arena
        self._timeout = timeout
        self._connection: Connection | None = None
        self._welcome: Welcome | None = None
        #: What became of the scenarios since the last one that came to its end.
        self._failed: list[str] = []

    def welcome(self) -> Welcome:
        """Return what the port says of itself; raise `AdapterError` if it can't be asked or makes no sense."""
        if self._welcome is None:
            self._connected()
        return self._welcome or Welcome(protocol=0, port=NO_PORT, platforms=(), levels=())

    def run(self, case: Case, *, dialect: str) -> CaseRecord:
        """Have the port perform a case, and judge it."""
        try:
            lacking = lacking_for(case, self.welcome())
            if lacking:
                record = record_of(case, status="not applicable", dialect=dialect)
                return _with(record, reason=f"the port has no {lacking}")
            connection = self._connected()
        except AdapterError as error:
            return self._errored(record_of(case, status="errored", dialect=dialect), error, [])
        return self._perform(case, dialect, connection)

    def close(self) -> None:
        """Part from the adapter."""
        if self._connection is not None:
            with suppress(AdapterError):
                part(self._connection, 0)
        self._drop()

    def _perform(self, case: Case, dialect: str, connection: Connection) -> CaseRecord:
        backend, endpoint = self._arena.project()
        target = PortTarget(
            connection, self.welcome(), case=case.id, backend=backend, endpoint=endpoint, timeout=self._timeout
        )
        recording = Recording(target) if self._looks else None
        record = record_of(case, status="skipped", dialect=dialect)
        try:
            try:
                verdict = runner.perform(case, recording or target, dialect=dialect)
            except SkipError as skipped:
                record = _with(record, reason=skipped.skip.reason, issue=skipped.skip.issue)
            else:
                record = _with(record, status=verdict.status, failures=verdict.failures)
                record = _with(record, looks=tuple(recording.looks)) if recording else record
            target.close()
        except AdapterError as error:
            return self._errored(record, error, target.transcript)
        self._failed.clear()
        return record if record.status == "passed" else _with(record, transcript=tuple(target.transcript))

    def _errored(self, record: CaseRecord, error: AdapterError, transcript: list[JSONObject]) -> CaseRecord:
        words = self._connection.last_words() if self._connection else ""
        self._drop()
        self._failed.append(str(error))
        stderr = "\n".join(part for part in (error.trace, words) if part)
        return _with(record, status="errored", reason=str(error), transcript=tuple(transcript), stderr=stderr)

    def _connected(self) -> Connection:
        """Return the connection, made anew if the last one has failed."""
        if self._connection is None:
            if len(self._failed) >= MOST_FAILURES:
                raise AdapterError(
                    f"the adapter failed {MOST_FAILURES} scenarios in a row and is not started again; "
                    f"the last time: {self._failed[MOST_FAILURES - 1]}", fatal=True,
                )  # fmt: skip
            connection = self._connection = self._connect()
            self._welcome = self._greeted(connection)
        return self._connection

    @staticmethod
    def _greeted(connection: Connection) -> Welcome:
        try:
            welcome: Welcome = greet(connection, harness=HARNESS, timeout=START_TIMEOUT)
        except AdapterError as error:
            words = indent("\n".join(map(readable, connection.last_words().strip().splitlines()[-LINES_SAID:])), "  ")
            said = f"; its standard error ends with\n{words}" if words else ""
            raise AdapterError(f"{error}{said}", trace=error.trace, fatal=error.fatal) from None
        check_welcome(welcome)
        return welcome

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def lacking_for(case: Case, welcome: Welcome) -> str:
    """Return what a port lacks for a case, for people; empty if nothing."""
    others = [platform for platform in case.platforms if platform not in welcome.platforms]
    if others:
        return f"platform {', '.join(others)}"
    return needs(case).missing(capabilities=frozenset(welcome.capabilities), levels=frozenset(welcome.levels))


def check_welcome(welcome: Welcome) -> None:
    """Raise `AdapterError` for another protocol, no platform or no level, `UsageError` for an unknown capability."""
    if welcome.protocol != PROTOCOL:
        raise AdapterError(
            f"the adapter speaks protocol {welcome.protocol}, this harness protocol {PROTOCOL}; "
            "one of the two has to be updated", fatal=True,
        )  # fmt: skip
    if not welcome.platforms or not welcome.levels:
        raise AdapterError("the port claims no platform or no level; there is nothing to run", fatal=True)
    check_claims(welcome.capabilities)


def run(
    cases: Sequence[Case], *, connect: Callable[[], Connection], arena: Arena, dialect_of: Callable[[Case], str],
    jobs: int = 1, timeout: float = 5, looks: bool = True,
) -> Iterator[CaseRecord]:  # fmt: skip
    """Run cases against a port and yield their records in order, as they come; `timeout` is in seconds, per message.

    With `looks` a record holds all that was looked at, so that it can be judged again.
    """
    free: queue.SimpleQueue[Port] = queue.SimpleQueue()
    ports = [Port(connect, arena=arena, timeout=timeout, looks=looks) for _ in range(jobs)]
    for port in ports:
        free.put(port)

    def run_one(case: Case) -> CaseRecord:
        port = free.get()
        try:
            return port.run(case, dialect=dialect_of(case))
        finally:
            free.put(port)

    pool = ThreadPoolExecutor(jobs)
    try:
        yield from pool.map(run_one, cases)
    finally:
        pool.shutdown(cancel_futures=True)
        for port in ports:
            port.close()


def _with(record: CaseRecord, **changes: object) -> CaseRecord:
    return msgspec.structs.replace(record, **changes)
