"""Connections of clients that keep the server waiting are closed: too many, headers without end, unread answers."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Final
from urllib.parse import urlsplit

import httpx
import pytest

from simulator.backend.http import connections
from simulator.backend.server import Server, serving
from tests.support.posts import event, signed

SHORT: Final = 0.5
"""Seconds of patience in these tests; the server checks once a second."""
SOON: Final = 15.0

http: Final = httpx.Client(trust_env=False, verify=False, limits=httpx.Limits(max_keepalive_connections=0))  # noqa: S501 — all of it stays on this machine


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(connections, "PATIENCE", SHORT)
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 20)
    monkeypatch.setattr("simulator.backend.reading.live.PATIENCE", SHORT)
    with serving() as running:
        yield running


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def connect(server: Server, opened: ExitStack, *, sends: bytes = b"", buffer: int | None = None) -> socket.socket:
    where = urlsplit(server.url)
    made = opened.enter_context(socket.socket())
    if buffer is not None:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    made.connect((where.hostname, where.port))
    made.settimeout(SOON)
    made.sendall(sends)
    return made


def there(server: Server) -> int:
    """Return the number of the server's connections."""
    return len(server._server.server_state.connections)  # noqa: SLF001


def comes(about: Callable[[], bool]) -> bool:
    """Tell whether a condition becomes true soon."""
    until = time.monotonic() + SOON
    while time.monotonic() < until:
        if about():
            return True
        time.sleep(0.05)
    return False


def cut_off(made: socket.socket, more: bytes) -> bool:
    """Send more, and tell whether the server has closed the connection."""
    try:
        made.sendall(more)
    except (BrokenPipeError, ConnectionResetError):
        return True
    return False


def answer_of(made: socket.socket) -> bytes:
    """Return everything received until the server closes a connection."""
    said = b""
    while part := made.recv(65536):
        said += part
    return said


HEAD: Final = b"GET /api/projects HTTP/1.1\r\nHost: 127.0.0.1\r\n"


def test_headers_that_never_end_get_a_sentence(server: Server, opened: ExitStack) -> None:
    said = answer_of(connect(server, opened, sends=HEAD + b"X-A: b\r\n"))
    assert said.startswith(b"HTTP/1.1 408 ")
    assert said.endswith(b"\r\n\r\nthe headers did not arrive within 0.5 seconds")


def test_headers_that_trickle_in_are_not_waited_for(server: Server, opened: ExitStack) -> None:
    made = connect(server, opened, sends=HEAD)
    assert comes(lambda: cut_off(made, b"X-A: b\r\n"))
    assert there(server) == 0


def test_the_headers_of_a_second_request_are_not_waited_for_either(server: Server, opened: ExitStack) -> None:
    made = connect(server, opened, sends=HEAD + b"\r\n" + HEAD)
    said = answer_of(made)
    assert said.startswith(b"HTTP/1.1 200 ")
    assert b"HTTP/1.1 408 " in said


def test_a_silent_connection_is_closed(server: Server, opened: ExitStack) -> None:
    assert answer_of(connect(server, opened)) == b""


def test_a_body_that_nobody_reads_is_not_waited_for(server: Server, opened: ExitStack) -> None:
    head = b"POST /nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000000\r\n\r\n"
    made = connect(server, opened, sends=head)
    assert made.recv(65536).startswith(b"HTTP/1.1 404 ")
    assert comes(lambda: cut_off(made, b"x"))
    assert there(server) == 0


def test_an_idle_connection_is_kept(server: Server, opened: ExitStack) -> None:
    made = connect(server, opened, sends=HEAD + b"\r\n")
    reader = opened.enter_context(made.makefile("rb"))
    for pause in (0, 4 * SHORT + 1):
        time.sleep(pause)
        if pause:
            made.sendall(HEAD + b"\r\n")
        assert reader.readline().startswith(b"HTTP/1.1 200 ")
        while not (line := reader.readline()).startswith(b"\r\n"):
            assert line
        assert reader.read(len('{"projects":[]}')) == b'{"projects":[]}'


def test_the_socket_of_a_watcher_who_does_not_read_is_closed(server: Server, opened: ExitStack) -> None:
    watching = HEAD.replace(b"/api/projects", b"/api/live") + b"\r\n"
    for _ in range(3):
        connect(server, opened, sends=watching, buffer=4096)
    assert comes(lambda: there(server) == 3)
    large = [event(event_properties={"padding": "x" * 60_000}) for _ in range(60)]

    def gone() -> bool:
        http.post(f"{server.url}/", data=signed(*large))
        return there(server) <= 1

    assert comes(gone)
    # Clients that read their answers stay connected.
    assert http.get(f"{server.url}/api/projects").status_code == 200


def test_the_connection_of_a_client_that_does_not_read_is_closed(server: Server, opened: ExitStack) -> None:
    large = [event(event_properties={"padding": "x" * 60_000}) for _ in range(60)]
    for _ in range(8):
        sent = signed(*large)
        assert http.post(f"{server.url}/", data=sent).text == "success"
    key = sent["client"].encode()
    connect(
        server,
        opened,
        sends=HEAD.replace(b"/api/projects", b"/api/projects/" + key + b"/events?limit=1000") + b"\r\n",
        buffer=4096,
    )
    assert comes(lambda: there(server) >= 1)
    assert comes(lambda: there(server) == 0)


def test_a_watcher_who_reads_slowly_stays(server: Server, opened: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "PATIENCE", 2.0)
    monkeypatch.setattr("simulator.backend.reading.live.PATIENCE", 60.0)
    made = connect(server, opened, sends=HEAD.replace(b"/api/projects", b"/api/live") + b"\r\n", buffer=4096)
    large = [event(event_properties={"padding": "x" * 60_000}) for _ in range(60)]
    until = time.monotonic() + 6
    http.post(f"{server.url}/", data=signed(*large))
    while time.monotonic() < until:
        # Slower than it is sent, but never nothing for as long as the server's patience.
        assert made.recv(4096)
        time.sleep(0.02)
    assert there(server) >= 1


def test_only_so_many_connect(server: Server, opened: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "LEAST_WAIT", 60.0)
    watching = HEAD.replace(b"/api/projects", b"/api/live") + b"\r\n"
    watchers = [connect(server, opened, sends=watching) for _ in range(20)]
    for one in watchers:
        assert one.recv(65536).startswith(b"HTTP/1.1 200 ")
    said = answer_of(connect(server, opened))
    assert said.startswith(b"HTTP/1.1 503 ")
    assert said.endswith(b"\r\n\r\ntoo many connections are open: 20 are in use")
    watchers[0].close()
    assert comes(lambda: http.get(f"{server.url}/api/projects").status_code == 200)


def test_one_that_waits_makes_room(server: Server, opened: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand unfinished requests keep nobody out."""
    monkeypatch.setattr(connections, "PATIENCE", 60.0)
    monkeypatch.setattr(connections, "LEAST_WAIT", 0.0)
    for _ in range(200):
        connect(server, opened, sends=HEAD)
    assert comes(lambda: there(server) <= 20)
    assert http.get(f"{server.url}/api/projects").status_code == 200


def test_there_are_no_more_than_half_of_the_files_that_can_be_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resource.getrlimit", lambda _: (256, 1024))
    assert connections.most_connections() == 128
    monkeypatch.setattr("resource.getrlimit", lambda _: (-1, -1))
    assert connections.most_connections() == connections.MOST_CONNECTIONS
