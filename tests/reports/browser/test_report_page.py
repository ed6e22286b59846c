"""The HTML page in Chromium: it loads nothing, runs nothing of a port's, and can be used."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from simulator.conformance.records.recording import Observation
from simulator.conformance.records.stream import DivergenceText, RuleText, Run, SectionTitle
from simulator.conformance.subject import PortInfo
from simulator.reports.html import html
from tests.reports.browser.conftest import Opener
from tests.support.runs import HOSTILE, ONE_OF_EACH, failure, hostile_run, record, run

pytestmark = pytest.mark.browser

SECTIONS = (
    SectionTitle(folder="track", title="Track", platforms=("web", "ios")),
    SectionTitle(folder="group", title="Group", platforms=("web",)),
)
RULES = (
    RuleText(id="track.event", section="track", says="Every track call is an event."),
    RuleText(id="group.web", section="group", says="A group call sets the group."),
)


def port(*outcomes: str, name: str = "alpha", dialect: str = "documented") -> Run:
    """Return a run of four cases with these outcomes, in two sections and on two platforms."""
    cases = [
        record("track/songs#one", outcomes[0]),
        record("track/songs#two", outcomes[1], platforms=("ios",)),
        record("track/songs#three", outcomes[2]),
        record("group/teams#four", outcomes[3], section="group", rules=("group.web", "track.event")),
    ]
    return run(
        *cases,
        port=PortInfo(name=name, version="1"),
        dialect=dialect,
        sections=SECTIONS,
        rules=RULES,
        platforms=("web", "ios"),
    )


ALPHA = port("passed", "failed", "passed", "failed")
BETA = port("passed", "not applicable", "failed", "passed", name="beta")


def cell(page: Page, name: str) -> str:
    return page.get_by_role("button", name=re.compile(f"^{re.escape(name)}:")).inner_text()


def overflow(page: Page) -> int:
    """Return the number of pixels by which the page is wider than its window."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wider


def open_all(page: Page) -> None:
    """Unfold everything that a page can unfold."""
    page.evaluate(
        """() => {
          document.getElementById("unfold").click();
          document.querySelector("tr.rule button.cell, button.cell").click();
        }"""
    )
    # Unfolded parts may hold more to unfold, which is drawn a moment later.
    while page.evaluate(
        """() => {
          const folded = [...document.querySelectorAll("details:not([open])")];
          for (const one of folded) one.open = true;
          const empty = [...document.querySelectorAll(".scenario, .group")].filter((one) => one.childElementCount < 2);
          return folded.length + empty.length;
        }"""
    ):
        page.wait_for_timeout(20)


# Harm


@pytest.mark.parametrize("made", [run(*ONE_OF_EACH), hostile_run()], ids=["plain", "hostile"])
def test_a_page_asks_for_nothing_and_complains_of_nothing(show: Opener, made: Run) -> None:
    watched = show(html([made]))
    open_all(watched.page)
    watched.page.mouse.move(200, 200)
    watched.page.wait_for_timeout(200)
    assert watched.happened == []


def test_the_watch_sees_what_it_watches_for(show: Opener) -> None:
    injected = '<img src="https://evil.example/x.png"><script>document.title = 1</script><p style="color:red">'
    watched = show(html([run(record())]).replace("</main>", f"{injected}</main>"))
    watched.page.wait_for_timeout(200)
    assert {one.split()[2] for one in watched.happened if one.startswith("console policy")} >= {
        "img-src",
        "script-src-elem",
        "style-src-attr",
    }
    assert watched.page.title() == "Conformance of a port 2.0 · documented"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(show: Opener, text: str) -> None:
    one = record(
        "a#1",
        "failed",
        scenario=text,
        reason=text,
        tags=(text,),
        issue=text,
        stderr=f"{text} ",
        failures=(failure(text, text, text),),
        transcript=({"sent": {"text": text}},),
    )
    watched = show(html([run(one, port=PortInfo(name=text, version=text, language=text))]))
    page = watched.page
    title = page.title()
    open_all(page)
    assert page.title() == title
    assert (
        page.locator(
            "main img, main script, main iframe, main b > *, main a:not([href^='#'], [href^='http://127.0.0.1:8119/case/'])"
        ).count()
        == 0
    )
    shown = page.locator("main").inner_text()
    visible = text.encode("unicode_escape").decode() if text and not text.isprintable() else text
    part = re.split(r"\\|\s|\.\.", visible)[0][:200]
    assert part in shown
    assert all(one.isprintable() or one in "\n\t" for one in shown)
    assert watched.happened == []


