"""Projects in a file: what was accepted stays, whenever the process is killed.

One SQLite file holds many projects. Only what was looked up recently is in memory, and a large file is as fast as a
small one: storing an event takes about as long after a million events as after ten.

A `Database` and its stores are for one thread at a time. Other threads and processes may open the same file at any
time, to read or to write it: readers never wait and see what was committed before, writers take turns.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from types import TracebackType

from simulator.backend.keeping.sqlite_opening import PATIENCE
from simulator.backend.keeping.sqlite_store import SQLiteStore
from simulator.backend.keeping.sqlite_tables import Tables


class Database:
    """A file of projects, made if it does not exist; `with` closes it.

    Raises `StoreError` if `path` is another kind of file. `writable` is false with `read_only`, and if the file can be
    read but not written, because it is read-only or the disk is full. A change waits up to `patience` seconds for
    another process that is writing, then raises `BusyError`.
    """

    def __init__(self, path: str | PathLike[str], *, read_only: bool = False, patience: float = PATIENCE) -> None:
        self._tables = Tables(path, read_only=read_only, patience=patience)

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._tables.file.path

    @property
    def writable(self) -> bool:
        """Whether projects can be changed."""
        return self._tables.file.writable

    def store(self, project_id: str) -> SQLiteStore:
        """Return the store of a project; the file has the project as soon as something is kept."""
        return SQLiteStore(self._tables, project_id)

    def projects(self) -> tuple[str, ...]:
        """Return the ids of the projects, in the order in which they were made."""
        rows = self._tables.file.rows("SELECT name FROM project ORDER BY id")
        return tuple(self._tables.checked(tuple[str], row, "the name of a project")[0] for row in rows)

    def close(self) -> None:
        """Close the file. What was committed is in it already."""
        self._tables.file.close()
