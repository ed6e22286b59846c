"""The projects of a server: one for each API key, and one for each run."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.backend.ingestion import places
from simulator.backend.ingestion.project import Backend
from simulator.backend.ingestion.project_ids import is_project_id
from simulator.backend.keeping.in_memory import MemoryStores
from simulator.backend.keeping.stores import Stores


class Projects:
    """Finds the project that a request is for, or makes it.

    `locate` finds the place of an IP address; `accounts` is whether projects have the Accounts add-on.
    """

    def __init__(
        self, stores: Stores | None = None, *, locate: places.Locate = places.locate, accounts: bool = True
    ) -> None:
        self._stores: Stores = stores or MemoryStores()
        self._locate = locate
        self._accounts = accounts
        self._open: dict[str, Backend] = {}

    def open(self, project_id: str) -> Backend:
        """Return a project to send to, a new one if nothing was sent to it yet."""
        project = self._open.get(project_id)
        if project is None:
            store = self._stores.store(project_id)
            project = self._open[project_id] = Backend(
                store, locate=self._locate, project_id=project_id, accounts=self._accounts
            )
        return project

    def peek(self, project_id: str) -> Backend:
        """Return a project to read: an empty one, which is not kept, if nothing was sent to it yet."""
        if project_id in self._open or project_id in self._stores.projects():
            return self.open(project_id)
        return Backend(project_id=project_id, accounts=self._accounts)

    def forget(self, project_id: str) -> None:
        """Forget a project that is kept in memory, with all that it has received."""
        self._open.pop(project_id, None)
        if isinstance(self._stores, MemoryStores):
            self._stores.forget(project_id)

    def __iter__(self) -> Iterator[Backend]:
        """Return every project, in the order of their ids."""
        kept = {*self._open, *self._stores.projects()}
        # The same file may hold what another stand-in has kept.
        return (self.open(project_id) for project_id in sorted(kept) if is_project_id(project_id))
