"""The projects of a server: one for each API key, and one for each run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Protocol

from simulator.backend.ingestion.backend import Backend
from simulator.backend.keeping import places
from simulator.backend.keeping.store import MemoryStore, Store

API_KEY: Final = re.compile(r"[0-9A-Za-z]{32}")
RUN: Final = re.compile(r"[A-Za-z0-9._~-]{1,80}")
"""The name of a run."""
RUN_PREFIX: Final = "run-"


def is_project_id(text: str) -> bool:
    """Tell whether a text is an API key, or the name of a run behind `run-`."""
    if text.startswith(RUN_PREFIX):
        return RUN.fullmatch(text.removeprefix(RUN_PREFIX)) is not None
    return API_KEY.fullmatch(text) is not None


class Stores(Protocol):
    """What keeps the projects' stores."""

    def store(self, project_id: str) -> Store:
        """Return the store of a project, a new one if there is none."""

    def projects(self) -> tuple[str, ...]:
        """Return the ids of the projects that there are."""


class MemoryStores:
    """Keeps projects as long as the process lives."""

    def __init__(self) -> None:
        self._stores: dict[str, MemoryStore] = {}

    def store(self, project_id: str) -> Store:
        """Return the store of a project, a new one if there is none."""
        return self._stores.setdefault(project_id, MemoryStore())

    def projects(self) -> tuple[str, ...]:
        """Return the ids of the projects that there are."""
        return tuple(self._stores)


class Projects:
    """Finds the project that a request is for, or makes it.

    `locate` tells where an IP address is; `accounts` is whether projects have the Accounts add-on.
    """

    def __init__(
        self, stores: Stores | None = None, *, locate: places.Locate = places.locate, accounts: bool = True
    ) -> None:
        self._stores: Stores = stores or MemoryStores()
        self._locate = locate
        self._accounts = accounts
        self._open: dict[str, Backend] = {}

    def open(self, project_id: str) -> Backend:
        """Return a project to send to; every id that can be one, is one."""
        project = self._open.get(project_id)
        if project is None:
            store = self._stores.store(project_id)
            project = self._open[project_id] = Backend(
                store, locate=self._locate, project_id=project_id, accounts=self._accounts
            )
        return project

    def look_at(self, project_id: str) -> Backend:
        """Return a project to read, an empty one that is not kept where nothing was sent yet."""
        if project_id in self._open or project_id in self._stores.projects():
            return self.open(project_id)
        return Backend(project_id=project_id, accounts=self._accounts)

    def __iter__(self) -> Iterator[Backend]:
        """Return every project, in the order of their ids."""
        return (self.open(project_id) for project_id in sorted({*self._open, *self._stores.projects()}))
