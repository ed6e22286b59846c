"""Values as a sequence on Android has them: JSON, with marks for values that JSON can't write and for long ones."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any


def written_out(x: Any, n: int | None) -> Any:
    """Return a value with its abbreviations written out; `n` counts repetitions."""
    match x:
        case str():
            return x if n is None else x.replace("{n}", str(n))
        case list():
            return [written_out(one, n) for one in x]
        case {"$repeat": [text, times], **rest} if not rest:
            return text * times
        case {"$keys": int(count), **rest} if not rest:
            return {f"k{i}": i for i in range(count)}
        case {"$concat": list(parts), **rest} if not rest:
            return "".join(written_out(one, n) for one in parts)
        case dict():
            return {key: written_out(value, n) for key, value in x.items()}
    return x


def value(written: Any) -> Any:
    """Return a written-out value as an app would have it."""
    match written:
        case list():
            return [value(item) for item in written]
        case {"$date": moment, **rest} if not rest:
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=moment)
        case {"$nan": _, **rest} if not rest:
            return math.nan
        case {"$inf": _, **rest} if not rest:
            return math.inf
        case {"$ninf": _, **rest} if not rest:
            return -math.inf
        case {"$long": number, **rest} if not rest:
            return number
        case {"$float": number, **rest} if not rest:
            return float(number)
        case {"$texts": list(texts), **rest} if not rest:
            return texts
        case dict():
            return {key: value(item) for key, item in written.items()}
    return written
