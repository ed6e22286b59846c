"""JavaScript's ways to read a value, against a table that Node has written.

To add a value: `TZ=UTC node tests/model/languages/javascript.mjs`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from math import copysign, isnan
from pathlib import Path
from typing import Any, Final

import pytest

from simulator.model.languages import javascript
from simulator.values import UNDEFINED, Value

READ: Final[dict[str, Callable[[Value], Value]]] = {
    name: getattr(javascript, name)
    for name in ("truthy", "number", "parse_float", "parse_int", "is_finite", "to_int32", "text", "json")
}
_NAMED: Final = {"undefined": UNDEFINED, "-0": -0.0}


def said(written: Any) -> Value:
    if isinstance(written, list):
        return [said(item) for item in written]
    if not isinstance(written, dict):
        return written
    if set(written) != {"$js"}:
        return {key: said(item) for key, item in written.items()}
    name = written["$js"]
    if name in _NAMED:
        return _NAMED[name]
    return float(name) if name in ("NaN", "Infinity", "-Infinity") else datetime.fromisoformat(name)


ROWS: Final = [
    {name: said(value) for name, value in row.items()}
    for row in json.loads((Path(__file__).parent / "javascript.json").read_text("utf-8"))
]


def same(one: Value, other: Value) -> bool:
    """Tell whether two values are the same to JavaScript, which has one type of number, and tells 0 from -0."""
    if javascript.is_number(one) and javascript.is_number(other):
        signs = copysign(1, one) == copysign(1, other)
        return (isnan(one) and isnan(other)) or (float(one) == float(other) and signs)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(item, other[key]) for key, item in one.items())
    return type(one) is type(other) and one == other


@pytest.mark.parametrize("name", READ)
def test_a_value_is_read_as_node_reads_it(name: str) -> None:
    read = [row for row in ROWS if name in row]
    assert len(read) > 100
    assert [row["value"] for row in read if not same(READ[name](row["value"]), row[name])] == []


def test_an_integer_is_a_number_of_53_bits() -> None:
    assert javascript.text(2**53 + 1) == "9007199254740992"
    assert javascript.number(2**64) == 2.0**64
