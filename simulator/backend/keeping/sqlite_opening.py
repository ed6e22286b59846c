"""How an SQLite file is opened: to be written where possible, read otherwise, with its tables made if it is new."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from simulator.errors import StoreError, readable

PATIENCE: Final = 5.0
"""Seconds that a transaction waits for another process's by default."""


class Layout:
    """The tables of a file, and what tells it from other databases: its application id, and the layout's version.

    `upgrades` has the statements that make a file of the version before into one of a version, where it takes any;
    `views` those that let it be read as one, by temporary views, if it can't be written.
    """

    def __init__(
        self,
        application_id: int,
        version: int,
        tables: Sequence[str],
        upgrades: Mapping[int, Sequence[str]] | None = None,
        views: Mapping[int, Sequence[str]] | None = None,
    ) -> None:
        self.application_id = application_id
        self.version = version
        self._upgrades = upgrades or {}
        self._views = views or {}
        self._statements = (
            f"PRAGMA application_id = {application_id}",
            f"PRAGMA user_version = {version}",
            *tables,
        )

    def is_missing(self, connection: sqlite3.Connection, path: Path) -> bool:
        """Tell whether a file is new; raise `StoreError` if it is another kind of database, or of a newer version."""
        application_id, version, tables = (
            connection.execute(query).fetchone()[0]
            for query in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
        )
        if not application_id and not version and not tables:
            return True
        if application_id != self.application_id:
            raise StoreError(f"{readable(path)} is a database, but not a store of devicemode; name another file")
        if version > self.version:
            raise StoreError(
                f"{readable(path)} was written by a newer devicemode; update devicemode, or name another file"
            )
        return False

    def make(self, connection: sqlite3.Connection) -> None:
        """Make the tables, within a transaction."""
        for statement in self._statements:
            connection.execute(statement)

    def upgrade(self, connection: sqlite3.Connection, version: int) -> None:
        """Make a file of an older version into one of this, within a transaction."""
        self._bring_over(connection, version, self._upgrades)
        connection.execute(f"PRAGMA user_version = {self.version}")

    def view(self, connection: sqlite3.Connection) -> None:
        """Let a file of an older version be read as one of this, which it stays."""
        [version] = connection.execute("PRAGMA user_version").fetchone()
        self._bring_over(connection, version, self._views)

    def _bring_over(
        self, connection: sqlite3.Connection, version: int, statements: Mapping[int, Sequence[str]]
    ) -> None:
        for later in range(version + 1, self.version + 1):
            for statement in statements.get(later, ()):
                connection.execute(statement)


def opened(path: Path, layout: Layout, *, read_only: bool) -> tuple[sqlite3.Connection, bool]:
    """Open a file, to be written if possible, and make its tables if it is new; tell whether it can be written."""
    if "\0" in str(path):
        raise ValueError("a path can't contain a NUL")
    is_there = path.exists()
    if read_only and not is_there:
        raise StoreError(f"{readable(path)} does not exist; name the file of a store")
    errors: list[sqlite3.Error] = []
    for parameters, exclusive in _ways(path) if is_there else (("mode=rwc", False),):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{parameters}",
            uri=True,
            timeout=PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            if exclusive:
                connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            return connection, _prepared(connection, path, layout, read_only=read_only)
        except BaseException as error:
            connection.close()
            if not isinstance(error, sqlite3.Error):
                raise
            errors.append(error)
            if error.sqlite_errorcode & 0xFF not in _ROOM_NEEDED:
                break
    raise errors[0]


_ROOM_NEEDED: Final = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
}


def _ways(path: Path) -> Iterator[tuple[str, bool]]:
    """Return ways to open an existing file: the parameters of its URI, and whether with an exclusive lock."""
    yield "mode=rw", False
    # That needs a second file next to it, which can't be made on a full disk or in a read-only folder. Without a log of
    # changes, the file can be read as it is; with one, by a single process that keeps the log's index in its memory.
    log = path.with_name(f"{path.name}-wal")
    yield ("mode=rw", True) if log.exists() and log.stat().st_size else ("mode=ro&immutable=1", False)


def _prepared(connection: sqlite3.Connection, path: Path, layout: Layout, *, read_only: bool) -> bool:
    if layout.is_missing(connection, path):
        if read_only:
            raise StoreError(f"{readable(path)} is empty; name the file of a store")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        # Another process may have made them meanwhile.
        if layout.is_missing(connection, path):
            layout.make(connection)
        connection.execute("COMMIT")
    # With the log, this syncs at checkpoints: a killed process loses nothing, and nothing corrupts the file.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -32768")
    connection.execute("PRAGMA wal_autocheckpoint = 4000")
    connection.execute(f"PRAGMA journal_size_limit = {64 * 1024 * 1024}")
    if not read_only and _takes_changes(connection, layout):
        return True
    layout.view(connection)
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    return False


def _takes_changes(connection: sqlite3.Connection, layout: Layout) -> bool:
    """Tell whether a file can be written, by a change that is rolled back unless the file is of an older version."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        layout.upgrade(connection, version)
        if version < layout.version:
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        code = error.sqlite_errorcode & 0xFF
        if code not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY):
            raise
        return code == sqlite3.SQLITE_BUSY
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return True
