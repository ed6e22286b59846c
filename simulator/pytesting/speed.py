"""Changes that keep pytest-bdd as quick as the steps that it performs. None changes a scenario's outcome."""

from __future__ import annotations

import copyreg
from collections.abc import Callable
from inspect import signature
from typing import TypeVar

from pytest_bdd.gherkin_parser import Cell, DataTable, Row

Function = TypeVar("Function", bound=Callable[..., object])


def with_signature(function: Function) -> Function:
    """Return a function that keeps its signature.

    pytest-bdd asks for it several times with every step, and working it out takes as long as a step.
    """
    function.__signature__ = signature(function)  # type: ignore[attr-defined]  # inspect reads it; typeshed has none
    return function


def _copying(table: DataTable) -> tuple[Callable[[], DataTable], tuple[()]]:
    """Return a function that copies a table: new cells in new rows."""

    def copied() -> DataTable:
        rows = [Row(row.id, row.location, [Cell(one.location, one.value) for one in row.cells]) for row in table.rows]
        return DataTable(table.location, rows)

    return copied, ()


def quick_tables() -> None:
    """Register a fast copy of pytest-bdd's tables.

    pytest-bdd copies each table by `copy.deepcopy`, which asks `copyreg`, before it fills in a row of the Examples.
    Left to itself, `deepcopy` takes as long for a table as a scenario takes for a step. `copyreg` is Python's own place
    for this; the registration is of this one type, and a copy is what `deepcopy` would have made.
    """
    copyreg.pickle(DataTable, _copying)
