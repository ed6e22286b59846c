"""One adapter at the other end, however it is reached, and the two messages that begin and end a connection.

Any failure of an adapter is an `AdapterError` with a reason, and ends the scenario in which it happened.
"""

from __future__ import annotations

from typing import Protocol

from simulator.ports.connections.replies import result_of
from simulator.ports.protocol.messages import Bye, Hello, Reply, Request, Welcome


class Connection(Protocol):
    """A connection to one adapter. Once `ask` has raised `AdapterError`, the connection is of no further use."""

    def ask(self, request: Request, *, timeout: float) -> Reply:
        """Send a request and return its reply; `timeout` is in seconds."""

    def notify(self, request: Request) -> None:
        """Send a request without waiting for a reply."""

    def close(self) -> None:
        """End the connection at once."""

    def stderr_tail(self) -> str:
        """Return the end of the adapter's standard error; empty if it can't be seen."""


def greet(connection: Connection, *, harness: str, timeout: float) -> Welcome:
    """Send `hello`; return what the port says about itself. Raises `AdapterError`."""
    request = Hello(id=1, harness=harness)
    welcome: Welcome = result_of(connection.ask(request, timeout=timeout), request)
    return welcome


def say_goodbye(connection: Connection, request_id: int) -> None:
    """Send `bye` and end the connection."""
    connection.notify(Bye(id=request_id))
    connection.close()
