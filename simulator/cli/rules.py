"""`devicemode rules`: the rules of the page, of uploads and of both APIs, and the scenarios that prove them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeVar

import click

from simulator.conformance import suite
from simulator.conformance.language.cases import Case
from simulator.documentation import cited_page
from simulator.documentation import rules as rules_module
from simulator.documentation.api_rules import (
    APIDocumentation,
    APIRule,
    api_documentation,
    api_rules,
    segment_documentation,
    segment_rules,
)
from simulator.documentation.platforms import TITLES
from simulator.documentation.rule_places import places_of
from simulator.documentation.rules import Rule, WireRule
from simulator.documentation.source_files import written
from simulator.errors import UsageError
from simulator.model.divergences import Divergence, about_rule
from simulator.ports.segment.proofs import FEATURES, proofs_of


@click.command("rules")
@click.argument("rule_id", metavar="[ID]", required=False)
@click.option("--line", type=click.IntRange(min=1), help="List the rules of a line of the documentation page.")
def command(rule_id: str | None, line: int | None) -> None:
    """List the documentation's rules, the upload rules, those of Amplitude's API and of Segment's; or show one.

    The suite is run: a rule counts as proven on a platform when it has scenarios there and all of them pass.
    Exits with 1 if a rule is not proven on a platform that it names. The rules of Segment's API are proven by scenarios
    that pytest runs.
    """
    if line is not None:
        if rule_id:
            raise click.UsageError("give the ID of a rule, or --line with a line of the page, not both")
        _show_line(line)
        return
    rule = rules_module.any_rule(rule_id) if rule_id else None
    if isinstance(rule, APIRule) and rule.id in segment_rules():
        _show_segment_rule(rule)
        return
    cases = suite.load()
    judged = [case for case in cases if rule is None or rule.id in case.proves]
    passed = {verdict.case for verdict in suite.perform(judged) if verdict.status == "passed"}
    covered = suite.coverage(cases)
    chosen = (rule,) if rule else rules_module.all_rules()
    proven = {
        (one.id, platform): bool(proving := covered.cases.get((one.id, platform), ()))
        and all(case.id in passed for case in proving)
        for one in chosen
        for platform in one.platforms
    }
    if rule:
        _show_one(rule, [case for case in cases if rule.id in case.proves], passed)
    else:
        _show_all("rule", list(rules_module.rules().values()), _ABOUT_RULES, covered, proven)
        _show_all("upload rule", list(rules_module.wire_rules().values()), _ABOUT_WIRE_RULES, covered, proven)
        _show_all("API rule", list(api_rules().values()), _ABOUT_API_RULES, covered, proven)
        _show_segment_rules()
    sys.exit(0 if all(proven.values()) else 1)


def _show_line(line: int) -> None:
    """List the rules that a line of the page states, or the rules of its section if it states none."""
    from rich.padding import Padding
    from rich.text import Text

    from simulator.cli.console import console

    page = cited_page.page()
    try:
        section = page.section_at(line)
    except ValueError as error:
        raise UsageError(str(error)) from None
    listed = list(rules_module.rules().values())
    stated = [rule for rule in listed if any(passage.first <= line <= passage.last for passage in rule.lines)]
    nearby = [rule for rule in listed if any(page.section_at(passage.first) == section for passage in rule.lines)]
    out = console()
    under = f"line {line} of {page.address}, under “{section}”"
    out.print(Text(under if stated else f"{under}, states no rule; those of its section:"))
    for rule in stated or nearby:
        out.print(Text.assemble("\n", (rule.id, "bold cyan"), f"  ({cited_page.written(rule.lines)})"))
        out.print(Padding(Text(rule.says), (0, 0, 0, 2), expand=False))


AnyRule = TypeVar("AnyRule", Rule, WireRule, APIRule)
About = Mapping[str, Callable[[AnyRule], str]]
"""Columns about a rule, by their headings."""

_ABOUT_RULES: Final[About[Rule]] = {"Section": lambda rule: rule.section, "Kind": lambda rule: rule.kind}
_ABOUT_WIRE_RULES: Final[About[WireRule]] = {"Source": lambda rule: rule.source}
_ABOUT_API_RULES: Final[About[APIRule]] = {"Endpoints": lambda rule: ", ".join(rule.endpoints)}


def _show_all(
    name: str, chosen: list[AnyRule], about: About[AnyRule], covered: suite.Coverage, proven: dict[suite.Pair, bool]
) -> None:
    """Show the rules of one kind, each with its scenarios by platform, and the sum."""
    from rich.table import Table
    from rich.text import Text

    from simulator.cli.console import console

    out = console()
    table = Table(box=None, pad_edge=False, padding=(0, 2), header_style="bold")
    for heading in (f"{name[0].upper()}{name[1:]}", *about, *TITLES.values()):
        table.add_column(heading, overflow="fold", justify="right" if heading in TITLES.values() else "left")
    for rule in chosen:
        cells = []
        for platform in TITLES:
            if platform not in rule.platforms:
                cells.append(Text("–", style="dim"))
                continue
            number = len(covered.cases.get((rule.id, platform), ()))
            holds = proven[rule.id, platform]
            cells.append(Text(f"{'✓' if holds else '✗'} {number}", style="green" if holds else "bold red"))
        table.add_row(Text(rule.id, style="cyan"), *(say(rule) for say in about.values()), *cells)
    out.print(table)
    pairs = [proven[rule.id, platform] for rule in chosen for platform in rule.platforms]
    whole = sum(all(proven[rule.id, platform] for platform in rule.platforms) for rule in chosen)
    out.print(
        Text(
            f"\n{whole} of {len(chosen)} {name}s proven; {sum(pairs)} of {len(pairs)} rule × platform pairs. "
            "A number is how many scenarios prove the rule there.\n",
            style="bold green" if whole == len(chosen) else "bold red",
        )
    )


def _show_segment_rules() -> None:
    """Show the rules of Segment's API, each with the number of its scenarios."""
    from rich.table import Table
    from rich.text import Text

    from simulator.cli.console import console

    out = console()
    table = Table(box=None, pad_edge=False, padding=(0, 2), header_style="bold")
    for heading in ("Segment rule", *_ABOUT_API_RULES, "Scenarios"):
        table.add_column(heading, overflow="fold", justify="right" if heading == "Scenarios" else "left")
    for rule in segment_rules().values():
        cells = [say(rule) for say in _ABOUT_API_RULES.values()]
        table.add_row(Text(rule.id, style="cyan"), *cells, str(len(proofs_of(rule.id))))
    out.print(table)
    listed = segment_rules().values()
    having = sum(bool(proofs_of(rule.id)) for rule in listed)
    out.print(Text(f"\n{having} of {len(listed)} Segment rules have scenarios, which pytest runs: {FEATURES}.\n"))


