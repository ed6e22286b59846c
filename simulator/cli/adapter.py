"""`devicemode adapter`: tools for the author of a port, besides the suite."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import msgspec

from simulator.cli.seconds import SECONDS
from simulator.cli.uploads import Uploads, upload_options
from simulator.errors import LINES, UsageError, printable
from simulator.ports import starting_points
from simulator.ports.checking.check import Finding
from simulator.ports.connections.opening import connector
from simulator.ports.starting_points import LANGUAGES, TEMPLATES
from simulator.reports.text import last_lines, message_line, shown

MOST_WORDS: Final = 1000
"""The most characters of an adapter's standard error that are shown."""


@click.group("adapter")
def command() -> None:
    """Write and check the small program that connects a port to the suite."""


@command.command("new")
@click.option("--language", type=click.Choice(LANGUAGES), help="What the port is written in.")
@click.option("--template", type=click.Choice(TEMPLATES), help="In place of a language: page, for a web SDK in a page.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
def new(language: str | None, template: str | None, folder: Path) -> None:
    """Write a starting point into FOLDER: the protocol, which you leave alone, and the port, which you fill in."""
    if (language is None) == (template is None):
        raise UsageError("say what the port is written in, --language, or --template page for a web SDK in a page")
    point = starting_points.write(language or template or "", folder)
    for says, names in (("stays as it is", point.stays), ("yours to fill in", point.yours)):
        click.echo(f"{says}: {', '.join(str(folder / name) for name in names)}")
    commands = [*([point.build] if point.build else []), f"devicemode adapter check -- {point.run}"]
    there = "" if folder == Path() else f", in {folder}"
    click.echo(f"next{there}: {commands[0]}")
    for line in commands[1:]:
        click.echo(f"then: {line}")


@command.command("check", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="-- COMMAND…")
@click.option("--url", help="Check an adapter that is an HTTP server, in place of a command.")
@click.option(
    "--timeout", type=SECONDS, default=5.0, show_default=True, metavar="SECONDS", help="How long each reply may take."
)
@click.option("--transcript", is_flag=True, help="Show the messages of each check as well.")
@upload_options
def check(arguments: tuple[str, ...], url: str | None, timeout: float, transcript: bool, uploads: Uploads) -> None:
    """Find out whether an adapter speaks the protocol and does what it claims.

    Exits with 0 if it does, 1 if something is wrong.
    """
    from simulator.ports.checking import check as checking
    from simulator.ports.upload_server import upload_server

    if bool(arguments) == bool(url):
        raise UsageError("say how the adapter is reached: -- and its command, or --url and its address")
    connect = connector(shlex.join(arguments) if arguments else None, url)
    wrong = 0
    with upload_server(**msgspec.structs.asdict(uploads)) as place:
        for finding in checking.check(connect, place, timeout=timeout):
            wrong += bool(finding.wrong)
            for line in _lines(finding):
                click.echo(line)
            for message in finding.transcript if transcript else ():
                click.echo(f"    {shown(message_line(message))}")
    click.echo(f"\n{wrong} thing{'' if wrong == 1 else 's'} to fix" if wrong else "\nthe adapter is right")
    sys.exit(1 if wrong else 0)


def _lines(finding: Finding) -> Iterator[str]:
    """Yield a finding for people: the check, the mistake, and the end of the adapter's standard error."""
    yield f"{'✗' if finding.wrong else '·' if finding.unseen else '✓'} {shown(finding.what)}"
    for says in (finding.wrong, finding.unseen):
        if says:
            yield f"    {shown(says)}"
    words = printable(last_lines(finding.stderr.strip(), MOST_WORDS), keep=LINES)
    for line in words.splitlines():
        yield f"      | {line}"


@command.command("capabilities")
def capabilities() -> None:
    """List what a port can claim to be able to do."""
    from rich.padding import Padding
    from rich.text import Text

    from simulator.cli.console import console
    from simulator.ports.protocol.capabilities import CAPABILITIES

    out = console()
    for one in CAPABILITIES.values():
        out.print(Text(one.name, style="bold cyan"))
        out.print(Padding(Text(one.means), (0, 0, 0, 4)))
