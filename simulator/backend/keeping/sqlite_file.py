"""An open SQLite file: its statements, its transactions, and its failures as sentences."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import Any, Final

from simulator.backend.keeping.sqlite_opening import PATIENCE, Layout, opened
from simulator.errors import BusyError, StoreError, readable

Row = tuple[Any, ...]

# A table whose description is damaged may have columns whose names are not valid text.
_FAILURES: Final = (sqlite3.Error, UnicodeError)
_BUSY: Final = "another process is still writing to it; try again, or end that process"
_DAMAGED: Final = "it is damaged; name another file, or one that does not exist yet"
_REASONS: Final = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_NOTADB: "it is not a database; name another file, or one that does not exist yet",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_READONLY: "it is read-only, or opened for reading; make the file and its folder writable",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened or made; name a file in a folder that exists and is writable",
    sqlite3.SQLITE_FULL: "the disk is full; free some space, and what arrives after that is kept",
    sqlite3.SQLITE_IOERR: "the disk fails, or is full; free some space, and what arrives after that is kept",
    sqlite3.SQLITE_TOOBIG: "a value is too large for a database",
    # Duplicate rows, and values that their columns can't have.
    sqlite3.SQLITE_CONSTRAINT: _DAMAGED,
    sqlite3.SQLITE_MISMATCH: _DAMAGED,
}


class SQLiteFile:
    """An open file. Every failure is a `StoreError`: one sentence with the path.

    `before_commit` is called before a transaction is committed, and may write. `forget` is called whenever what was
    read before may be out of date: when a transaction is rolled back, or another connection has written.

    Queries are read to their end at once: none stays open and keeps the write-ahead log from a checkpoint.
    """

    def __init__(
        self,
        path: str | PathLike[str],
        layout: Layout,
        *,
        read_only: bool = False,
        patience: float = PATIENCE,
        before_commit: Callable[[], None],
        forget: Callable[[], None],
    ) -> None:
        self.path = Path(path)
        self._before_commit = before_commit
        self._forget = forget
        with self._failing("opened"):
            self._connection, self.writable = opened(self.path, layout, read_only=read_only)
            self._connection.execute(f"PRAGMA busy_timeout = {round(patience * 1000)}")
            self._identity = _Identity(self.path)
        self._version = self._data_version()
        #: `with` makes its block a transaction, or a part of the one that it is in.
        self.transaction = _Transaction(self)

    def close(self) -> None:
        """Close the file."""
        with self._failing("closed"):
            self._connection.close()

    def catch_up(self) -> None:
        """Call `forget` if another connection has written."""
        version = self._data_version()
        if version != self._version:
            self._version = version
            self._forget()

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        """Execute a statement that returns nothing; return how many rows it changed."""
        try:
            return self._connection.execute(statement, values).rowcount
        except _FAILURES as error:
            raise self._failure("written", error) from None

    def insert(self, statement: str, values: Sequence[object]) -> bool:
        """Execute a statement that inserts rows; return `False` and insert none if one of them is there already."""
        try:
            self._connection.execute(statement, values)
        except sqlite3.IntegrityError:
            return False
        except _FAILURES as error:
            raise self._failure("written", error) from None
        return True

    def run_each(self, statement: str, rows: Iterable[Sequence[object]]) -> int:
        """Execute a statement with each row of values; return how many rows it changed in total."""
        try:
            return self._connection.executemany(statement, rows).rowcount
        except _FAILURES as error:
            raise self._failure("written", error) from None

    def rows(self, query: str, values: Sequence[object] = ()) -> list[Row]:
        """Return all rows that a query finds."""
        try:
            return self._connection.execute(query, values).fetchall()
        except _FAILURES as error:
            raise self._failure("read", error) from None

    def row(self, query: str, values: Sequence[object] = ()) -> Row | None:
        """Return the first row that a query finds, `None` if there is none."""
        try:
            found: Row | None = self._connection.execute(query, values).fetchone()
        except _FAILURES as error:
            raise self._failure("read", error) from None
        return found

    def damaged(self, what: str) -> StoreError:
        """Return the error that says that `what` in the file is damaged."""
        return StoreError(
            f"{readable(self.path)} can't be read: it is damaged, and {what} is not as devicemode writes it"
        )

    def begin(self) -> None:
        """Begin a transaction; `transaction` does it."""
        if not self.writable:
            raise StoreError(f"{readable(self.path)} can't be written: {_REASONS[sqlite3.SQLITE_READONLY]}")
        if self._connection.in_transaction:
            # The one before was interrupted between BEGIN and its first statement.
            self.roll_back()
        self.run("BEGIN IMMEDIATE")
        self.catch_up()

    def commit(self) -> None:
        """Keep all of a transaction; `transaction` does it."""
        self._before_commit()
        if self._identity.has_changed:
            raise StoreError(
                f"{readable(self.path)} can't be written: it was deleted or replaced while it was open, and nothing "
                "more is kept; restart this process"
            )
        self.run("COMMIT")

    def roll_back(self) -> None:
        """Keep nothing of a transaction; `transaction` does it."""
        try:
            # The failure may have ended it already.
            if self._connection.in_transaction:
                self.run("ROLLBACK")
        finally:
            self._forget()

    def _data_version(self) -> object:
        """Return a value that changes whenever another connection writes."""
        found = self.row("PRAGMA data_version")
        return found and found[0]

    def _failure(self, done: str, error: Exception) -> StoreError:
        if isinstance(error, UnicodeError) or str(error).startswith("Could not decode"):
            return StoreError(f"{readable(self.path)} can't be {done}: {_DAMAGED}")
        # Python's own errors, such as for an impossible path, have no code.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        kind = BusyError if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) else StoreError
        return kind(f"{readable(self.path)} can't be {done}: {_REASONS.get(code, readable(error))}")

    @contextmanager
    def _failing(self, done: str) -> Iterator[None]:
        """Turn errors into a `StoreError` that says what can't be `done`."""
        try:
            yield
        except (sqlite3.Error, OSError, ValueError) as error:
            raise self._failure(done, error) from None


class _Identity:
    """Which file is at a path, and which log of changes next to it."""

    def __init__(self, path: Path) -> None:
        absolute = path.absolute()
        self._paths = (absolute, absolute.with_name(f"{absolute.name}-wal"))
        self._at_first = tuple(map(_identity, self._paths))

    @property
    def has_changed(self) -> bool:
        """Whether one of them was deleted or replaced."""
        return any(
            before is not None and _identity(path) != before
            for path, before in zip(self._paths, self._at_first, strict=True)
        )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


class _Transaction:
    """A transaction, or a part of one if it is entered again."""

    def __init__(self, file: SQLiteFile) -> None:
        #: How often it has been entered and not left; 0 outside of any transaction.
        self.depth = 0
        self._file = file
        self._failed = False

    def __enter__(self) -> None:
        if not self.depth:
            self._failed = False
            self._file.begin()
        self.depth += 1

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        self.depth -= 1
        self._failed = self._failed or kind is not None
        if self.depth:
            return
        if not self._failed:
            try:
                self._file.commit()
            except BaseException:
                self._file.roll_back()
                raise
            return
        self._file.roll_back()
        if kind is None:
            raise StoreError(f"{readable(self._file.path)} keeps nothing of a transaction if a part of it has failed")
