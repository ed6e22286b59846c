"""A store is a file that others can lock, move or delete while a server uses it."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import httpx
import pytest

from simulator.backend.ingestion.projects import Projects
from simulator.backend.keeping.database import Database
from simulator.backend.server import Server, serving
from tests.support.backend_process import backend
from tests.support.posts import KEY, event, signed

http: Final = httpx.Client(trust_env=False, verify=False, limits=httpx.Limits(max_keepalive_connections=0), timeout=30)  # noqa: S501 — all of it stays on this machine

BUSY: Final = 1.5
BROKEN: Final = (503, "request_db_write_failed")


@contextmanager
def locked(store: Path) -> Iterator[None]:
    """Begin a write to a store and don't finish it, as another process may."""
    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def server(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr("simulator.backend.http.batching.BUSY", BUSY)
    with Database(store, patience=0.01) as database, serving(Projects(database)) as running:
        yield running


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def sent(server: Server, name: str) -> tuple[int, str]:
    answer = http.post(f"{server.url}/", data=signed(event(name)))
    return answer.status_code, answer.text


def names(server: Server) -> list[str]:
    page = http.get(f"{server.url}/api/projects/{KEY}/events").json()
    return [one["event"]["event_type"] for one in page["events"]]


def test_a_lock_of_another_process_stops_no_reads(server: Server, store: Path, threads: ThreadPoolExecutor) -> None:
    assert sent(server, "before") == (200, "success")
    with locked(store):
        waiting: list[Future[tuple[int, str]]] = [threads.submit(sent, server, f"{number}") for number in range(4)]
        refused = threads.submit(http.post, f"{server.url}/", data=signed(event()) | {"checksum": "0"})
        time.sleep(0.2)
        slowest = 0.0
        for _ in range(20):
            begun = time.monotonic()
            assert names(server) == ["before"]
            slowest = max(slowest, time.monotonic() - begun)
        assert not any(one.done() for one in waiting)
        assert slowest < BUSY / 2
    # Waiting requests are kept once the store is free, and refusals have their own reasons.
    assert [one.result() for one in waiting] == [(200, "success")] * 4
    assert refused.result().text == "bad_checksum"
    assert sorted(names(server)) == ["0", "1", "2", "3", "before"]


def test_a_lock_that_does_not_end_is_reported(server: Server, store: Path, threads: ThreadPoolExecutor) -> None:
    with locked(store):
        begun = time.monotonic()
        answers = [one.result() for one in [threads.submit(sent, server, f"{number}") for number in range(4)]]
        assert BUSY <= time.monotonic() - begun < 10
    assert answers == [BROKEN] * 4
    assert sent(server, "after") == (200, "success")
    assert names(server) == ["after"]


def test_a_fault_is_met_once_by_what_waits(server: Server, store: Path, threads: ThreadPoolExecutor) -> None:
    fault = {"status": 500, "times": 1}
    assert http.post(f"{server.url}/api/projects/{KEY}/faults", json=fault).status_code == 201
    with locked(store):
        first = threads.submit(sent, server, "first")
        time.sleep(0.3)
        second = threads.submit(sent, server, "second")
        time.sleep(0.3)
    assert (first.result()[0], second.result()[0]) == (500, 200)
    assert names(server) == ["second"]


def test_the_command_s_server_answers_reads_while_a_store_is_locked(store: Path) -> None:
    with backend(store=store) as running:
        http.post(f"{running.url}/", data=signed(event("before")))
        with locked(store):
            post = threading.Thread(target=lambda: http.post(f"{running.url}/", data=signed(event())))
            post.start()
            time.sleep(0.3)
            begun = time.monotonic()
            assert http.get(f"{running.url}/api/projects").status_code == 200
            assert time.monotonic() - begun < 2
        post.join()


@pytest.mark.parametrize("how", ["deleted", "moved", "replaced", "without its log"])
def test_a_store_that_is_gone_is_noticed_before_anything_is_called_kept(store: Path, how: str) -> None:
    with backend(store=store) as running:
        first = signed(event("first"))
        assert http.post(f"{running.url}/", data=first).text == "success"
        log = store.with_name(f"{store.name}-wal")
        match how:
            case "deleted":
                for one in store.parent.iterdir():
                    one.unlink()
            case "moved":
                store.rename(store.with_name("elsewhere.db"))
            case "replaced":
                copy = store.with_name("copy")
                copy.write_bytes(store.read_bytes())
                copy.replace(store)
            case _:
                log.unlink()
        for _ in range(2):
            answer = http.post(f"{running.url}/", data=signed(event("second")))
            assert (answer.status_code, answer.text) == BROKEN
        assert http.get(f"{running.url}/api/projects").status_code == 200
    [*_, last] = running.lines
    assert f"{store} can't be written: it was deleted or replaced while it was open" in last


def test_a_new_store_is_begun_where_one_was_deleted(store: Path) -> None:
    with backend(store=store) as running:
        http.post(f"{running.url}/", data=signed(event("first")))
        for one in store.parent.iterdir():
            one.unlink()
    with backend(store=store) as running:
        assert http.post(f"{running.url}/", data=signed(event("second"))).text == "success"
    with Database(store, read_only=True) as database:
        assert [one.event["event_type"] for one in database.store(KEY).received()] == ["second"]
