"""The values that an app can put into properties, traits and options.

An app passes the SDKs values of its own language. The simulator takes their Python counterparts: `None`, `bool`, `int`,
`float` (NaN and infinities included), `str`, lists, dictionaries with string keys, `datetime` for a Date object and
`UNDEFINED` for JavaScript's undefined. Each SDK's treatment of them is in its model
(`simulator.model.amplitude.properties`); this module only defines them.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import Enum
from math import isfinite
from typing import Any, Final, TypeAlias

from simulator.errors import CallError

Value: TypeAlias = Any
"""A value as this module describes it."""

JSONObject: TypeAlias = dict[str, Value]
"""Properties, traits, options: string keys to values. Treated as immutable once it is in a message."""


class _Undefined(Enum):
    UNDEFINED = "undefined"

    def __repr__(self) -> str:
        return "UNDEFINED"

    def __bool__(self) -> bool:
        return False


UNDEFINED: Final = _Undefined.UNDEFINED
"""JavaScript's `undefined`, and everything that serializes like it: functions, symbols."""

MAX_DEPTH: Final = 64
"""The deepest nesting of containers."""

_SMALLEST: Final = -(2**63)
_LARGEST: Final = 2**64 - 1


def carried(value: Value, path: str) -> Value:
    """Return a private deep copy of `value`; raise `CallError` naming `path` if no SDK can carry it."""
    return _copy(value, path, 0)


def carried_object(value: object, path: str) -> JSONObject:
    """Like `carried`, for a value that must be a JSON object; `None` counts as an empty one."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise CallError(f"{path} must be a JSON object, not {describe(value)}")
    return _copy_object(value, path, 0)


_Path: TypeAlias = "str | tuple[_Path, str | int]"
"""The place of a value: a key or an index after the path of its container. It is written out only for a refusal."""


def _written(path: _Path) -> str:
    if isinstance(path, str):
        return path
    parent, last = path
    return f"{_written(parent)}[{last}]" if isinstance(last, int) else f"{_written(parent)}.{last}"


def _copy(value: Value, path: _Path, depth: int) -> Value:
    kind = type(value)
    if kind is str:
        if not value.isascii():
            check_text(value, _written(path))
        return value
    if kind is bool or value is None or kind is float or value is UNDEFINED:
        return value
    if kind is datetime:
        check_moment(milliseconds(value), _written(path))
        return value
    if kind is int:
        if not _SMALLEST <= value <= _LARGEST:
            raise CallError(
                f"{_written(path)} is an integer of {value.bit_length()} bits, which JSON readers can't hold; "
                "use a 64-bit integer or a string"
            )
        return value
    if depth >= MAX_DEPTH:
        raise CallError(f"{_written(path)} nests deeper than {MAX_DEPTH} levels; flatten it, or check it for a cycle")
    if isinstance(value, dict):
        return _copy_object(value, path, depth)
    if isinstance(value, list | tuple):
        return [_copy(item, (path, index), depth + 1) for index, item in enumerate(value)]
    if isinstance(value, bool | int | float | str | datetime):
        return _copy(_plain(value), path, depth)
    raise CallError(
        f"{_written(path)} is {describe(value)}, which no SDK can carry; "
        "use a string, a number, a boolean, null, a date, a list or an object"
    )


def _copy_object(value: JSONObject, path: _Path, depth: int) -> JSONObject:
    copied = dict(value)
    for key, item in copied.items():
        if type(key) is not str or not key.isascii():
            _check_key(key, path)
        # Most values are plain: a copy of those is the value itself.
        kind = type(item)
        if kind is str:
            if item.isascii():
                continue
        elif kind is int:
            if _SMALLEST <= item <= _LARGEST:
                continue
        elif kind in _PLAIN:
            continue
        copied[key] = _copy(item, (path, key), depth + 1)
    return copied


def _check_key(key: object, path: _Path) -> None:
    if type(key) is not str:
        raise CallError(f"{_written(path)} has a key that is {describe(key)}; keys must be strings")
    check_text(key, f"{_written(path)} (a key)")


def as_json(value: Value) -> Value:
    """Return a value after a round trip through JSON in JavaScript.

    A date becomes a string, NaN and infinities null; undefined is dropped with its key, and is null in a list.
    """
    if type(value) in _IN_JSON:
        return value
    if isinstance(value, dict):
        return {
            key: item if type(item) in _IN_JSON else as_json(item)
            for key, item in value.items()
            if item is not UNDEFINED
        }
    if isinstance(value, list):
        return [None if item is UNDEFINED else as_json(item) for item in value]
    if isinstance(value, datetime):
        return iso_date(milliseconds(value))
    return None if isinstance(value, float) and not isfinite(value) else value


_PLAIN: Final = frozenset({float, bool, type(None)})
_IN_JSON: Final = frozenset({str, int, bool, type(None)})


def _plain(value: bool | int | float | str | datetime) -> Value:
    """Strip a subclass (an enum member, a numpy scalar, a frozen date) down to the built-in type."""
    if isinstance(value, datetime):
        return datetime.combine(value.date(), value.time(), value.tzinfo)
    if isinstance(value, str):
        # An enum member's own `str()` is its name.
        return str.__str__(value)
    return int(value) if isinstance(value, int) else float(value)


EARLIEST: Final = -62_135_596_800_000
LATEST: Final = 253_402_300_799_999
"""The first and last moment that ISO 8601 can write: the years 1 to 9999, in milliseconds since 1970."""


def check_moment(moment_ms: int, path: str) -> None:
    """Raise `CallError` naming `path` for a moment that can't be written as a timestamp."""
    if not EARLIEST <= moment_ms <= LATEST:
        raise CallError(f"{path} is not between the years 1 and 9999 (UTC); write it in milliseconds since 1970")


