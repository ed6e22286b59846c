"""Five journeys of a QA engineer, each from an empty page to a saved feature that `devicemode conform` passes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.explorer.page.conftest import PATIENCE, Opener, Running
from tests.support.commands import devicemode, module

pytestmark = pytest.mark.browser


def ask(tab: Opener, question: str) -> Page:
    """Begin an empty page with a question."""
    page = tab()
    page.get_by_role("button", name=question).click()
    page.locator(".heads .head").first.wait_for()
    return page


def cell(page: Page, client: str, event: str) -> object:
    return page.get_by_role("button", name=re.compile(f"^{re.escape(client)}, {re.escape(event)}"))


def expect_this(page: Page, *switched: str) -> None:
    """Turn the observations into Then lines, with these switches turned as well."""
    page.get_by_role("button", name="Expect this", exact=True).click()
    inspector = page.get_by_role("complementary", name="Inspector")
    for name in switched:
        inspector.get_by_role("switch", name=name).click()
        expect(inspector.get_by_role("switch", name=name)).to_be_checked()
    expect(inspector.get_by_text("passes conform ✓")).to_be_visible()
    inspector.get_by_role("button", name=re.compile(r"^Add \d+ lines?$")).click()
    expect(inspector).to_be_hidden()


def saved(page: Page, folder: Path) -> Path:
    """Save the scenario, and return the file."""
    page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("passes conform ✓")).to_be_visible()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Download").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def conforms(path: Path) -> None:
    """Let `devicemode conform` judge a saved feature."""
    result = devicemode("conform", "--features", path.parent)
    assert result.exit_code == 0, result.output
    assert re.search(r"\b[1-9]\d* passed, 0 failed", result.output), result.output


def test_why_are_these_two_users(tab: Opener, tmp_path: Path) -> None:
    page = ask(tab, "Why are these two users?")
    expect(page.get_by_text("2 of 3 devices have become one user")).to_be_visible()
    expect(page.get_by_text("Why is anon-7f3c a user of its own?")).to_be_visible()
    page.get_by_role("button", name=re.compile("identify “derek”, line")).first.press("Enter")
    expect(page.get_by_text(re.compile("step [1-9] of 11"))).to_be_visible()
    page.keyboard.press("End")
    expect_this(page)
    conforms(saved(page, tmp_path))


def test_which_platforms_count_this_revenue_twice(tab: Opener, tmp_path: Path) -> None:
    page = ask(tab, "Which platforms count this revenue twice?")
    latest = page.locator(".section", has_text="Revenue").locator(".amplitude").nth(1)
    expect(latest).to_contain_text("75")
    expect(latest).to_contain_text("says revenue 25, and 75 is counted")
    page.keyboard.press("v")
    inspector = page.get_by_role("complementary", name="Inspector")
    page.locator(".cell.nothing.ios button").first.click()
    expect(inspector.get_by_role("heading", name=re.compile("^No "))).to_be_visible()
    expect(inspector.get_by_text("How far the call came")).to_be_visible()
    expect_this(page, "The revenue")
    path = saved(page, tmp_path)
    assert "revenue" in path.read_text("utf-8")
    conforms(path)


def test_what_happens_to_the_session_after_a_push_notification(tab: Opener, tmp_path: Path) -> None:
    page = ask(tab, "What happens to the session after a push message?")
    page.locator(".cell.event.ios button", has_text="Push Received").click()
    inspector = page.get_by_role("complementary", name="Inspector")
    expect(inspector.get_by_role("heading", name="Push Received")).to_be_visible()
    expect(inspector.get_by_text("out-of-session.minus-one").first).to_be_visible()
    # The same event is selected in the timeline, and the keys continue from it.
    expect(page.locator(".timeline .mark.selected")).to_have_attribute("aria-label", "iOS: Push Received")
    page.keyboard.press("ArrowLeft")
    expect(inspector.get_by_text(re.compile("^Web · "))).to_be_visible()
    page.keyboard.press("Escape")
    expect(inspector).to_be_hidden()
    expect_this(page)
    conforms(saved(page, tmp_path))


def test_what_changes_if_we_switch_on_prefer_anonymous_id(tab: Opener, tmp_path: Path) -> None:
    page = ask(tab, "What changes with Prefer Anonymous ID?")
    page.get_by_role("button", name="Settings and device of Web", exact=True).click()
    inspector = page.get_by_role("complementary", name="Inspector")
    inspector.get_by_role("button", name="Web only").click()
    inspector.get_by_role("textbox", name="Find a setting").fill("prefer anonymous")
    switch = inspector.get_by_role("switch", name="Prefer Anonymous ID for Device ID")
    expect(switch).not_to_be_checked()
    switch.click()
    expect(inspector.get_by_role("switch", name="Prefer Anonymous ID for Device ID")).to_be_checked()
    page.keyboard.press("Control+z")
    expect(inspector.get_by_role("switch", name="Prefer Anonymous ID for Device ID")).not_to_be_checked()
    expect_this(page)
    path = saved(page, tmp_path)
    assert "Prefer Anonymous ID for Device ID" in path.read_text("utf-8")
    conforms(path)


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run a broken port on one case, and return the stream of its run."""
    record = tmp_path_factory.mktemp("run") / "run.jsonl"
    adapter = " ".join(module("tests.wrong_ports.breakages", "OutOfSessionIgnored-ios", "events"))
    options = ("--tag", "rule:out-of-session.minus-one", "--platform", "ios")
    result = devicemode("conform", *options, "--adapter", adapter, "--report", record)
    assert result.exit_code == 1, result.output
    return record


