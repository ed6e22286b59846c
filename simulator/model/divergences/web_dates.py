"""How analytics.js reads text as dates."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from simulator.values import UNDEFINED, JSONObject, Value

_DATE: Final = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):?(\d{2})(?::?(\d{2})(?:[,.](\d+))?)?(?:Z|([+-]\d{2})(?::?(\d{2}))?)?)?",
    re.ASCII,
)


def dated(value: Value) -> Value:
    """Return a value in which each text that is an ISO 8601 date has become that date.

    What is undefined goes with its key, and from the end of a list.
    """
    kind = type(value)
    if kind is str:
        # Most texts are none, and say so by their first four characters.
        found = _DATE.fullmatch(value) if value[:4].isdigit() else None
        return _date(found) or value if found else value
    if kind is dict:
        return _dated_object(value)
    if kind is list:
        while value and value[-1] is UNDEFINED:
            value = value[:-1]
        return [dated(item) for item in value]
    return value


_NEVER_DATES: Final = frozenset({int, float, bool, type(None)})


def _dated_object(value: JSONObject) -> JSONObject:
    """Return an object with its dates read; the same object where there are none."""
    changed: JSONObject = {}
    for key, item in value.items():
        kind = type(item)
        if kind in _NEVER_DATES or (kind is str and not "0" <= item[:1] <= "9"):
            continue
        read = dated(item)
        if read is not item or item is UNDEFINED:
            changed[key] = read
    if not changed:
        return value
    return {key: item for key, item in (value | changed).items() if item is not UNDEFINED}


def _date(found: re.Match[str]) -> datetime | None:
    """Return the date; a month or day of 0 is the first, one beyond the last runs on into the next."""
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
