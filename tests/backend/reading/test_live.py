"""The live view: the page, its stream, and the rows that it shows."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import msgspec
import pytest
from starlette.types import Message

from simulator.backend import Fault
from simulator.backend.reading.live import MOST_ROWS, MOST_WATCHERS
from simulator.backend.reading.rows import LONGEST_DETAIL, Row, detail
from tests.support.posts import KEY, NOW, RUN, RUN_ID, Connection, Stand, ask, event, post, scope, signed


@pytest.fixture
def stand() -> Stand:
    return Stand()


class _Elements(HTMLParser):
    """Collects what a page loads, and its inline scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.handlers: list[str] = []
        self.inline: dict[str, list[str]] = {"script": [], "style": []}
        self._in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in = tag if tag in self.inline else ""
        for name, value in attrs:
            if name in ("src", "href", "action", "data", "srcset"):
                self.loads.append(value or "")
            if name.startswith("on") or name == "style":
                self.handlers.append(f"{tag} {name}")

    def handle_data(self, data: str) -> None:
        if self._in:
            self.inline[self._in].append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in = ""


@pytest.mark.parametrize("path", ["/", RUN, f"{RUN}/"])
def test_the_live_view_loads_nothing_and_runs_its_own_script_alone(stand: Stand, path: str) -> None:
    response = ask(stand.app, "GET", path)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    page = _Elements()
    page.feed(response.text)
    assert page.loads == ["data:,"]
    assert page.handlers == []
    policy = dict(part.strip().split(" ", 1) for part in response.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    for element in ("script", "style"):
        [content] = page.inline[element]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert policy[f"{element}-src"] == f"'sha256-{digest}'"
    assert {policy[name] for name in ("base-uri", "form-action", "frame-ancestors")} == {"'none'"}
    assert response.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", response.text)


def rows_in(body: bytes) -> list[tuple[str, str]]:
    """Return the id and the event type of each row in a stream."""
    found = re.findall(r"^id: (.*)\ndata: (.*)\n\n", body.decode(), re.MULTILINE)
    return [(row_id, json.loads(data)["event_type"]) for row_id, data in found]


async def stream(stand: Stand, connection: Connection, last_id: str = "") -> None:
    headers = {"last-event-id": last_id} if last_id else {}
    await stand.app(scope("GET", "/api/live", headers), connection.receive, connection.send)


def row(event_type: str, size: int = 0) -> Row:
    return Row(time=NOW, path="/", outcome="taken", status=200, event_type=event_type, detail=detail("x" * size))


def test_who_watches_sees_what_was_and_what_comes(stand: Stand) -> None:
    async def watch() -> Connection:
        stand.feed.add(row("before"))
        connection = Connection()
        watching = asyncio.create_task(stream(stand, connection))
        await connection.until(b"before")
        stand.feed.add(row("while"))
        await connection.until(b"while")
        stand.feed.close()
        await watching
        return connection

    connection = asyncio.run(watch())
    start = connection.sent[0]
    assert dict(start["headers"])[b"content-type"].startswith(b"text/event-stream")
    assert rows_in(connection.body) == [(f"{NOW}-0", "before"), (f"{NOW}-1", "while")]
    assert connection.sent[-1].get("more_body", False) is False


@pytest.mark.parametrize(
    ("last_id", "seen", "note"),
    [
        (f"{NOW}-1", ["c"], b""),
        (f"{NOW}-2", [], b""),
        (f"{NOW}-99", [], b""),
        ("1234-1", ["a", "b", "c"], b"event: restarted"),
        ("nonsense", ["a", "b", "c"], b"event: restarted"),
        (f"{NOW}-" + "9" * 400, ["a", "b", "c"], b"event: restarted"),
    ],
)
def test_a_stream_goes_on_where_it_was_left(stand: Stand, last_id: str, seen: list[str], note: bytes) -> None:
    async def watch() -> bytes:
        for name in ("a", "b", "c"):
            stand.feed.add(row(name))
        connection = Connection()
        watching = asyncio.create_task(stream(stand, connection, last_id))
        await connection.until(b"retry")
        connection.leave()
        await watching
        return connection.body

    body = asyncio.run(watch())
    assert [name for _, name in rows_in(body)] == seen
    assert note in body


def test_what_is_no_longer_kept_is_reported(stand: Stand) -> None:
    async def watch() -> bytes:
        for number in range(MOST_ROWS + 10):
            stand.feed.add(row(f"event {number}"))
        connection = Connection()
        watching = asyncio.create_task(stream(stand, connection, f"{NOW}-3"))
        await connection.until(f'"event {MOST_ROWS + 9}"'.encode())
        connection.leave()
        await watching
        return connection.body

    body = asyncio.run(watch())
    assert b"event: gap\ndata: 6\n" in body
    assert [name for _, name in rows_in(body)] == [f"event {number}" for number in range(10, MOST_ROWS + 10)]


def test_large_rows_are_cut_and_few_of_them_kept(stand: Stand) -> None:
    for _ in range(400):
        stand.feed.add(row("large", size=10 * LONGEST_DETAIL))
    assert msgspec.json.decode(stand.rows[-1].detail)["bytes"] == 10 * LONGEST_DETAIL + 2
    first, _ = stand.feed.since(0)
    assert 0 < 400 - first < 400


def test_whoever_does_not_read_is_dropped(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.backend.reading.live.PATIENCE", 0.01)

    class Stuck(Connection):
        async def send(self, message: Message) -> None:
            if message["type"] == "http.response.body":
                await asyncio.Event().wait()
            await super().send(message)

    async def watch() -> Connection:
        connection = Stuck()
        await stream(stand, connection)
        return connection

    connection = asyncio.run(watch())
    assert [message["type"] for message in connection.sent] == ["http.response.start"]
    assert not stand.feed.full


def test_silence_is_broken_now_and_then(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.backend.reading.live.HEARTBEAT", 0.01)

    async def watch() -> None:
        connection = Connection()
        watching = asyncio.create_task(stream(stand, connection))
        await connection.until(b"\n\n:\n\n:\n\n")
        connection.leave()
        await watching

    asyncio.run(watch())


def test_only_so_many_can_watch(stand: Stand) -> None:
    async def watch() -> list[int]:
        connections = [Connection() for _ in range(MOST_WATCHERS)]
        watching = [asyncio.create_task(stream(stand, connection)) for connection in connections]
        for connection in connections:
            await connection.until(b"retry")
        late = Connection()
        await stream(stand, late)
        for connection in connections:
            connection.leave()
        await asyncio.gather(*watching)
        again = Connection()
        again.leave()
        await stream(stand, again)
        return [late.sent[0]["status"], again.sent[0]["status"]]

    assert asyncio.run(watch()) == [503, 200]


def test_the_head_of_the_stream_ends(stand: Stand) -> None:
    response = ask(stand.app, "HEAD", "/api/live")
    assert response.headers["content-type"].startswith("text/event-stream")


def test_rows_say_who_what_and_whether(stand: Stand) -> None:
    twice = event("Play", user_id="jane")
    post(stand.app, "/", signed(twice, twice, event("Stop", session_id=-1)))
    post(stand.app, "/", signed(event()) | {"checksum": "0" * 32})
    stand.projects.open(KEY).faults.set(Fault(status=500, times=1))
    post(stand.app, "/", signed(event("Pause")))
    post(stand.app, "/usermap", {"api_key": KEY, "mapping": '{"user_id": "jane", "global_user_id": "j"}'})
    said = [(one.event_type, one.user_id, one.session_id, one.outcome, one.status) for one in stand.rows]
    assert said == [
        ("Play", "jane", NOW, "taken", 200),
        ("Play", "jane", NOW, "sent before", 200),
        ("Stop", None, -1, "taken", 200),
        ("", None, None, "refused", 200),
        ("Pause", None, NOW, "refused", 500),
        ("", "jane", None, "taken", 200),
    ]
    assert msgspec.json.decode(stand.rows[0].detail) == twice
    assert "checksum" in stand.rows[3].note
    assert {one.project for one in stand.rows} == {KEY}


def test_what_is_turned_away_from_a_run_is_shown_in_it(stand: Stand) -> None:
    post(stand.app, f"{RUN}/", signed(event()), headers={"Origin": "https://shop.example"})
    assert [(one.project, one.status) for one in stand.rows] == [(RUN_ID, 403)]
