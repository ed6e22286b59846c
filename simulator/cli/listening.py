"""A server's address and whom it answers: options shared by `backend`, `segment` and `watch`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click
import msgspec

from simulator.cli.options import Decorator


class Listening(msgspec.Struct, frozen=True, kw_only=True):
    """A server's address and whom it answers; the fields are arguments of `simulator.backend.server.Options`."""

    host: str
    port: int
    #: Names, beside its own, that it answers to.
    hosts: tuple[str, ...]
    #: Origins, beside those of loopback, whose pages may send.
    origins: tuple[str, ...]


OPTIONS: Final[tuple[Decorator, ...]] = (
    click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on."),
    click.option(
        "--port", type=click.IntRange(0, 65535), default=8118, show_default=True, help="The port; 0 is any free one."
    ),
    click.option(
        "--store",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Keep what arrives in a SQLite file; without it, everything is gone when the server ends.",
    ),
    click.option(
        "--allow-origin",
        "origins",
        metavar="ORIGIN",
        multiple=True,
        help="Let pages of an origin send, such as https://shop.example, or null for files. Pages of loopback always "
        "may.",
    ),
    click.option(
        "--allow-host",
        "hosts",
        metavar="NAME",
        multiple=True,
        help="Answer to another name or address, such as 10.0.2.2, which is this machine as Android's emulator sees "
        "it.",
    ),
)
"""The options of a stand-in, for `grouped`: those of `Listening`, and `store`."""
