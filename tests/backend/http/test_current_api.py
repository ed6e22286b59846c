"""The current API over HTTP: encodings of bodies, their size, access, and the record of requests."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from typing import Any

import httpx
import pytest

from simulator.backend.ingestion.refusals import Limits
from simulator.values import JSONObject
from tests.support.posts import FORM, KEY, RUN, RUN_ID, Stand, ask, post

JSON = "application/json"
EVENT: JSONObject = {"event_type": "Song Played", "user_id": "anna-smith"}
MEGABYTE = 1024 * 1024


@pytest.fixture
def stand() -> Stand:
    return Stand()


def body(*events: JSONObject, **fields: Any) -> bytes:
    return json.dumps({"api_key": KEY, "events": events or (EVENT,), **fields}).encode()


def send(stand: Stand, content: bytes, path: str = "/2/httpapi", **headers: str) -> httpx.Response:
    given = {"Content-Type": JSON} | {name.replace("_", "-"): value for name, value in headers.items()}
    return ask(stand.app, "POST", path, content=content, headers=given)


def test_an_answer_is_json_and_what_is_taken_is_shown(stand: Stand) -> None:
    answer = send(stand, body({**EVENT, "library": "amplitude-python/1.3.0"}))
    assert answer.headers["content-type"] == JSON
    assert answer.json()["events_ingested"] == 1
    [row] = stand.rows
    assert (row.outcome, row.sender, row.user_id, row.path) == ("taken", "amplitude-python", "anna-smith", "/2/httpapi")


@pytest.mark.parametrize("kind", [JSON, f"{JSON}; charset=UTF-8", "text/plain;charset=UTF-8", ""])
def test_types_that_sdks_send_are_taken(stand: Stand, kind: str) -> None:
    assert send(stand, body(), Content_Type=kind).status_code == 200


@pytest.mark.parametrize(
    ("headers", "says"),
    [
        ({"Content_Type": FORM}, "the content type must be application/json"),
        ({"Content_Type": f"{JSON}; charset=UTF-16"}, "the charset must be UTF-8"),
        ({"Content_Encoding": "br"}, "the content encoding must be gzip or none"),
        ({"Content_Encoding": "gzip"}, "the body is not valid gzip"),
    ],
)
def test_a_body_that_is_carried_in_another_way_is_refused(stand: Stand, headers: dict[str, str], says: str) -> None:
    answer = send(stand, body(), **headers)
    assert (answer.status_code, answer.json()["code"]) == (400, 400)
    assert says in answer.json()["error"]
    assert [row.outcome for row in stand.rows] == ["refused"]


def test_gzip_may_come_in_several_members_and_not_in_half_of_one(stand: Stand) -> None:
    whole = body()
    parts = gzip.compress(whole[:10]) + gzip.compress(whole[10:])
    assert send(stand, parts, Content_Encoding="gzip").status_code == 200
    assert "ends too soon" in send(stand, parts[:-9], Content_Encoding="gzip").text


@pytest.mark.parametrize(("path", "limit"), [("/2/httpapi", MEGABYTE), ("/batch", 20 * MEGABYTE)])
def test_what_a_small_body_unpacks_to_is_never_held_whole(stand: Stand, path: str, limit: int) -> None:
    bomb = gzip.compress(bytes(100 * MEGABYTE), compresslevel=1)
    tracemalloc.start()
    answer = send(stand, bomb, path, Content_Encoding="gzip")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (answer.status_code, answer.json()) == (413, {"code": 413, "error": "Payload too large"})
    assert peak < 3 * limit + 4 * MEGABYTE
    assert "unpacks to more than" in stand.rows[0].note


def test_what_is_too_large_is_told_in_json_before_it_is_read(stand: Stand) -> None:
    answer = send(stand, bytes(MEGABYTE + 1))
    assert (answer.status_code, answer.json()) == (413, {"code": 413, "error": "Payload too large"})
    assert answer.headers["content-type"] == JSON


def test_a_batch_may_be_larger_than_other_bodies_unless_the_server_says_otherwise() -> None:
    large = body({**EVENT, "event_properties": {"text": "x" * 5 * MEGABYTE}})
    assert send(Stand(), large, "/batch").status_code == 200
    assert send(Stand(limits=Limits(most_body=MEGABYTE)), large, "/batch").status_code == 413


def test_what_is_refused_is_recorded_where_its_key_says(stand: Stand) -> None:
    assert send(stand, body(EVENT)[:-1]).status_code == 400
    assert send(stand, body({"event_type": "Song Played"})).status_code == 400
    assert stand.reasons[-1] == "events[0] needs a user_id or a device_id"
    assert stand.project.store.count() == 0


def test_a_run_is_a_project_of_its_own_here_too(stand: Stand) -> None:
    assert send(stand, body(), f"{RUN}/2/httpapi").status_code == 200
    assert send(stand, b"nonsense", f"{RUN}/batch").json()["error"] == "Invalid JSON request body"
    project = stand.projects.peek(RUN_ID)
    assert project.store.count() == 1
    assert [upload.status for upload in project.uploads] == [200, 400]


def test_a_page_asks_first_and_may_compress(stand: Stand) -> None:
    headers = {
        "Origin": "http://localhost:3000",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-encoding,content-type",
    }
    asked = ask(stand.app, "OPTIONS", "/2/httpapi", headers=headers)
    assert asked.status_code == 204
    assert "content-encoding" in asked.headers["access-control-allow-headers"].lower()
    assert asked.headers["access-control-allow-origin"] == "http://localhost:3000"


@pytest.mark.parametrize(
    ("headers", "status"), [({"Origin": "https://evil.example"}, 403), ({"Host": "evil.example"}, 421)]
)
def test_a_foreign_page_and_a_foreign_name_are_refused(stand: Stand, headers: dict[str, str], status: int) -> None:
    assert send(stand, body(), **headers).status_code == status
    assert stand.project.store.count() == 0


IDENTIFICATION = json.dumps({"user_id": "anna-smith", "user_properties": {"plan": "Pro"}})


def test_an_identification_may_be_the_query_of_a_get(stand: Stand) -> None:
    query = httpx.QueryParams({"api_key": KEY, "identification": IDENTIFICATION})
    assert ask(stand.app, "GET", f"/identify?{query}").text == "success"
    [user] = stand.project.users.all()
    assert user.properties == {"plan": "Pro"}
    assert ask(stand.app, "GET", "/identify").status_code == 400
    assert ask(stand.app, "GET", "/2/httpapi").status_code == 405


def parts(boundary: str, *fields: tuple[str, str]) -> bytes:
    said = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields
    )
    return f"{said}--{boundary}--\r\n".encode()


def test_an_identification_may_be_a_form_in_parts(stand: Stand) -> None:
    content = parts("border", ("api_key", KEY), ("identification", IDENTIFICATION))
    kind = {"Content-Type": "multipart/form-data; boundary=border"}
    assert post(stand.app, "/identify", content, headers=kind).text == "success"
    assert [user.user_id for user in stand.project.users.all()] == ["anna-smith"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (parts("border", ("api_key", KEY), ("api_key", KEY)), 'the form has the field "api_key" twice'),
        (parts("border", *((f"{number}", "") for number in range(50))), "at most 20 parts"),
        (parts("border", ("api_key", KEY))[:-6], "ends in the middle of a part"),
        (b"--border\r\n\r\n\r\nx\r\n--border--", "a part of the form has no name"),
        (b"--border\r\nx\r\n--border--", "no headers"),
        (parts("border", ("api_key", "x")).replace(b"x", b"\xff"), "not valid UTF-8"),
        (b"", "ends in the middle"),
    ],
)
def test_parts_that_make_no_form_are_refused(stand: Stand, content: bytes, says: str) -> None:
    answer = post(stand.app, "/identify", content, headers={"Content-Type": "multipart/form-data; boundary=border"})
    assert answer.status_code == 400
    assert says in answer.text
    assert "\n" not in answer.text


def test_a_fault_of_the_current_api_can_be_set(stand: Stand) -> None:
    fault = json.dumps({"limit": "throttled", "user_id": "anna-smith", "times": 1}).encode()
    path = f"/api/projects/{KEY}/faults"
    assert ask(stand.app, "POST", path, content=fault, headers={"Content-Type": JSON}).json()["limit"] == "throttled"
    assert send(stand, body()).json()["throttled_users"] == {"anna-smith": 31}
    assert send(stand, body()).status_code == 200


def test_the_endpoints_of_2018_answer_such_a_fault_in_a_word(stand: Stand) -> None:
    for limit, status in (("throttled", 429), ("silenced", 400)):
        fault = json.dumps({"limit": limit, "times": 1}).encode()
        ask(stand.app, "POST", f"/api/projects/{KEY}/faults", content=fault, headers={"Content-Type": JSON})
        fields = {"api_key": KEY, "event": json.dumps({"event_type": "x", "user_id": "anna-smith"})}
        answer = post(stand.app, "/httpapi", fields)
        assert (answer.status_code, "{" in answer.text) == (status, False)


def test_throttling_can_be_left_out() -> None:
    events = [EVENT] * 1000
    assert send(Stand(), body(*events)).status_code == 429
    assert send(Stand(limits=Limits(rates=False)), body(*events)).status_code == 200
