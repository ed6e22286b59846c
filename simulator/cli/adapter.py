"""`devicemode adapter`: what a port's author needs beside the suite."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from simulator.adapters.connection import connector
from simulator.errors import UsageError

LANGUAGES = {"node": ("adapter.mjs", "port.mjs"), "python": ("adapter.py", "port.py")}
RUNS = {"node": "node adapter.mjs", "python": "python adapter.py"}


@click.group("adapter")
def command() -> None:
    """Write and check the small program that connects a port to the suite."""


@command.command("new")
@click.option("--language", type=click.Choice(list(LANGUAGES)), required=True, help="What the port is written in.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
def new(language: str, folder: Path) -> None:
    """Write a starting point into FOLDER: the protocol, which stays as it is, and the port, which is filled in."""
    source = Path(__file__).parent.parent / "adapters" / "templates" / language
    names = LANGUAGES[language]
    for name in names:
        if (folder / name).exists():
            raise UsageError(f"{folder / name} is there already; choose another folder or move it away")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            (folder / name).write_bytes((source / name).read_bytes())
    except OSError as error:
        raise UsageError(f"{folder}: can't be written to: {error.strerror}") from None
    click.echo(f"{folder / names[0]} speaks the protocol; there is nothing to change in it")
    click.echo(f"{folder / names[1]} is yours to fill in")
    click.echo(f"next: devicemode adapter check -- {RUNS[language]}")


@command.command("check", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="-- COMMAND…")
@click.option("--url", help="Check an adapter that is an HTTP server, in place of a command.")
@click.option("--timeout", type=click.FloatRange(min=0.1), default=5.0, show_default=True, metavar="SECONDS",
              help="How long each reply may take.")  # fmt: skip
def check(arguments: tuple[str, ...], url: str | None, timeout: float) -> None:
    """Find out whether an adapter speaks the protocol and does what it claims.

    Exits with 0 if it does, 1 if something is wrong.
    """
    from simulator.adapters import checking
    from simulator.adapters.arena import arena

    connect = connector(shlex.join(arguments) if arguments else None, url)
    wrong = 0
    with arena() as place:
        for finding in checking.check(connect, place, timeout=timeout):
            wrong += bool(finding.wrong)
            click.echo(f"{'✗' if finding.wrong else '✓'} {finding.what}")
            if finding.wrong:
                click.echo(f"    {finding.wrong}")
    click.echo(f"\n{wrong} thing{'' if wrong == 1 else 's'} to repair" if wrong else "\nthe adapter is right")
    sys.exit(1 if wrong else 0)


@command.command("capabilities")
def capabilities() -> None:
    """List what a port can claim to be able to do."""
    from rich.padding import Padding
    from rich.text import Text

    from simulator.adapters.capabilities import CAPABILITIES
    from simulator.cli.console import console

    out = console()
    for one in CAPABILITIES.values():
        out.print(Text(one.name, style="bold cyan"))
        out.print(Padding(Text(one.means), (0, 0, 0, 4)))
