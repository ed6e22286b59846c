"""`devicemode backend`: the stand-in for Amplitude as a server, and the export of its events."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import msgspec

from simulator.backend.reading.exports import FORMATS, Writable, exported
from simulator.cli import files
from simulator.cli.listening import OPTIONS, Listening
from simulator.cli.options import grouped
from simulator.cli.screen import standard_output
from simulator.errors import StoreError, UsageError, printable, quoted, readable
from simulator.values import iso_date

if TYPE_CHECKING:
    from simulator.backend.keeping.stores import Stores
    from simulator.backend.reading.rows import Outcome, Row, Service
    from simulator.backend.server import Server

_BLINK: Final = 0.02
"""Seconds that a line may wait for others."""
_MOST_WAITING: Final = 1000
"""The most lines that may wait."""


@click.group("backend", invoke_without_command=True)
@grouped("listening", Listening, *OPTIONS)
@click.option(
    "--max-body",
    type=click.IntRange(min=1),
    metavar="BYTES",
    default=4 * 1024 * 1024,
    show_default=True,
    help="The largest body of a request; a larger one is answered 413. /2/httpapi, /batch and /groupidentify have the "
    "limits that Amplitude documents.",
)
@click.option(
    "--no-throttling",
    is_flag=True,
    help="Take any number of events per second of a user or a device; Amplitude's current API takes 30, and 1000 in "
    "batches.",
)
@click.option(
    "--geoip",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Find out where an address is with a GeoIP file (.mmdb); needs the extra geoip.",
)
@click.option("--no-accounts", is_flag=True, help="Leave out the Accounts add-on, and groups with it.")
@click.pass_context
def command(
    context: click.Context,
    listening: Listening,
    store: Path | None,
    max_body: int,
    geoip: Path | None,
    no_throttling: bool,
    no_accounts: bool,
) -> None:
    """Stand in for Amplitude: take uploads of SDKs, show them as they arrive, and answer queries about them.

    Opened in a browser, the address shows what arrives. Each /runs/NAME/ is a project of its own; elsewhere each API
    key is one. /api/openapi.json describes the queries. Ctrl-C ends it.
    """
    if context.invoked_subcommand is not None:
        return
    from simulator.backend.ingestion import geoip as by_file
    from simulator.backend.ingestion import places
    from simulator.backend.ingestion.projects import Projects
    from simulator.backend.ingestion.refusals import Limits
    from simulator.backend.server import Options, Server

    locate = by_file.locator(geoip) if geoip else places.locate
    options = Options(**msgspec.structs.asdict(listening), limits=Limits(body=max_body, rates=not no_throttling))
    with stores_in(store) as stores:
        terminal = Terminal()
        server = Server(Projects(stores, locate=locate, accounts=not no_accounts), options, show=terminal.show)
        terminal.run(server, begun=lambda: click.echo(f"Listening on {server.url}/"))


@contextmanager
def stores_in(path: Path | None) -> Iterator[Stores]:
    """Open the file that a server keeps its projects in; without one they are in memory.

    Raises `StoreError` if the file can't be opened or written.
    """
    from simulator.backend.keeping.in_memory import MemoryStores

    if path is None:
        yield MemoryStores()
        return
    # A server without a store need not import this.
    from simulator.backend.keeping.database import Database

    # A server tries again in a way of its own, so that those who read need not wait for those who write.
    with Database(path, patience=_BLINK) as database:
        if not database.writable:
            raise StoreError(
                f"{readable(database.path)} can be read but not written, and a server needs to write its store"
            )
        yield database


@command.command("export", short_help="Write the events that a server has kept.")
@click.option(
    "--store", metavar="FILE", type=click.Path(path_type=Path), required=True, help="The file that the server kept."
)
@click.option("--project", "project_id", metavar="ID", help="Only this project; all by default.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="jsonl", show_default=True)
@click.option(
    "--output", metavar="FILE", type=click.Path(path_type=Path), help="Where to write; standard output by default."
)
def export(store: Path, project_id: str | None, form: str, output: Path | None) -> None:
    """Write the events that a server has kept, each with its user, session and revenue.

    In a CSV, text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    from simulator.backend.ingestion.projects import Projects
    from simulator.backend.keeping.database import Database

    if not store.is_file():
        raise StoreError(f"there is no store {readable(store)}")
    if output is not None and output.exists() and output.samefile(store):
        raise UsageError("the events can't be written over the store that they come from")
    with Database(store, read_only=True) as database:
        projects = [one for one in Projects(database) if project_id in (None, one.project_id)]
        if project_id is not None and not projects:
            raise UsageError(f"there is no project {quoted(project_id)} in {readable(store)}")
        with _written(output) as out:
            FORMATS[form](chain.from_iterable(map(exported, projects)), out)


