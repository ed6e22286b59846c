"""`devicemode schema`: the JSON Schemas of what other programs read and write."""

from __future__ import annotations

import click

from simulator import schemas


@click.command("schema")
@click.argument("name", type=click.Choice(tuple(schemas.ABOUT)), required=False)
def command(name: str | None) -> None:
    """Print the JSON Schema NAME, or list the schemas that there are."""
    if name is not None:
        click.echo(schemas.text(name), nl=False)
        return
    for one, about in schemas.ABOUT.items():
        click.echo(f"{one:18}{about}")
