"""Docstrings say what a thing is or does, without beginning with that word."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests import ROOT

FOLDERS: Final = ("simulator", "tests", "tools", "benchmarks", "adapters", "examples")
WORD: Final = "What "


def modules() -> Iterator[Path]:
    """Yield the project's Python files, without those that package managers have installed."""
    for folder in FOLDERS:
        for parent, below, files in os.walk(ROOT / folder):
            below[:] = [name for name in below if name not in ("node_modules", "__pycache__")]
            yield from (Path(parent, name) for name in files if name.endswith(".py"))


def wrong_in(source: str) -> list[int]:
    """Return the lines of a module's docstrings, including those below a name, that begin with the word."""
    if WORD not in source:
        return []
    return sorted(
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node.value.value, str) and node.value.value.lstrip().startswith(WORD)
    )


def test_no_docstring_begins_with_what() -> None:
    assert [
        f"{path.relative_to(ROOT)}:{line}" for path in sorted(modules()) for line in wrong_in(path.read_text("utf-8"))
    ] == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('"""What a module is."""', [1]),
        ('class Song:\n    """What a class is."""\n    title: str\n    """What a field is."""', [2, 4]),
        ('async def play():\n    """\n    What a function does.\n    """', [2]),
        ('"""The songs."""\nSONGS = ()\n"""What a table has."""', [3]),
        ('"""Whatever is played."""\nprint("What is said.")\n# What a comment says.', []),
    ],
)
def test_a_docstring_is_found_wherever_it_is(source: str, lines: list[int]) -> None:
    assert wrong_in(source) == lines
