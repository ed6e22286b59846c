"""A damaged store: readable data is still served, and everything else is answered 503 with a sentence."""

from __future__ import annotations

import json
import logging
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Final

import pytest

from simulator.backend.ingestion.projects import Projects
from simulator.backend.keeping.database import Database
from simulator.backend.reading.exports import exported
from simulator.errors import StoreError
from tests.support.posts import KEY, Stand, ask, event, post, signed

PAGE: Final = 4096
STORES: Final = 300

PROJECT: Final = f"/api/projects/{KEY}"
QUESTIONS: Final = (
    "/api/projects",
    PROJECT,
    *(
        f"{PROJECT}/{what}"
        for what in (
            "events",
            "events?user=1",
            "users",
            "users/1",
            "users/3",
            "groups",
            "uploads",
            "rejections",
            "usermap",
            "view",
        )
    ),
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a store that has data of every kind."""
    path = tmp_path_factory.mktemp("whole") / "store.db"
    with Database(path) as database:
        stand = Stand(stores=database)
        for number in range(60):
            made = event(
                "Song Played",
                user_id=f"user {number % 7}",
                device_id=f"device {number % 9}",
                ip="203.0.113.7",
                groups={"org": f"g{number % 3}"},
                user_properties={"$set": {"n": number}},
                event_properties={"padding": "x" * 300},
            )
            post(stand.app, "/", signed(made))
        post(stand.app, "/", signed(event()) | {"checksum": "0"})
        post(stand.app, "/usermap", {"api_key": KEY, "mapping": json.dumps({"user_id": "u", "global_user_id": "g"})})
        group = {"group_type": "org", "group_value": "g1", "group_properties": {"$set": {"x": 1}}}
        post(stand.app, "/groupidentify", {"api_key": KEY, "identification": json.dumps([group])})
        post(stand.app, "/runs/one/", signed(event()))
        # Two users that turn out to be one.
        post(stand.app, "/", signed(event(device_id="alone"), event(device_id="alone", user_id="user 1")))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


def _pages(content: bytes, random: Random) -> bytes:
    """Overwrite a page with one byte."""
    at = random.randrange(len(content) // PAGE) * PAGE
    return content[:at] + bytes([random.randrange(256)]) * PAGE + content[at + PAGE :]


def _bytes(content: bytes, random: Random) -> bytes:
    """Change some bytes."""
    changed = bytearray(content)
    for _ in range(random.choice((1, 5, 50, 500))):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _cut(content: bytes, random: Random) -> bytes:
    """Cut off the end: much of it, or a few pages, without which a store may still be opened."""
    most = random.choice((len(content), 4 * PAGE))
    return content[: len(content) - random.randrange(1, most)]


def _moved(content: bytes, random: Random) -> bytes:
    """Find one page in the place of another."""
    to, of = (random.randrange(len(content) // PAGE) * PAGE for _ in range(2))
    return content[:to] + content[of : of + PAGE] + content[to + PAGE :]


def _values(path: Path, random: Random) -> None:
    """Put values into columns that devicemode would never write there."""
    values = (None, 0, -1, 5, 2**62, -(2**63), 1.5, "", "x", "null", "[]", "{}", b"\xff", '{"number":1}', 1, 2, 3)
    tables = (
        "project",
        "event",
        "upload",
        "user",
        "device",
        "name",
        "group",
        "usermap_request",
        "mapping",
        "deletion",
        "claim",
    )
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        table = random.choice(tables)
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
        for _ in range(random.randrange(1, 4)):
            change = f'UPDATE OR IGNORE "{table}" SET "{random.choice(columns)}" = ? WHERE random() % 3 = 0'  # noqa: S608
            try:
                connection.execute(change, (random.choice(values),))
            except sqlite3.Error:
                # Not every column takes every value.
                continue


DAMAGES: Final[tuple[Callable[[bytes, Random], bytes] | None, ...]] = (_pages, _bytes, _cut, _moved, None)


def read_all(path: Path, seen: Counter[int]) -> None:
    """Query all of a store, send to it, and export it: each is done, or refused in one sentence."""
    with Database(path) as database:
        stand = Stand(stores=database)
        for question in QUESTIONS:
            answer = ask(stand.app, "GET", question)
            assert answer.status_code in (200, 404, 503), answer.text
            if answer.status_code == 503:
                [said] = answer.json().values()
                assert said.startswith(f"{path} can't be read: ")
                assert "\n" not in said
            seen[answer.status_code] += 1
        for where, fields in (
            ("/", signed(event(user_id="user 1"))),
            ("/", signed(event(user_id="user 2", user_properties={"$add": {"n": 1}}, groups={"org": "g1"}))),
            ("/usermap", {"api_key": KEY, "mapping": json.dumps({"user_id": "u", "unmap": True})}),
        ):
            answer = post(stand.app, where, fields)
            assert (answer.status_code, answer.text) in ((200, "success"), (503, "request_db_write_failed"))
            seen[answer.status_code] += 1
        for project in Projects(database):
            for _ in exported(project):
                pass


def refusal(path: Path, seen: Counter[int]) -> str:
    """Return the error of a store that can't be read to its end."""
    try:
        read_all(path, seen)
    except StoreError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.exhaustive)], ids=["some", "all"])
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda one: one.__name__.strip("_") if one else "values")
def test_what_a_damaged_store_can_t_tell_is_503_and_a_sentence(
    damage: Callable[[bytes, Random], bytes] | None,
    every: int,
    whole: bytes,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    random, seen = Random(f"damage {DAMAGES.index(damage)}"), Counter[int]()
    for number in range(STORES // len(DAMAGES) // every):
        path = tmp_path / f"{number}.db"
        path.write_bytes(whole if damage is None else damage(whole, random))
        if damage is None:
            _values(path, random)
        said = refusal(path, seen)
        assert said == "" or re.match(rf"{re.escape(str(path))} [^\n]+\Z", said)
    assert seen[200]
    assert seen[503]
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize(
    ("change", "question", "what"),
    [
        ("UPDATE event SET json = NULL", "events", "a row is not as devicemode writes it"),
        ("UPDATE event SET json = '{}'", "view", "an event is not as devicemode writes it"),
        ("UPDATE event SET count = 2", "events", "the number of events of a row"),
        ("UPDATE event SET count = 0", "events?user=1", "a row is not as devicemode writes it"),
        ("UPDATE event SET time = 'noon'", "events", "a row is not as devicemode writes it"),
        ("UPDATE event SET json = CAST(x'ff' AS TEXT)", "events", "it is damaged; name another file"),
        ("UPDATE user SET json = replace(json, '\"number\":1,', '\"number\":2,')", "users/1", "the number of a user"),
        ("UPDATE user SET json = replace(json, '\"merged_into\":null', '\"merged_into\":1')", "users/1", "merged into"),
        ("UPDATE project SET event = 'many'", "", "a project is not as devicemode writes it"),
        ("UPDATE project SET id = 4611686018427387904 WHERE id = 1", "events", "a project is not"),
        ("UPDATE mapping SET user_id = x'ff'", "usermap", "a mapping is not as devicemode writes it"),
    ],
)
def test_a_value_of_the_wrong_type_is_reported(
    change: str, question: str, what: str, whole: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(whole)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # Write as damage would: no column refuses it.
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '') WHERE type = 'table'")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(change)
    with Database(path) as database:
        answer = ask(Stand(stores=database).app, "GET", f"{PROJECT}/{question}".rstrip("/"))
    assert answer.status_code == 503, answer.text
    assert answer.json()["error"].startswith(f"{path} can't be read: it is damaged")
    assert what in answer.json()["error"]