def check_text(text: str, path: str) -> None:
    """Raise `CallError` naming `path` for text that can't be encoded as UTF-8."""
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise CallError(
            f"{path} has half a surrogate pair at position {error.start}, which UTF-8 can't encode; "
            "pass the whole character"
        ) from None


_NAMES: Final = {
    type(None): "null",
    bool: "a boolean",
    int: "an integer",
    float: "a number",
    str: "a string",
    list: "a list",
    tuple: "a list",
    dict: "an object",
    datetime: "a date",
    _Undefined: "undefined",
}


def describe(value: object) -> str:
    """Name the type of a value for a sentence: `a list`, `null`, `a Python set`."""
    return _NAMES.get(type(value)) or f"a Python {type(value).__name__}"


_NUMERAL: Final = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)


def number(value: Value) -> int | float | None:
    """Read a finite number from a number or a numeric string (`"32"`), or return `None`."""
    kind = type(value)
    if kind is int:
        return int(value)
    if kind is float:
        return float(value) if isfinite(value) else None
    if kind is str and len(value) <= 32 and _NUMERAL.fullmatch(value):
        as_float = float(value)
        if not isfinite(as_float):
            return None
        try:
            return int(value)
        except ValueError:
            return as_float
    return None


def whole(value: Value) -> int | None:
    """Read a whole number that JSON readers can hold, with any fraction cut off, or return `None`."""
    found = number(value)
    if found is None or not _SMALLEST <= found <= _LARGEST:
        return None
    return int(found)


def milliseconds(moment: datetime) -> int:
    """Return a moment as milliseconds since 1970; a moment without a zone is taken as UTC."""
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def iso_date(moment_ms: int) -> str:
    """Write milliseconds since 1970 as Segment writes a timestamp: `2018-09-18T12:00:00.000Z`."""
    seconds, ms = divmod(moment_ms, 1000)
    return f"{datetime.fromtimestamp(seconds, UTC).isoformat()[:19]}.{ms:03d}Z"


def one_line(json: bytes) -> bytes:
    """Return JSON as a line, also for readers that end one at more characters than JSON does, as Node's readline."""
    for character, escape in _LINE_ENDS.items():
        json = json.replace(character, escape)
    return json + b"\n"


_LINE_ENDS: Final = {one.encode(): f"\\u{ord(one):04x}".encode() for one in "\x85\u2028\u2029"}
"""Ends of lines that JSON does not escape; they stand in its strings alone."""
