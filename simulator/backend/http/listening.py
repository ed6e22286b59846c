"""A server's socket and its end: an address to listen on, or a sentence; and the handling of Ctrl-C."""

from __future__ import annotations

import contextlib
import errno
import signal
import socket
import threading
from collections.abc import Callable, Generator, Iterator
from typing import Final

import uvicorn

from simulator.errors import UsageError, quoted
from simulator.wire.transport import LAST_PORT

_WHY_NOT: Final = {
    errno.EADDRINUSE: "the port is in use; choose another, or 0 for any free one",
    errno.EACCES: "permission denied; choose a port from 1024 on",
    errno.EADDRNOTAVAIL: "it is not an address of this machine",
}


def listen(host: str, port: int, *, name: str, backlog: int) -> socket.socket:
    """Return a socket that listens. Its connections send answers without waiting for acknowledgements.

    `name` is the server's in the sentence of the `UsageError` that is raised if it can't.
    """
    if not 0 <= port <= LAST_PORT:
        raise UsageError(f"a port must be a number from 0 to {LAST_PORT}, not {port}")
    if not host:
        raise UsageError("a server needs an address to listen on; 0.0.0.0 is all of this machine's")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family, backlog=backlog)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
    except (OSError, UnicodeError) as error:
        code = error.errno if isinstance(error, OSError) else None
        why = _WHY_NOT.get(code or 0, f"{error.strerror or error}" if isinstance(error, OSError) else f"{error}")
        raise UsageError(f"{name} can't listen on {quoted(_written(host, port))}: {why}") from None


def url_of(listening: socket.socket) -> str:
    """Return the address of a socket, without a slash at the end."""
    return f"http://{_written(*listening.getsockname()[:2])}"


def _written(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


@contextlib.contextmanager
def interruptions(stop: Callable[[], None]) -> Iterator[None]:
    """Have Ctrl-C and SIGTERM call `stop` for as long as the context lasts; in the main thread alone."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = (signal.SIGINT, signal.SIGTERM)
    before = {one: signal.signal(one, lambda *_: stop()) for one in signals}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


class Uvicorn(uvicorn.Server):
    """uvicorn without its signal handlers; see `interruptions`."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Capture no signals."""
        yield
