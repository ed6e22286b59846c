"""Running the suite against a port: one adapter per worker, a fresh one after each that fails."""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import chain
from textwrap import indent
from typing import Final, Protocol

import msgspec

from simulator import __version__
from simulator.backend import Backend
from simulator.conformance.defects import defect
from simulator.conformance.language.cases import Case
from simulator.conformance.records.recording import Recording
from simulator.conformance.records.stream import CaseRecord, record_of
from simulator.conformance.running import runner
from simulator.conformance.running.runner import Verdict
from simulator.conformance.subject import PortInfo
from simulator.errors import AdapterError, DevicemodeError, readable
from simulator.ports.connections.connection import Connection, StdioConnection, greet, part
from simulator.ports.connections.conversation import SkipError
from simulator.ports.protocol.capabilities import check_claims, needs
from simulator.ports.protocol.messages import PROTOCOL, Welcome
from simulator.ports.target import PortTarget

HARNESS: Final = f"devicemode {__version__}"

NO_PORT: Final = PortInfo(name="", version="")

START_TIMEOUT: Final = 30.0
"""Seconds that an adapter may take to answer hello."""
LINES_SAID: Final = 10
"""How many lines of an adapter's standard error are shown if it never comes to answer."""
AHEAD: Final = 4
"""Of how many cases a port may have been told at a time."""
MOST_FAILURES: Final = 10
"""How many scenarios in a row an adapter may fail before the rest of a worker's cases are given up."""


class Arena(Protocol):
    """Where the ports' uploads arrive."""

    def project(self) -> tuple[Backend, str]:
        """Return a new project and the address under which it takes uploads."""


class _Turn:
    """A case that a port has been told of: as much of it as can be said before anything comes back."""

    def __init__(
        self, case: Case, record: CaseRecord, target: PortTarget | None = None, *, looks: bool = False
    ) -> None:
        self.case = case
        #: What is known of it already; all of it if there is nothing to perform.
        self.record = record
        self.target = target
        self.recording = Recording(target) if target and looks else None
        self._failed: Exception | None = None
        if target is None:
            return
        self._trial = runner.CaseRun(case, self.recording or target, dialect=record.dialect)
        try:
            self._trial.act()
            target.look_ahead(self._trial.steps_left)
        except Exception as error:  # noqa: BLE001 — it is raised again
            # It counts when the turn comes: before, there are others to be heard.
            self._failed = error

    @property
    def says_no_more(self) -> bool:
        """Tell whether the port may be told of the next case."""
        return self.target is None or self.target.left

    def verdict(self) -> Verdict:
        """Have the rest of the case performed, and judge. Raises `AdapterError` and `SkipError`."""
        if self._failed is not None:
            raise self._failed
        return self._trial.verdict()


