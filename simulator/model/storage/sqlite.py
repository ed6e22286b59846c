"""The storage of devices that outlive the process: a file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any, Final

import msgspec

from simulator.errors import DeviceError, readable
from simulator.model.storage.memory import IDENTITY, Storage
from simulator.model.storage.schema import Read, Schema, Stored, encode
from simulator.values import LATEST

_APPLICATION_ID: Final = 0x64766D64
_LAYOUT: Final = 1
"""Increased whenever the form of the tables or the stores changes."""

_TABLES: Final = (
    f"PRAGMA application_id = {_APPLICATION_ID}",
    f"PRAGMA user_version = {_LAYOUT}",
    "CREATE TABLE store (name TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE queued (id INTEGER PRIMARY KEY, queue TEXT NOT NULL, json TEXT NOT NULL)",
)
_TIME: Final = "time"
_read_time = msgspec.json.Decoder(Annotated[int, msgspec.Meta(ge=0, le=LATEST)]).decode

_REASONS: Final = {
    sqlite3.SQLITE_BUSY: "it is in use, and a device runs in one process at a time; end the other process first",
    # A read-only file can't be locked.
    sqlite3.SQLITE_IOERR_LOCK: "it can't be locked; make the file and its folder writable",
    sqlite3.SQLITE_NOTADB: "it is not a database; name another file, or one that does not exist yet",
    sqlite3.SQLITE_CORRUPT: "it is damaged; name another file, or one that does not exist yet",
    sqlite3.SQLITE_READONLY: "it is read-only; make the file and its folder writable",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened or created; name a file in a writable folder",
    sqlite3.SQLITE_FULL: "the disk is full; free some space, and the next change writes what is missing",
    sqlite3.SQLITE_IOERR: "the disk reports an error; check the disk, and the next change writes what is missing",
}


class SQLiteStorage(Storage):
    """Keeps a device's data in a file, for devices that outlive the simulation's process.

    The file is an SQLite database with a table of stores and one of queued items. Committed data survives, whenever the
    process is killed. One process at a time can have the file open; `close` it, or use it in a `with`. Every method
    that reads or writes raises `DeviceError` with the path if that fails; a commit that fails has written nothing, and
    the next one tries again.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        super().__init__()
        self.path = Path(path)
        self._opened: dict[str, _Opened] = {}
        #: The stores that are not open yet, as the file had them at its opening: their JSON, the rows of each queue.
        self._stores: dict[str, str] = {}
        self._queued: dict[str, list[tuple[int, str]]] = {}
        self._last_id = 0
        with self._explained("opened"):
            self._connection = _connected(self.path.absolute())
        self._closed = False
        try:
            self._load()
        except BaseException:
            self._connection.close()
            raise

    def __str__(self) -> str:
        return readable(self.path)

    def __enter__(self) -> SQLiteStorage:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def commit(self) -> None:
        """Write the changes since the last commit, all of them or none."""
        change = _Change(self._last_id)
        for opened in self._opened.values():
            opened.compare(change)
        if change.stores or change.gone or change.new:
            self._write(change)

    def clear(self) -> None:
        """Forget everything except the device's identity."""
        with self._explained("written"), self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("DELETE FROM store WHERE name NOT IN (?, ?)", (IDENTITY, _TIME))
            connection.execute("DELETE FROM queued")
        super().clear()
        self._opened = {name: opened for name, opened in self._opened.items() if name == IDENTITY}
        self._stores.clear()
        self._queued.clear()

    def close(self) -> None:
        """Commit, note the time, and release the file for another process."""
        if self._closed:
            return
        try:
            self.commit()
            if self._clock is not None and self._clock.now > self._time:
                self._write(_Change(self._last_id))
        finally:
            self._closed = True
            self._connection.close()

    def _load(self) -> None:
        with self._explained("read"):
            self._stores.update(self._connection.execute("SELECT name, json FROM store"))
            for row, queue, json in self._connection.execute("SELECT id, queue, json FROM queued ORDER BY id"):
                self._queued.setdefault(queue, []).append((row, json))
                self._last_id = row
        self._time = self._understood(_TIME, _read_time, self._stores.pop(_TIME, "0"))

    def _found(self, name: str, schema: Schema[Stored], make: Callable[[], Stored]) -> Stored:
        written = self._stores.pop(name, None)
        store = make() if written is None else self._understood(name, schema.read, written)
        opened = _Opened(name, store, schema, (written or "").encode())
        for field, read in schema.queues.items():
            rows = self._queued.pop(f"{name}.{field}", [])
            items = [self._understood(f"{name}.{field}", read, json) for _, json in rows]
            setattr(store, field, items)
            opened.queues[field] = _Queue([row for row, _ in rows], items.copy())
        self._opened[name] = opened
        return store

    def _write(self, change: _Change) -> None:
        if self._closed:
            raise DeviceError(f"{self} is closed, so the device can't save anything; close it after the last call")
        now = self._time if self._clock is None else self._clock.now
        stores = [(name, json.decode()) for name, json in change.stores.items()]
        with self._explained("written"), self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("DELETE FROM queued WHERE id = ?", change.gone)
            connection.executemany("INSERT INTO queued VALUES (?, ?, ?)", change.new)
            connection.executemany("INSERT OR REPLACE INTO store VALUES (?, ?)", [*stores, (_TIME, str(now))])
        self._time = now
        self._last_id = change.last_id
        for name, json in change.stores.items():
            self._opened[name].written = json
        for name, field, queue in change.queues:
            self._opened[name].queues[field] = queue

    def _understood(self, name: str, read: Callable[[str], Read], json: str) -> Read:
        try:
            return read(json)
        except msgspec.MsgspecError as error:
            raise DeviceError(
                f'{self} can\'t be read: its entry "{name}" is not as devicemode writes it ({error}); '
                "name another file, or one that does not exist yet"
            ) from None

    @contextmanager
    def _explained(self, done: str) -> Iterator[None]:
        """Turn an error of the file into a sentence."""
        try:
            yield
        except (sqlite3.Error, ValueError) as error:
            # A path that no file can have raises ValueError.
            code = getattr(error, "sqlite_errorcode", 0)
            reason = _REASONS.get(code) or _REASONS.get(code & 0xFF) or readable(error)
            raise DeviceError(f"{self} can't be {done}: {reason}") from None