def test_no_text_turns_the_direction_of_what_stands_behind_it(show: Opener) -> None:
    page = show(html([hostile_run()])).page
    open_all(page)
    assert r"exe.\u202egnp" in page.locator("main").inner_text()
    assert (
        page.evaluate(
            "/[\\u202a-\\u202e\\u2066-\\u2069\\u200b-\\u200f\\ufeff]/.test(document.documentElement.textContent)"
        )
        is False
    )
    # Right-to-left text stays within its own element.
    hebrew = page.locator("bdi", has_text="עברית").first
    assert hebrew.count() == 1


@pytest.mark.parametrize("width", [400, 1280])
def test_endless_names_do_not_widen_the_page(show: Opener, width: int) -> None:
    long = "x" * 5000
    one = record(
        "a#" + long,
        "failed",
        scenario=long,
        failures=(failure(long, long, long),),
        rules=("track.event", long),
        tags=(long,),
        reason=long,
        issue=long,
        path=long,
        dialect=long,
    )
    ports = [run(one, port=PortInfo(name=f"{name}{long}", version=long)) for name in "ab"]
    page = show(html(ports), width=width).page
    open_all(page)
    assert overflow(page) == 0


@pytest.mark.parametrize(
    ("issue", "links"),
    [
        ("https://example.com/1", 1),
        ("HTTP://example.com/1", 1),
        ("javascript:alert(1)", 0),
        (" javascript:alert(1)//https://example.com", 0),
        ("data:text/html,<script>alert(1)</script>", 0),
        ("https://example.com/1 and more", 0),
        ("#7", 0),
    ],
)
def test_only_a_web_address_is_a_link(show: Opener, issue: str, links: int) -> None:
    page = show(html([run(record("a#1", "failed", issue=issue))]), at="#case=a%231").page
    found = page.locator("#cases .result a:not(.explore)")
    expect(found).to_have_count(links)
    if links:
        assert found.get_attribute("rel") == "noopener noreferrer nofollow"
    expect(page.locator("#cases .result")).to_contain_text(issue.strip())


# The matrix


def test_ports_stand_side_by_side_and_the_numbers_add_up(show: Opener) -> None:
    page = show(html([ALPHA, BETA])).page
    expect(page.locator("#matrix thead th[scope=colgroup]")).to_have_text(["alpha", "beta"])
    for name, web, ios, total in (
        ("alpha", "✗ 2/3", "✗ 0/1", "✗ 2/4"),
        ("beta", "✗ 2/3", "○ 1", "✗ 2/3"),
    ):
        whole = f"{name} 1 · documented"
        assert cell(page, f"Total, Web, {whole}") == web
        assert cell(page, f"Total, iOS, {whole}") == ios
        assert cell(page, f"Total, Total, {whole}") == total
    assert cell(page, "Group, Web, beta 1 · documented") == "✓ 1"
    assert page.get_by_role("button", name="Group, iOS").count() == 0


def test_a_section_unfolds_to_its_rules_by_platform_and_port(show: Opener) -> None:
    page = show(html([ALPHA, BETA])).page
    expect(page.locator("tr.rule")).to_have_count(0)
    page.get_by_role("button", name="Track", exact=True).click()
    expect(page.locator("tr.rule th")).to_have_text(["track.eventEvery track call is an event."])
    # The case of the other section proves this rule too.
    assert cell(page, "track.event, Web, alpha 1 · documented") == "✗ 2/3"
    assert cell(page, "track.event, iOS, alpha 1 · documented") == "✗ 0/1"
    page.get_by_role("button", name="Unfold all sections").or_(
        page.get_by_role("button", name="Fold all sections")
    ).click()
    expect(page.locator("tr.rule")).to_have_count(0)


