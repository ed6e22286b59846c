"""The invariants once more, each drawn more often than in every run, and anew each time."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests import ROOT
from tests.support.commands import module

INVARIANTS: Final = [
    *sorted((ROOT / "tests").rglob("test_*invariants*.py")),
    ROOT / "tests" / "model" / "storage" / "test_storage.py",
]


@pytest.mark.exhaustive
@pytest.mark.parametrize("path", INVARIANTS, ids=lambda path: path.stem)
def test_an_invariant_holds_however_often_it_is_drawn(path: Path) -> None:
    command = module("pytest", "-q", "-p", "no:cacheprovider", "--hypothesis-profile", "many", str(path))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-8000:]
