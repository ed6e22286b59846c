"""Options in groups: a command gets one frozen object for each group, with nothing else in it."""

from __future__ import annotations

import click
import msgspec
import pytest
from click.testing import CliRunner

from simulator.cli import _COMMANDS, cli
from simulator.cli.options import grouped

MOST_PARAMETERS = 7
"""The most parameters that a command may take; a group counts as one."""


class Place(msgspec.Struct, frozen=True):
    """A group of two options."""

    host: str
    port: int


@click.command()
@click.option("--loud", is_flag=True)
@grouped("place", Place, click.option("--host", default="here"), click.option("--port", type=int, default=1))
def go(loud: bool, place: Place) -> None:
    """Print the arguments."""
    click.echo(f"{loud} {place}")


def test_a_group_is_handed_over_as_one_object() -> None:
    assert CliRunner().invoke(go, ["--loud", "--port", "2"]).output == "True Place(host='here', port=2)\n"


def test_the_help_has_the_options_in_the_order_that_they_are_written_in() -> None:
    output = CliRunner().invoke(go, ["--help"]).output
    assert output.index("--loud") < output.index("--host") < output.index("--port")


@pytest.mark.parametrize("name", _COMMANDS)
def test_a_command_takes_few_arguments(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    callback = command.callback
    assert callback is not None
    while hasattr(callback, "__wrapped__"):
        callback = callback.__wrapped__
    assert callback.__code__.co_argcount <= MOST_PARAMETERS
