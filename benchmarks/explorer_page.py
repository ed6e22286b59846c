"""Time from a click to the repainted page, with 4 clients and 200 events in each column, in headless Chromium.

    python -m benchmarks.explorer_page

Prints the median and the 90th percentile of selecting an event and of adding a step, and the server's part of adding a
step as a ratio to computing the same events without a page.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from playwright.sync_api import Page, sync_playwright

from simulator.explorer import editing
from simulator.explorer.clients import everywhere
from simulator.explorer.columns import table
from simulator.explorer.drafts import Draft, History
from simulator.explorer.keeping import DraftStore
from simulator.explorer.page.payload import GridPatches
from simulator.explorer.playing import Player
from simulator.explorer.timeline import timeline

EVENTS = 200
TIMES = 15

# From the click to the frame after the one in which the page has changed.
UNTIL_REPAINTED = """async ([click, changed]) => {
  const start = performance.now();
  document.querySelector(click).click();
  while (!eval(changed)) await new Promise(requestAnimationFrame);
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""


def scenario() -> Draft:
    """Return a scenario with 200 events on each of four clients, of which a tenth differ."""
    lines = ["Feature: Dense", "", "  Scenario: Dense", "    Given an app"]
    for number in range(EVENTS):
        lines.append(f'    And the app tracks "Song {number % 7} Played"')
        if number % 20 == 19:
            lines.append("    And 1 minute passes")
    return Draft(text="\n".join([*lines, ""]), clients=everywhere())


def said(name: str, times: list[float]) -> None:
    """Print the figures of one measurement."""
    print(f"{name:<34} median {median(times):6.1f} ms   90 % below {quantiles(times, n=10)[-1]:6.1f} ms")


def selecting(page: Page) -> list[float]:
    """Time the selection of events."""
    times = []
    for number in range(TIMES):
        click = f".cell.event.{'ios' if number % 2 else 'android'} button"
        page.keyboard.press("Escape")
        page.locator(".side").wait_for(state="hidden")
        changed = "document.querySelector('.cell > button.selected') && !document.querySelector('.side').hidden"
        times.append(page.evaluate(UNTIL_REPAINTED, [click, changed]))
    return times


def adding(page: Page) -> list[float]:
    """Time a step that is added by a click in the dock."""
    times = []
    minute = page.get_by_role("button", name="+1 min").get_attribute("title")
    for _ in range(TIMES):
        before = page.locator(".clock .at").inner_text()
        changed = f"document.querySelector('.clock .at').textContent !== {before!r}"
        times.append(page.evaluate(UNTIL_REPAINTED, [f".dock [title={minute!r}]", changed]))
    return times


def alone() -> tuple[float, float]:
    """Return the milliseconds for computing one more step without a page, and for the data that a page gets of it."""
    player, draft = Player(), scenario()
    player.play(draft)
    computing, whole = [], []
    for _ in range(TIMES):
        draft = editing.add_lines(draft, ("1 minute passes",))
        start = perf_counter()
        play = player.play(draft)
        computing.append(1000 * (perf_counter() - start))
        if play is None:
            raise SystemExit("the scenario can't be played")
        grid = table(player, play)
        GridPatches().patch(grid, play, now=play.steps, foot="")
        timeline(play, grid)
        whole.append(1000 * (perf_counter() - start))
    return median(computing), median(whole)


def main() -> None:
    """Run it and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        DraftStore(Path(folder)).keep("benchmark-page", History(draft=scenario()))
        command = [sys.executable, "-m", "simulator", "explore", "--no-browser", "--port", "0", "--drafts", folder]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            url = server.stdout.readline().removeprefix("Exploring on ").strip() if server.stdout else ""
            with sync_playwright() as playwright:
                chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
                browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                page = browser.new_page(viewport={"width": 1280, "height": 800})
                page.goto(f"{url}/p/benchmark-page")
                page.locator(".fold, .cell.event").first.wait_for()
                page.keyboard.press("u")
                page.locator(".cell.event").first.wait_for()
                page.wait_for_timeout(4000)
                said("select an event, to its inspector", selecting(page))
                page.keyboard.press("Escape")
                said("add a step, to the repainted page", adding(page))
                browser.close()
        finally:
            server.terminate()
            server.wait()
            if server.stdout is not None:
                server.stdout.close()
    computing, whole = alone()
    print(f"computing the step: {computing:.1f} ms; with all that the page is sent: {whole:.1f} ms")
    print(f"the server's part is {whole / computing:.1f} times that of computing it")


if __name__ == "__main__":
    main()
