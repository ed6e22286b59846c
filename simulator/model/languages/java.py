"""How Java reads and writes a value: `Double.valueOf`, `Integer.valueOf`, narrowing, `String.valueOf`, `trim`.

A list is a `java.util.List`, an object a `java.util.Map`, a moment a `java.util.Date`; an integer is an `Integer` if it
fits into 32 bits and a `Long` if it does not. The results are those of Java 17 (`tests/model/languages/Table.java`).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from math import copysign, floor, frexp, inf, isinf, isnan, nan
from typing import Final

from simulator.values import JSONObject, Value

_INT: Final = 32
_LONG: Final = 64
"""The bits of an `int` and of a `long`."""
_LARGEST_INT: Final = 2**31 - 1
_SMALLEST_INT: Final = -(2**31)

_BLANKS: Final = "".join(map(chr, range(0x21)))
"""The characters that `String.trim` takes off both ends: the space and every character before it."""

_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[fFdD]?")
_HEXADECIMAL: Final = re.compile(
    r"(?P<number>[+-]?0[xX](?:[0-9a-fA-F]+\.?|[0-9a-fA-F]*\.[0-9a-fA-F]+)[pP][+-]?[0-9]+)[fFdD]?"
)
_NAMED: Final = {"NaN": nan, "Infinity": inf}


def trim(text: str) -> str:
    """Return a string as `String.trim` does: without spaces and control characters at both ends."""
    return text.strip(_BLANKS)


def is_null_or_empty(text: str | None) -> bool:
    """Tell whether a text is empty once it is trimmed, as the libraries for Android do."""
    return text is None or not text.strip(_BLANKS)


def double_value_of(text: str) -> float | None:
    """Read a number as `Double.valueOf` does, or return `None` where that throws."""
    text = trim(text)
    named = _NAMED.get(text.lstrip("+-") if len(text) - len(text.lstrip("+-")) <= 1 else text)
    if named is not None:
        return copysign(named, -1 if text[0] == "-" else 1)
    if _DECIMAL.fullmatch(text):
        return float(text.rstrip("fFdD"))
    found = _HEXADECIMAL.fullmatch(text)
    return _hexadecimal(found["number"]) if found else None


def _hexadecimal(text: str) -> float:
    try:
        return float.fromhex(text)
    except OverflowError:
        return copysign(inf, -1 if text[0] == "-" else 1)


def integer_value_of(text: str) -> int | None:
    """Read a number as `Integer.valueOf` does, or return `None` where that throws. Digits may be of any script."""
    digits = text[1:] if text[:1] in ("+", "-") else text
    values = [_digit(character) for character in digits]
    if not values or None in values:
        return None
    number = int("".join(map(str, values)))
    number = -number if text[0] == "-" else number
    return number if _SMALLEST_INT <= number <= _LARGEST_INT else None


def _digit(character: str) -> int | None:
    """Return the value of a digit that fits into one `char`."""
    return unicodedata.decimal(character, None) if ord(character) < 0x10000 else None


def int_value(number: int | float) -> int:
    """Return `Number.intValue`: an integer loses its upper bits, a double stops at the end of the range, NaN is 0."""
    if isinstance(number, int):
        return _wrapped(number, _INT)
    if isnan(number):
        return 0
    return int(min(max(number, _SMALLEST_INT), _LARGEST_INT))


def boolean_value_of(text: str) -> bool:
    """Read a string as `Boolean.valueOf` does."""
    return text.lower() == "true"


def string_value_of(value: Value) -> str:
    """Return `String.valueOf` of a value."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int():
            return str(value)
        case float():
            return double_to_string(value)
        case list():
            return f"[{', '.join(map(string_value_of, value))}]"
        case dict():
            return _map_to_string(value)
        case datetime():
            return date_to_string(value)
    return str(value)


def _map_to_string(value: JSONObject) -> str:
    return "{" + ", ".join(f"{key}={string_value_of(item)}" for key, item in value.items()) + "}"


def date_to_string(moment: datetime) -> str:
    """Return `Date.toString` on a device whose time zone is GMT, for moments since 1583."""
    utc = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return f"{utc:%a %b %d %H:%M:%S} GMT {utc.year}"


