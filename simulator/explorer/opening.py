"""Opening: a feature file, a case of the suite, a question to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from simulator.explorer.drafts import Draft


def empty() -> Draft:
    """Return the draft of an empty page: four clients, and a scenario without steps."""
    raise NotImplementedError


def opened_text(text: str, *, case: str = "", path: str = "") -> Draft:
    """Open the text of a feature, also one that can't be read to its end; clients are those that it was saved with."""
    raise NotImplementedError


def opened_file(path: Path, *, case: str = "") -> Draft:
    """Open a feature file; raises `FeatureError` if it can't be read, `UsageError` for a case that it has not."""
    raise NotImplementedError


def opened_case(case_id: str, root: Path | None = None) -> Draft:
    """Open a case of the suite on its platforms in its home dialect; raises `UsageError` for an unknown id."""
    raise NotImplementedError


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """Where a port's recorded run of a case failed."""

    case: str
    #: The number of the step, from 1; 0 for none of them.
    step: int
    line: int
    #: Path, expected, actual.
    differences: tuple[tuple[str, str, str], ...]
    target: str


def opened_failure(case_id: str, record: Path, root: Path | None = None) -> tuple[Draft, Failure]:
    """Open a case of the suite at the step at which a recorded run failed; raises `UsageError` if it did not."""
    raise NotImplementedError


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question to begin with."""

    key: Literal["users", "revenue", "push", "prefer-anonymous-id"]
    title: str
    help: str
    draft: Draft


def questions() -> tuple[Question, ...]:
    """Return the questions of an empty page."""
    raise NotImplementedError
