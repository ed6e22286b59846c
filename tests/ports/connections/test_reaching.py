"""An adapter is reached by a command or at an address; if there is none, a sentence says so."""

from __future__ import annotations

import re
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import msgspec
import pytest

from simulator.conformance.language.cases import compile_text
from simulator.errors import AdapterError, UsageError
from simulator.ports import running
from simulator.ports.connections.connection import greet
from simulator.ports.connections.http import HTTPConnection
from simulator.ports.connections.opening import connector, split_command
from simulator.ports.connections.stdio import StdioConnection
from simulator.ports.protocol import messages
from simulator.ports.protocol.serving import reply
from simulator.ports.reference import ReferenceAdapter
from tests.support.adapters import InMemory
from tests.support.songs import SONGS


class _Handler(BaseHTTPRequestHandler):
    adapter = ReferenceAdapter(level="events")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = msgspec.json.decode(body, type=messages.AnyRequest)
        made = msgspec.json.encode(
            messages.Reply(id=request.id, ok={}) if isinstance(request, messages.Bye) else reply(self.adapter, request)
        )
        self.send_response(200)
        self.send_header("Content-Length", str(len(made)))
        self.end_headers()
        self.wfile.write(made)

    def log_message(self, *args: object) -> None:
        """Log nothing."""


def test_the_same_messages_over_http() -> None:
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    records = list(
        running.run(
            compile_text(SONGS, "songs.feature", "songs"),
            connect=lambda: HTTPConnection(url),
            upload_server=InMemory(),
            dialect_of=lambda case: "documented",
        )
    )
    server.shutdown()
    server.server_close()
    assert [record.status for record in records] == ["passed", "passed"]


def test_nobody_is_at_the_address() -> None:
    connection = HTTPConnection("http://127.0.0.1:9/")
    with pytest.raises(AdapterError, match=r"there is no adapter at http://127\.0\.0\.1:9/"):
        greet(connection, harness="test", timeout=2)


@pytest.mark.parametrize(
    ("command", "says"),
    [("", "is empty"), ('node "x', "can't be read"), ("no-such-program-anywhere", "can't be started")],
)
def test_a_command_that_is_none(command: str, says: str) -> None:
    with pytest.raises(AdapterError, match=says):
        StdioConnection(split_command(command))


@pytest.mark.parametrize("url", ["http://127.0.0.1:65536/", "http://127.0.0.1:99999999", "http://[::1"])
def test_an_address_that_can_be_none_is_not_called(url: str) -> None:
    with pytest.raises(UsageError, match=re.escape(f'"{url}" is not the address of an adapter (')):
        connector(None, url)


def test_an_adapter_is_reached_one_way() -> None:
    for command, url in ((None, None), ("node x", "http://x")):
        with pytest.raises(UsageError, match="a command, or"):
            connector(command, url)
