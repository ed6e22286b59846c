"""A port under pytest: with `--devicemode-adapter COMMAND` each scenario is performed by a port.

A scenario is performed and judged as a whole before its first step, exactly as `devicemode conform --adapter` does it:
a failure shows all of its steps that are not as expected, with their lines; a scenario that is not applicable to the
port, or that the port skips, is skipped with the reason.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Final

import pytest

from simulator.conformance.language.cases import Case, compile_file
from simulator.conformance.records.stream import CaseRecord
from simulator.errors import LINES, DevicemodeError, printable
from simulator.model.dialects import dialect
from simulator.ports.connections.opening import connector
from simulator.ports.port_runner import PortRunner
from simulator.ports.upload_server import upload_server
from simulator.pytesting.plugin import ADAPTER, ADAPTER_URL, DIALECT, TIMEOUT

PATIENCE: Final = 5.0
"""Seconds that a port may take to reply, unless told otherwise."""


class Door:
    """A port for the length of a session of pytest."""

    def __init__(self, command: str | None, url: str | None, *, dialect_name: str, timeout: float) -> None:
        self._dialect = dialect(dialect_name).name
        connect = connector(command, url)
        with ExitStack() as opened:
            self._port = PortRunner(connect, upload_server=opened.enter_context(upload_server()), timeout=timeout)
            opened.callback(self._port.close)
            opened.enter_context(_ending(self._port.give_up))
            self._port.welcome()
            self._opened = opened.pop_all()

    def perform(self, path: Path, feature_id: str, case_id: str) -> None:
        """Have the port perform a case; fail or skip the present test according to its outcome."""
        case = next(case for case in _cases(path, feature_id) if case.id == case_id)
        if self._dialect not in case.dialects:
            pytest.skip(f"holds in {', '.join(case.dialects)} only")
        record = self._port.run(case, dialect=self._dialect)
        if record.status in ("skipped", "not applicable"):
            pytest.skip(printable(record.reason))
        if record.status != "passed":
            pytest.fail(_readable(record), pytrace=False)

    def close(self) -> None:
        """Close the connection to the port."""
        self._opened.close()


@contextmanager
def _ending(give_up: Callable[[], None]) -> Iterator[None]:
    """Let a signal that ends pytest end the adapter first, with all that it has started."""

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        give_up()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    ours = [one for one in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(one) == signal.SIG_DFL]
    for one in ours:
        signal.signal(one, end)
    try:
        yield
    finally:
        for one in ours:
            signal.signal(one, signal.SIG_DFL)


def open_door(config: pytest.Config) -> Door:
    """Return the port that the command line names; raise `pytest.UsageError` if it can't be asked."""
    command, url = config.getoption(ADAPTER), config.getoption(ADAPTER_URL)
    try:
        return Door(
            command,
            url,
            dialect_name=config.getoption(DIALECT) or "documented",
            timeout=config.getoption(TIMEOUT) or PATIENCE,
        )
    except DevicemodeError as error:
        raise pytest.UsageError(printable(str(error), keep=LINES)) from None


@cache
def _cases(path: Path, feature_id: str) -> tuple[Case, ...]:
    return compile_file(path, feature_id)


def _readable(record: CaseRecord) -> str:
    lines = [record.reason] if record.reason else []
    for failure in record.failures:
        lines.append(f"line {failure.line}: {failure.step}")
        lines += [f"  {one.path}: expected {one.expected}, actual {one.actual}" for one in failure.differences]
    if record.stderr:
        lines.append(f"standard error of the adapter:\n{record.stderr}")
    return printable("\n".join(lines), keep=LINES)
