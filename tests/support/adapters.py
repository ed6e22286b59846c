"""Adapters without a process of their own, and a place for what they upload that is not reached over a socket."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import msgspec

from simulator.backend import Backend
from simulator.ports.connections.replies import read_reply
from simulator.ports.protocol import messages
from simulator.ports.protocol.serving import Adapter, serve


class InMemory:
    """Takes what adapters report: nothing is uploaded."""

    def project(self) -> tuple[Backend, str]:
        """Return a new project and an address that nobody uses."""
        return Backend(), "http://127.0.0.1:9"

    def forget(self, project: Backend) -> None:
        """Nothing is kept."""


class InProcess:
    """A connection to an adapter in this process: what both sides say is JSON all the same.

    `hang_up` is called when the connection is closed.
    """

    def __init__(self, adapter: Adapter, hang_up: Callable[[], None] = lambda: None) -> None:
        self._adapter = adapter
        self._hang_up = hang_up

    def ask(self, request: messages.Request, *, timeout: float) -> messages.Reply:
        written = BytesIO()
        serve(self._adapter, BytesIO(msgspec.json.encode(request)), written)
        return read_reply(written.getvalue(), request)

    def notify(self, request: messages.Request) -> None:
        pass

    def close(self) -> None:
        self._hang_up()

    def stderr_tail(self) -> str:
        return ""
