"""The rules of Amplitude's current API: complete, each with its source, each proven on every endpoint that it names."""

from __future__ import annotations

import re
from datetime import date

import pytest

from simulator.backend.ingestion.endpoints import ENDPOINTS
from simulator.conformance import suite
from simulator.conformance.language.actions import Post
from simulator.conformance.language.cases import Case
from simulator.documentation.api_rules import APIRule, api_documentation, api_rules
from tests import ROOT
from tools import api_page

RULES = api_rules().values()
CASES = [case for case in suite.load() if case.api_rules]


def unproven(cases: list[Case]) -> set[tuple[str, str]]:
    """Return each rule with an endpoint that it names and that no case which proves the rule posts to."""
    named = {(rule.id, endpoint) for rule in RULES for endpoint in rule.endpoints}
    proven = {
        (rule, one.step.path)
        for case in cases
        for rule in case.api_rules
        for one in case.steps
        if isinstance(one.step, Post)
    }
    return named - proven


def test_every_rule_has_a_scenario_on_each_of_its_endpoints() -> None:
    assert unproven(CASES) == set()


def test_a_rule_without_a_scenario_is_missed() -> None:
    without = [case for case in CASES if "v2.dedup.seven-days" not in case.api_rules]
    assert unproven(without) == {("v2.dedup.seven-days", "/2/httpapi"), ("v2.dedup.seven-days", "/batch")}


def test_the_documentation_is_that_of_one_commit() -> None:
    release = api_documentation()
    assert re.fullmatch(r"[0-9a-f]{40}", release.commit)
    released = date.fromisoformat(release.date)
    assert all(date.fromisoformat(page.changed) <= released for page in release.pages.values())
    assert set(release.pages) == {passage.page for rule in RULES for passage in rule.lines}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_complete(rule: APIRule) -> None:
    assert rule.id.startswith("v2.")
    assert rule.says.endswith(".")
    assert set(rule.endpoints) <= set(ENDPOINTS)
    assert rule.lines or (rule.files and rule.note), "what the documentation does not say, an SDK shows"
    assert all(1 <= passage.first <= passage.last for passage in rule.lines)


def test_the_page_has_every_rule_with_its_sources_and_scenarios() -> None:
    """When this fails: `python -m tools.api_page docs/amplitude-api.md`."""
    page = (ROOT / "docs" / "amplitude-api.md").read_text("utf-8")
    assert api_page.renewed(page) == page
    assert [found[2] for found in api_page.MARKS.finditer(page)] == ["release", "rules", "decisions"]
