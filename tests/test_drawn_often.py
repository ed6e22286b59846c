"""Random draws of every run, made more often and anew each time."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests import ROOT
from tests.support.commands import module

DRAWN: Final = [
    *sorted((ROOT / "tests").rglob("test_*invariants*.py")),
    ROOT / "tests" / "backend" / "keeping" / "test_store.py",
    ROOT / "tests" / "backend" / "reading" / "test_api.py",
    ROOT / "tests" / "model" / "storage" / "test_storage.py",
]


@pytest.mark.exhaustive
@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_what_is_drawn_holds_however_often_it_is(path: Path) -> None:
    command = module("pytest", "-q", "-p", "no:cacheprovider", "--hypothesis-profile", "many", str(path))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-8000:]
