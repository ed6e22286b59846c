"""The rules as pages, one for each part of the suite: the sentence of each, its proofs, and its code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from simulator.conformance import suite
from simulator.conformance.language.cases import Case
from simulator.documentation import resources, rules
from simulator.documentation.api_rules import APIPassage, api_documentation
from simulator.documentation.platforms import TITLES
from simulator.documentation.rules import AnyRule, Rule, Section, WireRule
from simulator.model.divergences import divergences
from tools.readme import ROOT
from tools.site.links import scenario_line
from tools.site.text import escaped

_PAGE: Final = frozenset({"documented", "printed"})
"""The dialects that are readings of the page: a case that holds in one of them proves a rule."""


def pages(scenarios: Mapping[str, tuple[int, ...]]) -> dict[str, str]:
    """Return a page for each part of the suite, and the index."""
    made = {"rules/index.md": _index()}
    for section in rules.sections():
        made[f"rules/{section.folder}.md"] = _page(section, scenarios)
    return made


def page_of(rule_id: str) -> str:
    """Return the address of a rule on the site."""
    rule = rules.any_rule(rule_id)
    folder = next(one.folder for one in rules.sections() if rule in one.rules)
    return f"rules/{folder}.md#{rule_id}"


def scenario_link(case: Case, scenarios: Mapping[str, tuple[int, ...]], *, up: str = "..") -> str:
    """Return a link to the scenario of a case, from a page one folder down."""
    feature = case.id.partition("#")[0]
    line = scenario_line(scenarios[f"features/{feature}.feature"], case.line)
    return f"[`{case.id}`]({up}/features/{feature}.md#L{line})"


def _index() -> str:
    rows = [
        f"| [{section.title}]({section.folder}.md) | {', '.join(section.headings) or '–'} | {len(section.rules)} |"
        for section in rules.sections()
    ]
    return "\n".join(
        [
            "# Rules\n",
            (
                f"The {len(rules.rules())} rules are what the page says: one for each row of a table, each normative "
                "sentence, each group of printed examples. The page does not say how events travel; what the SDKs of "
                f"its time do there are the {len(rules.wire_rules())} upload rules, which hold in every dialect. What "
                "Amplitude's API of today takes, and what it answers, are rules of their own.\n"
            ),
            (
                "A rule's id tags the scenarios that prove it and is carried, as `because`, by every command and event "
                "that it made. `devicemode rules ID` shows one in the terminal.\n"
            ),
            "| part | headings of the page | rules |\n|---|---|--:|",
            *rows,
            "",
        ]
    )


def _page(section: Section, scenarios: Mapping[str, tuple[int, ...]]) -> str:
    parts = [f"# {section.title}: rules\n"]
    for rule in section.rules:
        cases = [case for case in suite.load() if rule.id in case.proves]
        parts.append(f"## `{rule.id}` {{#{rule.id}}}\n")
        parts.append(f"{escaped(rule.says)}\n")
        parts.append(_about(rule))
        proof = [case for case in cases if not isinstance(rule, Rule) or _PAGE.intersection(case.dialects)]
        parts += _listed(f"{len(proof)} {'case proves' if len(proof) == 1 else 'cases prove'} it", proof, scenarios)
        others = [case for case in cases if case not in proof]
        if others:
            more = f"{len(others)} more {'shows' if len(others) == 1 else 'show'} what ships instead"
            parts += _listed(more, others, scenarios)
    return "\n".join(parts)


def _about(rule: AnyRule) -> str:
    facts = {"On": ", ".join(TITLES[one] for one in rule.platforms)}
    if isinstance(rule, Rule):
        facts["On the page"] = f"“{rule.section}”, {rule.kind}"
        if rule.example:
            facts["Printed example"] = escaped(rule.example)
        if rule.note:
            facts["Note"] = escaped(rule.note)
    elif isinstance(rule, WireRule):
        facts["Known from"] = escaped(rule.source)
    else:
        facts["Endpoints"] = ", ".join(f"`{one}`" for one in rule.endpoints)
        facts["In the documentation"] = ", ".join(map(_passage, rule.lines)) or "not said"
        if rule.note:
            facts["Note"] = escaped(rule.note)
    places = _places().get(rule.id, ())
    if places:
        facts["In the code"] = ", ".join(f"`{one}`" for one in places)
    differing = [entry for entry in divergences().values() if rule.id in entry.rules]
    if differing:
        facts["Ships otherwise"] = ", ".join(
            f"[`{one.id}`](../divergences/{one.platform}.md#{one.id})" for one in differing
        )
    return "".join(f"- **{name}**: {text}\n" for name, text in facts.items())


def _passage(passage: APIPassage) -> str:
    """Return a link to lines of the documentation of Amplitude's API, at the release that the rules follow."""
    release = api_documentation()
    address = f"https://github.com/{release.repository}/blob/{release.commit}/{release.pages[passage.page].file}"
    return f"[{passage}]({address}?plain=1#L{passage.first}-L{passage.last})"


def _listed(title: str, cases: Sequence[Case], scenarios: Mapping[str, tuple[int, ...]]) -> list[str]:
    if not cases:
        return [f"{title}.\n"]
    lines = [f"    - {scenario_link(case, scenarios)}" for case in cases]
    return [f'??? note "{title}"\n', *lines, ""]


@cache
def _places() -> Mapping[str, tuple[str, ...]]:
    """Return the places of each rule's id in the code, `simulator/model/sources.py:33`."""
    found: dict[str, list[str]] = {one.id: [] for one in rules.all_rules()}
    features = resources.features()
    for path in sorted(Path(ROOT / "simulator").rglob("*.py")):
        if features in path.parents:
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            for one in _ids_in(line, found):
                found[one].append(f"{path.relative_to(ROOT).as_posix()}:{number}")
    return {one: tuple(places) for one, places in found.items()}


def _ids_in(line: str, known: Mapping[str, object]) -> set[str]:
    return {one for one in re.findall(r"[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+", line) if one in known}
