"""`devicemode conform`: the suite against the reference."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from simulator.conformance import suite
from simulator.conformance.cases import Case
from simulator.conformance.runner import Verdict
from simulator.dialects import DIALECTS
from simulator.platforms import PLATFORMS, Platform

CONFORM, NOT_CONFORM, NOTHING_RAN = 0, 1, 4


@click.command("conform")
@click.option("-k", "keywords", multiple=True, metavar="TEXT", help="Only cases with this in their id or name.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only cases with this tag, e.g. rule:page.named.")
@click.option("--case", "ids", multiple=True, metavar="ID", help="Only the case with this id.")
@click.option("--platform", "platforms", multiple=True, type=click.Choice(PLATFORMS), help="Only this platform.")
@click.option(
    "--dialect",
    type=click.Choice((*DIALECTS, "all")),
    help="Run in one dialect, or in all of them; each case's own by default.",
)
@click.option("-x", "stop", is_flag=True, help="Stop at the first failure.")
@click.option("-j", "jobs", type=click.IntRange(1, 64), default=1, metavar="N", help="Run in N processes.")
@click.option("--shuffle", metavar="SEED", help="Run in another order.")
@click.option("--list", "only_list", is_flag=True, help="List the cases, and run none.")
@click.option("--features", type=click.Path(path_type=Path), metavar="DIR",
              help="Features to run in place of the packaged suite.")  # fmt: skip
def command(
    keywords: tuple[str, ...], tags: tuple[str, ...], ids: tuple[str, ...], platforms: tuple[Platform, ...],
    dialect: str | None, stop: bool, jobs: int, shuffle: str | None, only_list: bool, features: Path | None,
) -> None:  # fmt: skip
    """Run the conformance suite against the reference.

    Exits with 0 if all cases conform, 1 if one does not, 2 for wrong options or features, 4 if nothing ran.
    """
    discovered = suite.load(features)
    selection = suite.Selection(keywords=keywords, tags=tags, ids=ids, platforms=platforms)
    chosen = suite.select(discovered, selection)
    if shuffle is not None:
        chosen = suite.shuffled(chosen, shuffle)
    if only_list:
        for case in chosen:
            click.echo(case.id)
        return
    if dialect == "all":
        sys.exit(_all_dialects(chosen, discovered=len(discovered), stop=stop, jobs=jobs, features=features))
    verdicts = _perform(chosen, dialect=dialect, stop=stop, jobs=jobs, root=features)
    by_id = {case.id: case for case in discovered}
    _report(by_id, verdicts, discovered=len(discovered), features=features)
    sys.exit(_exit_code(verdicts))


def _perform(cases: Sequence[Case], *, dialect: str | None, stop: bool, jobs: int, root: Path | None) -> list[Verdict]:
    """Run cases with a line per feature that grows as they go."""
    marks = {"passed": ".", "failed": "F", "not applicable": "-"}
    verdicts: list[Verdict] = []
    feature = ""
    for verdict in suite.perform(cases, dialect=dialect, jobs=jobs, root=root):
        name = verdict.case.partition("#")[0]
        if name != feature:
            sys.stdout.write(f"{chr(10) if feature else ''}{name} ")
            feature = name
        sys.stdout.write(marks[verdict.status])
        sys.stdout.flush()
        verdicts.append(verdict)
        if stop and verdict.status == "failed":
            break
    if feature:
        sys.stdout.write("\n\n")
    return verdicts


def _all_dialects(cases: Sequence[Case], *, discovered: int, stop: bool, jobs: int, features: Path | None) -> int:
    """Run the cases in each dialect, print a matrix with a column for each, and return the exit code."""
    from simulator.cli.console import console
    from simulator.conformance import report

    out = console()
    by_id = {case.id: case for case in cases}
    by_dialect: dict[str, list[Verdict]] = {}
    for dialect in DIALECTS:
        click.echo(f"in {dialect}")
        by_dialect[dialect] = _perform(cases, dialect=dialect, stop=stop, jobs=jobs, root=features)
    verdicts = [verdict for made in by_dialect.values() for verdict in made]
    for verdict in verdicts:
        if verdict.status == "failed":
            out.print(report.failure(by_id[verdict.case], verdict, repeat=_repeat(verdict, features)))
    if verdicts:
        out.print(report.dialect_matrix(by_id, by_dialect))
    for name, made in by_dialect.items():
        out.print(report.totals(made, discovered=discovered, dialect=name))
    return _exit_code(verdicts)


def _report(cases: dict[str, Case], verdicts: list[Verdict], *, discovered: int, features: Path | None) -> None:
    from simulator.cli.console import console
    from simulator.conformance import report

    out = console()
    for verdict in verdicts:
        if verdict.status == "failed":
            out.print(report.failure(cases[verdict.case], verdict, repeat=_repeat(verdict, features)))
    if verdicts:
        out.print(report.matrix(cases, verdicts))
    out.print(report.totals(verdicts, discovered=discovered))
    alone = [verdict for verdict in verdicts if verdict.status == "not applicable"]
    documented = [verdict for verdict in alone if "documented" in cases[verdict.case].dialects]
    if documented:
        out.print(f"{len(documented)} of the cases that are not applicable are the documentation's alone")


def _repeat(verdict: Verdict, features: Path | None) -> str:
    parts = ["devicemode", "conform", "--case", verdict.case, "--dialect", verdict.dialect]
    if features:
        parts += ["--features", str(features)]
    return shlex.join(parts)


def _exit_code(verdicts: list[Verdict]) -> int:
    statuses = {verdict.status for verdict in verdicts}
    if "failed" in statuses:
        return NOT_CONFORM
    return CONFORM if "passed" in statuses else NOTHING_RAN
