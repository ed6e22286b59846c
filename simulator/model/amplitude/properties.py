"""The changes that each SDK makes to values of properties before it queues them (sdk-facts, section 3.5)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from math import inf, isfinite, isnan
from operator import is_not
from typing import Final, Literal

import msgspec

from simulator.model.languages import java, javascript, objective_c
from simulator.values import UNDEFINED, JSONObject, Value, iso_date, milliseconds

MAX_KEYS: Final = 1000
"""An object with more keys than this is emptied, on every platform."""

_DROPPED: Final = object()


class Changed(dict[str, Value]):
    """Properties that the rules of an SDK have changed.

    Only these can contain values that the SDK can't write or read again: a list with NaN or an infinity, a text that
    was cut.
    """

    __slots__ = ()


class PropertyRules(msgspec.Struct, frozen=True, kw_only=True):
    """One SDK's treatment of the values of properties."""

    #: Longest string in UTF-16 units; longer ones are cut.
    max_text: int
    #: The remains of a surrogate pair at the cut: U+FFFD as UTF-8 writers do, half of it, or all of it.
    cut: Literal["replaced", "half", "behind"] = "replaced"
    #: Keys whose strings are never cut.
    uncut: frozenset[str] = frozenset()
    #: Whether a null stays under its key, or the key is dropped.
    keeps_null: bool
    #: Whether NaN under a key becomes null; otherwise the key is dropped.
    keeps_nan_as_null: bool
    #: The same for infinities.
    keeps_infinity_as_null: bool
    #: Numbers beyond this are infinite to the SDK.
    largest: float = inf
    #: The containers that are dropped inside a list.
    dropped_in_lists: tuple[type, ...] = ()
    #: Whether a number that can't be written stays inside a list, where nothing checks it; then the event is lost.
    keeps_nan_in_lists: bool = False
    #: Keys that are lost.
    dropped_keys: frozenset[str] = frozenset()
    write_date: Callable[[datetime], str]


def _ios_date(moment: datetime) -> str:
    return f"{_utc(moment):%Y-%m-%d %H:%M:%S} +0000"


def _web_date(moment: datetime) -> str:
    return iso_date(milliseconds(moment))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


IOS = PropertyRules(
    max_text=1024,
    uncut=frozenset({"$receipt"}),
    keeps_null=True,
    keeps_nan_as_null=True,
    keeps_infinity_as_null=True,
    largest=2.0**128 - 2.0**103,
    write_date=_ios_date,
)
"""Amplitude-iOS checks that numbers are finite in single precision."""

ANDROID = PropertyRules(
    max_text=1024,
    uncut=frozenset({"$receipt", "$receiptSig"}),
    keeps_null=True,
    keeps_nan_as_null=False,
    keeps_infinity_as_null=False,
    keeps_nan_in_lists=True,
    write_date=java.date_to_string,
)
"""On Android org.json refuses NaN and infinities, so their keys are missing; in a list nothing checks them."""

WEB = PropertyRules(
    max_text=4096,
    keeps_null=False,
    keeps_nan_as_null=False,
    keeps_infinity_as_null=True,
    dropped_in_lists=(dict, list),
    dropped_keys=frozenset({"__proto__"}),
    write_date=_web_date,
)

SERVER = PropertyRules(
    max_text=2**31, keeps_null=True, keeps_nan_as_null=True, keeps_infinity_as_null=True, write_date=_web_date
)
"""The server leg forwards what JSON carries."""


def sanitized(properties: JSONObject, rules: PropertyRules) -> JSONObject:
    """Return properties as the SDK queues them; the same object when there is nothing to change, else `Changed`."""
    if not properties:
        return properties
    if len(properties) > MAX_KEYS and rules is not SERVER:
        return {}
    if rules.dropped_keys and not rules.dropped_keys.isdisjoint(properties):
        properties = Changed((key, value) for key, value in properties.items() if key not in rules.dropped_keys)
    kept = properties
    safe_length = rules.max_text >> 1
    for key, value in properties.items():
        kind = type(value)
        if kind is str:
            if len(value) <= safe_length or key in rules.uncut:
                continue
        elif kind is float:
            if -rules.largest < value < rules.largest:
                continue
        elif kind is int or kind is bool:
            continue
        made = _value(value, rules)
        if made is value:
            continue
        if kept is properties:
            kept = Changed(properties)
        if made is _DROPPED:
            del kept[key]
        else:
            kept[key] = made
    return kept


def _value(value: Value, rules: PropertyRules) -> Value:
    """Return a value under a key as the SDK writes it, or `_DROPPED`."""
    kind = type(value)
    if kind is str:
        return truncated(value, rules.max_text, rules.cut)
    if kind is int or kind is bool:
        return value
    if value is None:
        return None if rules.keeps_null else _DROPPED
    if value is UNDEFINED:
        return _DROPPED
    if kind is float:
        return _float(value, rules)
    if isinstance(value, dict):
        return sanitized(value, rules)
    if isinstance(value, list):
        items = [made for item in value if (made := _item(item, rules)) is not _DROPPED]
        return items if len(items) != len(value) or any(map(is_not, items, value)) else value
    if isinstance(value, datetime):
        return rules.write_date(value)
    return value


def _float(value: float, rules: PropertyRules) -> Value:
    if isnan(value):
        return None if rules.keeps_nan_as_null else _DROPPED
    if not -rules.largest < value < rules.largest:
        return None if rules.keeps_infinity_as_null else _DROPPED
    return value


