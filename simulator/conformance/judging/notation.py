"""Notations for values that would not fit on a line, and for those that JSON has no word for.

`{"$repeat": "x", "times": 1024}` is a text of 1024 characters, with `"then": "y"` one more after them;
`{"$keys": 1000}` is an object with that many keys. They are written out when a scenario is compiled.

`{"$date": "2018-09-18T14:00:00+02:00"}`, `{"$number": "-Infinity"}` and `{"$undefined": true}` stand for values of the
app's own language: a port's adapter converts them if it claims that it can.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from math import inf, nan
from typing import Any, Final

from simulator.errors import CallError, quoted
from simulator.values import UNDEFINED, JSONObject, Value

_MOST: Final = 100_000
"""The most repetitions of something, and the most keys of an object."""


def written_out(value: Value) -> Value:
    """Return a value with its abbreviations written out; raise `NotationError` for a malformed one."""
    if isinstance(value, list):
        return [written_out(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$repeat" in value:
        return _repeated(value)
    if "$keys" in value:
        return {f"key {number}": number for number in range(1, _count(value["$keys"]) + 1)}
    return {name: written_out(item) for name, item in value.items()}


class NotationError(ValueError):
    """A value that looks like an abbreviation but isn't a valid one."""


def _repeated(value: JSONObject) -> str:
    text, then = value["$repeat"], value.get("then", "")
    if not isinstance(text, str) or not isinstance(then, str) or not value.keys() <= {"$repeat", "times", "then"}:
        raise NotationError('a long text is written {"$repeat": "x", "times": 1024}, with "then" if more follows')
    return text * _count(value.get("times")) + then


def _count(value: Any) -> int:
    if type(value) is not int or not 0 < value <= _MOST:
        raise NotationError(f"an abbreviated value has 1 to {_MOST} parts")
    return value


_FLOATS: Final = {"NaN": nan, "Infinity": inf, "-Infinity": -inf}


def _date(text: Value) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise CallError(f"$date must be an ISO 8601 time, not {quoted(str(text))}") from None


def _number(text: Value) -> float:
    if not isinstance(text, str) or text not in _FLOATS:
        raise CallError(f"$number must be one of {', '.join(_FLOATS)}, not {quoted(str(text))}")
    return _FLOATS[text]


_NATIVE: Final[dict[str, Callable[[Value], Value]]] = {
    "$date": _date,
    "$number": _number,
    "$undefined": lambda text: UNDEFINED,
}


def has_native(value: Value) -> bool:
    """Tell whether a value holds one that JSON has no word for."""
    if isinstance(value, list):
        return any(map(has_native, value))
    return isinstance(value, dict) and (_is_native(value) or any(map(has_native, value.values())))


def _is_native(value: JSONObject) -> bool:
    return len(value) == 1 and next(iter(value)) in _NATIVE


def native(value: Value) -> Value:
    """Return a value with its notations replaced by values of the app's language; raise `CallError` for a bad one."""
    if isinstance(value, list):
        return [native(item) for item in value]
    if not isinstance(value, dict):
        return value
    if _is_native(value):
        [(name, said)] = value.items()
        return _NATIVE[name](said)
    return {name: native(item) for name, item in value.items()}
