"""How Objective-C reads a value: NSString, NSNumber and NSNumberFormatter of Foundation, on a 64-bit phone.

JSON's null is the object NSNull here, which has none of these methods; a missing value is nil, which the caller must
not pass. An object that is sent a message for which it has no method throws, and if nothing catches that, the app
crashes: `UnrecognizedSelectorError` has the line in the system's log.
"""

from __future__ import annotations

import re
import struct
from datetime import datetime
from math import inf, isfinite, isnan, nan
from typing import Final

import msgspec

from simulator.values import Value

_SMALLEST: Final = -(2**63)
_LARGEST: Final = 2**63 - 1

_CLASSES: Final = {
    type(None): "NSNull",
    bool: "__NSCFBoolean",
    int: "__NSCFNumber",
    float: "__NSCFNumber",
    str: "__NSCFString",
    list: "__NSArrayM",
    dict: "__NSDictionaryM",
    datetime: "__NSDate",
}


class UnrecognizedSelectorError(Exception):
    """An object was sent a message that its class has no method for."""

    def __init__(self, value: Value, selector: str) -> None:
        self.reason = f"-[{class_of(value)} {selector}]: unrecognized selector sent to instance"
        super().__init__(self.reason)


def class_of(value: Value) -> str:
    """Return the class of a value as a log names it: `__NSDictionaryM`, `__NSCFNumber`.

    It is that of the copy that the core makes; a literal in an app may be of a sister class.
    """
    return _CLASSES.get(type(value), "NSObject")


def is_text(value: Value) -> bool:
    """Tell whether a value is an NSString, which has `length`, `isEqualToString:` and the like."""
    return isinstance(value, str)


def is_number(value: Value) -> bool:
    """Tell whether a value is an NSNumber; booleans, NaN and infinities are."""
    return isinstance(value, bool | int | float)


def text(value: Value, selector: str) -> str:
    """Return a value that is sent a message of NSString; raise `UnrecognizedSelectorError` unless it is one."""
    if isinstance(value, str):
        return value
    raise UnrecognizedSelectorError(value, selector)


def bool_value(value: Value) -> bool:
    """Read a BOOL: `boolValue` of a number or string.

    A number is true unless it is 0. A string is true if it begins with Y, y, T, t or a digit from 1 to 9, after
    white space, a sign and zeros.
    """
    if isinstance(value, str):
        return _TRUE.match(value) is not None
    if is_number(value):
        return bool(value)
    raise UnrecognizedSelectorError(value, "boolValue")


_TRUE: Final = re.compile(r"\s*[+-]?0*[YyTt1-9]", re.ASCII)


def integer_value(value: Value) -> int:
    """Read an NSInteger of 64 bits: `integerValue` of a number or string.

    A fraction is cut off, and a number that is too large becomes the largest. A string is read up to the first
    character that is not a digit; one that does not begin with a number is 0.
    """
    if isinstance(value, str):
        digits = _INTEGER.match(value)
        return _clamped(int(digits[1])) if digits else 0
    if isinstance(value, float):
        return 0 if isnan(value) else _clamped(value) if not isfinite(value) else _clamped(int(value))
    if isinstance(value, int):
        return _wrapped(int(value))
    raise UnrecognizedSelectorError(value, "integerValue")


_INTEGER: Final = re.compile(r"\s*([+-]?[0-9]+)", re.ASCII)


def double_value(value: Value) -> float:
    """Read a double: `doubleValue` of a number, or of a string, which is 0 if it does not begin with a number."""
    if isinstance(value, str):
        found = _DOUBLE.match(value)
        return float(found[1]) if found else 0.0
    if is_number(value):
        return float(value)
    raise UnrecognizedSelectorError(value, "doubleValue")


_DOUBLE: Final = re.compile(r"\s*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)", re.ASCII)


def _clamped(number: float) -> int:
    return _SMALLEST if number < _SMALLEST else _LARGEST if number > _LARGEST else int(number)


def _wrapped(number: int) -> int:
    """Return the low 64 bits of a whole number as a signed number."""
    return (number - _SMALLEST) % 2**64 + _SMALLEST


def is_valid_json(value: Value) -> bool:
    """Return `isValidJSONObject:` of a value made of JSON's types: no number in it is NaN or infinite."""
    match value:
        case dict():
            return all(is_valid_json(item) for item in value.values() if type(item) not in _ALWAYS_VALID)
        case list():
            return all(is_valid_json(item) for item in value if type(item) not in _ALWAYS_VALID)
    return not isinstance(value, float) or isfinite(value)


_ALWAYS_VALID: Final = frozenset({str, int, bool, type(None)})


def is_finite_single(value: bool | int | float) -> bool:
    """Tell whether a number is finite in single precision: `isfinite([value floatValue])`."""
    if isinstance(value, float) and not isfinite(value):
        return False
    try:
        struct.pack("<f", value)
    except OverflowError:
        return False
    return True


