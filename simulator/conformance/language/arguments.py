"""Step arguments: the table or doc string under a step, and the ways in which phrases read it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Literal, NoReturn

import msgspec

from simulator.conformance.judging.expectations import Row
from simulator.conformance.judging.matching import ABSENT, DEEPEST, cell, read_json
from simulator.conformance.judging.notation import written_out
from simulator.errors import nearest, quoted
from simulator.values import JSONObject, Value, describe

Table = Sequence[Sequence[str]]


class Argument(msgspec.Struct, frozen=True):
    """The argument of a step: a table, a doc string or nothing."""

    table: Table | None = None
    docstring: str | None = None

    @property
    def shown(self) -> str:
        """Return its description for a sentence: a table, a doc string or nothing."""
        if self.table is not None:
            return "a table"
        return "a doc string" if self.docstring is not None else "nothing"


class StepError(Exception):
    """A mistake in a step; the caller, which knows file and line, turns it into a `FeatureError`."""


def wrong(problem: str) -> NoReturn:
    """Raise a `StepError` about a mistake in a step."""
    raise StepError(problem)


class Column(msgspec.Struct, frozen=True):
    """A column that a table may have."""

    #: In a table of dotted paths, the first part of the path.
    name: str
    help: str


class Takes(msgspec.Struct, frozen=True):
    """The argument that a phrase takes, and how it is read."""

    shown: Literal["nothing", "a table", "a doc string", "a table or a doc string"]
    #: Raises `StepError` for an invalid argument.
    read: Callable[[Argument], Any]
    #: The columns of the table, where the table has a header.
    columns: tuple[Column, ...] = ()


def _json(argument: Argument) -> JSONObject:
    docstring = argument.docstring or ""
    try:
        value = read_json(docstring)
    except RecursionError:
        wrong(f"the doc string nests deeper than {DEEPEST} levels")
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        wrong(f"the doc string is not valid JSON: {error}")
    if not isinstance(value, dict):
        wrong(f"the doc string must be a JSON object, not {describe(value)}")
    written: JSONObject = written_out(value) if "$" in docstring else value
    return written


def _pairs(argument: Argument) -> dict[str, Value]:
    if argument.docstring is not None:
        return _json(argument)
    values: dict[str, Value] = {}
    for row in argument.table or ():
        if len(row) != 2:
            wrong(f"each row needs two cells, a name and a value, not {len(row)}")
        if row[0] in values:
            wrong(f'"{row[0]}" appears twice in the table')
        values[row[0]] = cell(row[1])
    return values


def _given_pairs(argument: Argument) -> dict[str, Value]:
    return {name: "" if value is ABSENT else value for name, value in _pairs(argument).items()}


NOTHING: Final = Takes("nothing", lambda argument: None)

TEXT: Final = Takes("a doc string", lambda argument: argument.docstring or "")
"""Text, as it is."""

JSON: Final = Takes("a doc string", _json)
"""A JSON object."""

PAIRS: Final = Takes("a table or a doc string", _pairs)
"""Names and values: a table of two columns without a header, or a JSON object. An empty cell is absent."""

GIVEN_PAIRS: Final = Takes("a table or a doc string", _given_pairs)
"""Names and values that are given, not expected: an empty cell is empty text."""


_COLUMNS_LISTED: Final = "`devicemode steps --columns` lists them all"


def rows(*columns: Column) -> Takes:
    """Return a reader of tables whose header has paths that begin with some of these columns."""
    known = [column.name for column in columns]

    def read(argument: Argument) -> tuple[Row, ...]:
        found = _rows(argument)
        for path in found[0]:
            name = path.partition(".")[0]
            if name not in known:
                wrong(f"this table has no column {quoted(name)}.{nearest(name, known)} {_COLUMNS_LISTED}")
        return found

    return Takes("a table", read, columns)


def exact_rows(*columns: Column) -> Takes:
    """Return a reader of tables with exactly these columns: a tuple of values for each row."""
    names = tuple(column.name for column in columns)

    def read(argument: Argument) -> tuple[tuple[Value, ...], ...]:
        found = _rows(argument)
        if tuple(found[0]) != names:
            wrong(f"the table needs the columns {', '.join(names)}, not {', '.join(found[0])}")
        return tuple(tuple(row.values()) for row in found)

    return Takes("a table", read, columns)


def _rows(argument: Argument) -> tuple[Row, ...]:
    header, *cells = argument.table or ((),)
    if not header or not cells:
        wrong("the table needs a header and at least one row")
    if len(set(header)) < len(header):
        wrong("a column appears twice in the table's header")
    return tuple(dict(zip(header, map(cell, row), strict=True)) for row in cells)