class _Queue(msgspec.Struct, frozen=True):
    """A queue as the file has it: the items, and the row of each."""

    rows: list[int]
    items: list[Any]


class _Change:
    """The changes that one commit writes."""

    def __init__(self, last_id: int) -> None:
        self.stores: dict[str, bytes] = {}
        self.gone: list[tuple[int]] = []
        self.new: list[tuple[int, str, str]] = []
        #: Store, field, and the queue as the file will have it.
        self.queues: list[tuple[str, str, _Queue]] = []
        self.last_id = last_id

    def row(self, queue: str, item: object) -> int:
        """Add an item after all others and return its row."""
        self.last_id += 1
        self.new.append((self.last_id, queue, encode(item).decode()))
        return self.last_id


class _Opened:
    """An open store, and its contents in the file."""

    def __init__(self, name: str, store: Any, schema: Schema[Any], written: bytes) -> None:
        self.name = name
        self.store = store
        self.schema = schema
        self.written = written
        self.queues: dict[str, _Queue] = {}

    def compare(self, change: _Change) -> None:
        """Add to a change everything that the file lacks."""
        json = self.schema.write(self.store)
        if json != self.written:
            change.stores[self.name] = json
        for field, before in self.queues.items():
            items = getattr(self.store, field)
            if items != before.items:
                change.queues.append((self.name, field, _difference(f"{self.name}.{field}", before, items, change)))


def _difference(queue: str, before: _Queue, items: list[Any], change: _Change) -> _Queue:
    """Return a queue as the file has it after the change: items keep their rows, by identity, or are new."""
    count = len(before.items)
    if items[:count] == before.items:
        return _Queue([*before.rows, *(change.row(queue, item) for item in items[count:])], items.copy())
    row_of = dict(zip(map(id, before.items), before.rows, strict=True))
    rows: list[int] = []
    for item in items:
        row = row_of.pop(id(item), 0)
        # Rows are in the order of the queue: an item that now comes after a later one needs a new row.
        rows.append(row if row > max(rows[-1:], default=0) else change.row(queue, item))
    change.gone += ((row,) for row in set(before.rows) - set(rows))
    return _Queue(rows, items.copy())


def _connected(path: Path) -> sqlite3.Connection:
    """Open a file as a device's storage, alone, and make its tables if it is new."""
    connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        [application_id], [layout] = (
            connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
        )
        [tables] = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        is_new = not tables and not application_id and not layout
        if not is_new and application_id != _APPLICATION_ID:
            raise DeviceError(f"{readable(path)} is a database, but not a device's storage; name another file")
        if layout > _LAYOUT:
            raise DeviceError(
                f"{readable(path)} was written by a newer devicemode; update devicemode, or name another file"
            )
        connection.execute("PRAGMA journal_mode = WAL")
        # With WAL, this syncs at checkpoints: a killed process loses nothing, and nothing corrupts the file.
        connection.execute("PRAGMA synchronous = NORMAL")
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            for statement in _TABLES if is_new else ():
                connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection
