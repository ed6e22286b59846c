"""Access to the explorer's server: its own pages, over HTTP and over the socket, and nobody else."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from simulator.backend.http.access import Access
from simulator.explorer.page.gate import Gate

OWN = {"host": "127.0.0.1:8119"}


def answer(headers: dict[str, str], kind: str = "http", access: Access | None = None) -> list[dict[str, Any]]:
    """Return the gate's answer to a request; the application behind it answers that it was reached."""
    sent: list[dict[str, Any]] = []

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"behind"})
        else:
            await send({"type": "websocket.accept"})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    scope = {
        "type": kind,
        "method": "GET",
        "path": "/",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
    }
    asyncio.run(Gate(behind, access=access or Access())(scope, receive, send))
    return sent


@pytest.mark.parametrize("host", ["127.0.0.1:8119", "localhost:8119", "[::1]:8119", "LOCALHOST:8119"])
def test_loopback_is_let_in(host: str) -> None:
    assert answer({"host": host})[0]["status"] == 200
    assert answer({"host": host, "origin": f"http://{host.lower()}"}, "websocket") == [{"type": "websocket.accept"}]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "shop.example:8119"},
        {"host": "127.0.0.1.shop.example"},
        OWN | {"origin": "http://shop.example"},
        OWN | {"origin": "http://127.0.0.1:3000"},
        OWN | {"origin": "null"},
        OWN | {"origin": "http://localhost:8119"},
    ],
)
def test_others_are_refused(headers: dict[str, str], kind: str) -> None:
    first = answer(headers, kind)[0]
    assert first.get("status", first["type"]) in (421, 403, "websocket.close")


def test_a_refusal_is_a_sentence() -> None:
    body = answer({"host": "shop.example"})[1]["body"].decode()
    assert body == 'this server answers to the names of loopback, not to "shop.example"; see --allow-host'


def test_a_host_can_be_allowed() -> None:
    access = Access.to(hosts=["10.0.2.2"])
    assert answer({"host": "10.0.2.2:8119"}, access=access)[0]["status"] == 200


def test_pages_load_nothing_from_elsewhere_and_stand_in_no_frame() -> None:
    headers = dict(answer(OWN)[0]["headers"])
    policy = headers[b"content-security-policy"].decode()
    assert "connect-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers[b"x-content-type-options"] == b"nosniff"
