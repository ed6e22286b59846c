"""How analytics.js reads strings as dates."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from operator import is_not
from typing import Final

from simulator.values import UNDEFINED, JSONObject, Value

_DATE: Final = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):?(\d{2})(?::?(\d{2})(?:[,.](\d+))?)?(?:Z|([+-]\d{2})(?::?(\d{2}))?)?)?",
    re.ASCII,
)
_USUAL_DATE: Final = re.compile(
    r"(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z", re.ASCII
)
"""A date as JavaScript and Segment write one, and valid: Python reads it too, and faster."""


def dated(value: Value) -> Value:
    """Return a value in which each string that is an ISO 8601 date has become that date.

    An undefined value is dropped with its key, and from the end of a list.
    """
    kind = type(value)
    if kind is str:
        if _USUAL_DATE.fullmatch(value):
            return datetime.fromisoformat(value)
        found = _DATE.fullmatch(value)
        return _date(found) or value if found else value
    if kind is dict:
        return dated_object(value)
    if kind is list:
        while value and value[-1] is UNDEFINED:
            value = value[:-1]
        items = [dated(item) for item in value]
        return items if any(map(is_not, items, value)) else value
    return value


_NEVER_DATES: Final = frozenset({int, float, bool, type(None)})


def dated_object(value: JSONObject) -> JSONObject:
    """Return an object with its dates read; the same object if there are none."""
    changed: JSONObject = {}
    gone: list[str] = []
    for key, item in value.items():
        kind = type(item)
        # Most strings are not dates, as the characters after the first four show.
        if item[4:5] != "-" if kind is str else kind in _NEVER_DATES:
            continue
        if item is UNDEFINED:
            gone.append(key)
        elif (read := dated(item)) is not item:
            changed[key] = read
    if not changed and not gone:
        return value
    made = value | changed
    for key in gone:
        del made[key]
    return made


def _date(found: re.Match[str]) -> datetime | None:
    """Return the date; a month or day of 0 is the first, one beyond the last overflows into the next."""
    year, month, day, hour, minute, second = (int(found[part] or 0) for part in range(1, 7))
    years, months = divmod(max(month, 1) - 1, 12)
    fraction = int(((found[7] or "0") + "00")[:3])
    hours_east, minutes_east = int(found[8] or 0), int(found[9] or 0)
    east = timedelta(hours=abs(hours_east), minutes=minutes_east)
    within = timedelta(days=max(day, 1) - 1, hours=hour, minutes=minute, seconds=second, milliseconds=fraction)
    try:
        start = datetime(year + years, months + 1, 1, tzinfo=UTC)
        return start + within + (east if (found[8] or "").startswith("-") else -east)
    except (ValueError, OverflowError):
        return None
