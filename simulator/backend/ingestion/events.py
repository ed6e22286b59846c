"""An event as the backend reads it, whichever API it came by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from simulator.values import JSONObject, Value


class Event(msgspec.Struct, kw_only=True, gc=False):
    """The keys of an event that the backend reads, by their names in both APIs; the others are in its JSON alone.

    Which types they have was checked by whoever read the request. Those that may be of any are `Value`s.
    """

    event_type: str
    user_id: str | None = None
    device_id: str | None = None
    session_id: int | None = None
    uuid: Value = None
    insert_id: str | None = None
    time: Value = None
    ip: str | None = None
    library: Value = None
    price: Value = None
    quantity: Value = None
    revenue: Value = None
    event_properties: JSONObject | None = None
    user_properties: JSONObject | None = None
    group_properties: JSONObject | None = None
    api_properties: Value = None
    groups: JSONObject | None = None
    skips_user_properties: Value = msgspec.field(default=None, name="$skip_user_properties_sync")


def event_of(checked: JSONObject) -> Event:
    """Return an event that was read as a JSON object, and checked."""
    return msgspec.convert(checked, Event)


def events_of(checked: Sequence[JSONObject]) -> list[Event]:
    """Return events that were read as JSON objects, and checked."""
    return msgspec.convert(checked, list[Event])


def ids_of(events: Sequence[Event], field: str) -> tuple[str, ...]:
    """Return the different ids that events have in a field, in their order."""
    ids: dict[Any, None] = dict.fromkeys(getattr(event, field) for event in events)
    return tuple(one for one in ids if one)
