"""Requests that arrive together are committed together, and each gets its own outcome."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulator.backend.ingestion.faults import Fault
from simulator.backend.keeping.database import Database
from simulator.backend.keeping.entities import Bundle
from simulator.backend.keeping.sqlite_store import SQLiteStore
from simulator.backend.keeping.stores import Store
from simulator.backend.reading.rows import Row
from simulator.errors import StoreError
from simulator.values import JSONObject
from tests.support.posts import FORM, HOST, KEY, Stand, event, form, signed


class _Disk(Database):
    """A store that counts its transactions, and fails to write events of one name."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.commits = 0
        commit = self._tables.file.commit

        def counted() -> None:
            self.commits += 1
            commit()

        self._tables.file.commit = counted  # type: ignore[method-assign]

    def store(self, project_id: str) -> SQLiteStore:
        return _Failing(self._tables, project_id)


class _Failing(SQLiteStore):
    def add(self, bundles: Iterable[Bundle]) -> int:
        given = [*bundles]
        written = b"".join(json for bundle in given for json in bundle.events)
        if b"Too Much" in written:
            raise StoreError("store.db can't be written: the disk is full")
        if b"Fault" in written:
            raise RuntimeError("a fault of the server's own")
        return super().add(given)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[_Disk]:
    with closing(_Disk(tmp_path / "store.db")) as database:
        yield database


def post_at_once(stand: Stand, *bodies: dict[str, str], paths: tuple[str, ...] = ()) -> list[httpx.Response]:
    """Post forms at the same time, each on a connection of its own."""

    async def posted(number: int, fields: dict[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(stand.app, client=("127.0.0.1", 50_000 + number))
        async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
            path = paths[number] if paths else "/"
            return await client.post(path, content=form(fields), headers={"Content-Type": FORM})

    async def all_of_them() -> list[httpx.Response]:
        return await asyncio.gather(*(posted(number, fields) for number, fields in enumerate(bodies)))

    return asyncio.run(all_of_them())


def names(store: Store) -> list[Any]:
    return [one.event["event_type"] for one in store.received()]


def upload(name: str, **fields: Any) -> dict[str, str]:
    return signed(event(name, **fields))


def test_what_comes_together_is_committed_together(disk: _Disk) -> None:
    stand = Stand(stores=disk)
    answers = post_at_once(stand, *(upload(f"event {number}", device_id=f"{number}") for number in range(20)))
    assert [answer.text for answer in answers] == ["success"] * 20
    assert disk.commits == 1
    assert names(stand.project.store) == [f"event {number}" for number in range(20)]
    assert [row.event_type for row in stand.rows] == names(stand.project.store)
    assert [one.id for one in stand.project.uploads] == list(range(1, 21))


def test_a_transaction_is_shared_by_projects_and_endpoints_and_by_what_is_refused(disk: _Disk) -> None:
    stand = Stand(stores=disk)
    sent: JSONObject = {"event_type": "Song Played", "user_id": "jane"}
    answers = post_at_once(
        stand,
        upload("one"),
        upload("two"),
        {"api_key": KEY, "event": json.dumps(sent)},
        upload("three") | {"checksum": "0"},
        paths=("/", "/runs/other/", "/httpapi", "/"),
    )
    assert [answer.text for answer in answers] == ["success", "success", "success", "bad_checksum"]
    # A new project is made in the same transaction.
    assert disk.commits == 1
    assert names(stand.project.store) == ["one", "Song Played"]
    assert names(stand.projects.peek("run-other").store) == ["two"]
    assert [one.answer for one in stand.project.uploads] == ["success", "success", "bad_checksum"]


def test_an_event_that_comes_twice_at_once_is_taken_once(disk: _Disk) -> None:
    stand = Stand(stores=disk)
    same = upload("twice")
    answers = post_at_once(stand, same, same, same)
    assert [answer.text for answer in answers] == ["success"] * 3
    assert names(stand.project.store) == ["twice"]
    assert [one.duplicates for one in stand.project.uploads] == [0, 1, 1]


@pytest.mark.parametrize(
    ("name", "status", "answer"),
    [
        ("Too Much", 503, "request_db_write_failed"),
        ("Fault", 500, "the server failed; this is a bug in devicemode"),
    ],
)
def test_one_that_fails_does_not_spoil_the_others(disk: _Disk, name: str, status: int, answer: str) -> None:
    stand = Stand(stores=disk)
    answers = post_at_once(stand, upload("first"), upload(name), upload("last"))
    assert [one.status_code for one in answers] == [200, status, 200]
    assert answers[1].text == answer
    assert names(stand.project.store) == ["first", "last"]
    assert [row.event_type for row in stand.rows if row.outcome == "taken"] == ["first", "last"]
    assert [user.number for user in stand.project.users.all()] == [1]


def test_a_fault_is_met_once_also_when_the_transaction_has_to_be_repeated(disk: _Disk) -> None:
    stand = Stand(stores=disk)
    stand.projects.open(KEY).faults.set(Fault(status=500, times=2))
    answers = post_at_once(stand, upload("first"), upload("second"), upload("Too Much"), upload("last"))
    assert [one.status_code for one in answers] == [500, 500, 503, 200]
    assert names(stand.project.store) == ["last"]
    assert not stand.projects.open(KEY).faults


def test_what_can_t_be_shown_is_kept_once(disk: _Disk) -> None:
    def unable(rows: Sequence[Row]) -> None:
        if rows[0].event_type == "second":
            raise RuntimeError("nobody can see this")

    stand = Stand(stores=disk)
    stand.feed._show = unable  # noqa: SLF001
    answers = post_at_once(stand, upload("first"), upload("second"), upload("third"))
    assert [one.status_code for one in answers] == [200, 500, 200]
    assert names(stand.project.store) == ["first", "second", "third"]
    assert len(stand.project.uploads) == 3
