"""`devicemode replay`: judge a case again from the report of a run, without the port."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from simulator.errors import UsageError, nearest, quoted


@click.command("replay")
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--case", "wanted", required=True, metavar="ID", help="The case to judge again.")
@click.option("--features", type=click.Path(path_type=Path), metavar="DIR",
              help="The features, if they are not the packaged ones.")  # fmt: skip
@click.option("--transcript", is_flag=True, help="Show the messages between harness and adapter as well.")
def command(run: Path, wanted: str, features: Path | None, transcript: bool) -> None:
    """Judge a case again from what was seen in RUN, the report of a run, with the features as they are now.

    Exits with 0 if it holds, 1 if it does not.
    """
    from simulator.cli.console import console
    from simulator.conformance import records, suite
    from simulator.conformance.recording import Replay
    from simulator.conformance.runner import perform
    from simulator.reports import terminal
    from simulator.reports.text import message_line, shown

    recorded = records.read(run)
    found = recorded.by_id().get(wanted)
    if found is None:
        raise UsageError(f"{run} has no case {quoted(wanted)}.{nearest(wanted, recorded.by_id())}")
    case = next((one for one in suite.load(features) if one.id == wanted), None)
    if case is None:
        raise UsageError(f"the suite has no case {quoted(wanted)} any more")
    if not found.looks:
        raise UsageError(f"{quoted(wanted)} was {found.outcome} in {run}: nothing was seen that could be judged")
    own_sentences = recorded.begin.port == records.REFERENCE
    verdict = perform(case, Replay(list(found.looks), own_sentences=own_sentences), dialect=found.dialect)
    if transcript:
        for message in found.transcript:
            click.echo(shown(message_line(message)))
    record = records.record_of_verdict(case, verdict)
    if verdict.status == "failed":
        console().print(terminal.failure(recorded.begin, record))
    click.echo(f"{wanted}: {verdict.status} (was {found.outcome})")
    sys.exit(0 if verdict.status == "passed" else 1)
