"""The tables of an open file of projects, with caches of the rows that are looked up again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from os import PathLike
from typing import Any, Final, TypeVar

import msgspec

from simulator.backend.keeping.caches import Recent, WriteBehind
from simulator.backend.keeping.entities import User
from simulator.backend.keeping.sqlite_file import Row, SQLiteFile
from simulator.backend.keeping.sqlite_layout import (
    LAST_NUMBER,
    LAYOUT,
    GroupKey,
    GroupRow,
    ProjectId,
    ProjectRow,
    ProjectValues,
    number_of,
)
from simulator.backend.keeping.sqlite_opening import PATIENCE
from simulator.errors import StoreError
from simulator.values import JSONObject

_PAGE: Final = 256
"""How many rows are read at once."""
_CACHED: Final = 16 * 1024 * 1024
"""Bytes of users, and of groups, that are cached, counted as JSON."""
_CACHED_IDS: Final = 4 * 1024 * 1024
"""Bytes of device ids, and of user ids."""

T = TypeVar("T")

_encode = msgspec.json.Encoder().encode
_decode_user = msgspec.json.Decoder(User).decode
_decode_object = msgspec.json.Decoder(JSONObject).decode


class Tables:
    """An open file of projects."""

    def __init__(self, path: str | PathLike[str], *, read_only: bool, patience: float = PATIENCE) -> None:
        #: Rows that are not written yet.
        self.new_events: list[Row] = []
        #: Projects of which more has changed than the last numbers, which can be read off other rows.
        self.changed_projects: dict[str, ProjectRow] = {}
        #: By the id of the row.
        self.users = WriteBehind(_CACHED, load=self._load_user, write=self._write_users)
        self.groups = WriteBehind(_CACHED, load=self._load_group, write=self._write_groups)
        self._projects: dict[str, ProjectRow] = {}
        self.file = SQLiteFile(
            path, LAYOUT, read_only=read_only, patience=patience, before_commit=self.flush, forget=self.forget
        )
        self.devices = Ids(
            self.file,
            find="SELECT user FROM device WHERE project = ? AND device_id = ?",
            put="INSERT OR REPLACE INTO device VALUES (?, ?, ?)",
            delete="DELETE FROM device WHERE project = ? AND device_id = ? AND user = ?",
        )
        self.names = Ids(
            self.file,
            find="SELECT user FROM name WHERE project = ? AND user_id = ?",
            put="INSERT OR REPLACE INTO name VALUES (?, ?, ?)",
            delete="DELETE FROM name WHERE project = ? AND user_id = ? AND user = ?",
        )

    def project(self, name: str) -> ProjectRow | None:
        """Return a project, `None` if there is none; it stays in memory, with its rows' last numbers."""
        project = self._projects.get(name)
        if project is None and (project := self._load_project(name)) is not None:
            self._projects[name] = project
        return project

    def new_project(self, name: str) -> ProjectRow:
        """Make a project, within a transaction."""
        [(last,)] = self.file.rows("SELECT coalesce(max(id), 0) FROM project")
        self.checked(ProjectId, last + 1, "the last project")
        project = self._projects[name] = self.changed_projects[name] = ProjectRow(id=last + 1, name=name)
        self._write_projects()
        return project

    def flush(self) -> None:
        """Write what has changed, within a transaction."""
        if self.new_events:
            self.file.run_each("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self.new_events)
            self.new_events.clear()
        self.users.flush()
        self.groups.flush()
        self._write_projects()

    def pages(
        self, query: str, *values: object, of: Any, after: int, last: int, limit: int | None, size: int = _PAGE
    ) -> Iterator[Row]:
        """Return at most `limit` rows whose id is above `after` and not above `last`, reading `size` at once.

        The query selects the id first; its parameters are `values`, the two bounds and how many rows to return. `of` is
        the type that each row must have.
        """
        left = last - after if limit is None else limit
        while left > 0:
            count = min(size, left)
            try:
                rows = self.file.rows(query, (*values, after, last, count))
            except StoreError:
                if count == 1:
                    raise
                # The file is damaged somewhere: what is before that place can still be read.
                size = count // 2
                continue
            for row in rows:
                yield self.checked(of, row, "a row")
            if len(rows) < count:
                return
            left -= count
            after = rows[-1][0]

    def checked(self, of: Any, row: object, what: str) -> Any:
        """Return a row as it is; raise `StoreError` if it does not have the type `of`, with which it was written."""
        try:
            return msgspec.convert(row, of)
        except msgspec.ValidationError:
            raise self.file.damaged(what) from None

    def understood(self, read: Callable[[str], T], json: str, what: str) -> T:
        """Return the value of a row's JSON; raise `StoreError` if it is damaged."""
        try:
            return read(json)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            raise self.file.damaged(what) from None

    def forget(self) -> None:
        """Drop what is in memory, also changes that are not written."""
        self.new_events.clear()
        self._projects.clear()
        self.changed_projects.clear()
        self.users.forget()
        self.groups.forget()
        self.devices.forget()
        self.names.forget()

    def _load_project(self, name: str) -> ProjectRow | None:
        row = self.file.row("SELECT * FROM project WHERE name = ?", (name,))
        if row is None:
            return None
        project = ProjectRow(*self.checked(ProjectValues, row, "a project"))
        project.event = max(project.event, self._last("event", project, number="id + count - 1"))
        project.upload = max(project.upload, self._last("upload", project))
        project.user = max(project.user, self._last("user", project))
        return project

    def _last(self, table: str, project: ProjectRow, *, number: str = "id") -> int:
        """Return the last number that a row of a project has, 0 if there is none."""
        query = f"SELECT {number} FROM {table} WHERE id > ? AND id <= ? ORDER BY id DESC LIMIT 1"  # noqa: S608 - names.
        row = self.file.row(query, (project.key(0), project.key(LAST_NUMBER)))
        if row is None:
            return 0
        [key] = self.checked(tuple[int], row, f"the last row of {table}")
        return number_of(key)

    def _write_projects(self) -> None:
        if self.changed_projects:
            rows = map(msgspec.structs.astuple, self.changed_projects.values())
            self.file.run_each("INSERT OR REPLACE INTO project VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
            self.changed_projects.clear()

    def _load_user(self, key: int) -> tuple[User, int] | None:
        row = self.file.row("SELECT json FROM user WHERE id = ?", (key,))
        if row is None:
            return None
        [json] = self.checked(tuple[str], row, "a user")
        user = self.understood(_decode_user, json, "a user")
        if user.number != number_of(key):
            raise self.file.damaged("the number of a user")
        return user, len(json)

    def _write_users(self, changed: Iterable[tuple[int, User]]) -> list[int]:
        rows = [
            (
                key,
                None if user.merged_into is None else key - user.number + user.merged_into,
                user.is_shown,
                _encode(user).decode(),
            )
            for key, user in changed
        ]
        self.file.run_each("INSERT OR REPLACE INTO user VALUES (?, ?, ?, ?)", rows)
        return [len(row[3]) for row in rows]

    def _load_group(self, key: GroupKey) -> tuple[GroupRow, int] | None:
        row = self.file.row('SELECT id, json FROM "group" WHERE project = ? AND type = ? AND name = ?', key)
        if row is None:
            return None
        number, json = self.checked(tuple[int, str], row, "a group")
        return GroupRow(number, self.understood(_decode_object, json, "a group")), len(json)

    def _write_groups(self, changed: Iterable[tuple[GroupKey, GroupRow]]) -> list[int]:
        rows = [(group.id, *key, _encode(group.properties).decode()) for key, group in changed]
        self.file.run_each('INSERT OR REPLACE INTO "group" VALUES (?, ?, ?, ?, ?)', rows)
        return [len(row[4]) for row in rows]


class Ids:
    """A table of ids and the numbers of their users."""

    def __init__(self, file: SQLiteFile, *, find: str, put: str, delete: str) -> None:
        self._file = file
        self._find, self._put, self._delete = find, put, delete
        self._recent: Recent[tuple[int, str], int] = Recent(_CACHED_IDS)

    def get(self, project: ProjectRow, text: str) -> int | None:
        """Return the number of the user of an id."""
        key = (project.id, text)
        found = self._recent.get(key)
        if found is None and (row := self._file.row(self._find, key)) is not None:
            found = row[0]
            if type(found) is not int:
                raise self._file.damaged("the user of an id")
            self._recent.put(key, found, len(text))
        return found

    def put(self, project: ProjectRow, text: str, number: int) -> None:
        """Give an id to a user, within a transaction."""
        self._file.run(self._put, (project.id, text, number))
        self._recent.put((project.id, text), number, len(text))

    def delete(self, project: ProjectRow, text: str, number: int) -> None:
        """Take an id from a user if it is theirs, within a transaction."""
        self._file.run(self._delete, (project.id, text, number))
        self._recent.drop((project.id, text))

    def forget(self) -> None:
        """Drop the cache."""
        self._recent.clear()
