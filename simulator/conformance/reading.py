"""Reading whole files that somebody else wrote."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

import msgspec

from simulator.errors import DevicemodeError

UNREADABLE: Final = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""The exceptions that msgspec raises for text that is not JSON, or not of the right shape."""


def read_bytes(path: Path, refusal: type[DevicemodeError]) -> bytes:
    """Return a file's bytes; raise `refusal`, which names the file and says why it can't be read."""
    try:
        with path.open("rb") as file:
            if stat.S_ISCHR(os.fstat(file.fileno()).st_mode):
                raise refusal(f"{path}: can't be read: it is a device; name a file")
            return file.read()
    except (OSError, ValueError) as error:
        # A file's name can't contain a null.
        why = error.strerror if isinstance(error, OSError) else error
        raise refusal(f"{path}: can't be read: {why}") from None


def read_text(path: Path, refusal: type[DevicemodeError]) -> str:
    """Return the text of a file, as `read_bytes` does, without a byte order mark."""
    try:
        return read_bytes(path, refusal).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise refusal(f"{path}: is not UTF-8 text (byte {error.start}); save it as UTF-8") from None
