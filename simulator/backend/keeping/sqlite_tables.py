"""The tables of a file of projects, and the rows that are looked up again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from os import PathLike
from typing import Annotated, Any, Final, TypeVar

import msgspec

from simulator.backend.ingestion.users import User
from simulator.backend.keeping.recent import Recent, WriteBehind
from simulator.backend.keeping.sqlite_file import PATIENCE, Layout, Row, SQLiteFile
from simulator.errors import StoreError
from simulator.values import JSONObject

_BITS: Final = 40
"""How many bits of a row's id are its number within the project; those above are the project's id."""
_MOST: Final = (1 << _BITS) - 1
"""A number that no row comes to."""
_PAGE: Final = 256
"""How many rows are read at once."""
_CACHED: Final = 16 * 1024 * 1024
"""Bytes of users, and of groups, that are kept in memory, counted as JSON."""
_CACHED_IDS: Final = 4 * 1024 * 1024
"""Bytes of device ids, and of user ids."""

# The ids of most tables are made of the project's id and the row's number within the project, so that a project's rows
# stand together in the order of their arrival, without an index for it.
LAYOUT: Final = Layout(
    0x64766D62,
    2,
    (
        """CREATE TABLE project (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
            -- The last number that each kind of row was given. An event, a request or a user may have a higher one.
            event INTEGER NOT NULL, upload INTEGER NOT NULL, user INTEGER NOT NULL, "group" INTEGER NOT NULL,
            usermap_request INTEGER NOT NULL, deletion INTEGER NOT NULL,
            -- How many of them went with their users.
            deleted_events INTEGER NOT NULL,
            -- How many requests were rejected, also of those that are no longer kept.
            rejections INTEGER NOT NULL
        )""",
        "CREATE TABLE claim (hash BLOB PRIMARY KEY) WITHOUT ROWID",
        """CREATE TABLE event (
            id INTEGER PRIMARY KEY, user INTEGER NOT NULL, event_type TEXT NOT NULL, session_id INTEGER,
            time INTEGER NOT NULL, sender TEXT NOT NULL, revenue REAL NOT NULL, place TEXT, json TEXT NOT NULL
        )""",
        "CREATE INDEX event_of_user ON event (user)",
        "CREATE TABLE upload (id INTEGER PRIMARY KEY, rejected INTEGER NOT NULL, json TEXT NOT NULL)",
        "CREATE INDEX rejected_upload ON upload (id) WHERE rejected",
        """CREATE TABLE user (
            id INTEGER PRIMARY KEY, merged_into INTEGER, is_shown INTEGER NOT NULL, json TEXT NOT NULL
        )""",
        "CREATE INDEX merged_user ON user (merged_into) WHERE merged_into IS NOT NULL",
        "CREATE INDEX shown_user ON user (id) WHERE is_shown",
        """CREATE TABLE device (
            project INTEGER NOT NULL, device_id TEXT NOT NULL, user INTEGER NOT NULL, PRIMARY KEY (project, device_id)
        ) WITHOUT ROWID""",
        """CREATE TABLE name (
            project INTEGER NOT NULL, user_id TEXT NOT NULL, user INTEGER NOT NULL, PRIMARY KEY (project, user_id)
        ) WITHOUT ROWID""",
        """CREATE TABLE "group" (
            id INTEGER PRIMARY KEY, project INTEGER NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL,
            json TEXT NOT NULL, UNIQUE (project, type, name)
        )""",
        "CREATE TABLE usermap_request (id INTEGER PRIMARY KEY, json TEXT NOT NULL)",
        """CREATE TABLE mapping (
            id INTEGER PRIMARY KEY, project INTEGER NOT NULL, user_id TEXT NOT NULL, global_user_id TEXT NOT NULL,
            UNIQUE (project, user_id, global_user_id)
        )""",
        "CREATE TABLE deletion (id INTEGER PRIMARY KEY, user_id TEXT NOT NULL)",
    ),
)

T = TypeVar("T")

Count = Annotated[int, msgspec.Meta(ge=0, le=_MOST)]
"""The number of a row, or how many rows there are, within a project."""
_ProjectId = Annotated[int, msgspec.Meta(ge=1, lt=1 << 63 - _BITS)]
_ProjectRow = tuple[_ProjectId, str, Count, Count, Count, Count, Count, Count, Count, Count]

_encode = msgspec.json.Encoder().encode
_decode_user = msgspec.json.Decoder(User).decode
_decode_object = msgspec.json.Decoder(JSONObject).decode


class Project(msgspec.Struct):
    """A row of the table of projects."""

    id: int
    name: str
    event: int = 0
    upload: int = 0
    user: int = 0
    group: int = 0
    usermap_request: int = 0
    deletion: int = 0
    deleted_events: int = 0
    rejections: int = 0

    def key(self, number: int) -> int:
        """Return the id of the row with a number in this project; of no row for a number that none can have."""
        return self.id << _BITS | (number if 0 <= number < _MOST else _MOST)


def number_of(key: int) -> int:
    """Return the number within its project that is in a row's id."""
    return key & _MOST


class Group(msgspec.Struct, frozen=True):
    """A row of the table of groups."""

    id: int
    properties: JSONObject


GroupKey = tuple[int, str, str]
"""The project's id, the group's type and its name."""