def test_a_cell_opens_to_its_cases_and_a_case_to_the_difference(show: Opener) -> None:
    page = show(html([ALPHA, BETA])).page
    page.get_by_role("button", name="Total, Web, beta 1").click()
    sheet = page.locator(".sheet")
    expect(sheet).to_contain_text("Total, Web, beta 1 · documented — 3 cases")
    cases = sheet.locator(".scenario")
    # Failures come first.
    expect(cases.locator("summary code")).to_have_text(["track/songs#three", "track/songs#one", "group/teams#four"])
    expect(cases.first.locator(".marks .mark")).to_have_text(["alpha: passed", "beta: failed"])
    cases.first.locator("summary").first.click()
    expect(cases.first.locator(".differences tbody td")).to_have_text(
        ["event 1: event_type", "Song Paused", "Song Played"]
    )
    expect(cases.first.locator(".steps li.failed")).to_have_text(
        re.compile("^Then Amplitude receives exactly these events")
    )
    expect(cases.first).to_contain_text("Every track call is an event.")
    # The other command starts the explorer at this step.
    expect(cases.first.get_by_title("perform it again")).to_have_text(
        "devicemode conform --case 'track/songs#three' --dialect documented --adapter ./adapter"
    )
    # A second click closes it.
    page.get_by_role("button", name="Total, Web, beta 1").click()
    expect(sheet).to_have_count(0)


def test_two_ports_that_fail_a_case_show_both_differences(show: Opener) -> None:
    other = run(
        record("track/songs#two", failures=(failure(actual="Song Stopped"),), status="failed", platforms=("ios",)),
        port=PortInfo(name="gamma", version="1"),
    )
    page = show(html([ALPHA, other]), at="#case=track%2Fsongs%23two").page
    expect(page.locator("#cases .result h3")).to_have_text(
        [
            re.compile("^failed alpha 1 · documented"),
            re.compile("^failed gamma 1 · documented"),
        ]
    )
    expect(page.locator("#cases .differences .actual")).to_have_text(["Song Played", "Song Stopped"])


def test_an_outcome_that_another_dialect_explains_says_so(show: Opener) -> None:
    one = record("a#1", "failed", follows=("shipped",), divergences=("pages.web.verb",))
    made = run(one, divergences=(DivergenceText(id="pages.web.verb", says="It is Viewed.", rows=("1.3",)),))
    page = show(html([made]), at="#case=a%231").page
    result = page.locator("#cases .result")
    expect(result).to_contain_text("explained: it does what shipped does: pages.web.verb (1.3)")
    expect(result).to_contain_text("It is Viewed.")


def test_the_causes_come_first_each_with_an_example_that_is_open(show: Opener) -> None:
    records = [record(f"a#{number}", "failed") for number in (1, 2, 3)]
    page = show(html([run(record("b#1"), *records)])).page
    group = page.locator("#groups .group")
    expect(group.locator("> summary")).to_have_text("3 cases the event is Song Played, not Song Paused")
    group.locator("> summary").click()
    expect(group.locator(".scenario")).to_have_count(3)
    expect(group.locator(".scenario[open] .differences")).to_have_count(1)
    above = page.evaluate(
        "(document.getElementById('groups').compareDocumentPosition(document.getElementById('matrix')) & 4) !== 0"
    )
    assert above
    # The error comes first, the tags last.
    order = group.locator(".scenario[open] .inside > *").evaluate_all("all => all.map((one) => one.className)")
    assert order[0] == "results"
    assert order.index("results") < order.index("steps") < order.index("faint")


def test_what_differs_inside_a_text_is_marked(show: Opener) -> None:
    one = record("a#1", "failed", failures=(failure("Viewed Settings Page", "Viewed Settings Screen"),))
    page = show(html([run(one)]), at="#case=a%231").page
    expect(page.locator("#cases .expected mark")).to_have_text("Page")
    expect(page.locator("#cases .actual mark")).to_have_text("Screen")


def test_all_events_that_arrived_can_be_seen(show: Opener) -> None:
    events = [{"event_type": f"Song {number}"} for number in (1, 2)]
    one = record("a#1", "failed", observations=(Observation("view", {"events": events}),))
    page = show(html([run(one)]), at="#case=a%231").page
    page.get_by_text("The 2 events that arrived").click()
    expect(page.locator("#cases details pre", has_text="Song 2")).to_be_visible()


def test_a_command_is_copied_by_a_button(show: Opener) -> None:
    watched = show(html([run(record("a#1", "failed"))]), at="#case=a%231")
    watched.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    watched.page.get_by_role("button", name="Copy the command").click()
    expect(watched.page.get_by_role("button", name="Copy the command")).to_have_text("Copied")
    assert watched.page.evaluate("navigator.clipboard.readText()").startswith("devicemode conform --case 'a#1'")


