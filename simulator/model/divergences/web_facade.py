"""How analytics.js looks up fields of a message: by paths, in any spelling, with the message's methods first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from simulator.model.calls import Message
from simulator.model.divergences.web_dates import dated
from simulator.model.languages import javascript
from simulator.values import UNDEFINED, JSONObject, Value


@lru_cache(4096)
def plain(name: str) -> str:
    """Return a name as it is compared: letters, digits and dots, in lower case."""
    return _PUNCTUATION.sub("", name).lower()


_PUNCTUATION: Final = re.compile(r"[^a-zA-Z0-9.]+")


Names = frozenset[tuple[str, str]]
"""Names that are looked up: each as it is compared, and as it is documented."""


def spelled(properties: JSONObject, names: Names) -> JSONObject:
    """Return properties with some of them renamed to these names, however they are spelled; the first one counts."""
    if not _spelled_otherwise(tuple(properties), names):
        return properties
    documented = dict(names)
    found: JSONObject = {}
    for name, value in properties.items():
        found.setdefault(documented.get(plain(name), name), value)
    return found


@lru_cache(4096)
def _spelled_otherwise(given: tuple[str, ...], names: Names) -> bool:
    documented = dict(names)
    return any(documented.get(plain(name), name) != name for name in given)


def _by_plain_name(*names: str) -> Names:
    return frozenset((plain(name), name) for name in names)


REVENUE: Final = _by_plain_name("productId", "revenueType", "price", "revenue", "total")
ORDER: Final = _by_plain_name("products")
PRODUCT: Final = _by_plain_name("productId", "sku", "name", "price", "category")


def found(value: Value, path: str) -> Value:
    """Return the value at a path, in any spelling, undefined if there is none; a name may contain dots."""
    path = plain(path)
    while path:
        value, path = _step(value, path)
        if value is None or value is UNDEFINED:
            break
    return value


def _step(value: Value, path: str) -> tuple[Value, str]:
    """Return the value at the beginning of a path, and the rest of the path."""
    for key, child in _entries(value):
        name = plain(key)
        rest = path[len(name) :]
        if path.startswith(name) and (not rest or rest[0] == "."):
            return child, rest[1:]
    return UNDEFINED, ""


def _entries(value: Value) -> Iterator[tuple[str, Value]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list | str):
        yield from ((str(index), item) for index, item in enumerate(value))


def field_of(message: Message, event: str, properties: Value, path: str) -> Value:
    """Return the result of `proxy(path)` on the message of an event: a track call, or the one that a page call becomes.

    It has no user: analytics.js sends the user only to Segment's servers. Its context is the call's, and the page.
    """
    first, _, rest = path.partition(".")
    own = {**message.call.context, "page": message.context.get("page")}
    methods: JSONObject = {
        "event": event,
        "properties": properties if javascript.truthy(properties) else {},
        "options": own,
        "context": own,
        "anonymousId": message.anonymous_id,
        "sessionId": message.anonymous_id,
        "timestamp": datetime.fromtimestamp(message.timestamp / 1000, UTC),
        "integrations": message.call.integrations,
        "action": "track",
        "type": "track",
        "traits": found(own, "traits"),
        **dict.fromkeys(("userId", "groupId", "device", "ip", "userAgent", "timezone", "channel"), UNDEFINED),
        **{name: found(properties, name) for name in _OF_PROPERTIES},
    }
    if first in ("ip", "userAgent", "timezone", "device"):
        methods[first] = found(own, first)
    if first in methods:
        value = dated(methods[first])
        value = value if javascript.truthy(value) else {}
    else:
        value = message.message_id if first == "messageId" else UNDEFINED
    if not rest or not javascript.truthy(value):
        return value
    return found(value, rest)


_OF_PROPERTIES: Final = (
    "value",
    "category",
    "id",
    "sku",
    "tax",
    "name",
    "price",
    "total",
    "repeat",
    "coupon",
    "shipping",
    "discount",
    "description",
    "plan",
    "productId",
)
