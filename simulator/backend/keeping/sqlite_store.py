"""The store of one project in a file of projects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import wraps
from heapq import merge
from itertools import chain, islice
from operator import itemgetter
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

import msgspec

from simulator.backend.keeping.entities import (
    MOST_REJECTIONS,
    Bundle,
    Counts,
    Received,
    Upload,
    User,
    UsermapRequest,
    shortened,
)
from simulator.backend.keeping.sqlite_claims import claim
from simulator.backend.keeping.sqlite_events import EVENTS, EVENTS_OF_USER, EventRow, before, received_in, rows_of
from simulator.backend.keeping.sqlite_file import Row
from simulator.backend.keeping.sqlite_layout import LAST_NUMBER, Count, GroupRow, ProjectRow, number_of
from simulator.backend.keeping.sqlite_tables import Tables
from simulator.values import JSONObject

P = ParamSpec("P")
T = TypeVar("T")

_EVENT_ROWS: Final = 64
"""How many rows of events are read at once."""
_READ_SIDE_BY_SIDE: Final = 256
"""How many of them are, in total, if they belong to several users."""
_NOTHING: Final = ProjectRow(id=0, name="")
"""The project to which nothing was sent: no row has an id that begins with 0."""

_GroupsRow = tuple[int, str, str, str]
_JSONRow = tuple[int, str]


_encode = msgspec.json.Encoder().encode
_decode_object = msgspec.json.Decoder(JSONObject).decode
_decode_user = msgspec.json.Decoder(User).decode
_decode_upload = msgspec.json.Decoder(Upload).decode
_decode_usermap_request = msgspec.json.Decoder(UsermapRequest).decode


def _changing(
    change: Callable[Concatenate[SQLiteStore, P], T],
) -> Callable[Concatenate[SQLiteStore, P], T]:
    """Make a method that changes something a transaction of its own, unless it is called within one."""

    @wraps(change)
    def within(self: SQLiteStore, /, *values: P.args, **named: P.kwargs) -> T:
        if self._transaction.depth:
            return change(self, *values, **named)
        with self._transaction:
            return change(self, *values, **named)

    return within


class SQLiteStore:
    """The store of one project of a `Database`; see `Store`. Every method raises `StoreError` if the file fails.

    A transaction that is not completed leaves nothing behind, in the file or in memory.
    """

    def __init__(self, tables: Tables, project_id: str) -> None:
        self._tables = tables
        self._file = tables.file
        self._transaction = tables.file.transaction
        self._project_id = project_id

    def transaction(self) -> AbstractContextManager[object]:
        """Return a context within which all changes take effect together, or none of them."""
        return self._transaction

    @_changing
    def claim(self, identities: Sequence[tuple[str, str]], *, time: int = 0, since: int | None = None) -> list[bool]:
        """Note events by device id and own id; tell for each whether it is new, see `Store`."""
        return claim(self._file, self._appended.id, identities, time=time, since=since)

    @_changing
    def add(self, bundles: Iterable[Bundle]) -> int:
        """Keep events after all others; return the number of the first of them."""
        project = self._appended
        first = project.event + 1
        for bundle in bundles:
            self._tables.new_events += rows_of(project, bundle, project.event + 1)
            project.event += len(bundle.events)
        return first

    def received(self, *, user: int | None = None, after: int = 0, limit: int | None = None) -> Iterator[Received]:
        """Return the events in the order of their arrival, of all users or of one; see `Store`."""
        self._flush()
        project = self._project
        after = max(after, 0)
        if user is None:
            rows = self._event_rows(EVENTS, project, after, limit)
        else:
            keys = self._keys_of(project, user)
            size = max(_READ_SIDE_BY_SIDE // max(len(keys), 1), 1)
            pages = (self._event_rows(EVENTS_OF_USER, project, after, limit, key, size=size) for key in keys)
            rows = merge(*pages, key=itemgetter(0))
        return islice(chain.from_iterable(received_in(self._tables, row, after) for row in rows), limit)

    def _event_rows(
        self, query: str, project: ProjectRow, after: int, limit: int | None, *user: int, size: int = _EVENT_ROWS
    ) -> Iterator[Row]:
        """Return the rows of events with numbers above `after`; the first may begin with events before these."""
        begin = before(self._tables, project, after, *user)
        most = None if limit is None else limit + 1
        last = project.key(project.event)
        return self._tables.pages(
            query, *user, of=EventRow, after=begin, last=last, limit=most, size=min(size, _EVENT_ROWS)
        )

    def count(self) -> int:
        """Return how many events there are."""
        project = self._project
        return project.event - project.deleted_events

    def counts(self) -> Counts:
        """Return how many there are of each kind."""
        self._flush()
        project = self._project
        shown = "SELECT count(*) FROM user WHERE id > ? AND id <= ? AND is_shown"
        [(users,)] = self._file.rows(shown, (project.key(0), project.key(project.user)))
        rejections = min(project.rejections, MOST_REJECTIONS)
        return Counts(
            events=project.event - project.deleted_events,
            users=users,
            groups=project.group,
            uploads=project.upload - project.rejections + rejections,
            rejections=rejections,
            usermap_requests=project.usermap_request,
            deletions=project.deletion,
        )

    @_changing
    def log(self, upload: Upload) -> Upload:
        """Keep the record of a request, of rejected ones the latest; return it with its id."""
        project = self._changed if upload.reason else self._appended
        project.upload += 1
        kept = msgspec.structs.replace(upload, id=project.upload)
        if kept.reason:
            kept = shortened(kept)
            project.rejections += 1
            if project.rejections > MOST_REJECTIONS:
                self._file.run(_DELETE_OLDEST_REJECTED, (project.key(0), project.key(project.upload)))
        row = (project.key(project.upload), bool(kept.reason), _encode(kept).decode())
        self._file.run("INSERT INTO upload VALUES (?, ?, ?)", row)
        return kept

    def uploads(self, *, rejected: bool = False, after: int = 0, limit: int | None = None) -> Iterator[Upload]:
        """Return the requests in the order of their arrival, all or the rejected ones."""
        project = self._project
        query = _REJECTED_UPLOADS if rejected else _UPLOADS
        rows = self._rows(query, _JSONRow, project, project.upload, after, limit)
        return (self._tables.understood(_decode_upload, json, "a request") for _, json in rows)

    @_changing
    def new_user(self) -> User:
        """Make a user with the next number."""
        project = self._appended
        project.user += 1
        user = User(number=project.user)
        self._tables.users.change(project.key(user.number), user)
        return user

    @_changing
    def save(self, user: User) -> None:
        """Keep a user as they are now; they are written when the transaction ends."""
        self._tables.users.change(self._appended.key(user.number), user)

    def user(self, number: int) -> User | None:
        """Return a user by number, also one that was merged into another."""
        return self._user(self._project, number)

    def user_on(self, device_id: str) -> User | None:
        """Return the user last seen on a device."""
        project = self._project
        return self._user(project, self._tables.devices.get(project, device_id))

    def user_named(self, user_id: str) -> User | None:
        """Return the user of a user id."""
        project = self._project
        return self._user(project, self._tables.names.get(project, user_id))

    @_changing
    def put_on(self, device_id: str, user: User) -> None:
        """Make a user the last one seen on a device."""
        self._tables.devices.put(self._appended, device_id, user.number)

    @_changing
    def name(self, user_id: str, user: User) -> None:
        """Give a user id to a user."""
        self._tables.names.put(self._appended, user_id, user.number)

    def current(self, number: int) -> int:
        """Return the number of the user that user `number` is today, after merges."""
        project = self._project
        passed: set[int] = set()
        while (user := self._user(project, number)) is not None and user.merged_into is not None:
            passed.add(number)
            number = user.merged_into
            if number in passed:
                raise self._file.damaged("the user that another was merged into")
        return number

    def users(self, *, after: int = 0, limit: int | None = None) -> Iterator[User]:
        """Return the users that can be found by an id, by number, without those that were merged into others."""
        self._flush()
        project = self._project
        rows = self._rows(_USERS, _JSONRow, project, project.user, after, limit)
        return (self._tables.understood(_decode_user, json, "a user") for _, json in rows)

    @_changing
    def delete(self, user: User) -> None:
        """Forget a user, their ids and all their events."""
        self._flush()
        project, tables = self._changed, self._tables
        for key in self._keys_of(project, user.number):
            deleted = self._user(project, number_of(key))
            if deleted is None:
                continue
            project.deleted_events += self._count_events(key)
            self._file.run("DELETE FROM event WHERE user = ?", (key,))
            for device_id in deleted.device_ids:
                tables.devices.delete(project, device_id, deleted.number)
            if deleted.user_id is not None:
                tables.names.delete(project, deleted.user_id, deleted.number)
            self._file.run("DELETE FROM user WHERE id = ?", (key,))
            tables.users.drop(key)

    def group(self, group_type: str, name: str) -> JSONObject | None:
        """Return a group's properties, `None` if there is no such group."""
        group = self._tables.groups.get((self._project.id, group_type, name))
        return None if group is None else group.properties

    @_changing
    def save_group(self, group_type: str, name: str, properties: JSONObject) -> None:
        """Keep a group's properties; they are written when the transaction ends."""
        project, groups = self._changed, self._tables.groups
        key = (project.id, group_type, name)
        before = groups.get(key)
        if before is None:
            project.group += 1
        row = project.key(project.group) if before is None else before.id
        groups.change(key, GroupRow(row, properties))

    def groups(self) -> Iterator[tuple[str, str, JSONObject]]:
        """Return each group's type, name and properties, in the order in which they were first seen."""
        self._flush()
        project = self._project
        rows = self._rows(_GROUPS, _GroupsRow, project, project.group)
        return ((kind, name, self._tables.understood(_decode_object, json, "a group")) for _, kind, name, json in rows)

    @_changing
    def log_usermap(self, request: UsermapRequest) -> None:
        """Keep a usermap request."""
        project = self._changed
        project.usermap_request += 1
        row = (project.key(project.usermap_request), _encode(request).decode())
        self._file.run("INSERT INTO usermap_request VALUES (?, ?)", row)

    def usermap_requests(self) -> Iterator[UsermapRequest]:
        """Return the usermap requests in the order of their arrival."""
        project = self._project
        rows = self._rows(_USERMAP_REQUESTS, _JSONRow, project, project.usermap_request)
        return (self._tables.understood(_decode_usermap_request, json, "a usermap request") for _, json in rows)

    def global_ids(self) -> dict[str, list[str]]:
        """Return the global user ids of each user id that is mapped, in the order of the mappings."""
        mapped: dict[str, list[str]] = {}
        for row in self._file.rows(_MAPPINGS, (self._project.id,)):
            user_id, global_user_id = self._tables.checked(tuple[str, str], row, "a mapping")
            mapped.setdefault(user_id, []).append(global_user_id)
        return mapped

    @_changing
    def map(self, user_id: str, global_user_id: str) -> None:
        """Map a user id to a global one as well."""
        values = (self._changed.id, user_id, global_user_id)
        self._file.run("INSERT OR IGNORE INTO mapping (project, user_id, global_user_id) VALUES (?, ?, ?)", values)

    @_changing
    def unmap(self, user_id: str) -> None:
        """Take a user id out of every mapping."""
        self._file.run("DELETE FROM mapping WHERE project = ? AND user_id = ?", (self._changed.id, user_id))

    @_changing
    def clear(self) -> None:
        """Forget everything, also which events have come: the project's next rows are those of another id."""
        project, tables = self._changed, self._tables
        tables.flush()
        rows = (project.key(0), project.key(LAST_NUMBER))
        for table in _NUMBERED:
            self._file.run(f"DELETE FROM {table} WHERE id > ? AND id <= ?", rows)  # noqa: S608 - a name from below.
        for table in _OF_PROJECT:
            self._file.run(f"DELETE FROM {table} WHERE project = ?", (project.id,))  # noqa: S608 - a name from below.
        # Its id stays in use, so that no later project takes what has come here for its own.
        self._file.run("UPDATE project SET name = ? WHERE id = ?", (f"cleared {project.id}", project.id))
        tables.forget()

    @_changing
    def log_deletion(self, user_id: str) -> None:
        """Keep the request to delete a user."""
        project = self._changed
        project.deletion += 1
        self._file.run("INSERT INTO deletion VALUES (?, ?)", (project.key(project.deletion), user_id))

    def deletions(self) -> Iterator[str]:
        """Return the user ids whose deletion was requested, in order."""
        project = self._project
        return (user_id for _, user_id in self._rows(_DELETIONS, _JSONRow, project, project.deletion))

    @property
    def _project(self) -> ProjectRow:
        """The project, for reading."""
        if not self._transaction.depth:
            self._file.catch_up()
        return self._tables.project(self._project_id) or _NOTHING

    @property
    def _appended(self) -> ProjectRow:
        """The project, made if needed, for adding rows at its end: its last numbers can be read off these."""
        return self._tables.project(self._project_id) or self._tables.new_project(self._project_id)

    @property
    def _changed(self) -> ProjectRow:
        """The project, made if needed, for changes that no row shows: it is written when the transaction ends."""
        project = self._tables.changed_projects[self._project_id] = self._appended
        return project

    def _flush(self) -> None:
        """Write what has changed, so that a query finds it."""
        if self._transaction.depth:
            self._tables.flush()

    def _rows(
        self, query: str, of: Any, project: ProjectRow, last: int, after: int = 0, limit: int | None = None
    ) -> Iterator[Row]:
        return self._tables.pages(query, of=of, after=project.key(max(after, 0)), last=project.key(last), limit=limit)

    def _user(self, project: ProjectRow, number: int | None) -> User | None:
        return None if number is None else self._tables.users.get(project.key(number))

    def _count_events(self, user: int) -> int:
        """Return how many events the rows of a user have."""
        [row] = self._file.rows("SELECT coalesce(sum(count), 0) FROM event WHERE user = ?", (user,))
        [count] = self._tables.checked(tuple[Count], row, "the number of a user's events")
        return int(count)

    def _keys_of(self, project: ProjectRow, number: int) -> list[int]:
        """Return the keys of a user and of all users merged into them; none if the user was merged into another."""
        self._flush()
        user = self._user(project, number)
        if user is not None and user.merged_into is not None:
            return []
        return [key for (key,) in self._file.rows(_USER_AND_MERGED, (project.key(number),))]


