"""How Amplitude completes an event before it takes it: it fills in what is missing, and cuts off what is too much."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import Final

import msgspec

from simulator.backend.ingestion.events import Event
from simulator.values import JSONObject, Value

LONGEST_TEXT: Final = 1024
"""Characters that a text may have."""
MOST_GROUP_TYPES: Final = 5
MOST_GROUPS: Final = 10

_encode = msgspec.json.Encoder().encode


def named(event: JSONObject) -> bool:
    """Write ids that are whole numbers as text, in place; tell whether there were any (rule v2.ids.required)."""
    found = False
    for field in ("user_id", "device_id"):
        value = event.get(field)
        if type(value) is int:
            event[field] = str(value)
            found = True
    return found


def is_spread(written: bytes) -> bool:
    """Tell whether JSON is on several lines."""
    return b"\n" in written or b"\r" in written


def is_complete(event: Event, written: bytes) -> bool:
    """Tell whether there is nothing to complete in an event on one line, whose JSON is `written`."""
    return (
        event.device_id is not None and event.time is not None and event.groups is None and len(written) <= LONGEST_TEXT
    )


def completed(event: JSONObject, written: bytes, time: int) -> bytes:
    """Complete an event in place, and return its JSON on one line; `written` is its JSON as it came.

    `time` is when its request came, in milliseconds since 1970.
    """
    changed = is_spread(written)
    if len(written) > LONGEST_TEXT:
        changed |= _cut(event)
    if event.get("groups"):
        changed |= _fit_groups(event)
    if not changed and event.get("device_id") is not None and event.get("time") is not None:
        return written
    added: JSONObject = {}
    if event.get("device_id") is None and event.get("user_id"):
        added["device_id"] = device_of(event["user_id"])
    if event.get("time") is None:
        # Rule v2.event.time.
        added["time"] = time
    if not added:
        return _encode(event) if changed else written
    # A key that is null is not added to, but replaced.
    changed |= any(key in event for key in added)
    event.update(added)
    return _encode(event) if changed else b"%b,%b" % (written[: written.rindex(b"}")], _encode(added)[1:])


@lru_cache(4096)
def device_of(user_id: str) -> str:
    """Return the device id of a user whose events name none: a hash of the user id (rule v2.ids.device-from-user)."""
    return blake2b(user_id.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _fit_groups(event: JSONObject) -> bool:
    """Leave out the groups that are too many; tell whether there were any (rule v2.groups.limit)."""
    groups = event["groups"]
    if len(groups) <= MOST_GROUP_TYPES and all(type(names) is not list for names in groups.values()):
        return False
    left = MOST_GROUPS
    fitting: JSONObject = {}
    for group_type, names in list(groups.items())[:MOST_GROUP_TYPES]:
        some = names[:left] if type(names) is list else names
        left -= len(some) if type(names) is list else 1
        if left < 0 or some == []:
            break
        fitting[group_type] = some
    event["groups"] = fitting
    return bool(fitting != groups)


def _cut(event: JSONObject) -> bool:
    """Cut texts that are too long, in place; tell whether there were any (rule v2.event.text)."""
    waiting: list[Value] = [event]
    found = False
    while waiting:
        one = waiting.pop()
        for key, value in one.items() if type(one) is dict else enumerate(one):
            if type(value) is str:
                if len(value) > LONGEST_TEXT:
                    one[key] = value[:LONGEST_TEXT]
                    found = True
            elif type(value) in (dict, list):
                waiting.append(value)
    return found
