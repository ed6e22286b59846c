"""Nothing is lost, and nothing is seen by others: closed tabs, a killed server, many pages at once."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import expect
from websockets.asyncio.client import connect

from simulator.explorer.clients import everywhere
from simulator.explorer.columns import table
from simulator.explorer.drafts import Draft, History
from simulator.explorer.keeping import DraftStore
from simulator.explorer.page.payload import GridPatches
from simulator.explorer.playing import Player
from tests.explorer.page.conftest import Opener, Running, begun

pytestmark = pytest.mark.browser


def test_a_tab_that_is_closed_and_opened_again_has_its_scenario(tab: Opener) -> None:
    page = tab()
    begun(page, "Kept Event")
    expect(page).to_have_url(re.compile(r"/p/[\w-]{12,}$"))
    path = "/" + page.url.split("/", 3)[3]
    page.close()
    again = tab(path)
    expect(again.get_by_role("button", name="Web, Kept Event").first).to_be_visible()


def test_a_server_that_is_killed_and_started_again_goes_on(tab: Opener, tmp_path: Path) -> None:
    server = Running(tmp_path / "drafts")
    try:
        page = tab(server=server, killed=True)
        begun(page, "Before The Kill")
        port = server.port
        server.kill()
        server.start(port)
        page.reload()
        expect(page.get_by_role("button", name="Web, Before The Kill").first).to_be_visible()
        page.get_by_role("button", name="Undo", exact=False).first.click()
        # Undo is kept as well: back to the empty page.
        expect(page.get_by_role("heading", name="What would each platform send")).to_be_visible()
        page.get_by_role("button", name="Redo", exact=False).first.click()
        expect(page.get_by_role("button", name="Web, Before The Kill").first).to_be_visible()
        page.goto(f"{server.url}/")
        page.get_by_role("link", name="Before The Kill").click()
        expect(page.get_by_role("button", name="Web, Before The Kill").first).to_be_visible()
    finally:
        server.stop()


def test_an_address_that_was_never_given_shows_nobody_s_scenario(tab: Opener) -> None:
    page = tab("/p/AAAAAAAAAAAAAAAA")
    expect(page.get_by_text("This scenario is not kept here.")).to_be_visible()


def draft(number: int) -> Draft:
    """Return a scenario like no other's: a number of events, of a name of its own."""
    steps = [f'    And the app tracks "Event {number}.{index}"' for index in range(number % 7 + 1)]
    lines = [f"Feature: Page {number}", "", f"  Scenario: Number {number}", "    Given an app", *steps, ""]
    return Draft(text="\n".join(lines), clients=everywhere())


def in_a_thread(all_of_them: Coroutine[Any, Any, list[Any]]) -> list[Any]:
    """Run a coroutine beside Playwright's loop."""
    with ThreadPoolExecutor(1) as executor:
        return executor.submit(asyncio.run, all_of_them).result()


async def shown(url: str, page_id: str) -> Any:
    """Open a page as a browser does, up to the socket, and return the patch sent to its grid."""
    async with httpx.AsyncClient(timeout=60) as client:
        body = (await client.get(f"{url}/p/{page_id}")).text
    found = re.search(r"'client_id': '([0-9a-f-]{36})'", body)
    assert found, body[:1000]
    query = {
        "EIO": "4",
        "transport": "websocket",
        "client_id": found[1],
        "document_id": page_id,
        "tab_id": page_id,
        "next_message_id": "0",
        "implicit_handshake": "true",
    }
    address = f"{url.replace('http', 'ws')}/_nicegui_ws/socket.io/?{urlencode(query)}"
    async with connect(address, max_size=None, open_timeout=60) as socket:
        assert (await socket.recv())[0] == "0"
        await socket.send("40")
        async with asyncio.timeout(60):
            async for message in socket:
                assert isinstance(message, str)
                if message == "2":
                    await socket.send("3")
                elif message.startswith('42["run_javascript"') and "patch" in message[:120]:
                    code = json.loads(message[2:])[1]["code"]
                    [argument] = json.loads(code[code.index("[") : code.rindex("]") + 1])
                    return json.loads(argument)
    raise AssertionError(f"{page_id} shows no grid")


def test_fifty_pages_at_once_get_the_answers_that_each_gets_alone(explorer: Running) -> None:
    """Without a browser, which would dominate the measurement: each page is opened, built and sent its grid."""
    store, player = DraftStore(explorer.drafts), Player()
    drafts = {f"page-number-{number:04}": draft(number) for number in range(50)}
    for page_id, one in drafts.items():
        store.keep(page_id, History(draft=one))

    async def all_at_once() -> list[Any]:
        return await asyncio.gather(*(shown(explorer.url, page_id) for page_id in drafts))

    for patch, one in zip(in_a_thread(all_at_once()), drafts.values(), strict=True):
        play = player.play(one)
        assert play is not None
        alone = GridPatches().patch(table(player, play), play, now=play.steps, foot=patch["foot"])
        assert patch == json.loads(alone)
