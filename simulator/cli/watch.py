"""`devicemode watch`: judge the arrivals while somebody else performs a scenario."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final

import click
import msgspec

from simulator.backend.reading.rows import Row
from simulator.cli import backend
from simulator.cli.listening import Listening
from simulator.cli.options import grouped
from simulator.cli.seconds import SECONDS
from simulator.conformance.judging.expectations import Expectation
from simulator.conformance.judging.matching import Difference
from simulator.conformance.language.cases import Case, CaseStep, compile_file
from simulator.documentation.rules import all_rules
from simulator.errors import LINES, UsageError, nearest, printable, quoted, readable
from simulator.ports.watching import Performer, sources_of, unwatchable, watch, written
from simulator.reports.text import shown

PASSED, FAILED, NOTHING_RAN = 0, 1, 4

EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 — where someone listens there, the page says so
"""Addresses to listen on that nobody can send to."""


@click.command("watch")
@click.argument("feature", type=click.Path(path_type=Path))
@click.option("--case", "wanted", metavar="NAME", help="The one to perform, where the feature has several.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; only this machine by default.")
@click.option("--port", type=click.IntRange(0, 65535), default=8119, show_default=True, help="0 is any that is free.")
@click.option("--allow-host", "hosts", multiple=True, metavar="HOST", help="A name that devices reach this machine by.")
@click.option("--allow-origin", "origins", multiple=True, metavar="ORIGIN", help="An origin whose pages may send.")
@click.option(
    "--segment",
    "through_segment",
    is_flag=True,
    help="Stand in for Segment, too: its libraries send their calls here, and are forwarded as the scenario says.",
)
@grouped("listening", Listening)
@click.option(
    "--quiet",
    type=SECONDS,
    metavar="SECONDS",
    help="Don't ask: go on when something has arrived and nothing more does for so long.",
)
@click.option(
    "--patience",
    type=SECONDS,
    default=300.0,
    show_default=True,
    metavar="SECONDS",
    help="With --quiet: how long to wait for the first arrival.",
)
def command(
    feature: Path,
    wanted: str | None,
    listening: Listening,
    through_segment: bool,
    quiet: float | None,
    patience: float,
) -> None:
    """Judge a scenario of FEATURE by what arrives while a person or a script performs it.

    Let the port upload to the address that is shown, and do what is shown; with --segment, let a real page or server
    send through Segment's library to that address, with the write key that is shown. Exits with 0 if the scenario
    holds, 1 if it does not, 2 for wrong options or features, 4 if it can't be judged by uploads, 130 if it is
    interrupted.
    """
    from simulator.backend.ingestion.project_ids import RUN_PREFIX
    from simulator.backend.ingestion.projects import Projects
    from simulator.backend.keeping.in_memory import MemoryStores
    from simulator.backend.server import Options, serving
    from simulator.model.dialects import dialect
    from simulator.ports.segment.journal import Journal
    from simulator.ports.segment.serving import segment
    from simulator.ports.segment.sources import Sources
    from simulator.ports.segment.stand_in import store_of

    case = _chosen(feature, wanted)
    if not any(isinstance(one.step, Expectation) for one in case.steps):
        click.echo(
            f"nothing ran: {case.id} has no Then step, so there is nothing to judge; `devicemode backend` shows what "
            "arrives",
            err=True,
        )
        sys.exit(NOTHING_RAN)
    unseen = unwatchable(case, through_segment=through_segment)
    if unseen:
        click.echo(
            f"nothing ran: {case.id} asks for {unseen}; uploads don't show that, an adapter can tell it "
            "(devicemode adapter new)",
            err=True,
        )
        sys.exit(NOTHING_RAN)
    arrivals: SimpleQueue[Row] = SimpleQueue()
    performer: Performer = _Asking() if quiet is None else _Listening(arrivals, quiet, patience)

    stores = MemoryStores()
    projects = Projects(stores)
    project = projects.open(f"{RUN_PREFIX}watch")
    elsewhere: set[str] = set()

    def show(rows: Sequence[Row]) -> None:
        for row in rows:
            click.echo(f"    ← {backend.line(row)}")
            if row.project in ("", project.project_id):
                arrivals.put(row)
            elif row.project not in elsewhere:
                elsewhere.add(row.project)
                click.echo(f"    {_at_another_project(row, server.url)}")

    sources = sources_of(case) if through_segment else ()
    beside = segment(Sources(sources), stores=stores, projects=projects, reading=dialect(case.home_dialect))
    with serving(projects, Options(**msgspec.structs.asdict(listening)), show=show, beside=beside) as server:
        click.echo(f"{case.scenario}  ({case.path}:{case.line})")
        click.echo(f"Let the port upload to {server.url}/runs/watch in place of https://api.amplitude.com.")
        for source in sources:
            click.echo(
                f"Let Segment's library of the {source.name} send to {server.url}/runs/watch, write key "
                f"{source.write_key}, in place of https://api.segment.io."
            )
        if listening.host in EVERYWHERE:
            click.echo(
                f"From another device, write this machine's address for {listening.host}, and allow it by --allow-host."
            )
        click.echo()
        journal = Journal(stores.store(store_of("watch")))
        messages = (lambda: [one.message for one in journal.messages()]) if through_segment else None
        verdict = watch(case, project, performer, dialect=case.home_dialect, messages=messages)
    if verdict.status == "failed":
        _explain(case, feature)
    click.echo(f"\n{verdict.status}")
    sys.exit(PASSED if verdict.status == "passed" else FAILED)


def _at_another_project(row: Row, address: str) -> str:
    return printable(
        f"this came to another project, {readable(row.project)}, and is not judged: let the port upload to "
        f"{address}/runs/watch, with /runs/watch in front of the path that it uses at Amplitude"
    )


def _chosen(feature: Path, wanted: str | None) -> Case:
    """Return the chosen case; raise `UsageError` if there is none, or more than one."""
    cases = compile_file(feature)
    keys = [case.key() for case in cases]
    if wanted is not None:
        named = [case for case in cases if wanted in (case.key(), case.id, case.scenario)]
        if not named:
            raise UsageError(f"{feature} has no case {quoted(wanted)}.{nearest(wanted, keys)} It has {', '.join(keys)}")
        keys, cases = [case.key() for case in named], tuple(named)
    if not cases:
        raise UsageError(f"{feature} has no scenario; write one, as devicemode steps shows")
    if len(cases) > 1:
        raise UsageError(f"{feature} has {len(cases)} cases; choose one with --case: {', '.join(keys)}")
    return cases[0]


class _Terminal:
    """Shows the steps and their results on the terminal."""

    def show_step(self, step: CaseStep, filled: str) -> None:
        """Show a step, indented as in the feature."""
        for line in written(step):
            click.echo(f"  {printable(line)}")
        if filled:
            click.echo(f"    that is, {printable(filled)}")

    def show_result(self, step: CaseStep, differences: Sequence[Difference]) -> None:
        """Show a step with its result."""
        click.echo(f"{'✗' if differences else '✓'} {step.keyword.strip()} {printable(step.text)}  (line {step.line})")
        if differences:
            _print_differences(differences)


class _Asking(_Terminal):
    """A person performs, and says when it is done."""

    def wait(self) -> None:
        """Wait for Enter. Raises `UsageError` where nobody can press it."""
        click.echo("\nDo this, let the port upload it, then press Enter.")
        if not self._entered():
            raise UsageError("standard input has ended, so nobody can press Enter; give --quiet SECONDS")

    @staticmethod
    def _entered() -> bool:
        try:
            return bool(sys.stdin and sys.stdin.readline())
        except UnicodeDecodeError:
            # Whatever was typed, Enter ended it.
            return True


class _Listening(_Terminal):
    """A script performs; it has finished when nothing more arrives."""

    def __init__(self, arrivals: SimpleQueue[Row], quiet: float, patience: float) -> None:
        self._arrivals = arrivals
        self._quiet = quiet
        self._patience = patience

    def wait(self) -> None:
        """Wait for something to arrive, and then until nothing more does."""
        click.echo(f"\nWaiting until something arrives and then nothing more for {self._quiet:g} s …")
        try:
            self._arrivals.get(timeout=self._patience)
        except Empty:
            click.echo(f"    nothing arrived within {self._patience:g} s")
            return
        try:
            while True:
                self._arrivals.get(timeout=self._quiet)
        except Empty:
            return


def _print_differences(differences: Sequence[Difference]) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from simulator.cli.console import console

    table = Table(box=None, pad_edge=False, padding=(0, 2), header_style="dim")
    for title in ("where", "expected", "actual"):
        table.add_column(title, overflow="fold")
    for one in differences:
        table.add_row(Text(shown(one.path)), Text(shown(one.expected), "green"), Text(shown(one.actual), "red"))
    console().print(Padding(table, (0, 0, 0, 4), expand=False))


def _explain(case: Case, feature: Path) -> None:
    """Print the rules that a case proves, and how to try again."""
    click.echo()
    for rule in all_rules():
        if rule.id in case.proves:
            click.echo(printable(f"rule {rule.id}: {rule.says}", keep=LINES))
    click.echo(f"again: {shlex.join(['devicemode', 'watch', str(feature), '--case', case.key()])}")
