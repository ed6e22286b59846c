"""The Amplitude project of one performance: it takes requests, shows their results, and misbehaves on request."""

from __future__ import annotations

from typing import Protocol

from simulator.backend import Backend, Fault, wire_of
from simulator.backend.reading.view import View, view_of
from simulator.wire.requests import Request, Wire


class Project(Protocol):
    """A project of Amplitude, as far as a performance needs it."""

    @property
    def wire(self) -> Wire | None:
        """Return where requests go; `None` leaves them to the simulation's own backend."""

    def view(self) -> View:
        """Return what Amplitude shows of the project."""

    def misbehave(self, fault: Fault) -> None:
        """Let Amplitude misbehave in one more way."""

    def behave(self) -> None:
        """Let Amplitude behave."""

    def have_accounts(self, *, accounts: bool) -> None:
        """Let Amplitude have the Accounts add-on, or not."""

    def post(self, request: Request) -> None:
        """Post to Amplitude as a client of its API."""


class InProcess:
    """The simulation's own backend."""

    wire: Wire | None = None

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def view(self) -> View:
        """Return what Amplitude shows of the project."""
        return view_of(self._backend)

    def misbehave(self, fault: Fault) -> None:
        """Let Amplitude misbehave in one more way."""
        self._backend.faults.set(fault)

    def behave(self) -> None:
        """Let Amplitude behave."""
        self._backend.faults.clear()

    def have_accounts(self, *, accounts: bool) -> None:
        """Let Amplitude have the Accounts add-on, or not."""
        self._backend.accounts = accounts

    def post(self, request: Request) -> None:
        """Post to Amplitude as a client of its API."""
        wire_of(self._backend)(request)
