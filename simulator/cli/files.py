"""Writing files for a command: whole or not at all, and errors in one sentence."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from simulator.cli import screen
from simulator.errors import UsageError


def write(path: Path, text: str) -> None:
    """Write a text file so that nobody ever sees half of it; `-` is standard output.

    Raises `UsageError` if the file can't be written. Anything but a regular file, such as a pipe, is written directly.
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
    except (OSError, RuntimeError) as error:
        raise _unwritable(path, error) from None


def check_apart(writes: Mapping[str, Path | None], *, reads: Iterable[Path]) -> None:
    """Raise `UsageError` if one of the files to write, by their options, is another of them or one that is read."""
    read = {same: path for path in reads if (same := _identity(path))}
    written: dict[object, str] = {}
    for option, path in writes.items():
        same = None if path is None else _identity(path)
        if same is None:
            continue
        if same in read:
            raise UsageError(f"{option} {path} would be written over {read[same]}, which is read; name another file")
        if (other := written.setdefault(same, option)) != option:
            raise UsageError(f"{other} and {option} would both be written to {path}; give each its own file")


def check_writable(path: Path) -> None:
    """Raise `UsageError`, as `write` would later, for a file that can't be written."""
    try:
        target = path.resolve()
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not target.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        if not os.access(target.parent if not target.exists() or target.is_file() else target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except (OSError, RuntimeError) as error:
        raise _unwritable(path, error) from None


def _identity(path: Path) -> object:
    """Return the identity of a file, whatever its names; none for anything but a regular file."""
    try:
        found = path.stat()
        return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None
    except FileNotFoundError:
        return path.resolve()
    except (OSError, RuntimeError):
        # It can't be written; the attempt will report that.
        return None


class Output:
    """Standard output, for data that another program reads."""

    def __init__(self, out: screen.Screen) -> None:
        self._out = out

    def write(self, text: str, /) -> None:
        """Write some of it; raise `UsageError` if nobody reads it. Other losses are reported when the command ends."""
        self._out.write_data(text)
        self._check()

    def flush(self) -> None:
        """Flush; raise as `write` does."""
        self._out.flush()
        self._check()

    def _check(self) -> None:
        if self._out.left and self._out.lost is not None:
            raise UsageError(f"standard output can't be written: {self._out.lost.strerror}")


@contextmanager
def standard_output() -> Iterator[Output]:
    """Return standard output, for data that is useless unless whole; raise `UsageError` if it can't be whole there."""
    out = Output(screen.standard_output())
    yield out
    out.flush()


class Lines:
    """A file that is written line by line."""

    def __init__(self, path: Path, opened: IO[bytes]) -> None:
        self._path = path
        self._opened = opened

    def write(self, line: bytes) -> None:
        """Write a line so that it survives a kill."""
        try:
            self._opened.write(line)
            self._opened.flush()
        except OSError as error:
            raise _unwritable(self._path, error) from None


@contextmanager
def stream(path: Path) -> Iterator[Lines]:
    """Open a file that is written line by line, so that every written line survives; raise as `write` does."""
    if str(path) == "-":
        raise UsageError("lines can't go to standard output, where the progress goes; name a file")
    try:
        opened = path.open("wb")
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        yield Lines(path, opened)
    finally:
        # A write that failed has been reported.
        with suppress(OSError):
            opened.close()


def _unwritable(path: Path, error: OSError | RuntimeError) -> UsageError:
    if not isinstance(error, OSError):
        # Python 3.11 and 3.12 raise it for links that lead to each other.
        return UsageError(f"{path}: can't be written: {os.strerror(errno.ELOOP)}")
    right = {FileNotFoundError: "; name a file in a folder that exists", IsADirectoryError: "; name a file"}
    return UsageError(f"{path}: can't be written: {error.strerror}{right.get(type(error), '')}")
