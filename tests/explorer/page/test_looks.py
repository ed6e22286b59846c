"""Looks, in light and dark: axe finds nothing, text that is cut off can be seen whole, nothing overflows on a phone."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from simulator.backend.server import Server
from tests.explorer.page.conftest import Opener, begun

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return axe-core's script, installed from npm if need be."""
    installed = HERE / "node_modules"
    if not installed.is_dir():
        npm = shutil.which("npm")
        if npm is None:
            pytest.fail("these tests need npm on the path; leave them out with -m 'not browser'")
        folder = tmp_path_factory.mktemp("axe")
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(HERE / name, folder / name)
        subprocess.run([npm, "ci", "--ignore-scripts"], cwd=folder, check=True, capture_output=True)
        installed = folder / "node_modules"
    return (installed / "axe-core" / "axe.min.js").read_text("utf-8")


def problems(page: Page, axe: str) -> list[Any]:
    """Return axe's findings by WCAG A and AA, with the elements; in the dark, only colors are new."""
    page.evaluate(axe)
    found: list[Any] = page.evaluate(
        """async () => {
          const run = document.documentElement.dataset.theme === 'dark'
            ? { type: 'rule', values: ['color-contrast'] }
            : { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] };
          const { violations } = await axe.run(document, { runOnly: run, resultTypes: ['violations'] });
          return violations.map((one) => [one.id, one.nodes.slice(0, 3).map((node) => `${node.target} ${node.html.slice(0, 160)}`)]);
        }"""
    )
    return found


def too_wide(page: Page) -> int:
    """Return the number of pixels by which the page is wider than its window."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wider


CUT = """() => [...document.querySelectorAll('body *')].filter((one) => {
  if (!one.checkVisibility() || one.children.length || !one.textContent.trim()) return false;
  const { textOverflow, overflowX } = getComputedStyle(one);
  return textOverflow === 'ellipsis' && overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1 && !one.closest('[title]');
}).map((one) => one.outerHTML.slice(0, 200))"""
"""Texts that end in an ellipsis, without a way to see them whole."""


def check(page: Page, axe: str, state: str) -> None:
    assert problems(page, axe) == [], state
    assert too_wide(page) <= 0, state
    assert page.evaluate(CUT) == [], state


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_state_at_1280(tab: Opener, axe: str, dark: bool) -> None:
    page = tab(dark=dark)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark" if dark else "light")
    check(page, axe, "first use")
    page.get_by_role("button", name="What happens to the session after a push message?").click()
    page.locator(".cell.event.ios button", has_text="Push Received").click()
    inspector = page.get_by_role("complementary", name="Inspector")
    inspector.get_by_role("heading", name="Push Received").wait_for()
    check(page, axe, "an event")
    page.locator(".cell.nothing.web button").first.click()
    inspector.get_by_text("How far the call came").wait_for()
    check(page, axe, "no event")
    page.get_by_role("button", name="Settings and device of iOS", exact=True).click()
    inspector.get_by_text("Behaves as").first.wait_for()
    check(page, axe, "settings")
    page.keyboard.press("e")
    inspector.get_by_text("passes conform ✓").wait_for()
    check(page, axe, "expect this")
    page.keyboard.press("Escape")
    page.keyboard.press("v")
    page.locator(".section").first.wait_for()
    check(page, axe, "what Amplitude shows")
    page.get_by_role("button", name="Put them into one").click()
    page.locator(".cards").wait_for()
    check(page, axe, "one Amplitude for all")
    page.keyboard.press("Control+z")
    page.keyboard.press("v")
    page.keyboard.press("t")
    page.locator(".cm-content").wait_for()
    check(page, axe, "text")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Find or do anything").fill("push")
    page.get_by_role("option").first.wait_for()
    check(page, axe, "the palette")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_phone(tab: Opener, axe: str, dark: bool) -> None:
    page = tab(width=390, dark=dark)
    check(page, axe, "first use")
    page.get_by_role("button", name="Why are these two users?").click()
    page.locator(".joins").first.wait_for()
    check(page, axe, "what Amplitude shows")
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Events, or what Amplitude shows").click()
    page.locator(".happened").first.click()
    page.locator(".peek").click()
    page.get_by_role("complementary", name="Inspector").get_by_text("JSON").wait_for()
    check(page, axe, "an event")
    page.goto(f"{'/'.join(page.url.split('/')[:3])}/")
    page.get_by_role("button", name="Which platforms count this revenue twice?").click()
    # The figures of one client, and of another one when its head is touched.
    shown = page.locator(".section", has_text="Revenue").locator(".amplitude:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text("25")
    page.locator(".strip .head").nth(1).click()
    expect(shown).to_contain_text("75")


def test_two_clients_on_a_phone_stand_side_by_side(tab: Opener, axe: str) -> None:
    page = tab(width=390)
    for name in ("Android", "Server"):
        page.get_by_role("button", name=name, exact=True).click()
    begun(page)
    check(page, axe, "two clients")
    step = page.locator(".steps .step", has_text="the app calls track").bounding_box()
    assert step is not None
    assert step["width"] > 300
    assert step["height"] < 80


@pytest.mark.parametrize("width", [1280, 390])
def test_a_backend_that_already_runs_is_watched(tab: Opener, axe: str, backend: Server, width: int) -> None:
    event = '{"event_type": "Song Played", "user_id": "jane", "platform": "iOS"}'
    httpx.post(f"{backend.url}/httpapi", data={"api_key": "0" * 32, "event": event}).raise_for_status()
    page = tab(f"/live?backend={backend.url}", width=width, dark=width < 500)
    page.get_by_role("button", name="iOS, Song Played").first.wait_for()
    check(page, axe, "live")


def places(cells: Locator) -> list[Any]:
    return [one.bounding_box() for one in cells.all()]


def test_nothing_moves_when_an_event_is_opened_and_closed(tab: Opener) -> None:
    page = tab()
    page.get_by_role("button", name="What happens to the session after a push message?").click()
    cells = page.locator(".cell.event.web button")
    cells.first.wait_for()
    before = places(cells)
    cells.first.click()
    page.get_by_role("complementary", name="Inspector").get_by_text("JSON").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("complementary", name="Inspector").wait_for(state="hidden")
    assert places(cells) == before
