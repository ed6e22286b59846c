"""`devicemode replay`: judge a case again from the report of a run, without the port."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from simulator.conformance.records.stream import CaseRecord
from simulator.errors import UsageError, nearest, quoted


@click.command("replay")
@click.argument("run", type=click.Path(path_type=Path))
@click.option("--case", "wanted", required=True, metavar="ID", help="The case to judge again.")
@click.option(
    "--features",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The features, if they are not where they were when they were run.",
)
@click.option("--transcript", is_flag=True, help="Show the messages between harness and adapter as well.")
def command(run: Path, wanted: str, features: Path | None, transcript: bool) -> None:
    """Judge a case again by the observations in RUN, the report of a run, with today's features.

    Exits with 0 if it holds, 1 if it does not.
    """
    from simulator.cli.console import console
    from simulator.conformance import suite
    from simulator.conformance.records import stream as records
    from simulator.conformance.records.recording import judge_again
    from simulator.reports import terminal
    from simulator.reports.text import message_line, shown

    recorded = records.read(run)
    found = recorded.by_id().get(wanted)
    if found is None:
        raise UsageError(f"{run} has no case {quoted(wanted)}.{nearest(wanted, recorded.by_id())}")
    root = features or (Path(recorded.begin.features) if recorded.begin.features else None)
    case = next((one for one in suite.load(root) if one.id == wanted), None)
    if case is None:
        raise UsageError(f"the suite has no case {quoted(wanted)} any more")
    if not found.observations:
        raise UsageError(f"{quoted(wanted)} was {found.outcome} in {run}: nothing was seen that could be judged")
    # A port always claims a level; the reference, run without an adapter, has none to claim.
    by_reference = not recorded.begin.levels
    verdict = judge_again(case, found.observations, dialect=found.dialect, own_sentences=by_reference)
    if transcript:
        for message in found.transcript:
            click.echo(shown(message_line(message)))
    record = records.record_of_verdict(case, verdict)
    if _said(record) != _said(found):
        click.echo("the scenario has changed since that run; it is judged as it is now")
    if verdict.status == "failed":
        console().print(terminal.failure(recorded.begin, record), crop=False)
    click.echo(f"{wanted}: {verdict.status} (was {found.outcome})")
    sys.exit(0 if verdict.status == "passed" else 1)


def _said(record: CaseRecord) -> list[tuple[object, ...]]:
    """Return the texts of a case's steps with their arguments, without their lines."""
    return [(step.text, step.table, step.docstring) for step in record.steps]
