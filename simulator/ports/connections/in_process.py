"""A connection to an adapter in this process, with messages in JSON all the same."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import msgspec

from simulator.ports.connections.replies import read_reply
from simulator.ports.protocol.messages import Reply, Request
from simulator.ports.protocol.serving import Adapter, serve


class InProcessConnection:
    """A connection to an adapter without a process of its own; `hang_up` is called when it is closed."""

    def __init__(self, adapter: Adapter, hang_up: Callable[[], None] = lambda: None) -> None:
        self._adapter = adapter
        self._hang_up = hang_up

    def ask(self, request: Request, *, timeout: float) -> Reply:
        """Have the adapter read a request, and read its reply; it can't be interrupted when the time is up."""
        del timeout
        written = BytesIO()
        serve(self._adapter, BytesIO(msgspec.json.encode(request)), written)
        return read_reply(written.getvalue(), request)

    def notify(self, request: Request) -> None:
        """Do nothing: only `bye` is sent without a reply, and no process ends."""

    def close(self) -> None:
        """Hang up."""
        self._hang_up()

    def stderr_tail(self) -> str:
        """Return nothing: the adapter has no standard error of its own."""
        return ""
