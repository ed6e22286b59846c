"""`devicemode segment`: the stand-ins for Segment and for Amplitude as one server."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click
import msgspec

from simulator.cli.backend import Terminal, opened
from simulator.cli.listening import Listening
from simulator.cli.options import grouped
from simulator.errors import StoreError, readable
from simulator.ports.segment.sources import EXAMPLE


@click.command("segment", epilog="An example of a file of sources:\n\n\b\n" + EXAMPLE.replace("\n\n", "\n\n\b\n"))
@click.argument("sources", type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8118, show_default=True, help="The port; 0 is any free one."
)
@click.option(
    "--store",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Keep what arrives in a SQLite file; without it, everything is gone when the server ends.",
)
@click.option(
    "--allow-origin",
    "origins",
    metavar="ORIGIN",
    multiple=True,
    help="Let pages of an origin send, such as https://shop.example, or null for files. Pages of loopback always may.",
)
@click.option(
    "--allow-host",
    "hosts",
    metavar="NAME",
    multiple=True,
    help="Answer to another name or address, such as 10.0.2.2, which is this machine as Android's emulator sees it.",
)
@click.option(
    "--analytics-js",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder dist/umd of the npm package @segment/analytics-next, for pages that load it from here.",
)
@click.option(
    "--integrations",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A folder of integrations for pages in device mode: amplitude/VERSION/amplitude.dynamic.js.gz.",
)
@click.option("--no-accounts", is_flag=True, help="Leave out Amplitude's Accounts add-on, and groups with it.")
@grouped("listening", Listening)
def command(
    sources: Path,
    listening: Listening,
    store: Path | None,
    analytics_js: Path | None,
    integrations: Path | None,
    no_accounts: bool,
) -> None:
    """Stand in for Segment, and for Amplitude behind it: take what Segment's libraries send to the sources in SOURCES.

    Each message is forwarded to Amplitude, or not, as Segment's servers do; the address opened in a browser shows both,
    and why. /api/openapi.json describes what can be asked. Amplitude's own SDKs can send to the same address. What is
    sent below /runs/NAME/ is kept apart. Ctrl-C ends it.
    """
    from simulator.backend.ingestion.projects import Projects
    from simulator.backend.keeping.in_memory import MemoryStores
    from simulator.backend.server import Options, Server
    from simulator.ports.segment.serving import segment
    from simulator.ports.segment.sources import read_sources

    workspace = read_sources(sources)
    with ExitStack() as stack:
        stores = stack.enter_context(opened(store)) if store else None
        if stores is not None and not stores.writable:
            raise StoreError(
                f"{readable(stores.path)} can be read but not written, and a server needs to write its store"
            )
        kept = stores or MemoryStores()
        projects = Projects(kept, accounts=not no_accounts)
        beside = segment(
            workspace, stores=kept, projects=projects, analytics_js=analytics_js, integrations=integrations
        )
        terminal = Terminal()
        options = Options(**msgspec.structs.asdict(listening))
        server = Server(projects, options, show=terminal.show, beside=beside)
        terminal.stop = server.stop

        def begun() -> None:
            click.echo(f"Listening on {server.url}/")
            for source in workspace:
                mode = "" if source.platform == "server" else f", {source.mode} mode"
                click.echo(f"  {source.name}: write key {source.write_key}, {source.platform}{mode}")

        try:
            server.run(begun=begun)
        finally:
            terminal.write()
