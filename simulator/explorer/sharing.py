"""Sharing: a draft packed into the fragment of a link, which never reaches a server."""

from __future__ import annotations

from typing import Final

from simulator.explorer.drafts import Draft

LONGEST_LINK: Final = 100_000
"""Characters that a packed draft has at most."""
LARGEST_DRAFT: Final = 1_000_000
"""Bytes that it unpacks to at most."""


def packed(draft: Draft) -> str:
    """Return a draft as letters, digits, - and _; raises `UsageError` for one that is too large for a link."""
    raise NotImplementedError


def unpacked(text: str) -> Draft:
    """Return the draft in a link's fragment; raises `UsageError` in one sentence for anything else."""
    raise NotImplementedError
