"""`devicemode run`: interpret a feature and show what Amplitude receives, per platform."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from simulator.conformance.actions import STAGE
from simulator.conformance.cases import Case, compile_file
from simulator.conformance.exploration import Exploration, explore
from simulator.dialects import DIALECTS
from simulator.errors import FeatureError
from simulator.platforms import PLATFORMS, Platform


@click.command("run")
@click.argument("feature", type=click.Path(path_type=Path))
@click.option(
    "--platform",
    "platforms",
    multiple=True,
    type=click.Choice(PLATFORMS),
    help="Where to run scenarios that say only “an app”, or which of the others to run; all by default.",
)
@click.option("--dialect", type=click.Choice(DIALECTS), help="Run in one dialect; each scenario's own by default.")
@click.option(
    "--compare",
    "compared",
    metavar="A,B",
    help="Show two dialects, platforms or both side by side: documented,shipped or ios,web:latest.",
)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object per scenario and platform.")  # fmt: skip
def command(
    feature: Path, platforms: tuple[Platform, ...], dialect: str | None, compared: str | None, as_json: bool
) -> None:
    """Interpret FEATURE and show what Amplitude receives.

    Any feature will do, also one without Then steps. Exits with 1 if a Then step does not hold.
    """
    chosen = [(case, _platforms(case, platforms)) for case in compile_file(feature)]
    chosen = [(case, where) for case, where in chosen if where]
    if not chosen:
        about = f" is about {' or '.join(platforms)}" if platforms else ""
        click.echo(f"nothing ran: no scenario in {feature}{about}", err=True)
        sys.exit(4)
    if compared:
        _compare(compared, chosen, as_json=as_json)
        return
    failed = False
    for case, where in chosen:
        explorations = [explore(case, dialect=dialect, platform=platform) for platform in where]
        _check_stage(case, explorations)
        failed = failed or any(one.failed for one in explorations)
        if as_json:
            for one in explorations:
                click.echo(one.to_json())
        else:
            _show(case, explorations)
    sys.exit(1 if failed else 0)


def _platforms(case: Case, wanted: tuple[Platform, ...]) -> list[Platform | None]:
    """Return where to perform a case: wherever it is wanted if it leaves that open, else once."""
    if not case.platforms:
        return [platform for platform in PLATFORMS if not wanted or platform in wanted]
    return [None] if not wanted or set(wanted) & set(case.platforms) else []


def _compare(compared: str, chosen: list[tuple[Case, list[Platform | None]]], *, as_json: bool) -> None:
    """Show each scenario on two sides; a difference is a finding, not a failure."""
    from simulator.cli.console import console
    from simulator.conformance import comparison

    left, right = comparison.sides(compared)
    out = console()
    for case, where in chosen:
        # Sides that name their platforms need no other.
        for platform in [None] if left.platform and right.platform else where:
            made = comparison.compare(case, left, right, platform=platform)
            if as_json:
                click.echo(made.to_json())
            else:
                out.print(comparison.render(made))


def _check_stage(case: Case, explorations: list[Exploration]) -> None:
    """Raise `FeatureError` if the stage could not be set: a wrong setting or device attribute leaves nothing to see."""
    stage = {one.line for one in case.steps if isinstance(one.step, STAGE)}
    for refusal in (refusal for one in explorations for refusal in one.refusals):
        if refusal.line in stage:
            raise FeatureError(f"{case.path}:{refusal.line}: {refusal.says}")


def _show(case: Case, explorations: list[Exploration]) -> None:
    from simulator.cli.console import console
    from simulator.conformance import exploration

    out = console()
    out.print(exploration.render(case, explorations, width=out.width))
