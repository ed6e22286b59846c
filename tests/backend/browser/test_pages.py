"""A page in Chromium sends to the backend as amplitude-js does; the event is in the live view and in the read API."""

from __future__ import annotations

import re
from typing import Any, Final

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.support.backend_process import BackendProcess
from tests.support.posts import KEY, event, signed

pytestmark = pytest.mark.browser

http: Final = httpx.Client(trust_env=False, verify=False, limits=httpx.Limits(max_keepalive_connections=0))  # noqa: S501

FETCH: Final = """async ([url, fields]) => {
  const response = await fetch(url, { method: "POST", body: new URLSearchParams(fields) });
  return [response.status, await response.text()];
}"""
"""A form is sent without a preflight."""

FETCH_JSON: Final = """async ([url, body]) => {
  const response = await fetch(url, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  return [response.status, await response.text()];
}"""
"""JSON is asked for first."""

XHR: Final = """([url, fields]) => new Promise((resolve) => {
  const xhr = new XMLHttpRequest();
  xhr.open("POST", url, true);
  xhr.onreadystatechange = () => { if (xhr.readyState === 4) resolve([xhr.status, xhr.responseText]); };
  xhr.setRequestHeader("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
  xhr.send(new URLSearchParams(fields).toString());
})"""
"""As amplitude-js 4.4.0 sends."""

BEACON: Final = "([url, fields]) => navigator.sendBeacon(url, new URLSearchParams(fields))"


def events(running: BackendProcess, project: str = KEY) -> list[dict[str, Any]]:
    """Return the events in the read API."""
    page = http.get(f"{running.url}/api/projects/{project}/events").json()
    return [one["event"] for one in page["events"]]


def row(live: Page, name: str) -> Any:
    return live.locator("#rows > li", has=live.locator(f".event:text-is({name!r})"))


@pytest.mark.parametrize("way", [FETCH, XHR], ids=["fetch", "XMLHttpRequest"])
def test_an_event_of_a_page_is_in_the_live_view_and_in_the_read_api(
    way: str, shop: Page, live: Page, running: BackendProcess
) -> None:
    played = event("Song Played – ♫ & <b>", user_id="jane")
    assert shop.evaluate(way, [f"{running.url}/", signed(played)]) == [200, "success"]
    item = row(live, "Song Played – ♫ & <b>")
    expect(item).to_have_count(1)
    expect(item).to_have_class(re.compile("taken"))
    expect(item.locator(".who")).to_have_text("userjane")
    expect(item.locator(".session")).to_have_text("1537272000000")
    expect(item.locator(".verdict")).to_have_text("valid")
    assert events(running) == [played]


def test_a_beacon_of_a_page_that_is_left_arrives(shop: Page, live: Page, running: BackendProcess) -> None:
    assert shop.evaluate(BEACON, [f"{running.url}/runs/shop", signed(event("Left"))]) is True
    shop.goto("about:blank")
    expect(row(live, "Left")).to_have_count(1)
    assert [one["event_type"] for one in events(running, "run-shop")] == ["Left"]


def test_a_page_reads_why_it_is_refused_and_the_live_view_says_it_too(
    shop: Page, live: Page, running: BackendProcess
) -> None:
    fields = signed(event()) | {"checksum": "0" * 32}
    assert shop.evaluate(FETCH, [f"{running.url}/", fields]) == [200, "bad_checksum"]
    refused = live.locator("#rows > li.refused")
    expect(refused).to_have_count(1)
    expect(refused.locator(".verdict")).to_contain_text("the checksum is not the MD5 of v, client, e and upload_time")
    assert events(running) == []
    assert len(http.get(f"{running.url}/api/projects/{KEY}/rejections").json()["uploads"]) == 1


