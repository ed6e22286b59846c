"""Property operations as Amplitude applies them, in the order they arrive."""

from __future__ import annotations

from simulator.values import JSONObject, Value, number


def apply(properties: JSONObject, operations: JSONObject) -> None:
    """Apply `{"$set": {…}, "$setOnce": {…}, …}` to properties in place.

    A bare property, without an operator, is set. `$add` starts from 0 where there is no number yet (rule
    increment.add); `$setOnce` leaves what is there (rule set-once.first-wins).
    """
    for operator, values in operations.items():
        if operator == "$clearAll":
            properties.clear()
        elif operator.startswith("$") and isinstance(values, dict):
            for name, value in values.items():
                _apply_one(properties, operator, name, value)
        else:
            properties[operator] = values


def _apply_one(properties: JSONObject, operator: str, name: str, value: Value) -> None:
    if operator == "$set":
        properties[name] = value
    elif operator == "$setOnce":
        properties.setdefault(name, value)
    elif operator == "$add":
        properties[name] = (number(properties.get(name)) or 0) + (number(value) or 0)
    elif operator == "$unset":
        properties.pop(name, None)
    elif operator in ("$append", "$prepend"):
        before = _listed(properties.get(name))
        added = _listed(value)
        properties[name] = before + added if operator == "$append" else added + before


def _listed(value: Value) -> list[Value]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]
