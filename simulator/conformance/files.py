"""Files that are written whole or not at all, so that a kill or a full disk leaves nothing half done."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from simulator.errors import StoreError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; make its folder if need be.

    Raises `StoreError` if it can't be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise StoreError(f"{path} can't be written: {error.strerror}") from None
