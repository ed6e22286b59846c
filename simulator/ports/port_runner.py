"""One port that performs cases in order, each judged by its outcome."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Final

import msgspec

from simulator.conformance.defects import defect
from simulator.conformance.language.cases import Case
from simulator.conformance.records.recording import Observation, Recording
from simulator.conformance.records.stream import CaseRecord, record_of
from simulator.conformance.running import runner
from simulator.conformance.running.runner import Verdict
from simulator.errors import AdapterError, DevicemodeError
from simulator.ports.adapter_link import AdapterLink
from simulator.ports.connections.connection import Connection
from simulator.ports.protocol.claims import lacking_for
from simulator.ports.protocol.messages import Welcome
from simulator.ports.target.conversation import SkipError
from simulator.ports.target.port_target import PortTarget
from simulator.ports.upload_server import UploadServer

CASES_AHEAD: Final = 4
"""The most cases that an adapter that says `pipelining` may have been sent at a time."""


class PortRunner:
    """Runs cases on one port, whose adapter is started afresh after each failure. For one thread at a time."""

    def __init__(
        self,
        connect: Callable[[], Connection],
        *,
        upload_server: UploadServer,
        timeout: float,
        observations: bool = True,
    ) -> None:
        self._link = AdapterLink(connect)
        self._upload_server = upload_server
        self._timeout = timeout
        self._observations = observations

    def welcome(self) -> Welcome:
        """Return what the port says about itself; raise `AdapterError` if it can't be asked or makes no sense."""
        return self._link.welcome()

    def run(self, case: Case, *, dialect: str) -> CaseRecord:
        """Have the port perform a case, and judge it."""
        return next(self.run_all([case], dialect_of=lambda case: dialect))

    def run_all(self, cases: Iterable[Case], *, dialect_of: Callable[[Case], str]) -> Iterator[CaseRecord]:
        """Have the port perform cases, and judge them, in order.

        An adapter that says `pipelining` is sent the next cases before this one is judged.
        """
        coming = iter(cases)
        started: deque[tuple[Case, _StartedCase | CaseRecord]] = deque()
        while True:
            while len(started) < CASES_AHEAD and (not started or _is_sent(started[-1][1])):
                case = next(coming, None)
                if case is None:
                    break
                started.append((case, self._start(case, dialect_of(case))))
            if not started:
                return
            _, first = started.popleft()
            yield self._finish(first) if isinstance(first, _StartedCase) else first
            if not self._link.is_open and any(isinstance(one, _StartedCase) for _, one in started):
                # The adapter has ended, and with it the cases that it had been sent.
                coming = chain([case for case, _ in started], coming)
                started.clear()

    def give_up(self) -> None:
        """Make the thread that runs cases stop at once; the records that it still yields are worthless."""
        self._link.give_up()

    def close(self) -> None:
        """Say good-bye to the adapter."""
        self._link.close()

    def _start(self, case: Case, dialect: str) -> _StartedCase | CaseRecord:
        """Send the port as much of a case as can be sent ahead; return the record if there is nothing to perform."""
        record = record_of(case, status="not applicable", dialect=dialect)
        try:
            lacking = lacking_for(case, self.welcome())
            if lacking:
                return _with(record, reason=f"the port has no {lacking}")
            connection = self._link.connection()
            backend, endpoint = self._upload_server.project()
            target = PortTarget(
                connection,
                self.welcome(),
                case=case.id,
                backend=backend,
                endpoint=endpoint,
                reading=dialect,
                timeout=self._timeout,
            )
            return _StartedCase(case, record, target, observations=self._observations)
        except AdapterError as error:
            self._link.note_failure(error)
            return self._errored(record, str(error), error.trace)
        except DevicemodeError:
            raise
        except Exception as error:  # noqa: BLE001 — a defect costs its case
            return self._errored(record, defect(error))

    def _finish(self, started: _StartedCase) -> CaseRecord:
        """Have the port perform the rest of a case, and judge it."""
        record, target = started.record, started.target
        try:
            try:
                verdict = started.verdict()
            except SkipError as skipped:
                record = _with(record, status="skipped", reason=skipped.skip.reason, issue=skipped.skip.issue)
            else:
                record = _with(
                    record, status=verdict.status, failures=verdict.failures, observations=started.observations
                )
            target.close()
        except AdapterError as error:
            self._link.note_failure(error)
            return self._errored(record, str(error), error.trace, target)
        except DevicemodeError:
            raise
        except Exception as error:  # noqa: BLE001 — a defect costs its case
            return self._errored(record, defect(error), "", target)
        self._link.note_success()
        return record if record.status == "passed" else _with(record, transcript=tuple(target.transcript))

    def _errored(
        self, record: CaseRecord, reason: str, trace: str = "", target: PortTarget | None = None
    ) -> CaseRecord:
        """Return the record of a case that can't be judged, and end the connection."""
        stderr = "\n".join(part for part in (trace, self._link.drop()) if part)
        transcript = tuple(target.transcript) if target else ()
        return _with(record, status="errored", reason=reason, transcript=transcript, stderr=stderr)


class _StartedCase:
    """A case that a port has been sent: as much of it as can be sent before a reply is read."""

    def __init__(self, case: Case, record: CaseRecord, target: PortTarget, *, observations: bool) -> None:
        #: The record so far.
        self.record = record
        self.target = target
        self._recording = Recording(target) if observations else None
        self._trial = runner.CaseRun(case, self._recording or target, dialect=record.dialect)
        self._error: Exception | None = None
        try:
            self._trial.act()
            target.send_ahead(self._trial.steps_left)
        except Exception as error:  # noqa: BLE001 — `verdict` raises it
            # The cases before this one come first.
            self._error = error

    @property
    def observations(self) -> tuple[Observation, ...]:
        """The observations of the case, if they are recorded."""
        return tuple(self._recording.observations) if self._recording else ()

    def verdict(self) -> Verdict:
        """Have the rest of the case performed, and judge. Raises `AdapterError` and `SkipError`."""
        if self._error is not None:
            raise self._error
        return self._trial.verdict()


def _is_sent(started: _StartedCase | CaseRecord) -> bool:
    """Tell whether the port may be sent the next case."""
    return isinstance(started, CaseRecord) or started.target.closed


def _with(record: CaseRecord, **changes: object) -> CaseRecord:
    return msgspec.structs.replace(record, **changes)
