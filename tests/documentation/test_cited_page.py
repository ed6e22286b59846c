"""Each rule names the lines of the page that it comes from, and they are in the section that it names."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from simulator.documentation import resources
from simulator.documentation import rules as rules_module
from simulator.documentation.cited_page import Passage, page, written
from simulator.documentation.rules import Rule, sections

RULES = tuple(rules_module.rules().values())


def test_the_headings_stand_in_order_within_the_page() -> None:
    lines = [heading.line for heading in page().headings]
    assert lines == sorted(set(lines))
    assert lines[-1] <= page().lines
    titles = [heading.title for heading in page().headings]
    assert len(titles) == len(set(titles))


def test_every_heading_that_a_section_of_the_suite_covers_is_on_the_page() -> None:
    assert {heading for section in sections() for heading in section.headings} <= {one.title for one in page().headings}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_stands_at_the_lines_and_in_the_section_that_it_names(rule: Rule) -> None:
    assert rule.lines
    for passage in rule.lines:
        assert 1 <= passage.first <= passage.last <= page().lines
        assert page().section_at(passage.first) == page().section_at(passage.last)
    assert page().section_at(rule.lines[0].first) == rule.section


def test_the_rows_of_a_table_follow_each_other_and_have_a_line_each() -> None:
    for section in {rule.section for rule in RULES if rule.kind == "table"}:
        rows = [rule for rule in RULES if rule.section == section and rule.kind == "table"]
        assert all(rule.lines[0].first == rule.lines[0].last for rule in rows)
        assert len({rule.lines[0] for rule in rows}) == len(rows), section


def test_the_tables_stand_in_the_sections_of_their_headings() -> None:
    tables: list[dict[str, Any]] = msgspec.json.decode(resources.fixture("tables.json").read_bytes())
    assert len(tables) == 10
    assert [page().section_at(table["line"]) for table in tables] == [table["heading"] for table in tables]


@pytest.mark.parametrize("line", [0, 1, 727])
def test_a_line_that_is_not_on_the_page_is_refused(line: int) -> None:
    with pytest.raises(ValueError, match=f"the page has lines 2 to 726, not {line}"):
        page().section_at(line)


@pytest.mark.parametrize(
    ("passages", "text"),
    [
        ((Passage(89, 89),), "line 89"),
        ((Passage(275, 276),), "lines 275–276"),
        ((Passage(286, 286), Passage(275, 276)), "lines 286 and 275–276"),
    ],
)
def test_passages_are_written_for_a_reader(passages: tuple[Passage, ...], text: str) -> None:
    assert written(passages) == text
