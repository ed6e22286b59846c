"""Keeping drafts: one file per page, written whole or not at all, so that a killed server loses nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import msgspec

from simulator.conformance.files import write_whole
from simulator.errors import StoreError, UsageError, quoted
from simulator.explorer.drafts import History

_PAGE: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
"""The allowed form of a page's id, which names a file."""
LARGEST_FILE: Final = 50_000_000
"""Bytes of a file that is read."""
MOST_KEPT: Final = 5_000_000
"""The most bytes of undoable changes; the oldest ones beyond are not kept."""


class DraftStore:
    """Drafts in a folder, by the id of their page. Several servers may use one folder: the last one to write wins."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, and make it if it is not there; raises `StoreError` if that can't be done."""
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StoreError(f"drafts can't be kept in {folder}: {error.strerror}") from None

    def keep(self, page: str, history: History) -> None:
        """Write a page's draft with its undo and redo.

        Raises `UsageError` for an invalid id, `StoreError` if the file can't be written.
        """
        write_whole(self._path(page), msgspec.json.encode(_within(history, MOST_KEPT)))

    def kept(self, page: str) -> History | None:
        """Return the history that was kept of a page; `None` if there is none, or none that can be read."""
        path = self._path(page)
        try:
            if path.stat().st_size > LARGEST_FILE:
                return None
            return msgspec.json.decode(path.read_bytes(), type=History)
        except (OSError, ValueError):
            return None

    def kept_at(self, page: str) -> int:
        """Return the time at which a page was last kept, in milliseconds since 1970; 0 if it never was."""
        return _kept_at(self._path(page)) // 1_000_000

    def pages(self) -> tuple[str, ...]:
        """Return the ids of all pages, the latest kept first."""
        found = [path for path in self._folder.glob("*.json") if _PAGE.fullmatch(path.stem)]
        return tuple(path.stem for path in sorted(found, key=_kept_at, reverse=True))

    def forget(self, page: str) -> None:
        """Remove a page's file."""
        self._path(page).unlink(missing_ok=True)

    def _path(self, page: str) -> Path:
        if not _PAGE.fullmatch(page):
            raise UsageError(f"{quoted(page)} is not the id of a page: 8 to 64 letters, digits, - and _")
        return self._folder / f"{page}.json"


def _kept_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _within(history: History, most: int) -> History:
    """Return a history without its oldest changes, so that their texts have at most `most` characters."""
    left, first = most, len(history.done)
    while first and left > 0:
        left -= len(history.done[first - 1].draft.text)
        first -= left >= 0
    return msgspec.structs.replace(history, done=history.done[first:])
