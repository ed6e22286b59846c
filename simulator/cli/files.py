"""Writing files for a command: whole or not at all, and what goes wrong in one sentence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from simulator.cli import screen
from simulator.errors import UsageError


def write(path: Path, text: str) -> None:
    """Write a text file so that nobody ever sees half of it; `-` is standard output.

    Raises `UsageError` if the file can't be written. What is no regular file, such as a pipe, is written to directly.
    """
    if str(path) == "-":
        with standard_output() as out:
            out.write(text)
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


class Output:
    """Standard output, for what another program reads."""

    def __init__(self, out: screen.Screen) -> None:
        self._out = out

    def write(self, text: str, /) -> None:
        """Write some of it; raise `UsageError` if it can't be written."""
        self._out.write_data(text)
        self._check()

    def flush(self) -> None:
        """Put it on its way; raise as `write` does."""
        self._out.flush()
        self._check()

    def _check(self) -> None:
        if self._out.lost is not None:
            raise UsageError(f"standard output can't be written: {self._out.lost.strerror}")


@contextmanager
def standard_output() -> Iterator[Output]:
    """Return standard output, for what is worth nothing unless it is whole; raise `UsageError` where it can't be."""
    out = Output(screen.standard_output())
    yield out
    out.flush()


class Lines:
    """A file that is written line by line."""

    def __init__(self, path: Path, opened: IO[bytes]) -> None:
        self._path = path
        self._opened = opened

    def write(self, line: bytes) -> None:
        """Write a line so that it survives whatever comes next."""
        try:
            self._opened.write(line)
            self._opened.flush()
        except OSError as error:
            raise _unwritable(self._path, error) from None


@contextmanager
def stream(path: Path) -> Iterator[Lines]:
    """Open a file that is written line by line, so that what there is of it survives; raise as `write` does."""
    if str(path) == "-":
        raise UsageError("lines can't go to standard output, where the progress goes; name a file")
    try:
        opened = path.open("wb")
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        yield Lines(path, opened)
    finally:
        # What could not be written has been complained of.
        with suppress(OSError):
            opened.close()


def _unwritable(path: Path, error: OSError) -> UsageError:
    right = {FileNotFoundError: "; name a file in a folder that exists", IsADirectoryError: "; name a file"}
    return UsageError(f"{path}: can't be written: {error.strerror}{right.get(type(error), '')}")
