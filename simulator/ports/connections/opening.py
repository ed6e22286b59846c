"""The user's ways to name an adapter: a command line, or the address of an HTTP server."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from urllib.parse import urlsplit

from simulator.errors import AdapterError, UsageError, quoted, readable
from simulator.ports.connections.connection import Connection
from simulator.ports.connections.stdio import StdioConnection


def connector(command: str | None, url: str | None) -> Callable[[], Connection]:
    """Return what opens a connection to an adapter; raise `UsageError` unless one of the two is given."""
    if (command is None) == (url is None):
        raise UsageError("say how the adapter is reached: by a command, or by the address of an HTTP server")
    if command is not None:
        arguments = split_command(command)
        return lambda: StdioConnection(arguments)
    # httpx takes a while to import, and most adapters are programs.
    from simulator.ports.connections.http import HTTPConnection

    address = str(url)
    try:
        _ = urlsplit(address).port
    except ValueError as error:
        raise UsageError(
            f"{quoted(address)} is not the address of an adapter ({readable(error)}); one looks like http://127.0.0.1:8080/"
        ) from None
    return lambda: HTTPConnection(address)


def split_command(command: str) -> list[str]:
    """Split a command line as a shell does; raise `AdapterError` if it can't be split or is empty."""
    try:
        arguments = shlex.split(command)
    except ValueError as error:
        raise AdapterError(f"the command of the adapter can't be read: {error}", fatal=True) from None
    if not arguments:
        raise AdapterError("the command of the adapter is empty", fatal=True)
    return arguments
