"""Amplitude in a file, which is closed after each request and opened again for the next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.backend import Backend, Fault, wire_of
from simulator.backend.keeping.database import Database
from simulator.backend.reading.view import View, view_of
from simulator.conformance.running.reference import Reference
from simulator.conformance.running.runner import Performance
from simulator.fuzzing.journeys import Journey
from simulator.fuzzing.playing import SEED, performed
from simulator.fuzzing.self_check.room import Room
from simulator.model.dialects import Dialect
from simulator.wire.requests import Answer, Request


class ProjectInAFile:
    """A project of which nothing is kept in memory but what has been done to it on purpose."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._as_told = Backend()

    def wire(self, request: Request) -> Answer:
        """Take a request."""
        with self._opened() as backend:
            return wire_of(backend)(request)

    def view(self) -> View:
        """Return what Amplitude shows of the project."""
        with self._opened() as backend:
            return view_of(backend)

    def misbehave(self, fault: Fault) -> None:
        """Let Amplitude misbehave in one more way."""
        self._as_told.faults.set(fault)

    def behave(self) -> None:
        """Let Amplitude behave."""
        self._as_told.faults.clear()

    def have_accounts(self, *, accounts: bool) -> None:
        """Let Amplitude have the Accounts add-on, or not."""
        self._as_told.accounts = accounts

    def post(self, request: Request) -> None:
        """Post to Amplitude as a client of its API."""
        with self._opened() as backend:
            wire_of(backend)(request)

    @contextmanager
    def _opened(self) -> Iterator[Backend]:
        with Database(self._path) as database:
            backend = Backend(database.store("project"), accounts=self._as_told.accounts)
            backend.faults, backend.rates = self._as_told.faults, self._as_told.rates
            yield backend


@contextmanager
def in_a_file(journey: Journey, reading: Dialect, room: Room) -> Iterator[Performance]:
    """Play a journey with Amplitude in a file."""
    with room.folder() as folder:
        project = ProjectInAFile(folder / "amplitude.db")
        yield performed(Reference(dialect=reading, seed=SEED, project=project), journey)
