"""The sample that CI runs of the tests that are too many for every commit: one in N, others with each commit.

`pytest -m exhaustive` runs them all; `pytest -m exhaustive --one-in 4` a quarter. Every test function keeps at least
one of its cases. Which ones follows from the commit alone, so that a run can be repeated.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Sequence
from functools import cache

from tests import ROOT


def drawn(names: Sequence[str], one_in: int, seed: str) -> set[str]:
    """Return one in `one_in` of the names, at least one, evenly spread over their order."""
    parts = min(one_in, len(names))
    first = int.from_bytes(hashlib.sha256(f"{seed} {names[0]}".encode()).digest()[:8]) % parts if names else 0
    return set(names[first::parts]) if names else set()


@cache
def commit() -> str:
    """Return the commit that is tested, by which samples are drawn."""
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "no commit"
