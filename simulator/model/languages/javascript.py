"""How JavaScript reads a value: truth, numbers, text, dates, 32 bits and JSON.

Values are those of `simulator.values`: a `float` or an `int` is a Number, a `datetime` a Date, `None` is null and
`UNDEFINED` undefined. The results are tested against a table that Node has written (`tests/model/languages`).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from math import copysign, inf, isfinite, isnan, nan
from typing import Final

from simulator.values import UNDEFINED, Value, as_json, milliseconds

MAX_SAFE: Final = 2**53
"""The integer up to which every integer is a Number."""


def truthy(value: Value) -> bool:
    """Tell whether a value is truthy: lists and objects are, even empty ones; NaN is not."""
    if value is UNDEFINED or value is None:
        return False
    if isinstance(value, float):
        return value != 0 and not isnan(value)
    return isinstance(value, list | dict | datetime) or bool(value)


def is_number(value: Value) -> bool:
    """Tell whether the `typeof` of a value is number; NaN and infinities are numbers."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def number(value: Value) -> float:
    """Return `Number(value)`; NaN for a value that doesn't read as a number."""
    if isinstance(value, bool | int | float):
        return float(value)
    if value is None:
        return 0.0
    if isinstance(value, datetime):
        return float(milliseconds(value))
    if value is UNDEFINED or isinstance(value, dict):
        return nan
    return _numeral(text(value).strip(_WHITE_SPACE))


def parse_float(value: Value) -> float:
    """Return `parseFloat(value)`: the number that its text begins with, NaN if there is none."""
    found = _BEGINNING.match(text(value).lstrip(_WHITE_SPACE))
    return _decimal(found[0]) if found else nan


def parse_int(value: Value) -> float:
    """Return `parseInt(value)`: the digits that its text begins with, NaN if there are none."""
    found = _DIGITS.match(text(value).lstrip(_WHITE_SPACE))
    if found is None or found[2] == "":
        return nan
    sign, hexadecimal, decimal = found.groups()
    digits = float(int(hexadecimal, 16) if hexadecimal else int(decimal))
    return copysign(digits, -1) if sign == "-" else digits


def is_finite(value: Value) -> bool:
    """Return `isFinite(value)`, which looks at the number that the value reads as."""
    return isfinite(number(value))


def to_int32(value: Value) -> int:
    """Return `value | 0`: 32 bits with a sign; 0 for anything but a finite number."""
    found = number(value)
    if not isfinite(found):
        return 0
    bits = int(found) & 0xFFFFFFFF
    return bits - 2**32 if bits >= 2**31 else bits


def text(value: Value) -> str:
    """Return `String(value)`; a Date is written in UTC, as devices here have no other time zone."""
    if isinstance(value, str):
        return value
    if value is None:
        return "null"
    if value is UNDEFINED:
        return "undefined"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number_text(float(value))
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
        return f"{moment:%a %b %d} {moment.year:04} {moment:%H:%M:%S} GMT+0000 (Coordinated Universal Time)"
    if isinstance(value, list):
        return ",".join("" if item is None or item is UNDEFINED else text(item) for item in value)
    return "[object Object]"


def json(value: Value) -> Value:
    """Return `JSON.parse(JSON.stringify(value))`; the minus of -0 is lost too."""
    if isinstance(value, dict):
        return {key: json(item) for key, item in value.items() if item is not UNDEFINED}
    if isinstance(value, list):
        return [None if item is UNDEFINED else json(item) for item in value]
    return 0.0 if isinstance(value, float) and value == 0 else as_json(value)


_WHITE_SPACE: Final = (
    "\t\n\v\f\r \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_UNSIGNED: Final = r"(?:Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
_BEGINNING: Final = re.compile(rf"[+-]?{_UNSIGNED}")
_WHOLE: Final = re.compile(rf"[+-]?{_UNSIGNED}")
_OTHER_BASE: Final = re.compile(r"0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+")
_DIGITS: Final = re.compile(r"([+-]?)(?:0[xX]([0-9a-fA-F]*)|([0-9]+))")


def _numeral(trimmed: str) -> float:
    if not trimmed:
        return 0.0
    if _WHOLE.fullmatch(trimmed):
        return _decimal(trimmed)
    return float(int(trimmed, 0)) if _OTHER_BASE.fullmatch(trimmed) else nan


def _decimal(numeral: str) -> float:
    return float(numeral.replace("Infinity", "inf"))


def _number_text(value: float) -> str:
    """Write a number with the fewest digits that identify it, and an exponent only below 1e-6 and from 1e21 on."""
    if isnan(value):
        return "NaN"
    if value in (inf, -inf):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{value!r}".lstrip("-").partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    # The number of digits before the point.
    point = (
        len(whole.lstrip("0")) + int(exponent or 0)
        if whole.strip("0")
        else len(digits) - len(fraction) + int(exponent or 0)
    )
    digits = digits.rstrip("0")
    sign = "-" if value < 0 else ""
    if 0 < point <= 21:
        return f"{sign}{digits.ljust(point, '0')[:point]}{'.' + digits[point:] if digits[point:] else ''}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{rest}e{'+' if point > 0 else '-'}{abs(point - 1)}"