_PAGE: Final = frozenset({"documented", "printed"})
"""The readings of the page: a scenario that holds in one of them proves a rule."""


def _show_one(rule: rules_module.AnyRule, about: list[Case], passed: set[str]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from simulator.cli.console import console

    out = console()
    out.print(Text(rule.id, style="bold cyan"))
    platforms = ", ".join(TITLES[one] for one in rule.platforms)
    if isinstance(rule, Rule):
        out.print(Text(f"section “{rule.section}”, {rule.kind}, {platforms}"))
    elif isinstance(rule, WireRule):
        out.print(Text(f"upload rule, {platforms}"))
    else:
        out.print(Text(f"rule of Amplitude's current API: {', '.join(rule.endpoints)}"))
    out.print(Padding(Text(rule.says), (1, 0, 1, 2)))
    if isinstance(rule, Rule):
        if rule.example:
            out.print(Text(f"printed example: {rule.example}"))
        if rule.note:
            out.print(Text(f"note: {rule.note}"))
        if rule.adjudications:
            out.print(Text(f"decided in: {', '.join(rule.adjudications)} of docs/sources/adjudications.md"))
        found = cited_page.page()
        out.print(Text(f"page: {cited_page.written(rule.lines)} of {found.address}, {found.date:%-d %B %Y}"))
    elif isinstance(rule, WireRule):
        out.print(Text(f"source: {rule.source}" + (" (in docs/sources)" if rule.files else "")))
        _show_listed("read in:", written(rule.files))
    else:
        _show_sources(rule, api_documentation())
    _show_listed("carried out in:", map(str, places_of(rule.id)))
    _show_listed("divergences that touch it:", map(_shown, about_rule(rule.id)))
    # Where the rule does not hold, a scenario shows what ships instead, and proves nothing.
    proof = [case for case in about if not isinstance(rule, Rule) or _PAGE.intersection(case.dialects)]
    others = [case for case in about if case not in proof]
    out.print(Text(f"{len(proof)} cases prove it:" if len(proof) != 1 else "1 case proves it:", style="bold"))
    _show_cases(proof, passed)
    if others:
        out.print(Text(f"\n{len(others)} more show{'s' if len(others) == 1 else ''} what ships instead:", style="bold"))
        _show_cases(others, passed)


def _show_segment_rule(rule: APIRule) -> None:
    """Show a rule of Segment's API, which has no divergences."""
    from rich.padding import Padding
    from rich.text import Text

    from simulator.cli.console import console

    out = console()
    out.print(Text(rule.id, style="bold cyan"))
    out.print(Text(f"rule of Segment's API: {', '.join(rule.endpoints)}"))
    out.print(Padding(Text(rule.says), (1, 0, 1, 2)))
    _show_sources(rule, segment_documentation())
    _show_listed("carried out in:", map(str, places_of(rule.id)))
    found = proofs_of(rule.id)
    said = f"{len(found)} scenarios prove it" if len(found) != 1 else "1 scenario proves it"
    _show_listed(f"{said}, which pytest runs:", map(str, found))


def _show_sources(rule: APIRule, release: APIDocumentation) -> None:
    """Show the sources of a rule of an API."""
    from rich.text import Text

    from simulator.cli.console import console

    if rule.note:
        console().print(Text(f"note: {rule.note}"))
    _show_listed(f"lines of {release.repository}, {release.date}:", map(str, rule.lines))
    _show_listed("read in:", written(rule.files))


def _shown(entry: Divergence) -> str:
    return f"{entry.id}  ({', '.join(entry.dialects)})"


def _show_listed(title: str, lines: Iterable[str]) -> None:
    """Show lines under a title; nothing if there are none."""
    from rich.padding import Padding
    from rich.text import Text

    from simulator.cli.console import console

    listed = list(lines)
    if listed:
        out = console()
        out.print(Text(title, style="bold"))
        for line in listed:
            out.print(Padding(Text(line), (0, 0, 0, 2), expand=False))


def _show_cases(cases: list[Case], passed: set[str]) -> None:
    from rich.text import Text

    from simulator.cli.console import console

    out = console()
    for case in cases:
        mark = ("✓", "green") if case.id in passed else ("✗", "bold red")
        only = f"  ({', '.join(case.dialects)} only)" if len(case.dialects) == 1 else ""
        out.print(Text.assemble("  ", mark, f" {case.id}{only}"))