class Tables:
    """An open file of projects."""

    def __init__(self, path: str | PathLike[str], *, read_only: bool, patience: float = PATIENCE) -> None:
        #: Rows that are not written yet.
        self.new_events: list[Row] = []
        #: Projects of which there is more to write than the last numbers, which other rows tell.
        self.changed_projects: dict[str, Project] = {}
        #: By the id of the row.
        self.users = WriteBehind(_CACHED, load=self._load_user, write=self._write_users)
        self.groups = WriteBehind(_CACHED, load=self._load_group, write=self._write_groups)
        self._projects: dict[str, Project] = {}
        self.file = SQLiteFile(
            path, LAYOUT, read_only=read_only, patience=patience, before_commit=self.flush, forget=self._forget
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

    def project(self, name: str) -> Project | None:
        """Return a project, `None` if there is none; it stays in memory, as do its rows' last numbers."""
        project = self._projects.get(name)
        if project is None and (project := self._load_project(name)) is not None:
            self._projects[name] = project
        return project

    def new_project(self, name: str) -> Project:
        """Make a project, within a transaction."""
        [(last,)] = self.file.rows("SELECT coalesce(max(id), 0) FROM project")
        self.checked(_ProjectId, last + 1, "the last project")
        project = self._projects[name] = self.changed_projects[name] = Project(id=last + 1, name=name)
        self._write_projects()
        return project

    def flush(self) -> None:
        """Write what has changed, within a transaction."""
        if self.new_events:
            self.file.run_each("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", self.new_events)
            self.new_events.clear()
        self.users.flush()
        self.groups.flush()
        self._write_projects()

    def pages(
        self, query: str, *values: object, of: Any, after: int, last: int, limit: int | None, size: int = _PAGE
    ) -> Iterator[Row]:
        """Return the rows whose id is above `after` and not above `last`, `limit` of them at most; read `size` at once.

        The query gives the id first, and takes `values`, the two bounds and how many rows to return. `of` is the type
        that each row must have.
        """
        left = last - after if limit is None else limit
        while left > 0:
            count = min(size, left)
            try:
                rows = self.file.rows(query, (*values, after, last, count))
            except StoreError:
                if count == 1:
                    raise
                # Somewhere the file is damaged: what stands before that place can be read all the same.
                size = count // 2
                continue
            for row in rows:
                yield self.checked(of, row, "a row")
            if len(rows) < count:
                return
            left -= count
            after = rows[-1][0]

    def checked(self, of: Any, row: object, what: str) -> Any:
        """Return what was read as it is; raise `StoreError` if it has not the type `of`, which it was written with."""
        try:
            return msgspec.convert(row, of)
        except msgspec.ValidationError:
            raise self.file.damaged(what) from None

    def understood(self, read: Callable[[str], T], json: str, what: str) -> T:
        """Return what a row's JSON says; raise `StoreError` if it is not as it was written."""
        try:
            return read(json)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            raise self.file.damaged(what) from None

    def _forget(self) -> None:
        self.new_events.clear()
        self._projects.clear()
        self.changed_projects.clear()
        self.users.forget()
        self.groups.forget()
        self.devices.forget()
        self.names.forget()

    def _load_project(self, name: str) -> Project | None:
        row = self.file.row("SELECT * FROM project WHERE name = ?", (name,))
        if row is None:
            return None
        project = Project(*self.checked(_ProjectRow, row, "a project"))
        project.event = self._last("event", project, project.event)
        project.upload = self._last("upload", project, project.upload)
        project.user = self._last("user", project, project.user)
        return project

    def _last(self, table: str, project: Project, least: int) -> int:
        """Return the last number that a row of a project was given, which is `least` if it is gone since."""
        query = f"SELECT max(id) FROM {table} WHERE id > ? AND id <= ?"  # noqa: S608 - a name from above.
        [(key,)] = self.file.rows(query, (project.key(0), project.key(_MOST)))
        return least if key is None else max(least, number_of(key))

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

    def _load_group(self, key: GroupKey) -> tuple[Group, int] | None:
        row = self.file.row('SELECT id, json FROM "group" WHERE project = ? AND type = ? AND name = ?', key)
        if row is None:
            return None
        number, json = self.checked(tuple[int, str], row, "a group")
        return Group(number, self.understood(_decode_object, json, "a group")), len(json)

    def _write_groups(self, changed: Iterable[tuple[GroupKey, Group]]) -> list[int]:
        rows = [(group.id, *key, _encode(group.properties).decode()) for key, group in changed]
        self.file.run_each('INSERT OR REPLACE INTO "group" VALUES (?, ?, ?, ?, ?)', rows)
        return [len(row[4]) for row in rows]


class Ids:
    """A table of ids and the numbers of the users that they stand for."""

    def __init__(self, file: SQLiteFile, *, find: str, put: str, delete: str) -> None:
        self._file = file
        self._find, self._put, self._delete = find, put, delete
        self._recent: Recent[tuple[int, str], int] = Recent(_CACHED_IDS)

    def get(self, project: Project, text: str) -> int | None:
        """Return the number of the user that an id stands for."""
        key = (project.id, text)
        found = self._recent.get(key)
        if found is None and (row := self._file.row(self._find, key)) is not None:
            found = row[0]
            if type(found) is not int:
                raise self._file.damaged("the user of an id")
            self._recent.put(key, found, len(text))
        return found

    def put(self, project: Project, text: str, number: int) -> None:
        """Let an id stand for a user, within a transaction."""
        self._file.run(self._put, (project.id, text, number))
        self._recent.put((project.id, text), number, len(text))

    def delete(self, project: Project, text: str, number: int) -> None:
        """Let an id stand for nobody if it stands for this user, within a transaction."""
        self._file.run(self._delete, (project.id, text, number))
        self._recent.drop((project.id, text))

    def forget(self) -> None:
        """Read everything anew."""
        self._recent.clear()
