"""`devicemode segment`: the stand-ins for Segment and for Amplitude as one server."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from simulator.cli.backend import Terminal, stores_in
from simulator.cli.listening import OPTIONS, Listening
from simulator.cli.options import grouped
from simulator.ports.segment.sources import EXAMPLE


@click.command("segment", epilog="An example of a file of sources:\n\n\b\n" + EXAMPLE.replace("\n\n", "\n\n\b\n"))
@click.argument("sources", type=click.Path(path_type=Path))
@grouped("listening", Listening, *OPTIONS)
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
    and why. /api/openapi.json describes the queries. Amplitude's own SDKs can send to the same address. Each
    /runs/NAME/ is kept apart. Ctrl-C ends it.
    """
    from simulator.backend.ingestion.projects import Projects
    from simulator.backend.server import Options, Server
    from simulator.ports.segment.serving import segment
    from simulator.ports.segment.sources import read_sources

    workspace = read_sources(sources)
    with stores_in(store) as stores:
        projects = Projects(stores, accounts=not no_accounts)
        beside = segment(
            workspace, stores=stores, projects=projects, analytics_js=analytics_js, integrations=integrations
        )
        terminal = Terminal()
        options = Options(**msgspec.structs.asdict(listening))
        server = Server(projects, options, show=terminal.show, beside=beside)

        def begun() -> None:
            click.echo(f"Listening on {server.url}/")
            for source in workspace:
                mode = "" if source.platform == "server" else f", {source.mode} mode"
                click.echo(f"  {source.name}: write key {source.write_key}, {source.platform}{mode}")

        terminal.run(server, begun=begun)
