"""`devicemode rules`: the documentation's rules and the scenarios that prove them."""

from __future__ import annotations

import sys

import click

from simulator import rules as rules_module
from simulator.conformance import suite
from simulator.conformance.cases import Case
from simulator.platforms import TITLES
from simulator.rules import Rule


@click.command("rules")
@click.argument("rule_id", metavar="[ID]", required=False)
def command(rule_id: str | None) -> None:
    """List the documentation's rules and what proves them, or show one.

    The suite is run: a rule counts as proven on a platform when it has scenarios there and all of them pass.
    Exits with 1 if a rule is not proven on a platform that it names.
    """
    rule = rules_module.rule(rule_id) if rule_id else None
    cases = suite.load()
    passed = {verdict.case for verdict in suite.perform(cases) if verdict.status == "passed"}
    covered = suite.coverage(cases)
    chosen = [rule] if rule else list(rules_module.rules().values())
    proven = {
        (one.id, platform): bool(proving := covered.cases.get((one.id, platform), ()))
        and all(case.id in passed for case in proving)
        for one in chosen
        for platform in one.platforms
    }
    if rule:
        _show_one(rule, [case for case in cases if rule.id in case.rules], passed)
    else:
        _show_all(chosen, covered, proven)
    sys.exit(0 if all(proven.values()) else 1)


def _show_all(chosen: list[Rule], covered: suite.Coverage, proven: dict[suite.Pair, bool]) -> None:
    from rich.table import Table
    from rich.text import Text

    from simulator.cli.console import console

    out = console()
    table = Table(box=None, pad_edge=False, padding=(0, 2), header_style="bold")
    for heading in ("Rule", "Section", "Kind", *TITLES.values()):
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
        table.add_row(Text(rule.id, style="cyan"), rule.section, rule.kind, *cells)
    out.print(table)
    whole = sum(all(proven[rule.id, platform] for platform in rule.platforms) for rule in chosen)
    pairs = sum(proven.values())
    out.print(Text(
        f"\n{whole} of {len(chosen)} rules proven; {pairs} of {len(proven)} rule × platform pairs. "
        "A number is how many scenarios prove the rule there.",
        style="bold green" if whole == len(chosen) else "bold red",
    ))  # fmt: skip


def _show_one(rule: Rule, proving: list[Case], passed: set[str]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from simulator.cli.console import console

    out = console()
    out.print(Text(rule.id, style="bold cyan"))
    out.print(Text(f"section “{rule.section}”, {rule.kind}, {', '.join(TITLES[one] for one in rule.platforms)}"))
    out.print(Padding(Text(rule.says), (1, 0, 1, 2)))
    if rule.example:
        out.print(Text(f"printed example: {rule.example}"))
    if rule.note:
        out.print(Text(f"note: {rule.note}"))
    out.print(Text(f"{len(proving)} cases prove it:", style="bold"))
    for case in proving:
        mark = ("✓", "green") if case.id in passed else ("✗", "bold red")
        only = f"  ({', '.join(case.dialects)} only)" if len(case.dialects) == 1 else ""
        out.print(Text.assemble("  ", mark, f" {case.id}{only}"))