def test_platforms_of_which_nothing_applies_are_folded_away(show: Opener) -> None:
    gone = record("b#1", "not applicable", platforms=("android",), reason="the port has no platform android")
    page = show(html([run(record("a#1"), gone)])).page
    expect(page.locator("#matrix thead th")).to_have_text(["Section and rule", "Web", "Total"])
    expect(page.get_by_text("Left out, since nothing applies there: Android.")).to_be_visible()


# Filters


def test_filters_narrow_the_matrix_and_the_cases(show: Opener) -> None:
    page = show(html([ALPHA, BETA])).page
    count, cases = page.locator("#count"), page.locator("#cases .scenario")
    expect(count).to_have_text("4 cases")
    page.get_by_role("combobox", name="Outcome").select_option("broken")
    expect(count).to_have_text("3 of 4 cases")
    page.get_by_role("combobox", name="Port").select_option("beta 1 · documented")
    expect(count).to_have_text("1 of 4 cases")
    expect(cases.locator("summary code")).to_have_text(["track/songs#three"])
    expect(page.locator("#matrix thead th[scope=colgroup]")).to_have_text(["beta"])
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("combobox", name="Platform").select_option("iOS")
    expect(cases.locator("summary code")).to_have_text(["track/songs#two"])
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("combobox", name="Section").select_option("Group")
    expect(cases.locator("summary code")).to_have_text(["group/teams#four"])
    page.get_by_role("button", name="Show all").click()
    expect(count).to_have_text("4 cases")
    expect(page.get_by_role("button", name="Show all")).to_be_disabled()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("songs", 3),
        ("SONGS#TWO", 1),
        ("group.web", 1),
        ("song paused", 4),
        ("song three", 1),
        ("nowhere", 0),
        ("<b>", 0),
    ],
)
def test_text_is_looked_for_in_ids_rules_steps_and_differences(show: Opener, text: str, found: int) -> None:
    page = show(html([ALPHA])).page
    page.get_by_label("Text").fill(text)
    expect(page.locator("#cases .scenario")).to_have_count(found)
    expect(page.locator("#count")).to_have_text(f"{found} of 4 cases")
    expect(page.get_by_text("No case fits these filters.")).to_have_count(int(not found))


def test_the_address_keeps_the_filters(show: Opener) -> None:
    page = show(html([ALPHA, BETA])).page
    page.get_by_role("combobox", name="Outcome").select_option("failed")
    page.get_by_label("Text").fill("songs & <teams>#")
    page.get_by_label("Text").fill("songs")
    page.reload()
    expect(page.locator("#count")).to_have_text("2 of 4 cases")
    expect(page.get_by_label("Text")).to_have_value("songs")
    expect(page.get_by_role("combobox", name="Outcome")).to_have_value("failed")


@pytest.mark.parametrize("at", ["#outcome=lost&platform=x", "#run=9", "#text=%", "#case=nothing", "#" + "a" * 5000])
def test_an_address_that_makes_no_sense_does_no_harm(show: Opener, at: str) -> None:
    watched = show(html([ALPHA, BETA]), at=at)
    expect(watched.page.locator("#matrix tbody")).not_to_have_count(0)
    assert watched.happened == []


def test_an_address_leads_to_a_case(show: Opener) -> None:
    page = show(html([ALPHA])).page
    one = page.locator("#cases .scenario", has_text="group/teams#four")
    one.locator("summary").first.click()
    one.get_by_role("link", name="link to this case").click()
    expect(page.locator("#cases .scenario[open] summary code").first).to_have_text("group/teams#four")
    page.reload()
    expect(page.locator("#cases .scenario[open]")).to_have_count(1)
    expect(page.locator("#cases .scenario[open] .differences")).to_be_visible()


def test_many_cases_come_in_portions(show: Opener) -> None:
    page = show(html([run(*(record(f"a#{number}", "failed") for number in range(250)))])).page
    cases = page.locator("#cases .scenario")
    expect(cases).to_have_count(100)
    page.get_by_role("button", name="100 more of 150").click()
    page.get_by_role("button", name="50 more of 50").click()
    expect(cases).to_have_count(250)
    page.get_by_role("button", name="Total, Total:").click()
    page.get_by_role("button", name="150 more", exact=True).click()
    page.get_by_role("button", name="50 more", exact=True).click()
    expect(page.locator(".sheet .scenario")).to_have_count(250)