class Port:
    """One adapter, started when it is needed and again when it has failed. Not for several threads at a time."""

    def __init__(self, connect: Callable[[], Connection], *, arena: Arena, timeout: float, looks: bool = True) -> None:
        self._looks = looks
        self._connect = connect
        self._arena = arena
        self._timeout = timeout
        self._connection: Connection | None = None
        self._welcome: Welcome | None = None
        #: What became of the scenarios since the last one that came to its end.
        self._failed: list[str] = []
        self._given_up = False

    def welcome(self) -> Welcome:
        """Return what the port says of itself; raise `AdapterError` if it can't be asked or makes no sense."""
        if self._welcome is None:
            self._connected()
        return self._welcome or Welcome(protocol=0, port=NO_PORT, platforms=(), levels=())

    def run(self, case: Case, *, dialect: str) -> CaseRecord:
        """Have the port perform a case, and judge it."""
        return next(self.run_all([case], dialect_of=lambda case: dialect))

    def run_all(self, cases: Iterable[Case], *, dialect_of: Callable[[Case], str]) -> Iterator[CaseRecord]:
        """Have the port perform cases, and judge them, in order.

        An adapter that says `pipelining` is told of the next ones before this one is judged.
        """
        coming = iter(cases)
        begun: deque[_Turn] = deque()
        while True:
            while len(begun) < AHEAD and (not begun or begun[-1].says_no_more):
                case = next(coming, None)
                if case is None:
                    break
                begun.append(self._begin(case, dialect_of(case)))
            if not begun:
                return
            yield self._end(begun.popleft())
            if self._connection is None and any(turn.target for turn in begun):
                # The adapter has ended, with all that it had been told.
                coming = chain([turn.case for turn in begun], coming)
                begun.clear()

    def give_up(self) -> None:
        """Have the thread that runs cases come to its end at once; what it still yields is worth nothing."""
        self._given_up = True
        # A server is not ours to end, nor is it ever waited for in a thread of its own.
        if isinstance(connection := self._connection, StdioConnection):
            connection.kill()

    def close(self) -> None:
        """Part from the adapter."""
        if self._connection is not None:
            with suppress(AdapterError):
                part(self._connection, 0)
        self._drop()

    def _begin(self, case: Case, dialect: str) -> _Turn:
        """Tell the port of a case, if there is any use in that."""
        record = record_of(case, status="not applicable", dialect=dialect)
        try:
            lacking = lacking_for(case, self.welcome())
            if lacking:
                return _Turn(case, _with(record, reason=f"the port has no {lacking}"))
            connection = self._connected()
            backend, endpoint = self._arena.project()
            target = PortTarget(
                connection, self.welcome(), case=case.id, backend=backend, endpoint=endpoint, timeout=self._timeout
            )
            return _Turn(case, _with(record, status="skipped"), target, looks=self._looks)
        except AdapterError as error:
            self._failed.append(str(error))
            return _Turn(case, self._errored(record, str(error), error.trace))
        except DevicemodeError:
            raise
        except Exception as error:  # noqa: BLE001 — a defect costs its case
            return _Turn(case, self._errored(record, defect(error)))

    def _end(self, turn: _Turn) -> CaseRecord:
        """Have the port perform what is left of a case, and judge it."""
        record, target = turn.record, turn.target
        if target is None:
            return record
        try:
            try:
                verdict = turn.verdict()
            except SkipError as skipped:
                record = _with(record, reason=skipped.skip.reason, issue=skipped.skip.issue)
            else:
                looks = tuple(turn.recording.observations) if turn.recording else ()
                record = _with(record, status=verdict.status, failures=verdict.failures, observations=looks)
            target.close()
        except AdapterError as error:
            self._failed.append(str(error))
            return self._errored(record, str(error), error.trace, target)
        except DevicemodeError:
            raise
        except Exception as error:  # noqa: BLE001 — a defect costs its case
            return self._errored(record, defect(error), "", target)
        self._failed.clear()
        return record if record.status == "passed" else _with(record, transcript=tuple(target.transcript))

    def _errored(
        self, record: CaseRecord, reason: str, trace: str = "", target: PortTarget | None = None
    ) -> CaseRecord:
        words = self._connection.last_words() if self._connection else ""
        self._drop()
        stderr = "\n".join(part for part in (trace, words) if part)
        transcript = tuple(target.transcript) if target else ()
        return _with(record, status="errored", reason=reason, transcript=transcript, stderr=stderr)

    def _connected(self) -> Connection:
        """Return the connection, made anew if the last one has failed."""
        if self._connection is None:
            if len(self._failed) >= MOST_FAILURES:
                raise AdapterError(
                    f"the adapter failed {MOST_FAILURES} scenarios in a row and is not started again; "
                    f"the last time: {self._failed[MOST_FAILURES - 1]}",
                    fatal=True,
                )
            connection = self._connection = self._connect()
            if self._given_up:
                raise AdapterError("the run has been broken off")
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
            "one of the two has to be updated",
            fatal=True,
        )
    if not welcome.platforms or not welcome.levels:
        raise AdapterError("the port claims no platform or no level; there is nothing to run", fatal=True)
    check_claims(welcome.capabilities)


def run(
    cases: Sequence[Case],
    *,
    connect: Callable[[], Connection],
    arena: Arena,
    dialect_of: Callable[[Case], str],
    jobs: int = 1,
    timeout: float = 5,
    looks: bool = True,
) -> Iterator[CaseRecord]:
    """Run cases against a port and yield their records in order, as they come; `timeout` is in seconds, per message.

    With `looks` a record holds all that was looked at, so that it can be judged again.
    """
    ports = [Port(connect, arena=arena, timeout=timeout, looks=looks) for _ in range(jobs)]
    try:
        if jobs == 1:
            yield from ports[0].run_all(cases, dialect_of=dialect_of)
        else:
            yield from _side_by_side(ports, cases, dialect_of)
    finally:
        for port in ports:
            port.close()


def _side_by_side(
    ports: Sequence[Port], cases: Sequence[Case], dialect_of: Callable[[Case], str]
) -> Iterator[CaseRecord]:
    """Run cases on several ports, each in a thread, and yield the records in the order of the cases."""
    waiting = deque(enumerate(cases))
    #: Records with the numbers of their cases, and None of each thread that has ended.
    done: queue.SimpleQueue[tuple[int, CaseRecord] | None] = queue.SimpleQueue()

    def run_some(port: Port) -> None:
        taken: deque[int] = deque()

        def next_cases() -> Iterator[Case]:
            # Another thread may take the last one at any moment, so there is no use in looking first.
            with suppress(IndexError):
                while True:
                    number, case = waiting.popleft()
                    taken.append(number)
                    yield case

        try:
            for record in port.run_all(next_cases(), dialect_of=dialect_of):
                done.put((taken.popleft(), record))
        except BaseException:
            waiting.clear()
            raise
        finally:
            done.put(None)

    pool = ThreadPoolExecutor(len(ports))
    threads = [pool.submit(run_some, port) for port in ports]
    early: dict[int, CaseRecord] = {}
    ended = yielded = 0
    try:
        while ended < len(ports):
            one = done.get()
            if one is None:
                ended += 1
                continue
            early[one[0]] = one[1]
            while yielded in early:
                yield early.pop(yielded)
                yielded += 1
        for thread in threads:
            thread.result()
    except BaseException:
        # Somebody has seen enough, and need not wait for what is under way.
        waiting.clear()
        for port in ports:
            port.give_up()
        raise
    finally:
        pool.shutdown()


def _with(record: CaseRecord, **changes: object) -> CaseRecord:
    return msgspec.structs.replace(record, **changes)
