"""The room of the model: plain Python, whatever page is in front of it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import simulator.explorer

MODULES = sorted(Path(simulator.explorer.__file__).parent.glob("*.py"))


def imported(path: Path) -> set[str]:
    """Return the names at the top of what a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_knows_neither_the_page_nor_any_web_library(path: Path) -> None:
    for name in imported(path):
        assert name.split(".")[0] not in {"nicegui", "starlette", "uvicorn", "fastapi", "httpx", "html"}
        assert not name.startswith("simulator.explorer.page")
        assert not name.startswith("simulator.backend.http")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_fits_in_a_head(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 360
