"""Where a port uploads to: the options that the commands which drive one share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

DEFAULT_HOST: Final = "127.0.0.1"

_OPTIONS: Final = (
    click.option(
        "--host",
        default=DEFAULT_HOST,
        show_default=True,
        help="Where uploads are taken; only from this machine by default.",
    ),
    click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=0,
        show_default=True,
        help="At which port; 0 is any that is free.",
    ),
    click.option(
        "--upload-url", metavar="URL", help="Where the port reaches that, e.g. http://10.0.2.2:8119 from an emulator."
    ),
)


def upload_options(command: Command) -> Command:
    """Add the options to a command; they are the arguments of `arena`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
