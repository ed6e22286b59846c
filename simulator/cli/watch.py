"""`devicemode watch`: judge what arrives while somebody else performs a scenario."""

from __future__ import annotations

import sys
from pathlib import Path
from queue import Empty, SimpleQueue

import click

from simulator.backend.rows import Row
from simulator.conformance.cases import compile_file
from simulator.errors import UsageError, nearest, quoted

PASSED, FAILED, NOTHING_RAN = 0, 1, 4


@click.command("watch")
@click.argument("feature", type=click.Path(path_type=Path))
@click.option("--case", "wanted", metavar="NAME", help="The one to perform, where the feature has several.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; only this machine by default.")
@click.option("--port", type=click.IntRange(0, 65535), default=8119, show_default=True, help="0 is any that is free.")
@click.option("--allow-host", "hosts", multiple=True, metavar="HOST", help="A name that devices reach this machine by.")
@click.option("--allow-origin", "origins", multiple=True, metavar="ORIGIN", help="An origin whose pages may send.")
@click.option("--quiet", type=click.FloatRange(min=0.1), metavar="SECONDS",
              help="Don't ask: go on when something has arrived and nothing more does for so long.")  # fmt: skip
@click.option("--patience", type=click.FloatRange(min=0.1), default=300.0, show_default=True, metavar="SECONDS",
              help="With --quiet: how long to wait for the first arrival.")  # fmt: skip
def command(
    feature: Path, wanted: str | None, host: str, port: int, hosts: tuple[str, ...], origins: tuple[str, ...],
    quiet: float | None, patience: float,
) -> None:  # fmt: skip
    """Judge a scenario of FEATURE by what arrives while a person or a script performs it.

    Let the port upload to the address that is shown. Exits with 0 if the scenario holds, 1 if it does not.
    """
    from simulator.adapters.watching import Watch, unwatchable
    from simulator.backend.projects import RUN_PREFIX, Projects
    from simulator.backend.server import Options, serving
    from simulator.cli.console import console
    from simulator.conformance import records
    from simulator.conformance.runner import perform
    from simulator.reports import terminal

    cases = compile_file(feature)
    if wanted is not None:
        named = [case for case in cases if wanted in (case.key(), case.id, case.scenario)]
        if not named:
            keys = [case.key() for case in cases]
            raise UsageError(f"{feature} has no case {quoted(wanted)}.{nearest(wanted, keys)} It has {', '.join(keys)}")
        cases = tuple(named)
    if len(cases) > 1:
        raise UsageError(f"choose one with --case: {', '.join(case.key() for case in cases)}")
    [case] = cases
    why_not = unwatchable(case)
    if why_not:
        click.echo(f"nothing ran: {case.id} can't be judged by uploads alone; it needs {why_not}", err=True)
        sys.exit(NOTHING_RAN)
    arrivals: SimpleQueue[Row] = SimpleQueue()
    projects = Projects()

    def wait() -> None:
        if quiet is None:
            click.prompt("done? press Enter", default="", show_default=False, prompt_suffix=" ")
        else:
            _settle(arrivals, quiet, patience)

    with serving(projects, Options(host=host, port=port, hosts=hosts, origins=origins), show=arrivals.put) as server:
        click.echo(f"{case.scenario}\nupload to {server.url}/runs/watch\n")
        target = Watch(projects.open(f"{RUN_PREFIX}watch"), tell=lambda line: click.echo(f"  • {line}"), wait=wait)
        verdict = perform(case, target, dialect=case.home_dialect)
    out = console()
    if verdict.status == "failed":
        begin = records.begin_of(cases, features=str(feature.parent))
        out.print(terminal.failure(begin, records.record_of_verdict(case, verdict)))
    click.echo(f"\n{verdict.status}")
    sys.exit(PASSED if verdict.status == "passed" else FAILED)


def _settle(arrivals: SimpleQueue[Row], quiet: float, patience: float) -> None:
    """Wait for something to arrive, and then until nothing more does."""
    try:
        arrivals.get(timeout=patience)
        while True:
            arrivals.get(timeout=quiet)
    except Empty:
        return
