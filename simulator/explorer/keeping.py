"""Keeping drafts: one file per page, written in one piece, so that a killed server loses nothing."""

from __future__ import annotations

from pathlib import Path

from simulator.explorer.drafts import History


class DraftStore:
    """Drafts in a folder, by the id of their page."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, and make it if it is not there; raises `StoreError` if that can't be done."""
        raise NotImplementedError

    def keep(self, page: str, history: History) -> None:
        """Write a page's draft with what can be undone; raises `UsageError` for an id that is none."""
        raise NotImplementedError

    def kept(self, page: str) -> History | None:
        """Return what was kept of a page; `None` if there is nothing, or nothing that can be read."""
        raise NotImplementedError

    def pages(self) -> tuple[str, ...]:
        """Return the ids of all pages, the latest kept first."""
        raise NotImplementedError

    def forget(self, page: str) -> None:
        """Remove what was kept of a page."""
        raise NotImplementedError