def description(value: bool | int | float) -> str:
    """Write a number as `description` does: a boolean as 0 or 1, a double with up to 17 digits and no `.0`."""
    if isinstance(value, float):
        if isnan(value):
            return "nan"
        if not isfinite(value):
            return "inf" if value > 0 else "-inf"
        if value == 0:
            return "-0" if str(value).startswith("-") else "0"
        return _shortest(value)
    return str(int(value))


def _shortest(value: float) -> str:
    """Write a double with the fewest digits that read back as itself, in the form of `%.17g`."""
    written = next(one for digits in range(1, 18) if float(one := f"{value:.{digits}g}") == value)
    if "e" not in written or abs(value) >= 1e17:
        return written
    return f"{value:.0f}" if value.is_integer() else written


class NumberFormat(msgspec.Struct, frozen=True):
    """A locale's notation for decimal numbers (CLDR)."""

    decimal: str = "."
    grouping: str = ","
    #: The number of digits in the last group, and in each group before it.
    primary: int = 3
    secondary: int = 3


_SPACES: Final = "\u0020\u00a0\u2009\u202f"
"""Spaces between groups of digits: where a locale uses one of these, all of them are accepted."""

_COMMA_AND_POINT: Final = NumberFormat(",", ".")
_COMMA_AND_SPACE: Final = NumberFormat(",", "\u00a0")
_POINT_AND_COMMA: Final = NumberFormat()

_FORMATS: Final = {
    **dict.fromkeys(
        (
            "ca",
            "da",
            "de",
            "el",
            "es",
            "eu",
            "gl",
            "hr",
            "id",
            "is",
            "it",
            "mk",
            "nl",
            "pt",
            "ro",
            "sl",
            "sr",
            "tr",
            "vi",
        ),
        _COMMA_AND_POINT,
    ),
    **dict.fromkeys(
        ("bg", "cs", "et", "fi", "fr", "hu", "lt", "lv", "nb", "nn", "no", "pl", "ru", "sk", "sv", "uk"),
        _COMMA_AND_SPACE,
    ),
    **dict.fromkeys(("hi", "bn", "gu", "kn", "ml", "mr", "ta", "te", "pa"), NumberFormat(secondary=2)),
    "en_IN": NumberFormat(secondary=2),
    "de_AT": _COMMA_AND_SPACE,
    "de_CH": NumberFormat(".", "\u2019"),
    "de_LI": NumberFormat(".", "\u2019"),
    "it_CH": NumberFormat(".", "\u2019"),
    "en_ZA": _COMMA_AND_SPACE,
    "en_AT": _COMMA_AND_SPACE,
    "pt_PT": _COMMA_AND_SPACE,
    "es_CR": _COMMA_AND_SPACE,
    **dict.fromkeys(
        ("es_419", "es_MX", "es_US", "es_PE", "es_PR", "es_GT", "es_HN", "es_NI", "es_PA", "es_SV", "es_DO", "es_CU"),
        _POINT_AND_COMMA,
    ),
    "ar_EG": NumberFormat("\u066b", "\u066c"),
    "ar_SA": NumberFormat("\u066b", "\u066c"),
    "fa": NumberFormat("\u066b", "\u066c"),
}
"""The format of each locale or language that writes numbers differently from English."""


def number_format(locale: str) -> NumberFormat:
    """Return the format of a locale, `de_AT`: its own, else its language's, else English's."""
    return _FORMATS.get(locale) or _FORMATS.get(locale.partition("_")[0]) or _POINT_AND_COMMA


def decimal(written: str, locale: str) -> int | float | None:
    """Read a number as NSNumberFormatter does in the decimal style of a locale; `None` if it can't.

    The whole string has to be the number: it can't have white space, a plus sign or a currency. Grouping is optional,
    but where it is used, every group must be complete: "19.99" is not a number in Germany.
    """
    if written in _NAMES:
        return _NAMES[written]
    found = _pattern(number_format(locale)).fullmatch(written)
    if found is None:
        return None
    sign, whole, fraction, exponent = found.groups(default="")
    digits = "".join(one for one in whole if one.isdecimal())
    if not digits and not fraction:
        return None
    if not fraction and not exponent and _SMALLEST <= int(sign + digits) <= _LARGEST:
        return int(sign + digits)
    return float(f"{sign}{int(digits or '0')}.{_ascii(fraction) or '0'}e{_ascii(exponent) or '0'}")


_NAMES: Final = {"NaN": nan, "\u221e": inf, "-\u221e": -inf}


def _ascii(digits: str) -> str:
    """Write the digits of any script in those of ASCII."""
    return "".join(str(int(one)) if one.isdecimal() else one for one in digits)


def _pattern(form: NumberFormat) -> re.Pattern[str]:
    group = f"[{_SPACES}]" if form.grouping in _SPACES else re.escape(form.grouping)
    head = f"\\d{{1,{form.secondary}}}(?:{group}\\d{{{form.secondary}}})*{group}\\d{{{form.primary}}}"
    return re.compile(rf"(-?)({head}|\d*)(?:{re.escape(form.decimal)}(\d*))?(?:E(-?\d+))?")
