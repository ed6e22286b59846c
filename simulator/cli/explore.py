"""`devicemode explore`: a page on which a scenario is played on several platforms at once, step by step."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click
import msgspec

from simulator.cli.options import grouped
from simulator.errors import UsageError, nearest, quoted, readable

if TYPE_CHECKING:
    from simulator.explorer.drafts import Draft


class Listening(msgspec.Struct, frozen=True, kw_only=True):
    """The page's address, and the names that it answers to."""

    host: str
    port: int
    #: Names, beside its own, that it answers to.
    hosts: tuple[str, ...]


class Live(msgspec.Struct, frozen=True, kw_only=True):
    """The source of what real apps send: a backend of the explorer's own, or one that already runs."""

    #: The port of its own.
    listen: int
    backend: str | None


@click.command("explore")
@click.argument("feature", type=click.Path(path_type=Path), required=False)
@click.option("--case", "case_id", metavar="ID", help="Open this case of FEATURE or, without it, of the suite.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to serve the page on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8119, show_default=True, help="The port; 0 is any free one."
)
@click.option("--allow-host", "hosts", metavar="NAME", multiple=True, help="Answer to another name or address.")
@grouped("listening", Listening)
@click.option(
    "--drafts",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where scenarios are kept between one start and the next.  [default: devicemode/drafts in the folder that "
    "your system has for an application's state]",
)
@click.option(
    "--record",
    metavar="RUN",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The stream of a port's run (`devicemode conform --report`): its failing cases are opened where they failed, "
    "the port beside the reference. Without --case, the first of them.",
)
@click.option(
    "--listen",
    type=click.IntRange(0, 65535),
    default=8118,
    show_default=True,
    help="The port on which /live takes what a real app sends; 0 is any free one.",
)
@click.option(
    "--backend",
    metavar="URL",
    help="A `devicemode backend` that already runs: show on /live what it receives, in place of listening.",
)
@grouped("live", Live)
@click.option("--no-browser", is_flag=True, help="Leave it to you to open the page.")
def command(
    feature: Path | None,
    case_id: str | None,
    listening: Listening,
    drafts: Path | None,
    record: Path | None,
    live: Live,
    no_browser: bool,
) -> None:
    """Play a scenario on several platforms in a browser: what each would send to Amplitude, for which user, and why.

    Opens FEATURE, a case of the suite, the failures in RUN, the events of a backend, or an empty page. Ctrl-C ends it;
    scenarios are kept. Needs the extra `explorer`.
    """
    if find_spec("nicegui") is None:
        raise UsageError("the explorer needs NiceGUI; install the extra: pip install 'devicemode[explorer]'")
    from simulator.explorer.page.server import Options, Server
    from simulator.explorer.page.watching import backend_address

    watched = backend_address(live.backend, anywhere=True) if live.backend else ""
    failed = _failed(record, case_id) if record is not None else ""
    draft = None if failed else _opened(feature, case_id)
    folder = drafts or _state() / "drafts"
    server = Server(
        Options(**msgspec.structs.asdict(listening), folder=folder, record=record, listen=live.listen, backend=watched)
    )
    address = f"{server.url}/case/{quote(failed, safe='/')}" if failed else server.url
    if watched and not failed:
        address = f"{server.url}/live?backend={quote(watched, safe=':/')}"
    if draft is not None:
        page = server.pages.new(draft)
        server.pages.keep(page)
        address = f"{server.url}/p/{page.page}"

    def begun() -> None:
        click.echo(f"Exploring on {address}")
        if not no_browser:
            click.launch(address)

    server.run(begun=begun)


def _failed(record: Path, case_id: str | None) -> str:
    """Return which failing case of a run to open; raise `UsageError` if it has none, or not this one."""
    from simulator.conformance.records.stream import read

    failing = [one.case for one in read(record).cases if one.failures]
    if not failing:
        raise UsageError(f"no case failed in {readable(record)}, so there is none to explore")
    if case_id is not None and case_id not in failing:
        raise UsageError(f"the case {quoted(case_id)} did not fail in {readable(record)}.{nearest(case_id, failing)}")
    return case_id or failing[0]


def _opened(feature: Path | None, case_id: str | None) -> Draft | None:
    from simulator.explorer.opening import opened_case, opened_file

    if feature is not None:
        return opened_file(feature, case=case_id or "")
    return opened_case(case_id) if case_id else None


def _state() -> Path:
    """Return the folder for what devicemode remembers between two runs."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "devicemode"