_NUMBERED: Final = ("event", "upload", "user", '"group"', "usermap_request", "deletion")
"""The tables whose rows have ids of the project's."""
_OF_PROJECT: Final = ("device", "name", "mapping")
"""The others; of what has come, hashes with the project's id are kept."""

_UPLOADS: Final = "SELECT id, json FROM upload WHERE id > ? AND id <= ? ORDER BY id LIMIT ?"
_REJECTED_UPLOADS: Final = "SELECT id, json FROM upload WHERE id > ? AND id <= ? AND rejected ORDER BY id LIMIT ?"
_DELETE_OLDEST_REJECTED: Final = """
    DELETE FROM upload
    WHERE id = (SELECT id FROM upload WHERE id > ? AND id <= ? AND rejected ORDER BY id LIMIT 1)
"""
_USERS: Final = "SELECT id, json FROM user WHERE id > ? AND id <= ? AND is_shown ORDER BY id LIMIT ?"
_USER_AND_MERGED: Final = """
    WITH RECURSIVE them (id) AS (
        -- Without ALL, it ends even in a damaged file in which users are merged in a circle.
        VALUES (?) UNION SELECT user.id FROM them JOIN user ON user.merged_into = them.id
    )
    SELECT id FROM them
"""
_GROUPS: Final = 'SELECT id, type, name, json FROM "group" WHERE id > ? AND id <= ? ORDER BY id LIMIT ?'
_USERMAP_REQUESTS: Final = "SELECT id, json FROM usermap_request WHERE id > ? AND id <= ? ORDER BY id LIMIT ?"
_MAPPINGS: Final = "SELECT user_id, global_user_id FROM mapping WHERE project = ? ORDER BY id"
_DELETIONS: Final = "SELECT id, user_id FROM deletion WHERE id > ? AND id <= ? ORDER BY id LIMIT ?"
