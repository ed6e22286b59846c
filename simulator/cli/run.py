"""`devicemode run`: interpret a feature and show what Amplitude receives, per platform."""

from __future__ import annotations

import sys
from contextlib import ExitStack, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from simulator.cli.boundary import DEFECT, costs_its_case
from simulator.cli.screen import standard_output
from simulator.conformance.language.actions import SETUP
from simulator.conformance.language.cases import Case, compile_file
from simulator.conformance.running.exploration import Exploration, explore
from simulator.conformance.running.silent_calls import silent_calls
from simulator.documentation.platforms import PLATFORMS, Platform
from simulator.errors import FeatureError, UsageError, readable
from simulator.model.dialects import DIALECTS
from simulator.model.storage import SQLiteStorage

if TYPE_CHECKING:
    from simulator.conformance.running.over_http import OverHTTP, Server


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
@click.option(
    "--devices",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep the apps' devices in DIR, each as APP.db, so that the next scenario and the next run go on with them: "
    "install today, use it, come back tomorrow. Scenarios run in their order, each on one platform (choose it with "
    "--platform where a scenario leaves it open). Time goes on where a device was left; Given steps describe the "
    "device again, and Amplitude begins empty. Delete a file to begin with a new device.",
)
@click.option(
    "--upload",
    "address",
    metavar="URL",
    help="Send the uploads to the backend at URL (`devicemode backend` starts one) and show their outcome there. "
    "Each scenario and platform is a run of its own, which its live view shows under a name like the scenario's.",
)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object per scenario and platform.")
def command(
    feature: Path,
    platforms: tuple[Platform, ...],
    dialect: str | None,
    compared: str | None,
    devices: Path | None,
    address: str | None,
    as_json: bool,
) -> None:
    """Interpret FEATURE and show what Amplitude receives.

    Any feature will do, even one without Then steps. Exits with 1 if a Then step does not hold.
    """
    chosen = [(case, _platforms(case, platforms)) for case in compile_file(feature)]
    chosen = [(case, where) for case, where in chosen if where]
    if not chosen:
        about = f" is about {' or '.join(platforms)}" if platforms else ""
        click.echo(f"nothing ran: no scenario in {feature}{about}", err=True)
        sys.exit(4)
    if devices:
        _prepare(devices, chosen, compared)
    if compared and address:
        raise UsageError("--compare shows two sides as they are in memory; leave out --upload or --compare")
    if compared is not None and dialect:
        raise UsageError("--compare names the dialects itself, like documented,shipped; leave out --dialect")
    if compared is not None:
        _compare(compared, chosen, as_json=as_json)
        return
    failed = False
    defects: list[str] = []
    with _server(address) if address else nullcontext() as server:
        for case, where in chosen:
            with costs_its_case(f"{case.path}:{case.line}", defects):
                projects = [_run_of(server, case, one) if server else None for one in where]
                with ExitStack() as opened:
                    storage_of = partial(_storage, devices, opened) if devices else None
                    explorations = [
                        explore(case, dialect=dialect, platform=one, storage_of=storage_of, project=project)
                        for one, project in zip(where, projects, strict=True)
                    ]
                _check_stage(case, explorations)
                if not devices:
                    # A run on kept devices can't be repeated: they have moved on.
                    explorations = [
                        msgspec.structs.replace(one, silent=silent_calls(case, dialect=dialect, platform=platform))
                        for one, platform in zip(explorations, where, strict=True)
                    ]
                failed = failed or any(one.failed for one in explorations)
                if as_json:
                    for one in explorations:
                        standard_output().write_data(f"{one.to_json()}\n")
                else:
                    _show(case, explorations)
                for project in projects:
                    if project is not None:
                        click.echo(f"uploaded to {project.url}", err=as_json)
    sys.exit(DEFECT if defects else 1 if failed else 0)


def _server(address: str) -> Server:
    """Return the backend at an address; a run in memory need not import it."""
    from simulator.conformance.running import over_http

    return over_http.Server(over_http.checked(address))


def _run_of(server: Server, case: Case, platform: Platform | None) -> OverHTTP:
    return server.free_run(f"{case.id}-{platform}" if platform else case.id)


def _platforms(case: Case, wanted: tuple[Platform, ...]) -> list[Platform | None]:
    """Return the platforms on which to perform a case: the chosen ones if it leaves that open, else its own, once."""
    if not case.platforms:
        return [platform for platform in PLATFORMS if not wanted or platform in wanted]
    return [None] if not wanted or set(wanted) & set(case.platforms) else []


def _prepare(devices: Path, chosen: list[tuple[Case, list[Platform | None]]], compared: str | None) -> None:
    """Make the folder of devices; raise `UsageError` for options that need more than one set of devices."""
    if compared:
        raise UsageError("--compare performs each scenario twice, on new devices; leave out --devices or --compare")
    for case, where in chosen:
        if len(where) > 1:
            raise UsageError(
                f"{case.path}:{case.line}: the scenario runs on {len(where)} platforms, but --devices keeps one device "
                "for each app; choose the platform with --platform"
            )
    try:
        devices.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{readable(devices)} can't be used as a folder of devices: {error.strerror}") from None


def _storage(devices: Path, opened: ExitStack, app: str) -> SQLiteStorage:
    return opened.enter_context(SQLiteStorage(devices / f"{app}.db"))


def _compare(compared: str, chosen: list[tuple[Case, list[Platform | None]]], *, as_json: bool) -> None:
    """Show each scenario on two sides; a difference is a finding, not a failure."""
    from simulator.cli.console import console
    from simulator.conformance.running import comparison

    left, right = comparison.sides(compared)
    out = console()
    ran = False
    defects: list[str] = []
    for case, where in chosen:
        if not comparison.comparable(case, left, right):
            click.echo(
                f"left out: {case.path}:{case.line}: the scenario names its platform itself, "
                f'{" and ".join(case.platforms)}; begin it with "Given an app", or compare dialects',
                err=True,
            )
            continue
        ran = True
        # Sides that name their platforms need no more.
        for platform in [None] if left.platform and right.platform else where:
            with costs_its_case(f"{case.path}:{case.line}", defects):
                made = comparison.compare(case, left, right, platform=platform)
                if as_json:
                    standard_output().write_data(f"{made.to_json()}\n")
                else:
                    out.print(comparison.render(made))
    if defects:
        sys.exit(DEFECT)
    if not ran:
        click.echo("nothing ran: no scenario can be performed on both sides", err=True)
        sys.exit(4)


def _check_stage(case: Case, explorations: list[Exploration]) -> None:
    """Raise `FeatureError` if a Given step failed: a wrong setting or device attribute leaves nothing to show."""
    stage = {one.line for one in case.steps if isinstance(one.step, SETUP)}
    for refusal in (refusal for one in explorations for refusal in one.refusals):
        if refusal.line in stage:
            raise FeatureError(f"{case.path}:{refusal.line}: {refusal.says}")


def _show(case: Case, explorations: list[Exploration]) -> None:
    from simulator.cli.console import console
    from simulator.conformance.running import exploration

    out = console()
    out.print(exploration.render(case, explorations, width=out.width))
