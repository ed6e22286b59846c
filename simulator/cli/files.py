"""Writing files for a command: whole or not at all, and what goes wrong in one sentence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from simulator.errors import UsageError


def write(path: Path, text: str) -> None:
    """Write a text file so that nobody ever sees half of it; `-` is standard output.

    Raises `UsageError` if the file can't be written. What is no regular file, such as a pipe, is written to directly.
    """
    if str(path) == "-":
        click.echo(text, nl=False)
        return
    data = text.encode()
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(data)
            return
        beside = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            beside.write_bytes(data)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from None


@contextmanager
def stream(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that is written line by line, so that what there is of it survives; raise as `write` does."""
    try:
        with path.open("wb", buffering=0) as opened:
            yield opened
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(f"{path}: can't be written: {error.strerror}; name a file in a folder that exists")
