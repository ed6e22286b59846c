"""Property operations as Amplitude applies them, in the order they arrive.

However many arrive, their result stays bounded, and JSON can represent every number in it.
"""

from __future__ import annotations

from math import isfinite
from typing import Final

import msgspec

from simulator.values import JSONObject, Value, number

MOST_PROPERTIES: Final = 1000
"""The most properties of a user or a group; further names are ignored, as Amplitude documents."""
MOST_ITEMS: Final = 10_000
"""The most items of a list property; further items are ignored."""

_SMALLEST: Final = -(2**63)
_LARGEST: Final = 2**63 - 1


def apply(properties: JSONObject, operations: JSONObject) -> None:
    """Apply `{"$set": {…}, "$setOnce": {…}, …}` to properties in place.

    A bare property, without an operator, is set. `$add` starts from 0 where there is no number yet (rule
    increment.add); `$setOnce` leaves what is there (rule set-once.first-wins). Those of the current API are the same
    (rules v2.user-properties.set, v2.user-properties.operations).
    """
    for operator, values in operations.items():
        if operator == "$clearAll":
            properties.clear()
        elif operator.startswith("$") and isinstance(values, dict):
            for name, value in values.items():
                _apply_one(properties, operator, name, value)
        else:
            _apply_one(properties, "$set", operator, values)


def united(former: JSONObject, own: JSONObject) -> JSONObject:
    """Return the properties of both: `own`, and as many other names of `former` as there is room for."""
    both = former | own
    if len(both) > MOST_PROPERTIES:
        room = max(MOST_PROPERTIES - len(own), 0)
        for name in [name for name in former if name not in own][room:]:
            del both[name]
    return both


def added(total: float, amount: float) -> float:
    """Return a sum; an amount that would make it too large for a number counts as 0."""
    try:
        return _carried(total + amount)
    except OverflowError:
        return total


def product(price: Value, quantity: Value) -> float:
    """Return price times quantity, 0 without a price or if it is too large; a quantity that is not a number is 1."""
    amount, count = number(price), number(quantity)
    if amount is None:
        return 0.0
    try:
        # A store may not distinguish -0.0 from 0, so nothing else does.
        return float(_carried(amount if count is None else amount * count)) + 0.0
    except OverflowError:
        return 0.0


def _apply_one(properties: JSONObject, operator: str, name: str, value: Value) -> None:
    if name not in properties and len(properties) >= MOST_PROPERTIES:
        return
    if operator == "$set":
        properties[name] = _cut(value)
    elif operator == "$setOnce":
        properties.setdefault(name, _cut(value))
    elif operator == "$add":
        properties[name] = added(number(properties.get(name)) or 0, number(value) or 0)
    elif operator == "$unset":
        properties.pop(name, None)
    elif operator in ("$preInsert", "$postInsert"):
        # Rule v2.identify.operations.
        before = _listed(properties.get(name))
        missing = {_key(one): one for one in _listed(value)}
        for one in before:
            missing.pop(_key(one), None)
        new = list(missing.values())[: max(MOST_ITEMS - len(before), 0)]
        properties[name] = before + new if operator == "$postInsert" else new + before
    elif operator == "$remove":
        if name in properties:
            gone = set(map(_key, _listed(value)))
            properties[name] = [one for one in _listed(properties[name]) if _key(one) not in gone]
    elif operator in ("$append", "$prepend"):
        before = _listed(properties.get(name))
        new = _listed(value)[: max(MOST_ITEMS - len(before), 0)]
        properties[name] = before + new if operator == "$append" else new + before


def _key(value: Value) -> str | bytes:
    """Return a key that two values share if they are the same: 1 and true are not."""
    return value if type(value) is str else msgspec.json.encode(value)


def _listed(value: Value) -> list[Value]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _cut(value: Value) -> Value:
    return value[:MOST_ITEMS] if isinstance(value, list) and len(value) > MOST_ITEMS else value


def _carried(value: float) -> float:
    """Return a number as JSON represents it: a whole one of more than 64 bits as a float; may raise `OverflowError`."""
    if isinstance(value, int) and _SMALLEST <= value <= _LARGEST:
        return value
    as_float = float(value)
    if not isfinite(as_float):
        raise OverflowError
    return as_float
