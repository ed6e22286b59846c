"""Hostile and huge input does the page no harm: scripts in names, a megabyte, thousands of events, half-typed steps."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from simulator.explorer import editing
from simulator.explorer.clients import everywhere
from simulator.explorer.drafts import Draft, History
from simulator.explorer.keeping import DraftStore
from tests.explorer.page.conftest import Opener, Running

pytestmark = pytest.mark.browser

SCRIPT = "<img src=x onerror=document.title='run'><script>document.title='run'</script>"


def kept(explorer: Running, page_id: str, steps: list[str], clients: int = 4) -> str:
    """Keep a scenario for a page, and return its address."""
    text = "\n".join(
        ["Feature: Harm", "", "  Scenario: Harm", "    Given an app", *(f"    {step}" for step in steps), ""]
    )
    draft = Draft(text=text, clients=everywhere())
    for number in range(clients - 4):
        draft = editing.add_client(draft, ("web", "ios", "android")[number % 3])
    DraftStore(explorer.drafts).keep(page_id, History(draft=draft))
    return f"/p/{page_id}"


def test_names_that_are_scripts_run_nowhere(tab: Opener, explorer: Running) -> None:
    call = json.dumps(
        {"event": SCRIPT, "userId": SCRIPT, "properties": {SCRIPT: SCRIPT, "products": [{"name": SCRIPT}]}}
    )
    page = tab(
        kept(explorer, "names-that-are-scripts", ["When the app calls track with", '  """', f"  {call}", '  """'])
    )
    page.locator(".cell.event.web button").first.click()
    page.get_by_role("complementary", name="Inspector").get_by_text("JSON").wait_for()
    expect(page.locator(".json")).to_contain_text("<script>")
    page.keyboard.press("v")
    page.locator(".section").first.wait_for()
    page.keyboard.press("v")
    page.keyboard.press("t")
    page.locator(".cm-content").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("script")
    page.get_by_role("option").first.wait_for()
    assert page.title() != "run"
    assert page.locator("img[src=x]").count() == 0


def test_a_property_of_a_megabyte_is_shown_in_part_and_downloaded_whole(tab: Opener, explorer: Running) -> None:
    call = json.dumps({"event": "Large", "userId": "u", "properties": {"large": "x" * 1_000_000}})
    page = tab(
        kept(explorer, "a-property-of-a-megabyte", ["When the app calls track with", '  """', f"  {call}", '  """'])
    )
    page.locator(".cell.event.server button").first.click()
    inspector = page.get_by_role("complementary", name="Inspector")
    expect(inspector.get_by_text(re.compile(r"This event is 1\.0 MB"))).to_be_visible()
    assert len(inspector.inner_text()) < 60_000
    with page.expect_download() as download:
        inspector.get_by_role("button", name="download").click()
    assert download.value.path().stat().st_size > 1_000_000


def test_twenty_clients_scroll_and_the_steps_stay(tab: Opener, explorer: Running) -> None:
    page = tab(kept(explorer, "twenty-clients-at-once", ['When the app tracks "Song Played"'], clients=20))
    expect(page.locator(".heads .head")).to_have_count(20)
    page.locator(".heads .head").last.scroll_into_view_if_needed()
    box = page.locator(".step").first.bounding_box()
    assert box is not None
    assert box["x"] == 0
    page.locator(".cell.event button").last.click()
    expect(
        page.get_by_role("complementary", name="Inspector").get_by_role("heading", name="Song Played")
    ).to_be_visible()


def test_a_step_that_can_t_be_read_is_marked_where_it_stands_and_repaired_by_a_click(tab: Opener) -> None:
    page = tab()
    page.get_by_role("button", name="What happens to the session after a push message?").click()
    page.locator(".cell.event").first.wait_for()
    page.keyboard.press("t")
    editor = page.get_by_role("textbox", name="Scenario as Gherkin")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("    And the app comes to foreground")
    page.keyboard.press("Escape")
    message = page.locator(".g-message")
    expect(message).to_contain_text("the app comes to foreground")
    expect(page.get_by_text("1 line to repair")).to_be_visible()
    expect(page.locator(".cell.event").first).to_be_visible()
    message.get_by_role("button", name="the app comes to the foreground").click()
    expect(page.get_by_text("1 line to repair")).to_be_hidden()


def test_wrong_json_in_a_form_is_said_in_a_sentence(tab: Opener) -> None:
    page = tab()
    page.get_by_role("button", name="Play it on").click()
    page.locator(".cell.event").first.wait_for()
    page.get_by_role("toolbar").get_by_role("button", name="track", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Event").fill("Song Played")
    dialog.get_by_label(re.compile("^Properties")).fill("{half")
    dialog.get_by_role("button", name="Add the step").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Properties is not valid JSON")
    dialog.get_by_label(re.compile("^Properties")).fill('{"price": 3}')
    dialog.get_by_role("button", name="Add the step").click()
    expect(page.get_by_role("button", name=re.compile("^Web, Song Played"))).to_be_visible()
    expect(dialog).to_be_hidden()
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name=re.compile("^Web, Song Played"))).to_have_count(0)


def test_thousands_of_events_are_drawn_as_far_as_they_are_seen(tab: Opener, explorer: Running) -> None:
    steps = [f'And the app tracks "Event {number}"' for number in range(1250)]
    page = tab(kept(explorer, "thousands-of-events", steps))
    page.locator(".fold, .cell.event").first.wait_for(timeout=60_000)
    page.keyboard.press("u")
    page.locator(".cell.event button").first.wait_for()
    assert page.locator(".cell.event").count() < 1_000
    page.locator(".main").evaluate("main => { main.scrollTop = main.scrollHeight; }")
    page.get_by_role("button", name="Web, Event 1249").click()
    expect(
        page.get_by_role("complementary", name="Inspector").get_by_role("heading", name="Event 1249")
    ).to_be_visible()