EXPLORER = "http://127.0.0.1:8119"
"""The explorer's usual address, where the report expects it. Here it listens on any free port."""


def from_report(chromium: Browser, report: Path, server: Running) -> Page:
    """Open a report in a browser, open the first cause of failures, and follow its link to the explorer."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    context.route(
        f"{EXPLORER}/**",
        lambda route: route.fulfill(
            status=302, headers={"location": route.request.url.replace(EXPLORER, server.url, 1)}
        ),
    )
    page = context.new_page()
    page.goto(report.as_uri())
    page.locator("#groups summary").first.click()
    with context.expect_page() as opened:
        page.get_by_role("link", name=re.compile(r"^Open line \d+ in the explorer$")).first.click()
    opened.value.wait_for_function("window.did_handshake === true")
    return opened.value


@pytest.fixture(scope="module")
def report(failed: Path) -> Path:
    """Return the HTML report of that run."""
    path = failed.with_name("report.html")
    assert devicemode("report", failed, "--html", path).exit_code == 0
    return path


def test_a_failing_case_of_a_port_s_report(chromium: Browser, failed: Path, report: Path, tmp_path: Path) -> None:
    server = Running(tmp_path / "drafts", "--record", str(failed))
    try:
        page = from_report(chromium, report, server)
        line = int(page.get_by_text(re.compile(r"^Fails at line \d+$")).inner_text().rpartition(" ")[2])
        expect(page.locator(".steps.now .step")).to_contain_text(re.compile(rf"^\s*{line}"))
        inspector = page.get_by_role("complementary", name="Inspector")
        expect(inspector.get_by_role("heading", name="Why this is expected")).to_be_visible()
        expect(page.locator(".cell.fails")).to_have_count(1)
        expect(page.locator(".cell.holds").first).to_be_visible()
        inspector.get_by_role("button", name="Keep as my scenario").click()
        expect(page.locator(".cell.fails")).to_have_count(0)
        (tmp_path / "kept").mkdir()
        conforms(saved(page, tmp_path / "kept"))
        page.goto(f"{server.url}/")
        page.get_by_role("button", name=f"Open what failed in {failed.name}").click()
        expect(page.get_by_text(f"Fails at line {line}", exact=True)).to_be_visible()
        page.context.close()
    finally:
        server.stop()


def test_the_report_s_link_without_the_run(chromium: Browser, report: Path, explorer: Running) -> None:
    page = from_report(chromium, report, explorer)
    expect(page.get_by_text(re.compile(r"^The report says that line \d+ does not hold"))).to_be_visible()
    expect(page.locator(".steps.now .cell.holds")).to_be_visible()
    page.context.close()
