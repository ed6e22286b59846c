"""`devicemode diff`: the changes between two runs."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("diff")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
def command(before: Path, after: Path) -> None:
    """Compare the reports of two runs, case by case.

    Exits with 1 if something fails in AFTER that did not fail in BEFORE. A case that was judged in only one of the two
    is added or removed; a failure that was removed is not fixed.
    """
    from rich.text import Text

    from simulator.cli.console import console
    from simulator.conformance.records import differences
    from simulator.conformance.records import stream as records
    from simulator.reports import tally
    from simulator.reports.text import shown

    old, new = records.read(before), records.read(after)
    changed = differences.compare(old, new)
    out = console()
    for name, run in (("before", old), ("after", new)):
        out.print(Text(f"{name}: {shown(tally.label(run))}", "dim"))
    if old.begin.suite != new.begin.suite:
        out.print(Text("the two runs are of different suites: a case may have changed as well as the port", "yellow"))
    for path, run in ((before, old), (after, new)):
        if run.end is None:
            out.print(
                Text(
                    f"{shown(str(path))} has no end: that run was interrupted, and the rest of it is missing", "yellow"
                )
            )
    for title, style, cases in (
        ("new failures", "bold red", changed.new),
        ("fixed", "green", changed.fixed),
        ("still failing", "red", changed.still),
        ("added", "cyan", changed.added),
        ("removed", "yellow", changed.removed),
    ):
        out.print(Text(f"{title}: {len(cases)}", style))
        for record in cases:
            out.print(Text(f"  {shown(record.case)}  {record.outcome}"))
    sys.exit(1 if changed.worse else 0)
