"""Where a port uploads to: the options that the commands which drive one share."""

from __future__ import annotations

from typing import Final

import click
import msgspec

from simulator.cli.options import grouped

DEFAULT_HOST: Final = "127.0.0.1"


class Uploads(msgspec.Struct, frozen=True, kw_only=True):
    """Where uploads are taken; the fields are the arguments of `arena`."""

    host: str
    port: int
    upload_url: str | None


upload_options: Final = grouped(
    "uploads",
    Uploads,
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
"""Hands a command the options as `uploads`."""
