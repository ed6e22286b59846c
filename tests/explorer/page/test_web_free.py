"""The model behind the page knows no page: it can be tested, and used, without NiceGUI."""

from __future__ import annotations

import ast
from pathlib import Path

import simulator.explorer

MODEL = sorted(Path(simulator.explorer.__file__).parent.glob("*.py"))


def test_the_model_imports_neither_the_page_nor_a_web_library() -> None:
    assert len(MODEL) > 20
    for path in MODEL:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom | ast.Import):
                names = [alias.name for alias in node.names]
                said = [node.module or "", *names] if isinstance(node, ast.ImportFrom) else names
                assert not any(name.startswith(("nicegui", "starlette", "simulator.explorer.page")) for name in said), (
                    path
                )
