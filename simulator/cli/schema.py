"""`devicemode schema`: the JSON Schemas of the formats that other programs read and write."""

from __future__ import annotations

from pathlib import Path

import click

from simulator import schemas
from simulator.cli import files


@click.command("schema")
@click.argument("name", type=click.Choice(tuple(schemas.ABOUT)), required=False)
def command(name: str | None) -> None:
    """Print the JSON Schema NAME, or list the schemas that there are."""
    if name is not None:
        files.write(Path("-"), schemas.text(name))
        return
    for one, about in schemas.ABOUT.items():
        click.echo(f"{one:18}{about}")
