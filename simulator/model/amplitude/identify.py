"""Identify objects: operations on properties, written as the SDKs send them (sdk-facts, section 3.6)."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan
from typing import Final

from simulator.model.commands import Operation
from simulator.values import JSONObject

_PLACEHOLDER: Final = "-"


def payload(
    operations: Iterable[Operation],
    *,
    names_may_be_empty: bool = True,
    adds_booleans: bool = True,
    adds_nan: bool = False,
) -> JSONObject:
    """Return the operations by operator, `{"$set": {…}, "$add": {…}}`.

    A property appears once: its first operation wins. `$clearAll` counts only as the first operation, and then
    alone. An `$add` of neither a number nor a string is ignored (on iOS booleans and NaN are numbers). An empty result
    is not sent.
    """
    made: JSONObject = {}
    seen: set[str] = set()
    for operation in operations:
        operator, name, value = operation.operator, operation.property, operation.value
        if operator == "$clearAll":
            if not made:
                return {"$clearAll": _PLACEHOLDER}
            continue
        if name in seen or not (name or names_may_be_empty):
            continue
        if operator == "$add" and not _can_be_added(value, booleans=adds_booleans, nan=adds_nan):
            continue
        seen.add(name)
        made.setdefault(operator, {})[name] = _PLACEHOLDER if operator == "$unset" else value
    return made


def _can_be_added(value: object, *, booleans: bool, nan: bool) -> bool:
    if isinstance(value, bool):
        return booleans
    if isinstance(value, float):
        return nan or not isnan(value)
    return isinstance(value, int | str)
