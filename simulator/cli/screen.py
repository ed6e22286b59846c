"""The only way out of a command for text: standard output and standard error.

While a command runs, `sys.stdout` and `sys.stderr` are a `Screen` each, so that everything, including click's own
messages and the progress of a run, is written through one. Two things pass it unchanged: the styles of
`console.console()`, which makes its text visible itself, and data, unless it goes to a terminal.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOBase
from typing import Final, TextIO

from simulator.errors import LINES, printable


class Screen(TextIOBase):
    """A stream to which any text may be written.

    Invisible characters become escapes, and so do those that the stream's encoding doesn't have. A stream that takes no
    more, because nobody reads it or its disk is full, takes nothing from then on, and the command goes on: its result
    does not depend on who is watching.
    """

    #: The encoding of text that may be written: any text.
    encoding = "utf-8"
    errors = "strict"

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        #: The error that ended all writing, if there was one.
        self.lost: OSError | None = None
        if stream is None:
            self.lost = OSError(errno.EBADF, "it is closed")
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")

    def write(self, text: str, /) -> int:
        """Write text."""
        if not isinstance(text, str):
            raise TypeError(f"a screen takes text, not {type(text).__name__}")
        self.write_styled(_visible(text))
        return len(text)

    def write_styled(self, text: str) -> None:
        """Write text that is known to be visible, with its styles."""
        if self._stream is not None and self.lost is None:
            try:
                self._stream.write(text)
            except (OSError, ValueError) as error:
                self._lose(error)

    def write_data(self, text: str) -> None:
        """Write data that another program reads: byte for byte, unless it goes to a terminal."""
        if self.isatty():
            self.write(text.replace("\r\n", "\n"))
            return
        binary = getattr(self._stream, "buffer", None)
        if binary is None:
            self.write_styled(text)
        elif self.lost is None:
            self.flush()
            try:
                binary.write(text.encode(errors="backslashreplace"))
            except (OSError, ValueError) as error:
                self._lose(error)

    def flush(self) -> None:
        """Flush the stream."""
        if self._stream is not None and self.lost is None:
            try:
                self._stream.flush()
            except (OSError, ValueError) as error:
                self._lose(error)

    def isatty(self) -> bool:
        """Tell whether this is a terminal."""
        return self._stream is not None and self.lost is None and self._stream.isatty()

    def fileno(self) -> int:
        """Return the number of the file; raises `OSError` if there is none."""
        if self._stream is None:
            raise OSError(errno.EBADF, "it is closed")
        return self._stream.fileno()

    @property
    def real_encoding(self) -> str:
        """The encoding of the stream."""
        return getattr(self._stream, "encoding", None) or self.encoding

    @property
    def left(self) -> bool:
        """Tell whether it was lost because nobody reads it any more, as `… | head` does, or has ever read it."""
        return self.lost is not None and self.lost.errno in _LEFT

    def _lose(self, error: OSError | ValueError) -> None:
        """Take nothing more, and drop the stream's buffer, which Python would complain about at exit."""
        self.lost = error if isinstance(error, OSError) else OSError(errno.EBADF, "it is closed")
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)


_LEFT: Final = (errno.EPIPE, errno.EBADF)


def _visible(text: str) -> str:
    lines = text.split("\n")
    return text if all(map(str.isprintable, lines)) else "\n".join(printable(line, keep=LINES) for line in lines)


@contextmanager
def screens() -> Iterator[Screen]:
    """Send all output through screens for as long as the context lasts; return that of standard output."""
    before = sys.stdout, sys.stderr
    out, err = Screen(before[0]), Screen(before[1])
    sys.stdout, sys.stderr = out, err
    try:
        yield out
    finally:
        out.flush()
        err.flush()
        sys.stdout, sys.stderr = before


def standard_output() -> Screen:
    """Return standard output."""
    return sys.stdout if isinstance(sys.stdout, Screen) else Screen(sys.stdout)
