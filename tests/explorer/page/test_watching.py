"""A backend that already runs is watched over HTTP."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from simulator.backend.server import Server
from simulator.errors import UsageError
from simulator.explorer.page.listening import Backends, Listener, Watched
from simulator.explorer.page.watching import NotABackendError, backend_address, rows_from


def sent(backend: Server, name: str) -> None:
    event = f'{{"event_type": "{name}", "user_id": "jane"}}'
    httpx.post(f"{backend.url}/httpapi", data={"api_key": "0" * 32, "event": event}).raise_for_status()


async def watched(one: Watched, until: int) -> list[str]:
    """Watch until a number of events have arrived, and return their names."""
    enough = asyncio.Event()

    def watcher() -> None:
        if len(one.live.events) >= until:
            enough.set()

    one.watchers.append(watcher)
    one.start()
    async with asyncio.timeout(20):
        await enough.wait()
    one.leave(watcher)
    return [str(arrived.event["event_type"]) for arrived in one.live.events]


def test_whoever_comes_back_gets_what_came_meanwhile_once(backend: Server) -> None:
    async def twice() -> tuple[list[str], list[str]]:
        one = Watched(backend.url)
        sent(backend, "First")
        before = await watched(one, 1)
        sent(backend, "Second")
        return before, await watched(one, 2)

    assert asyncio.run(twice()) == (["First"], ["First", "Second"])


async def first_of(url: str) -> None:
    async for _ in rows_from(url):
        return


def test_what_does_not_answer_and_what_is_no_backend(backend: Server) -> None:
    with pytest.raises(OSError, match=r"^no backend answers at http://127\.0\.0\.1:9$"):
        asyncio.run(first_of("http://127.0.0.1:9"))
    with pytest.raises(NotABackendError, match="is not a devicemode backend: it answers 404"):
        asyncio.run(first_of(f"{backend.url}/nowhere"))


@pytest.mark.parametrize("text", ["", "file:///etc/passwd", "http://jane:secret@127.0.0.1", "http://[::1"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(UsageError, match="is not the address of a backend"):
        backend_address(text)


def test_a_page_may_not_ask_other_machines_but_the_one_that_was_named() -> None:
    assert backend_address("localhost:8118/live?x#y") == "http://localhost:8118"
    backends = Backends(Listener("127.0.0.1", 0), "http://backend.example:8118/")
    with pytest.raises(UsageError, match=r'"10\.0\.0\.1" is another machine'):
        backends.of("http://10.0.0.1:8118")
    assert backends.of("backend.example:8118") is backends.of("")
    assert backends.of("").url == "http://backend.example:8118"
