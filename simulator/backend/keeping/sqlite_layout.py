"""The tables of a file of projects: their statements, their ids, and the rows that are kept in memory."""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias

import msgspec

from simulator.backend.keeping.sqlite_opening import Layout
from simulator.values import JSONObject

_BITS: Final = 40
"""How many bits of a row's id are its number within the project; those above are the project's id."""
LAST_NUMBER: Final = (1 << _BITS) - 1
"""A number that no row reaches."""

_EVENTS: Final = """CREATE TABLE event (
    -- That of the first of its events. A row has those that came one after the other in a request and are alike in all
    -- but their JSON: a line of it for each, as text, or as a BLOB that zlib compressed since version 5.
    id INTEGER PRIMARY KEY, count INTEGER NOT NULL,
    user INTEGER NOT NULL, time INTEGER NOT NULL, sender TEXT NOT NULL, revenue REAL NOT NULL, place TEXT,
    json TEXT NOT NULL
)"""
_SINGLE_EVENTS: Final = "SELECT id, 1 AS count, user, time, sender, revenue, place, json"
_EVENTS_OF_USERS: Final = "CREATE INDEX event_of_user ON event (user)"

# The ids of most tables are made of the project's id and the row's number within the project, so that a project's rows
# lie together in the order of their arrival without an index.
LAYOUT: Final = Layout(
    0x64766D62,
    5,
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
        # When an event was noted by which it is recognized, in milliseconds since 1970; 0 in files of version 2.
        "CREATE TABLE claim (hash BLOB PRIMARY KEY, time INTEGER NOT NULL) WITHOUT ROWID",
        _EVENTS,
        _EVENTS_OF_USERS,
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
    upgrades={
        3: ("ALTER TABLE claim ADD COLUMN time INTEGER NOT NULL DEFAULT 0",),
        # A row was one event.
        4: (
            "ALTER TABLE event RENAME TO single_event",
            _EVENTS,
            f"INSERT INTO event {_SINGLE_EVENTS} FROM single_event",
            "DROP TABLE single_event",
            _EVENTS_OF_USERS,
        ),
    },
    views={4: (f"CREATE TEMPORARY VIEW event AS {_SINGLE_EVENTS} FROM main.event",)},
)

Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=LAST_NUMBER)]
"""The number of a row, or how many rows there are, within a project."""
ProjectId: TypeAlias = Annotated[int, msgspec.Meta(ge=1, lt=1 << 63 - _BITS)]
ProjectValues: TypeAlias = tuple[ProjectId, str, Count, Count, Count, Count, Count, Count, Count, Count]


class ProjectRow(msgspec.Struct):
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
        """Return the id of the row with a number in this project; one that no row has if it is out of range."""
        return self.id << _BITS | (number if 0 <= number < LAST_NUMBER else LAST_NUMBER)


def number_of(key: int) -> int:
    """Return a row's number within its project from the row's id."""
    return key & LAST_NUMBER


class GroupRow(msgspec.Struct, frozen=True):
    """A row of the table of groups."""

    id: int
    properties: JSONObject


GroupKey: TypeAlias = tuple[int, str, str]
"""The project's id, the group's type and its name."""
