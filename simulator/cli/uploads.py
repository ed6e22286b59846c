"""The address that a port uploads to: options shared by the commands that drive a port."""

from __future__ import annotations

from typing import Final

import click
import msgspec

from simulator.cli.options import grouped

DEFAULT_HOST: Final = "127.0.0.1"


class Uploads(msgspec.Struct, frozen=True, kw_only=True):
    """The address at which uploads are taken; the fields are the arguments of `upload_server`."""

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
        help="The address that takes uploads; by default only this machine reaches it.",
    ),
    click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=0,
        show_default=True,
        help="Its port; 0 is any free one.",
    ),
    click.option(
        "--upload-url",
        metavar="URL",
        help="How the port reaches that address, e.g. http://10.0.2.2:8119 from an emulator.",
    ),
)
"""Hands a command the options as `uploads`."""
