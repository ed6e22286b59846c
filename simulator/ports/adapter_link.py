"""The link to one adapter: opened when it's needed and again after each failure, until the adapter fails for good."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from textwrap import indent
from typing import Final

from simulator import __version__
from simulator.errors import AdapterError, readable
from simulator.ports.connections.connection import Connection, greet, say_goodbye
from simulator.ports.connections.stdio import StdioConnection
from simulator.ports.protocol.claims import check_welcome
from simulator.ports.protocol.messages import Welcome

HARNESS: Final = f"devicemode {__version__}"

START_TIMEOUT: Final = 30.0
"""Seconds that an adapter may take to reply to hello."""
MOST_FAILURES: Final = 10
"""The most scenarios in a row that an adapter may fail before it isn't started again."""
_STDERR_LINES: Final = 10
"""The number of lines of an adapter's standard error that are shown if it never replies to hello."""


class AdapterLink:
    """A connection to an adapter that outlives its failures. All but `give_up` is for one thread at a time."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._connection: Connection | None = None
        self._welcome: Welcome | None = None
        #: The failures of scenarios since the last one that didn't fail.
        self._failures: list[str] = []
        self._given_up = False

    @property
    def is_open(self) -> bool:
        """Whether there is a connection."""
        return self._connection is not None

    def welcome(self) -> Welcome:
        """Return what the port says about itself; raise `AdapterError` if it can't be asked or makes no sense."""
        if self._welcome is None:
            self.connection()
        assert self._welcome is not None  # noqa: S101 — `connection` has just asked
        return self._welcome

    def connection(self) -> Connection:
        """Return the connection, reopened if the last one has failed."""
        if self._connection is None:
            if len(self._failures) >= MOST_FAILURES:
                raise AdapterError(
                    f"the adapter failed {MOST_FAILURES} scenarios in a row and is not started again; "
                    f"the last time: {self._failures[MOST_FAILURES - 1]}",
                    fatal=True,
                )
            self._connection = self._connect()
            if self._given_up:
                raise AdapterError("the run was interrupted")
            self._welcome = _greeted(self._connection)
        return self._connection

    def note_failure(self, error: AdapterError) -> None:
        """Count a scenario that the adapter failed."""
        self._failures.append(str(error))

    def note_success(self) -> None:
        """Reset the count of failures."""
        self._failures.clear()

    def drop(self) -> str:
        """End the connection at once; return the end of the adapter's standard error."""
        connection, self._connection = self._connection, None
        if connection is None:
            return ""
        stderr = connection.stderr_tail()
        connection.close()
        return stderr

    def give_up(self) -> None:
        """Make all that wait for the adapter fail at once, from any thread."""
        self._given_up = True
        # An HTTP server is not ours to stop, and is only ever used by the main thread.
        if isinstance(connection := self._connection, StdioConnection):
            connection.kill()

    def close(self) -> None:
        """Say good-bye and end the connection."""
        if self._connection is not None:
            with suppress(AdapterError):
                say_goodbye(self._connection, 0)
            self._connection.close()
            self._connection = None


def _greeted(connection: Connection) -> Welcome:
    """Return what the port says about itself; an adapter that doesn't reply shows the end of its standard error."""
    try:
        welcome = greet(connection, harness=HARNESS, timeout=START_TIMEOUT)
    except AdapterError as error:
        lines = connection.stderr_tail().strip().splitlines()[-_STDERR_LINES:]
        shown = indent("\n".join(map(readable, lines)), "  ")
        stderr = f"; its standard error ends with\n{shown}" if shown else ""
        raise AdapterError(f"{error}{stderr}", trace=error.trace, fatal=error.fatal) from None
    check_welcome(welcome)
    return welcome
