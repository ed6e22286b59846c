"""The documentation's ten tables are outlines whose rows have the printed order and the printed words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, cast

import msgspec
import pytest
from gherkin import Parser

from simulator.documentation import resources


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table as the page prints it, and the outlines that mirror it."""

    heading: str
    #: The line of the page on which it begins.
    line: int
    feature: str
    outlines: list[str]
    columns: list[str]
    rows: list[list[str]]
    #: Where dialects differ, the one that shows the printed cells.
    dialect: str = ""


TABLES = msgspec.json.decode(resources.fixture("tables.json").read_bytes(), type=list[Table])


def rows(table: Table) -> Iterator[list[str]]:
    """Read the rows of the outlines' Examples, in order, reduced to the table's columns."""
    source = (resources.features() / f"{table.feature}.feature").read_text("utf-8")
    feature = cast("Any", Parser().parse(source)["feature"])
    scenarios = {child["scenario"]["name"]: child["scenario"] for child in feature["children"] if "scenario" in child}
    for outline in table.outlines:
        for examples in scenarios[outline]["examples"]:
            tags = {tag["name"] for tag in examples["tags"]}
            if table.dialect and f"@dialect:{table.dialect}" not in tags:
                continue
            header = [cell["value"] for cell in examples["tableHeader"]["cells"]]
            for row in examples["tableBody"]:
                cells = dict(zip(header, (cell["value"] for cell in row["cells"]), strict=True))
                yield [cells[column] for column in table.columns]


def test_there_are_ten() -> None:
    assert len(TABLES) == 10
    assert [table.line for table in TABLES] == sorted(table.line for table in TABLES)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.heading)
def test_the_rows_stand_in_the_printed_order(table: Table) -> None:
    # A printed row may take several rows of an outline, one for each platform or spelling.
    assert [row for row, _ in groupby(rows(table))] == table.rows
