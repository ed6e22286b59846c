"""The docs site in Chromium: each page fits a screen and a phone, and asks no other host for anything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from simulator.model.simulation import Simulation
from tests import ROOT

pytestmark = pytest.mark.browser

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site that the variable SITE names, else one that is built here, strictly."""
    if "SITE" in os.environ:
        return Path(os.environ["SITE"])
    made = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(made)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return made


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def pages(folder: Path) -> list[str]:
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    assert len(found) > 150
    # All pages of features are made alike; some of them represent the rest.
    features = [one for one in found if one.startswith("features/") and one != "features/index.html"]
    return [one for one in found if one not in features] + features[::8]


def watched(page: Page, address: str) -> list[str]:
    """Return the list that collects everything that should not happen in a page."""
    complaints: list[str] = []
    page.on("request", lambda one: complaints.append(one.url) if not one.url.startswith((address, "data:")) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", lambda one: complaints.append(f"{one.status} {one.url}") if one.status >= 400 else None)
    return complaints


def test_each_page_fits_and_asks_no_other_host(chromium: Browser, folder: Path, address: str, pages: list[str]) -> None:
    page = chromium.new_page()
    complaints = watched(page, address)
    # Each page that is opened reads the index of the search, which takes most of the time; another test searches.
    index = json.loads((folder / "search" / "search_index.json").read_bytes()) | {"docs": []}
    page.route("**/search_index.json", lambda route: route.fulfill(json=index))
    wide = []
    for one in pages:
        page.goto(f"{address}/{one}")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            try:
                # The theme's script updates the layout some moments after the window has changed.
                page.wait_for_function(f"{OVERFLOW} <= 0", timeout=3000)
            except TooLate:
                wide.append((one, width))
    page.close()
    assert wide == []
    assert complaints == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_front_page_leads_to_a_phrase_by_search(chromium: Browser, address: str, width: int, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    complaints = watched(page, address)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("devicemode")
    assert page.evaluate("document.body.dataset.mdColorScheme") == {"light": "default", "dark": "slate"}[scheme]
    picture = page.locator("article img").first
    assert picture.evaluate("(one) => one.naturalWidth") > 0
    if width < 1000:
        page.locator("label[for=__search]").first.click()
    box = page.get_by_role("textbox", name="Search")
    result = page.locator(".md-search-result__link", has_text="The scenario language").first
    # The theme reads the box on key up. Text that it reads before the index is there may be lost, and is typed again.
    box.fill("goes to the background fo")
    for _ in range(30):
        box.press("End")
        box.press("r")
        with suppress(TooLate):
            result.wait_for(state="visible", timeout=2000)
            break
        box.press("Backspace")
    result.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The scenario language")
    context.close()
    assert complaints == []


def test_everything_that_a_test_may_read_is_on_the_python_page(folder: Path) -> None:
    page = (folder / "reference" / "python" / "index.html").read_text("utf-8")
    simulation = Simulation(seed=7)
    app = simulation.ios()
    app.track("Song Played")
    app.drain()
    [user] = simulation.backend.users.all()
    things = (simulation, app, simulation.server(), app.events[0], simulation.backend, user)
    missing = [
        f"{type(thing).__name__}.{name}"
        for thing in things
        for name in dir(thing)
        if not name.startswith("_") and f'.{type(thing).__name__}.{name}"' not in page
    ]
    assert missing == []


def test_the_arrows_of_the_architecture_are_drawn(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/project/architecture/")
    drawing = page.locator("svg.diagram").first
    assert drawing.locator("rect").count() == len(set(drawing.locator("text").all_text_contents())) > 10
    assert drawing.locator("polyline").count() > 10
    assert page.get_by_text("flowchart TD").count() == 0
    page.close()


def test_a_report_is_reached_from_its_summary(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    complaints = watched(page, address)
    page.goto(f"{address}/reports/analytics-js/")
    page.get_by_role("link", name="The whole report").click()
    expect(page.get_by_role("heading", name="Conformance").first).to_be_visible()
    page.close()
    assert complaints == []