def _item(value: Value, rules: PropertyRules) -> Value:
    """Return a list item as the SDK writes it: null in place of one that can't be kept, unless nesting is dropped."""
    if isinstance(value, rules.dropped_in_lists):
        return _DROPPED
    made = _kept(value, rules) if rules.keeps_nan_in_lists else _value(value, rules)
    return None if made is _DROPPED else made


def _kept(value: Value, rules: PropertyRules) -> Value:
    """Return a list item as written where NaN and infinities stay."""
    if isinstance(value, float):
        # NaN or an infinity spoils the event: return a copy, so that its container counts as changed.
        return value if isfinite(value) else value + 0.0
    if isinstance(value, dict):
        if len(value) > MAX_KEYS:
            return {}
        safe_length = rules.max_text >> 1
        changed = {
            key: made
            for key, item in value.items()
            if not (len(item) <= safe_length if type(item) is str else type(item) in _AS_THEY_ARE)
            and key not in rules.uncut
            and (made := _kept(item, rules)) is not item
        }
        if not changed:
            return value
        return {key: made for key, item in value.items() if (made := changed.get(key, item)) is not _DROPPED}
    return _value(value, rules)


_AS_THEY_ARE: Final = frozenset({int, bool})


def whole_characters(value: Value) -> Value:
    """Return a value with U+FFFD in place of half a character at the end of a string; itself if there is none."""
    if isinstance(value, str):
        return f"{value[:-1]}\ufffd" if "\ud800" <= value[-1:] <= "\udbff" else value
    if isinstance(value, dict):
        changed: JSONObject = {}
        for key, item in value.items():
            kind = type(item)
            # Most values are whole: numbers, and strings that don't end in half a character.
            if kind in _NUMBERS or (kind is str and not "\ud800" <= item[-1:] <= "\udbff"):
                continue
            if (made := whole_characters(item)) is not item:
                changed[key] = made
        return value | changed if changed else value
    if isinstance(value, list):
        items = [whole_characters(item) for item in value]
        return items if any(map(is_not, items, value)) else value
    return value


_NUMBERS: Final = frozenset({int, float, bool, type(None)})


def is_writable(value: Value) -> bool:
    """Tell whether org.json can write a value: it can't if NaN or an infinity is in it, at any depth."""
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return True
    return all(is_writable(item) for item in value if type(item) not in _WRITABLE)


_WRITABLE: Final = frozenset({str, int, bool, type(None)})


def truncated(text: str, limit: int, cut: Literal["replaced", "half", "behind"] = "replaced") -> str:
    """Cut a string to `limit` UTF-16 units; for `cut`, see `PropertyRules.cut`."""
    if len(text) <= limit >> 1:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * limit:
        return text
    if cut == "behind":
        return text[: _end_of_character(text, len(units[: 2 * limit].decode("utf-16-le", "replace")))]
    return units[: 2 * limit].decode("utf-16-le", "surrogatepass" if cut == "half" else "replace")


def _end_of_character(text: str, end: int) -> int:
    """Return where the character before `end` ends: marks, joiners and the characters that they join belong to it."""
    while end < len(text) and (_extends(text[end]) or text[end - 1] == _JOINER):
        end += 1
    return end


def _extends(character: str) -> bool:
    return unicodedata.category(character).startswith("M") or character == _JOINER or character in _SKIN_TONES


_JOINER: Final = "\u200d"
_SKIN_TONES: Final = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


def finite(values: JSONObject, rules: PropertyRules) -> JSONObject:
    """Return an object in which null replaces each number that the SDK can't write; nothing is cut."""
    return {name: _finite(value, rules) for name, value in values.items()}


def _finite(value: Value, rules: PropertyRules) -> Value:
    if isinstance(value, float):
        made = _float(value, rules)
        return None if made is _DROPPED else made
    if isinstance(value, dict):
        return finite(value, rules)
    return [_finite(item, rules) for item in value] if isinstance(value, list) else value


def ios_groups(groups: JSONObject, rules: PropertyRules) -> JSONObject:
    """Return event groups as Amplitude-iOS writes them: text, or a flat list of text; booleans as 0 and 1."""
    return sanitized(_group_texts(groups, _ios_text), rules)


def web_groups(groups: JSONObject) -> JSONObject:
    """Return event groups as amplitude-js writes them: text, or a flat list of text. There is no key limit."""
    return _group_texts(groups, _web_text)


def android_groups(groups: JSONObject) -> JSONObject:
    """Return event groups as Amplitude-Android writes them: long strings cut, otherwise unchanged."""
    return sanitized(groups, ANDROID)


def _group_texts(groups: JSONObject, text: Callable[[Value], str | None]) -> JSONObject:
    kept: JSONObject = {}
    for group_type, name in groups.items():
        written: Value
        written = [one for item in name if (one := text(item)) is not None] if isinstance(name, list) else text(name)
        if written is not None:
            kept[group_type] = written
    return kept


def _ios_text(value: Value) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return _ios_date(value)
    return objective_c.description(value) if objective_c.is_number(value) else None


def _web_text(value: Value) -> str | None:
    """Return a string, number, boolean or date as JavaScript writes it as text; NaN doesn't count as a number."""
    if isinstance(value, str):
        return truncated(value, WEB.max_text)
    if value != value or not isinstance(value, bool | int | float | datetime):
        return None
    return javascript.text(value)
