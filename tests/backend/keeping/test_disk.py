"""A full disk and a damaged store: a clear answer, and accepted events stay readable."""

from __future__ import annotations

import json
import resource
import shutil
import sqlite3
from pathlib import Path
from typing import Final

import httpx
import pytest
from click.testing import CliRunner, Result

from simulator.cli import cli
from tests.support.backend_process import backend
from tests.support.posts import KEY, event, signed

ROOM: Final = 400
"""The largest size of a file on the full disk, in KiB."""


http: Final = httpx.Client(trust_env=False, verify=False, limits=httpx.Limits(max_keepalive_connections=0))  # noqa: S501 — all of it stays on this machine


def post(url: str, number: int) -> httpx.Response:
    """Post an event that is about 2 KiB long."""
    one = event("Kept", uuid=f"{number}", event_properties={"n": number, "padding": "x" * 2000})
    return http.post(f"{url}/", data=signed(one))


def numbers(url: str) -> list[int]:
    """Return the numbers of the events that a backend has."""
    page = http.get(f"{url}/api/projects/{KEY}/events?limit=1000")
    assert page.status_code == 200, page.text
    return [one["event"]["event_properties"]["n"] for one in page.json()["events"]]


def exported(store: Path) -> Result:
    return CliRunner().invoke(cli, ["backend", "export", "--store", str(store)], catch_exceptions=False)


def test_a_full_disk_refuses_what_comes_and_keeps_what_was_accepted(tmp_path: Path) -> None:
    store = tmp_path / "store.db"
    accepted = []
    with backend(store=store, file_limit=ROOM) as running:
        for number in range(1000):
            answer = post(running.url, number)
            if answer.status_code != 200:
                break
            accepted.append(number)
        # The answer is the word that the SDKs know, so they keep the event.
        assert (answer.status_code, answer.text) == (503, "request_db_write_failed")
        assert accepted
        assert numbers(running.url) == accepted
        # The SDK tries again, in vain.
        assert post(running.url, number).status_code == 503
        # Room again: the same process goes on.
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, unlimited)
        assert post(running.url, len(accepted)).text == "success"
        accepted.append(len(accepted))
        assert numbers(running.url) == accepted
    refused = [line for line in running.lines if "refused" in line]
    assert all(
        f"{store} can't be written: " in line and line.endswith("what arrives after that is kept") for line in refused
    )
    assert len(refused) == 2
    events = [json.loads(line)["event"] for line in exported(store).stdout.splitlines()]
    assert [one["event_properties"]["n"] for one in events] == accepted


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a store with 200 events that no process has open."""
    path = tmp_path / "store.db"
    with backend(store=path) as running:
        for number in range(200):
            post(running.url, number)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


def last_page_of(path: Path, table: str) -> int:
    """Return where the last page of a table is in the file, by looking for the text of its last event."""
    content = path.read_bytes()
    at = content.rindex(table.encode())
    return at - at % 4096


def test_a_damaged_store_is_reported_and_the_rest_of_it_stays_readable(store: Path) -> None:
    content = bytearray(store.read_bytes())
    page = last_page_of(store, '"n": 150')
    content[page : page + 4096] = b"\xa5" * 4096
    store.write_bytes(content)
    with backend(store=store) as running:
        project = f"{running.url}/api/projects/{KEY}"
        whole = http.get(f"{project}/events?limit=1000")
        assert whole.status_code == 503
        assert whole.json() == {
            "error": f"{store} can't be read: it is damaged; name another file, or one that does not exist yet"
        }
        start = http.get(f"{project}/events?limit=100")
        assert [one["event"]["event_properties"]["n"] for one in start.json()["events"]] == list(range(100))
        assert http.get(f"{project}/users").status_code == 200
        assert http.get(f"{running.url}/").status_code == 200
        # Events behind the damage are readable, too.
        rest = http.get(f"{project}/events?after=155")
        assert [one["event"]["event_properties"]["n"] for one in rest.json()["events"]] == list(range(155, 200))
    made = exported(store)
    assert made.exit_code == 2
    read = [json.loads(line)["event"]["event_properties"]["n"] for line in made.stdout.splitlines()]
    assert read == list(range(len(read)))
    assert 145 <= len(read) <= 150
    assert (
        made.stderr
        == f"Error: {store} can't be read: it is damaged; name another file, or one that does not exist yet\n"
    )


def test_a_truncated_store_is_refused_or_reported(store: Path) -> None:
    content = store.read_bytes()
    for kept in (0, 1, 100, 4096, len(content) // 2):
        cut = store.with_name(f"cut-{kept}.db")
        cut.write_bytes(content[:kept])
        made = exported(cut)
        assert made.exit_code == 2
        assert made.stderr.startswith(f"Error: {cut} ")
        assert made.stderr.count("\n") == 1


def test_a_store_that_is_read_only_can_be_exported(store: Path, tmp_path: Path) -> None:
    events = exported(store).stdout
    folder = tmp_path / "read-only"
    folder.mkdir()
    copy = Path(shutil.copy(store, folder / "store.db"))
    copy.chmod(0o444)
    folder.chmod(0o555)
    assert exported(copy).stdout == events