def test_a_page_can_tell_the_backend_to_misbehave(shop: Page, live: Page, running: BackendProcess) -> None:
    fault = {"status": 413, "times": 1}
    faults = f"{running.url}/api/projects/{KEY}/faults"
    assert shop.evaluate(FETCH_JSON, [faults, fault])[0] == 201
    assert shop.evaluate(FETCH, [f"{running.url}/", signed(event("Too Large"))])[0] == 413
    expect(row(live, "Too Large").locator(".verdict")).to_contain_text("refused · 413")


def test_a_page_of_a_strange_origin_gets_nothing_through(shop: Page, live: Page, running: BackendProcess) -> None:
    shop.goto(shop.url.replace("localhost", "shop.example"))
    failed = shop.evaluate(
        "([url, fields]) => fetch(url, { method: 'POST', body: new URLSearchParams(fields) })"
        ".then(() => 'sent', (error) => error.message)",
        [f"{running.url}/", signed(event())],
    )
    assert failed == "Failed to fetch"
    expect(live.locator("#rows > li.refused .verdict")).to_contain_text("http://shop.example:")
    assert events(running) == []


def test_a_page_that_gives_its_own_name_this_machine_s_address_reads_nothing(
    shop: Page, running: BackendProcess
) -> None:
    port = running.url.rpartition(":")[2]
    answer = shop.goto(f"http://rebound.example:{port}/api/projects")
    assert answer is not None
    assert answer.status == 421


HOSTILE: Final = {
    "<script>alert(1)</script>": "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>": "<img src=x onerror=alert(1)>",
    "\u202egnp.exe": "\\u{202e}gnp.exe",
    "a\nb": "a\\u{a}b",
    "\x1b[2J": "\\u{1b}[2J",
    "  ": '"  "',
    "العربية": "العربية",
    "👩\u200d🚀": "👩\u200d🚀",
}
"""Names, and how the live view writes them: as text, with invisible characters made visible."""


def test_hostile_names_are_shown_as_they_are(live: Page, running: BackendProcess) -> None:
    for name in HOSTILE:
        http.post(f"{running.url}/", data=signed(event(name, user_id=name)))
    http.post(f"{running.url}/", data=signed(event("x" * 5000, user_id="y" * 5000)))
    expect(live.locator("#rows > li")).to_have_count(len(HOSTILE) + 1)
    shown = live.locator("#rows .event").evaluate_all("(all) => all.map((one) => one.textContent)")
    assert shown == ["x" * 5000, *reversed(HOSTILE.values())]
    who = live.locator("#rows .who bdi").evaluate_all("(all) => all.map((one) => one.textContent)")
    assert who == ["y" * 5000, *reversed(HOSTILE.values())]
    assert live.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_rows_can_be_chosen_searched_held_and_looked_into(live: Page, running: BackendProcess) -> None:
    for number in range(30):
        http.post(f"{running.url}/", data=signed(event(f"Event {number}", user_id="jane" if number % 2 else "joe")))
    http.post(f"{running.url}/", data=signed(event()) | {"checksum": "0" * 32})
    rows = live.locator("#rows > li:visible")
    expect(rows).to_have_count(31)
    expect(live.locator(".tabs")).to_have_text(re.compile(r"All31\s*Valid30\s*Repeated0\s*Refused1"))
    live.locator("[data-show=refused]").click()
    expect(rows).to_have_count(1)
    rows.locator("button.row").click()
    expect(live.locator(".detail pre")).to_contain_text('"answer"')
    live.locator('[data-show=""]').click()
    live.get_by_label("Filter").fill("jane 29")
    expect(rows).to_have_count(1)
    live.get_by_label("Filter").fill("nobody")
    expect(live.locator("#none")).to_be_visible()
    live.get_by_role("button", name="Show all").click()
    expect(rows).to_have_count(31)
    live.get_by_role("button", name="Pause").click()
    http.post(f"{running.url}/", data=signed(event("Late")))
    expect(live.get_by_role("button", name="Resume (1)")).to_be_visible()
    expect(row(live, "Late")).to_have_count(0)
    live.get_by_role("button", name="Resume").click()
    expect(row(live, "Late")).to_have_count(1)