@contextmanager
def _written(output: Path | None) -> Iterator[Writable]:
    """Return the file to write to; raise `UsageError` if it can't be written."""
    if output is None:
        with files.standard_output() as out:
            yield out
        return
    try:
        with output.open("w", encoding="utf-8", newline="") as out:
            yield out
    except OSError as error:
        raise UsageError(f"{readable(output)} can't be written: {error.strerror}") from None


class Terminal:
    """Writes a line for each arrival, and ends the server when nobody reads them any more.

    Arrivals within a blink are written together: the terminal would otherwise take longer than the store.
    """

    def __init__(self) -> None:
        self._stop: Callable[[], None] = lambda: None
        self._waiting: list[Row] = []

    def run(self, server: Server, *, begun: Callable[[], None]) -> None:
        """Run a server that shows its rows here, until it is stopped."""
        self._stop = server.stop
        # Imported modules stay, so the garbage collector need not visit them each time.
        gc.freeze()
        try:
            server.run(begun=begun)
        finally:
            self.write()

    def show(self, rows: Sequence[Row]) -> None:
        """Write a line for each row soon; within the server's loop."""
        if not self._waiting:
            asyncio.get_running_loop().call_later(_BLINK, self.write)
        self._waiting += rows
        if len(self._waiting) >= _MOST_WAITING:
            self.write()

    def write(self) -> None:
        """Write the lines that wait."""
        rows, self._waiting = self._waiting, []
        if rows:
            out = standard_output()
            # Each line is printable.
            out.write_styled("".join(f"{line(row)}\n" for row in rows))
            out.flush()
            if out.lost is not None:
                self._stop()


def line(row: Row) -> str:
    """Return when, who, which event, in which session, and whether it was taken: on one line, printable."""
    # An upload's events are alike in all but their JSON.
    return _line(
        row.service,
        row.time,
        row.user_id,
        row.device_id,
        row.event_type,
        row.path,
        row.session_id,
        row.outcome,
        row.status,
        row.note,
    )


@lru_cache(64)
def _line(
    service: Service,
    time: int,
    user_id: str | None,
    device_id: str | None,
    event_type: str,
    path: str,
    session_id: int | None,
    outcome: Outcome,
    status: int,
    note: str,
) -> str:
    what = readable(event_type) or f"request to {path}"
    if service == "Segment":
        what = f"Segment: {what}"
    elif event_type:
        what += "  no session" if session_id in (None, -1) else f"  session {session_id}"
    else:
        what += "  –"
    return printable(f"{iso_date(time)}  {_who(user_id, device_id)}  {what}  {_verdict(outcome, status, note)}")


def _who(user_id: str | None, device_id: str | None) -> str:
    if user_id:
        return f"user {readable(user_id)}"
    return f"device {readable(device_id)}" if device_id else "–"


def _verdict(outcome: Outcome, status: int, note: str) -> str:
    said: str = "valid" if outcome == "taken" else outcome
    if outcome == "refused":
        said = f"refused with {status}" if status else "cut off"
    return f"{said}: {note}" if note else said
