"""Waiting until something below a folder changes: `devicemode conform --watch DIR`."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from simulator.errors import UsageError

EVERY: Final = 0.3
"""Seconds between two looks."""
_MOST: Final = 20_000
"""The most files that are looked at."""
_LEFT_OUT: Final = frozenset({"node_modules", "__pycache__", "target", "build", "dist"})
"""Folders of generated or installed files; so is every folder whose name begins with a dot."""

Look = Mapping[str, tuple[int, int]]
"""Each file's time of change in nanoseconds, and its size."""


def look(root: Path) -> Look:
    """Return the files below a folder; raise `UsageError` if there are too many, or it is not a folder."""
    if not root.is_dir():
        raise UsageError(f"{root} is not a folder; name the one with your port's code after --watch")
    found = {}
    for path, seen in _files(root):
        found[path] = (seen.st_mtime_ns, seen.st_size)
        if len(found) > _MOST:
            raise UsageError(f"{root} has more than {_MOST} files; name the folder with your port's code after --watch")
    return found


def _files(root: Path) -> Iterator[tuple[str, os.stat_result]]:
    for folder, inside, names in os.walk(root):
        inside[:] = [name for name in inside if name not in _LEFT_OUT and not name.startswith(".")]
        for name in names:
            path = os.path.join(folder, name)  # noqa: PTH118 — thousands of them, several times a second
            try:
                yield path, os.stat(path)  # noqa: PTH116
            except OSError:
                # It was removed after it was listed.
                continue


def wait(root: Path, before: Look) -> None:
    """Wait until a file below a folder has changed."""
    while look(root) == before:
        time.sleep(EVERY)
