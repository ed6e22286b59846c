"""Bodies of requests to the backend: valid forms, their size, and refusals."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.backend.http.forms import parse, unquoted
from simulator.backend.ingestion.refusals import Limits, RefusedError
from tests.support.posts import FORM, KEY, RUN, RUN_ID, Connection, Stand, ask, event, form, post, scope, signed


@pytest.fixture
def stand() -> Stand:
    return Stand()


HOSTILE = {
    "half an escape": (b"&e=%7", "percent sign"),
    "no escape": (b"&e=%zz", "percent sign"),
    "an escape broken by a line": (b"&e=%\n41", "percent sign"),
    "not UTF-8": (b"&e=%ff%fe", "not valid UTF-8"),
    "overlong UTF-8": (b"&e=%c0%af", "not valid UTF-8"),
    "half a surrogate pair": (b"&e=%ed%a0%80", "not valid UTF-8"),
    "raw bytes": (b"&e=\xff", "not valid UTF-8"),
    "a field twice": (b"&e=%5B%5D&%65=%5B%5D", 'the field "e" twice'),
    "too many fields": (b"&x" * 100, "too many fields: more than 20"),
    "a name with a line break": (b"&a%0Ab=1&a%0Ab=1", r"a\nb"),
    "no events": (b"&v=2&upload_time=1", "the form has no field e"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_body_is_refused_with_one_sentence_and_recorded(stand: Stand, name: str) -> None:
    tail, says = HOSTILE[name]
    response = post(stand.app, "/", b"client=" + KEY.encode() + tail)
    assert response.status_code == 400
    assert "\n" not in response.text
    [reason] = stand.reasons
    assert says in reason
    assert stand.project.store.count() == 0
    assert [row.outcome for row in stand.rows] == ["refused"]


@pytest.mark.parametrize(
    ("headers", "says"),
    [
        ({"Content-Type": "application/json"}, "the content type must be application/x-www-form-urlencoded"),
        ({"Content-Type": "text/plain;charset=UTF-8"}, "the content type must be"),
        ({"Content-Type": "multipart/form-data; boundary=x"}, "the content type must be"),
        ({"Content-Type": f"{FORM}; charset=ISO-8859-1"}, "the charset must be UTF-8"),
        ({"Content-Encoding": "gzip"}, "must not be compressed"),
    ],
)
def test_a_body_that_says_it_is_something_else_is_refused(stand: Stand, headers: dict[str, str], says: str) -> None:
    response = post(stand.app, "/", signed(event()), headers=headers)
    assert response.status_code == 400
    assert says in response.text
    assert stand.reasons == [response.text]


@pytest.mark.parametrize(
    "kind", [f"{FORM}; charset=UTF-8", f"{FORM.upper()};charset=utf-8", f'{FORM}; charset="utf-8"']
)
def test_a_form_may_say_its_charset(stand: Stand, kind: str) -> None:
    assert post(stand.app, "/", signed(event()), headers={"Content-Type": kind}).text == "success"


def test_a_refusal_in_a_run_is_recorded_though_the_api_key_is_wrong(stand: Stand) -> None:
    assert post(stand.app, f"{RUN}/", signed(event(), key="nonsense")).text == "invalid_api_key"
    assert post(stand.app, f"{RUN}/", b"%").status_code == 400
    uploads = stand.projects.peek(RUN_ID).uploads
    assert [(one.status, bool(one.reason)) for one in uploads] == [(200, True), (400, True)]


def test_a_request_without_a_known_project_is_shown_all_the_same(stand: Stand) -> None:
    post(stand.app, "/", b"e=%")
    assert not list(stand.projects)
    [row] = stand.rows
    assert (row.project, row.status, row.outcome) == ("", 400, "refused")


class _Body:
    """A body that counts how many bytes of it are read."""

    def __init__(self, chunks: int, size: int) -> None:
        self.read = 0
        self._chunks, self._size = chunks, size

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for _ in range(self._chunks):
            self.read += 1
            yield b"x" * self._size


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_that_is_too_large_is_not_kept(declared: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.backend.http.ingesting.DISCARDED", 20_000)
    stand = Stand(limits=Limits(body=10_000))
    body = _Body(1000, 1000)
    headers = {"Content-Type": FORM, **({"Content-Length": "1000000"} if declared else {})}
    response = ask(stand.app, "POST", f"{RUN}/", content=aiter(body), headers=headers)
    assert response.status_code == 413
    assert response.text == "the body is too large: more than 10000 bytes"
    assert response.headers["connection"] == "close"
    # A little is read and discarded, so that the client gets to see the answer.
    assert body.read <= 33
    assert [one.status for one in stand.projects.peek(RUN_ID).uploads] == [413]


def test_a_client_that_asks_before_it_sends_is_answered_at_once() -> None:
    stand = Stand(limits=Limits(body=10))
    connection = Connection()
    headers = {"content-type": FORM, "content-length": "11", "expect": "100-continue"}
    asyncio.run(stand.app(scope("POST", "/", headers), connection.receive, connection.send))
    assert connection.sent[0]["status"] == 413
    assert connection.sent[-1] == {"type": "http.response.body", "body": b""}


def test_a_body_of_the_largest_size_is_taken() -> None:
    content = form(signed(event()))
    assert post(Stand(limits=Limits(body=len(content))).app, "/", content).text == "success"
    assert post(Stand(limits=Limits(body=len(content) - 1)).app, "/", content).status_code == 413


def test_a_connection_that_ends_within_the_body_is_let_go(stand: Stand) -> None:
    connection = Connection({"type": "http.request", "body": b"client=", "more_body": True})
    connection.leave()
    asyncio.run(stand.app(scope("POST", "/", {"content-type": FORM}), connection.receive, connection.send))
    assert connection.sent == []
    assert stand.rows == []


@given(st.binary(max_size=200), st.sampled_from([b"", b"%", b"=", b"\n", b"\r", b"%\r", b"+", b"_", b"%3D", b"%25"]))
def test_percent_encoding_is_undone_as_the_library_does_it(text: bytes, more: bytes) -> None:
    for written in (text + more, more + text, more.join([text, text]), urlencode({"": text}).encode()[1:]):
        malformed = re.search(rb"%(?![0-9A-Fa-f]{2})", written)
        assert unquoted(written) == (None if malformed else unquote_to_bytes(written.replace(b"+", b" ")))


@given(st.dictionaries(st.text(max_size=10), st.text(max_size=50), max_size=15))
def test_a_form_is_read_as_it_was_written(fields: dict[str, str]) -> None:
    assert parse(form(fields)) == fields


@given(st.binary(max_size=60))
def test_any_bytes_are_a_form_or_refused(body: bytes) -> None:
    assert _outcome(body) in (400, parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _outcome(body: bytes) -> int | list[tuple[str, str]]:
    try:
        return list(parse(body).items())
    except RefusedError as refused:
        return refused.answer.status
