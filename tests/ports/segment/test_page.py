"""A page with Segment's snippet in Chromium, in cloud mode and in device mode; the live view shows both stand-ins."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, Route

from simulator.backend.ingestion.projects import Projects
from simulator.backend.keeping.in_memory import MemoryStores
from simulator.backend.server import serving
from simulator.documentation import settings
from simulator.model.segment.servers import ConnectionMode
from simulator.ports.segment.asking import Segment
from simulator.ports.segment.serving import segment
from simulator.ports.segment.sources import Sources, made_source
from tests import ROOT
from tests.ports.segment.page import served_page

pytestmark = pytest.mark.browser

ADAPTERS: Final = ROOT / "adapters"
SDK: Final = ADAPTERS / "node_modules/amplitude-js/amplitude.js"
SETTINGS: Final = {"Track All Pages": True, "Enable Alias": True, "Batch Events": False}
CALLS: Final = ["page", "identify", "track Song Played", "track Order Completed", "alias"]


@pytest.fixture(scope="module")
def integrations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cdn")
    subprocess.run(["node", ADAPTERS / "analytics-next/cdn.js", folder], check=True)
    return folder


@pytest.fixture
def stand_in(request: pytest.FixtureRequest, integrations: Path) -> Iterator[Segment]:
    mode: ConnectionMode = request.param
    source = made_source("web", mode, settings.parse(SETTINGS), name="shop")
    stores = MemoryStores()
    projects = Projects(stores)
    beside = segment(
        Sources([source]),
        stores=stores,
        projects=projects,
        analytics_js=ADAPTERS / "node_modules/@segment/analytics-next/dist/umd",
        integrations=integrations,
    )
    with serving(projects, beside=beside) as server:
        yield Segment(server.url, source)


@pytest.fixture
def page(stand_in: Segment, chromium: Browser) -> Iterator[Page]:
    """Make a page whose only reachable host, besides its own, is the stand-in."""

    def elsewhere(route: Route) -> None:
        request = route.request
        if "//cdn." in request.url:
            route.fulfill(path=SDK, content_type="text/javascript")
        else:
            route.fulfill(response=route.fetch(url=f"{stand_in.url}/"))

    made = chromium.new_page()
    made.route(re.compile(r"^https?://[^/]*\.amplitude\.com/"), elsewhere)
    yield made
    # Requests that the page sends while it is closed don't matter.
    made.unroute_all(behavior="ignoreErrors")
    made.close()


def settled(page: Page, stand_in: Segment, *, events: int) -> None:
    """Wait until all calls have come and Amplitude has a number of events, while the page goes on."""
    for _ in range(300):
        if len(stand_in.kept) >= len(CALLS) and len(stand_in.amplitude.events) >= events:
            return
        page.wait_for_timeout(100)
    names, types = [one.name for one in stand_in.kept], [one["event_type"] for one in stand_in.amplitude.events]
    pytest.fail(f"only {names} and {types} have come, refused: {stand_in.rejections}")


def rows(live: Page) -> list[str]:
    """Return the rows of the live view, the first first, as text."""
    return [" ".join(text.split()) for text in live.locator("#rows > li .row").all_inner_texts()][::-1]


@pytest.mark.parametrize("stand_in", ["cloud"], indirect=True)
def test_in_cloud_mode_segment_s_servers_send_all(
    stand_in: Segment, page: Page, chromium: Browser, tmp_path: Path
) -> None:
    with served_page(tmp_path, stand_in.url, stand_in.write_key) as address:
        page.goto(address)
        settled(page, stand_in, events=4)
    assert sorted(one.name for one in stand_in.kept) == sorted(CALLS)
    assert {one.library.partition(" ")[0] for one in stand_in.kept} == {"analytics.js"}
    amplitude = stand_in.amplitude
    assert sorted(event["event_type"] for event in amplitude.events) == [
        "$identify",
        "Loaded a Page",
        "Order Completed",
        "Song Played",
    ]
    assert {event["amplitude"]["sender"] for event in amplitude.events} == {"Segment's servers"}
    assert amplitude.users["jane"].revenue == 12.5
    # Finding next-alias: the library writes the user that it knows over the id that alias was called with.
    [alias] = [one.message for one in stand_in.kept if one.name == "alias"]
    assert (alias["userId"], alias["previousId"]) == ("jane", "jane")
    live = chromium.new_page()
    live.goto(f"{stand_in.url}/")
    live.wait_for_selector("#state.live")
    live.wait_for_function("document.querySelectorAll('#rows > li').length >= 10")
    shown = rows(live)
    assert any("Segment track Song Played" in row and "→ Amplitude: Song Played" in row for row in shown)
    live.locator("#rows > li .row", has_text="track Order Completed").click()
    detail = live.locator(".detail pre").inner_text()
    assert '"revenue.no-currency-conversion"' in detail
    assert '"revenue": 12.5' in detail
    live.close()


@pytest.mark.parametrize("stand_in", ["device"], indirect=True)
def test_in_device_mode_the_page_sends_and_segment_s_servers_alias_alone(
    stand_in: Segment, page: Page, tmp_path: Path
) -> None:
    with served_page(tmp_path, stand_in.url, stand_in.write_key) as address:
        page.goto(address)
        settled(page, stand_in, events=5)
    amplitude = stand_in.amplitude
    assert {event["amplitude"]["sender"] for event in amplitude.events} == {"web app"}
    assert [event["event_type"] for event in amplitude.events if event["event_type"] != "$identify"] == [
        "Loaded a Page",
        "Song Played",
        "Order Completed",
        # Revenue is an event of its own in the SDK of a page.
        "revenue_amount",
    ]
    assert amplitude.users["jane"].revenue == 12.5
    kept = {one.name: one.forwarding for one in stand_in.kept}
    assert sorted(kept) == sorted(CALLS)
    assert [one.path for one in kept["alias"].deliveries] == ["/usermap"]
    assert all("device mode" in kept[name].nowhere for name in CALLS if name != "alias")
