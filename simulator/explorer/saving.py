"""Saving: a draft as a feature that `devicemode conform` runs, and back."""

from __future__ import annotations

from pathlib import Path

import msgspec

from simulator.explorer.drafts import Draft


class Failing(msgspec.Struct, frozen=True, kw_only=True):
    """A case of a saved feature that does not pass."""

    case: str
    #: The title of the client.
    title: str
    line: int
    says: str


class Feature(msgspec.Struct, frozen=True, kw_only=True):
    """A draft as a feature."""

    text: str
    #: How many cases it has, each on one client.
    cases: int
    failing: tuple[Failing, ...]

    @property
    def passes(self) -> bool:
        """Whether `devicemode conform` passes it."""
        return bool(self.cases) and not self.failing


def feature_of(draft: Draft) -> Feature:
    """Write a draft as a feature and run it.

    A scenario about “an app” becomes an outline with a row for each client: its source, its dialect as a tag, its own
    settings as columns. Raises `FeatureError` that names the line where a step can't be read.
    """
    raise NotImplementedError


def save(draft: Draft, path: Path) -> Feature:
    """Write a draft's feature to a file, in one piece or not at all; raises `UsageError` if that can't be done."""
    raise NotImplementedError