# Keyboard, widths, colors


def focused(page: Page) -> str:
    name: str = page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent")
    return name


def test_the_page_is_used_with_the_keyboard_alone(show: Opener) -> None:
    page = show(html([ALPHA, BETA])).page
    page.get_by_role("button", name="Unfold all sections").focus()
    # The whole matrix is one stop.
    page.keyboard.press("Tab")
    assert focused(page) == "Track"
    page.keyboard.press("ArrowRight")
    assert focused(page).startswith("Track, Web, alpha 1")
    page.keyboard.press("ArrowDown")
    assert focused(page).startswith("Group, Web, alpha 1")
    # Empty cells are skipped.
    page.keyboard.press("ArrowRight")
    assert focused(page).startswith("Group, Total, alpha 1")
    page.keyboard.press("ArrowRight")
    assert focused(page).startswith("Group, Web, beta 1")
    page.keyboard.press("Enter")
    expect(page.locator(".sheet")).to_contain_text("Group, Web, beta 1 · documented — 1 case")
    assert focused(page).startswith("Group, Web, beta 1")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".sheet .scenario[open]")).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(page.locator(".sheet")).to_have_count(0)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    assert focused(page).startswith("Track, Total, alpha 1")


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("made", [[ALPHA], [ALPHA, BETA], [hostile_run(), ALPHA]], ids=["one", "two", "hostile"])
def test_the_page_is_as_wide_as_its_window(show: Opener, width: int, made: list[Run]) -> None:
    page = show(html(made), width=width).page
    assert overflow(page) == 0
    open_all(page)
    assert overflow(page) == 0


CONTRASTS = """() => {
  const channel = (value) => (value /= 255, value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  const parts = (color) => color.match(/[\\d.]+/g).map(Number);
  const behind = (element) => {
    for (; element; element = element.parentElement) {
      const color = parts(getComputedStyle(element).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll("header *, main *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!own || !element.checkVisibility() || element.matches(":disabled, option")) continue;
    const [one, other] = [light(parts(getComputedStyle(element).color)), light(behind(element))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) found.push(`${element.tagName} ${element.className} ${contrast.toFixed(2)}`);
  }
  return found;
}"""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_can_be_read_in_either_color_scheme(show: Opener, dark: bool) -> None:
    made = run(*ONE_OF_EACH, record("songs/all#why", "failed", follows=("shipped",), divergences=("x",)))
    page = show(html([made]), dark=dark).page
    page.get_by_role("button", name="Total, Web:").click()
    open_all(page)
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(20, 23, 29)" if dark else "rgb(255, 255, 255)")
    assert page.evaluate(CONTRASTS) == []


def test_without_script_the_page_says_what_came_of_each_port(show: Opener) -> None:
    page = show(html([ALPHA, BETA]), script=False).page
    expect(page.locator(".ports")).to_contain_text("alpha 1 · documented")
    expect(page.get_by_text("The rest of this page needs JavaScript")).to_be_visible()
    expect(page.locator("#filters")).to_be_hidden()


def test_on_paper_the_failures_are_open(show: Opener) -> None:
    page = show(html([ALPHA])).page
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#cases .scenario[open] > summary code")).to_have_text(["track/songs#two", "group/teams#four"])
    expect(page.locator("#cases .differences")).to_have_count(2)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("#cases .scenario[open]")).to_have_count(0)


def test_every_control_and_region_has_a_name(show: Opener) -> None:
    page = show(html([ALPHA, BETA])).page
    for role in ("button", "combobox", "searchbox", "region", "table"):
        for one in page.get_by_role(role).all():
            if role != "table":
                expect(one).to_have_accessible_name(re.compile(r"\S"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Conformance")


def test_a_failing_case_leads_to_the_explorer(show: Opener) -> None:
    failed = failure("a step", "x", "y")
    made = html([run(record("a/b#c d", "failed", failures=(failed,)))], ["my run.jsonl"])
    page = show(made, at="#case=a%2Fb%23c%20d").page
    open_all(page)
    link = page.get_by_role("link", name=f"Open line {failed.line} in the explorer").first
    expect(link).to_have_attribute("href", f"http://127.0.0.1:8119/case/a/b%23c%20d?line={failed.line}")
    expect(page.get_by_text("devicemode explore --record 'my run.jsonl'").first).to_be_visible()
