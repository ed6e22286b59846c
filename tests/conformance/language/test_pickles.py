"""The suite's compiler of outlines against gherkin-official's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from gherkin import Compiler, Parser

from simulator.conformance.language.pickles import PickleCompiler
from simulator.documentation import resources

OUTLINE = """Feature: odd cells and columns
  Scenario Outline: <x> of <b>
    Given <x> and <y> and <none>
      | <x>\\n | <y> |
    When it says
      \"\"\"<{column}>
      <y>\"\"\"
      \"\"\"

    Examples:
      | x        | y     | {column} |
      | \\\\1<y> | $0 \\| | <x>     |
"""


def compiled(compiler: Compiler, source: str) -> list[Any]:
    document: Any = {**Parser().parse(source), "uri": "some.feature"}
    return list(compiler.compile(document))


@pytest.mark.parametrize("path", sorted(resources.features().rglob("*.feature")), ids=lambda path: path.stem)
def test_a_feature_compiles_as_gherkin_compiles_it(path: Path) -> None:
    source = path.read_text("utf-8")
    assert compiled(PickleCompiler(), source) == compiled(Compiler(), source)


@pytest.mark.parametrize("column", ["b", "a b", "a.b", "(b)", "b*", "ü"])
def test_odd_columns_and_cells_compile_as_gherkin_compiles_them(column: str) -> None:
    source = OUTLINE.format(column=column)
    assert compiled(PickleCompiler(), source) == compiled(Compiler(), source)
