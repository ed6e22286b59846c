"""The badge: an image that says how many of the cases that apply passed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.conformance.records.stream import Run
from simulator.reports.badge import badge
from tests.support.runs import HOSTILE, ONE_OF_EACH, hostile_run, record, run

SVG = "{http://www.w3.org/2000/svg}"
GREEN, YELLOW, RED, GREY = "#2a7d2a", "#8a6a00", "#b3261e", "#5f6368"


def read(*runs: Run, label: str = "devicemode") -> tuple[str, str]:
    """Return a badge's text and color."""
    root = ET.fromstring(badge(runs, label=label))
    assert root.tag == f"{SVG}svg"
    [title] = root.iter(f"{SVG}title")
    assert root.get("aria-label") == title.text
    left, right = [text.text or "" for text in root.iter(f"{SVG}text")]
    assert title.text == f"{left}: {right}"
    color = [rect.get("fill") for rect in root.iter(f"{SVG}rect")][2]
    return right, str(color)


@pytest.mark.parametrize(
    ("runs", "says", "color"),
    [
        ([run(record("a#1"), record("a#2"))], "2 of 2", GREEN),
        ([run(record("a#1"), record("a#2", "not applicable"))], "1 of 1", GREEN),
        ([run(record("a#1"), record("a#2", "failed", known=True))], "1 of 2", YELLOW),
        ([run(record("a#1"), record("a#2", "failed"))], "1 of 2", RED),
        ([run(record("a#1"), record("a#2", "errored"))], "1 of 2", RED),
        ([run(*ONE_OF_EACH)], "2 of 5", RED),
        ([run(record("a#1"), ended=False, more=1)], "interrupted", RED),
        ([run(more=3)], "nothing ran", GREY),
        ([run(record("a#1")), run(record("a#1"), record("a#2"))], "3 of 3", GREEN),
        ([run(record("a#1")), run(record("a#1", "failed"))], "1 of 2", RED),
        ([run(record("a#1")), run()], "nothing ran", GREY),
    ],
)
def test_a_badge_says_what_came_of_its_runs(runs: list[Run], says: str, color: str) -> None:
    assert read(*runs) == (says, color)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_label_stays_text(text: str) -> None:
    assert read(run(record()), label=text)[0] == "1 of 1"


@given(st.text(st.characters(exclude_categories=())))
def test_any_label_gives_an_image(text: str) -> None:
    read(run(record()), label=text)


def test_nothing_that_a_port_says_is_in_a_badge() -> None:
    text = badge([hostile_run()])
    assert "script" not in text
    assert len(text) < 1000


def test_a_badge_loads_nothing() -> None:
    root = ET.fromstring(badge([run(record())]))
    names = {name for element in root.iter() for name in element.attrib}
    assert not names & {"href", "{http://www.w3.org/1999/xlink}href", "style", "onload"}