def double_to_string(number: float) -> str:
    """Return `Double.toString`; up to Java 18 that is not always the shortest string that reads as the number."""
    if isnan(number):
        return "NaN"
    sign = "-" if copysign(1, number) < 0 else ""
    if isinf(number):
        return f"{sign}Infinity"
    digits, point = ("0", 1) if number == 0 else _digits(abs(number))
    if 0 < point < 8:
        whole, fraction = digits[:point].ljust(point, "0"), digits[point:]
        return f"{sign}{whole}.{fraction or '0'}"
    if -3 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{point - 1}"


_PRECISION: Final = 53
"""The bits of a double's fraction."""
_LEAST_EXPONENT: Final = -1021
"""Below it a double has fewer bits."""


def _digits(number: float) -> tuple[str, int]:
    """Return the decimal digits that Java chooses for a positive number, and how many are before the point."""
    exponent = frexp(number)[1]
    if number.is_integer() and exponent < _LONG:
        return _of_whole(int(number), exponent)
    return _of_fraction(number)


def _of_whole(number: int, bits: int) -> tuple[str, int]:
    """Return the digits of the integer, rounded half up to those that its bits can tell apart."""
    beyond = bits - _PRECISION - 2
    dropped = len(str(1 << beyond)) - 1 if beyond > 1 else 0
    digits = str((number + 10**dropped // 2) // 10**dropped)
    return digits.rstrip("0"), len(digits) + dropped


def _of_fraction(number: float) -> tuple[str, int]:
    """Make digits until the rest is less than half of what the last bit is worth, as Steele and White do.

    `value / scale` is the number with one digit before the point, `half / scale` half of the last bit's worth. Where
    they fit into an `int` or a `long` Java calculates in these, and a sum that doesn't fit wraps.
    """
    mantissa, exponent = frexp(number)
    fraction, zeros = _odd(int(mantissa * 2**_PRECISION))
    bits = _PRECISION - zeros
    precision = _PRECISION - max(0, _LEAST_EXPONENT - exponent)
    # An estimate that may be one too high; then the first digit is 0.
    power = floor((2 * mantissa - 1.5) * 0.289529654 + 0.176091259 + (exponent - 1) * 0.301029995663981)
    fives, fives_of_scale = max(0, -power), max(0, power)
    behind = max(0, bits - exponent)
    twos_of_half = fives + behind + exponent - 1 - precision - (bits == 1)
    twos, twos_of_scale = fives + behind + exponent - bits, fives_of_scale + behind
    common = min(twos, twos_of_scale) + min(0, twos_of_half - min(twos, twos_of_scale))
    twos, twos_of_scale, twos_of_half = twos - common, twos_of_scale - common, twos_of_half - common
    value, scale, half = fraction * 5**fives << twos, 5**fives_of_scale << twos_of_scale, 5**fives << twos_of_half
    width = _width(bits + twos + _bits_of_five(fives), twos_of_scale + 1 + _bits_of_five(fives_of_scale + 1))

    digit, value, half = value // scale, value % scale * 10, half * 10
    low, high = value < half, _wrapped(value + half, width) > 10 * scale
    digits = str(digit) if digit or high else ""
    power -= not digits
    if not -3 <= power < 8:
        low = high = False
    while not low and not high:
        digit, value, half = value // scale, value % scale * 10, _wrapped(half * 10, width)
        low, high = half <= 0 or value < half, half <= 0 or _wrapped(value + half, width) > 10 * scale
        digits += str(digit)
    if high and not (low and _rounds_down(_wrapped(2 * value - 10 * scale, width), digit)):
        rounded = str(int(digits) + 1)
        power += len(rounded) - len(digits)
        digits = rounded
    return digits.rstrip("0") or "0", power + 1


def _odd(number: int) -> tuple[int, int]:
    """Return a number without its factors of two, and how many of them there are."""
    zeros = (number & -number).bit_length() - 1
    return number >> zeros, zeros


def _rounds_down(above_the_middle: int, digit: int) -> bool:
    return above_the_middle < 0 or (above_the_middle == 0 and digit % 2 == 0)


def _bits_of_five(power: int) -> int:
    """Return the bits of a power of five as Java calculates them."""
    return (5**power).bit_length() if 0 < power < 27 else 3 * power


def _width(*bits: int) -> int | None:
    """Return the bits of the integers that Java calculates in; `None` if it takes big ones."""
    return next((width for width in (_INT, _LONG) if max(bits) < width), None)


def _wrapped(number: int, bits: int | None) -> int:
    if bits is None:
        return number
    low = number & (1 << bits) - 1
    return low - (1 << bits) if low >> (bits - 1) else low
