"""The backend as a web application: what it takes, where it came from, and what happens if something breaks."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Iterable

import httpx
import pytest

from simulator.backend import Fault
from simulator.backend.ingestion.faults import LONGEST_DELAY, MOST_COUNTED
from simulator.backend.keeping.entities import Bundle
from simulator.backend.keeping.in_memory import MemoryStore, MemoryStores
from simulator.backend.keeping.stores import Store
from simulator.errors import StoreError, UsageError
from simulator.wire import requests as wire
from tests.support.posts import FORM, KEY, NOW, RUN, RUN_ID, Connection, Stand, ask, event, form, post, scope, signed


@pytest.fixture
def stand() -> Stand:
    return Stand()


def test_an_upload_is_taken_for_the_project_of_its_api_key(stand: Stand) -> None:
    response = post(stand.app, "/", signed(event("Play"), event("Stop")))
    assert (response.status_code, response.text) == (200, "success")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert [one.event["event_type"] for one in stand.project.received] == ["Play", "Stop"]
    [upload] = stand.project.uploads
    assert (upload.ip, upload.time, upload.events, upload.version) == ("127.0.0.1", NOW, 2, 2)
    assert [project.project_id for project in stand.projects] == [KEY]


@pytest.mark.parametrize("path", [f"{RUN}/", RUN])
def test_a_run_is_a_project_of_its_own_whatever_the_api_key(stand: Stand, path: str) -> None:
    for key in (KEY, "f" * 32):
        assert post(stand.app, path, signed(event(), key=key)).text == "success"
    assert [project.project_id for project in stand.projects] == [RUN_ID]
    assert stand.projects.open(RUN_ID).store.count() == 2


@pytest.mark.parametrize("name", ["", "a/b", "a b", "ä", "x" * 81, "a%2Fb"])
def test_a_name_that_no_run_can_have_is_nowhere(stand: Stand, name: str) -> None:
    assert post(stand.app, f"/runs/{name}/httpapi", signed(event())).status_code == 404
    assert not list(stand.projects)


FORMS = {
    wire.EVENT_PATH: {"event": '{"event_type": "Play", "user_id": "jane"}'},
    wire.IDENTIFY_PATH: {"identification": '{"user_id": "jane", "user_properties": {"plan": "Pro"}}'},
    wire.GROUP_IDENTIFY_PATH: {
        "identification": '{"group_type": "org", "group_value": "Acme", "group_properties": {"size": 3}}'
    },
    wire.USERMAP_PATH: {"mapping": '{"user_id": "jane", "global_user_id": "j"}'},
}


@pytest.mark.parametrize("prefix", ["", RUN])
@pytest.mark.parametrize("path", FORMS)
def test_every_endpoint_of_forms_is_there(stand: Stand, prefix: str, path: str) -> None:
    assert post(stand.app, prefix + path, {"api_key": KEY, **FORMS[path]}).text == "success"
    project = stand.projects.peek(RUN_ID if prefix else KEY)
    assert [(one.path, one.reason) for one in project.uploads] == [(path, "")]


def delete(stand: Stand, user_id: str, **headers: str) -> httpx.Response:
    content = json.dumps({"user_ids": [user_id]}).encode()
    return ask(
        stand.app, "POST", wire.DELETION_PATH, content=content, headers={"Content-Type": "application/json", **headers}
    )


def test_a_deletion_is_json_authorised_by_both_keys(stand: Stand) -> None:
    post(stand.app, "/httpapi", {"api_key": KEY, **FORMS["/httpapi"]})
    refused = delete(stand, "jane")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Basic ")
    assert stand.project.store.count() == 1
    taken = delete(stand, "jane", Authorization=f"Basic {base64.b64encode(f'{KEY}:secret'.encode()).decode()}")
    assert taken.status_code == 200
    assert taken.headers["content-type"] == "application/json"
    assert taken.json() == [{"user_ids": ["jane"], "status": "staging"}]
    assert stand.project.store.count() == 0


@pytest.mark.parametrize(
    "header", ["", "Basic", "Basic !!!", "Basic 4pyT", "Bearer abc", "Basic /w==", "Basic OnNlY3JldA=="]
)
def test_credentials_that_are_none_are_not_taken(stand: Stand, header: str) -> None:
    response = delete(stand, "jane", Authorization=header)
    assert response.status_code in (400, 401)
    assert not list(stand.projects)


def test_a_request_without_a_content_type_is_taken_as_internet_explorer_makes_them(stand: Stand) -> None:
    assert ask(stand.app, "POST", "/", content=form(signed(event()))).text == "success"


@pytest.mark.parametrize(
    ("peer", "forwarded", "ip"),
    [
        ("203.0.113.7", None, "203.0.113.7"),
        # Only who is on this machine is believed.
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1, <script>", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
    ],
)
def test_the_client_s_address(stand: Stand, peer: str, forwarded: str | None, ip: str) -> None:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    assert post(stand.app, "/", signed(event()), headers=headers, peer=peer).text == "success"
    assert stand.project.uploads[0].ip == ip
    place = stand.project.received[0].place
    assert (place is not None and place.country) == {
        "198.51.100.1": "Germany",
        "203.0.113.7": "France",
        "2001:db8::7": "Japan",
    }.get(ip, False)


def test_the_last_of_several_forwarding_headers_counts(stand: Stand) -> None:
    headers = [("Content-Type", FORM), ("X-Forwarded-For", "1.1.1.1"), ("X-Forwarded-For", "2.2.2.2, 198.51.100.1")]
    ask(stand.app, "POST", "/", content=form(signed(event())), headers=headers)
    assert stand.project.uploads[0].ip == "198.51.100.1"


def test_the_answer_to_a_sender_with_its_own_clock_states_the_delay(stand: Stand) -> None:
    stand.projects.open(KEY).faults.set(Fault(delay=86_400_000))
    response = post(stand.app, "/", signed(event()), headers={"X-Devicemode-Time": "1000"})
    assert (response.text, response.headers["x-devicemode-delay"]) == ("success", "86400000")
    assert stand.project.uploads[0].time == 1000


def test_all_others_wait_for_it(stand: Stand) -> None:
    stand.projects.open(KEY).faults.set(Fault(delay=1))
    response = post(stand.app, "/", signed(event()))
    assert response.text == "success"
    assert "x-devicemode-delay" not in response.headers


def test_whoever_goes_away_is_not_waited_for(stand: Stand) -> None:
    stand.projects.open(KEY).faults.set(Fault(delay=LONGEST_DELAY))
    connection = Connection({"type": "http.request", "body": form(signed(event())), "more_body": False})
    connection.leave()
    asyncio.run(stand.app(scope("POST", "/", {"content-type": FORM}), connection.receive, connection.send))
    assert connection.sent == []
    assert stand.project.store.count() == 1


@pytest.mark.parametrize("written", ["", "soon", "-1", "1.5", "253402300800000", "9" * 40, "²"])
def test_a_time_that_is_none_is_refused(stand: Stand, written: str) -> None:
    headers = [(b"Content-Type", FORM.encode()), (b"X-Devicemode-Time", written.encode("latin-1"))]
    response = ask(stand.app, "POST", "/", content=form(signed(event())), headers=headers)
    assert response.status_code == 400
    assert "milliseconds since 1970" in response.text
    assert stand.project.store.count() == 0


class _FullStore(MemoryStore):
    """A store whose disk is full."""

    def add(self, bundles: Iterable[Bundle]) -> int:
        raise StoreError("store.db can't be written: the disk is full")


class _FullStores(MemoryStores):
    def store(self, project_id: str) -> Store:
        return _FullStore()


def test_a_full_disk_is_answered_with_the_word_that_the_sdks_know() -> None:
    stand = Stand(stores=_FullStores())
    response = post(stand.app, "/", signed(event()))
    assert (response.status_code, response.text) == (503, "request_db_write_failed")
    [row] = stand.rows
    assert (row.status, row.outcome, row.note) == (503, "refused", "store.db can't be written: the disk is full")


class _BrokenStores(MemoryStores):
    def store(self, project_id: str) -> Store:
        raise RuntimeError("secret detail")


@pytest.mark.parametrize("path", ["/", "/api/projects/run-x/faults"])
def test_nobody_is_shown_a_traceback(path: str, caplog: pytest.LogCaptureFixture) -> None:
    stand = Stand(stores=_BrokenStores())
    if path == "/":
        response = post(stand.app, path, signed(event()))
    else:
        response = ask(stand.app, "POST", path, content=b'{"cut":true}', headers={"Content-Type": "application/json"})
    assert response.status_code == 500
    assert "this is a bug in devicemode" in response.text
    assert "secret" not in response.text
    assert [record.getMessage() for record in caplog.records] == [f"POST {path}: RuntimeError: secret detail"]
    assert ask(stand.app, "GET", "/").status_code == 200


@pytest.mark.parametrize(("fault", "kept"), [(Fault(cut=True), 0), (Fault(lose=True), 1)])
def test_an_answer_that_is_cut_is_begun_and_not_ended(stand: Stand, fault: Fault, kept: int) -> None:
    stand.projects.open(KEY).faults.set(fault)
    connection = Connection({"type": "http.request", "body": form(signed(event())), "more_body": False})
    asyncio.run(stand.app(scope("POST", "/", {"content-type": FORM}), connection.receive, connection.send))
    start, body = connection.sent
    length = int(dict(start["headers"])[b"content-length"])
    assert start["status"] == 200
    assert body["more_body"]
    assert 0 < len(body["body"]) < length
    assert stand.project.store.count() == kept


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (
            Fault(delay=LONGEST_DELAY + 1),
            "a fault's delay must be from 0 to 86400000 milliseconds, a day, not 86400001",
        ),
        (Fault(delay=10**12 - 1), "a fault's delay must be from 0 to 86400000 milliseconds, a day"),
        (Fault(delay=-1), "not -1"),
        (
            Fault(cut=True, more_than=MOST_COUNTED + 1),
            "a fault's more_than must be from 0 to 1000000 events, not 1000001",
        ),
        (Fault(cut=True, times=MOST_COUNTED + 1), "a fault's times must be from 1 to 1000000, not 1000001"),
        (Fault(cut=True, times=0), "a fault's times must be from 1"),
        (Fault(body="x" * 65_537), "a fault's body has 65537 characters; at most 65536 are allowed"),
        (Fault(cut=True, device_id="x" * 65_537), "a fault's device_id has 65537 characters"),
        (Fault(cut=True, path="x" * 65_537), "a fault's path has 65537 characters"),
        (Fault(status=204, body="x"), "an answer with the status 204 has no body"),
    ],
    ids=lambda one: one[:30] if isinstance(one, str) else "",
)
def test_a_fault_has_bounds(stand: Stand, fault: Fault, says: str) -> None:
    faults = stand.projects.open(KEY).faults
    with pytest.raises(UsageError, match=re.escape(says)):
        faults.set(fault)
    assert not faults


def test_a_fault_may_be_as_large_as_its_bounds(stand: Stand) -> None:
    faults = stand.projects.open(KEY).faults
    faults.set(Fault(delay=LONGEST_DELAY, more_than=MOST_COUNTED, times=MOST_COUNTED))
    faults.set(Fault(status=204, body=""))
    assert post(stand.app, "/", signed(event())).content == b""


@pytest.mark.parametrize("status", [400, 401, 413, 429, 500, 502, 503])
def test_a_status_is_answered_as_it_was_set(stand: Stand, status: int) -> None:
    stand.projects.open(KEY).faults.set(Fault(status=status, body="as set"))
    response = post(stand.app, "/", signed(event()))
    assert (response.status_code, response.text) == (status, "as set")
