"""The keys of an event of the current API, as data: what each must be, and what an event must not do without."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple

import msgspec

from simulator.backend.ingestion.events import Event
from simulator.backend.ingestion.json_values import UNREADABLE, depth
from simulator.errors import quoted
from simulator.values import JSONObject, Value, describe
from simulator.wire.events import GROUP_IDENTIFY

DEEPEST: Final = 40
"""How many objects and lists may be inside each other in an event's properties."""

RESERVED: Final = frozenset(
    f"[Amplitude] {name}"
    for name in (
        "Start Session",
        "End Session",
        "Revenue",
        "Revenue (Verified)",
        "Revenue (Unverified)",
        "Merged User",
    )
)
"""Names that Amplitude keeps for its own events (rule v2.event.reserved)."""

NOBODY: Final = frozenset(
    {
        "",
        "-1",
        "0",
        "00000000-0000-0000-0000-000000000000",
        "anonymous",
        "lmy47d",
        "n/a",
        "na",
        "nil",
        "none",
        "null",
        "undefined",
        "unknown",
        "{}",
    }
)
"""Texts that stand where an id should be, in lower case (rule v2.ids.invalid)."""


class _Kind(NamedTuple):
    """The values that a key may have: their types, the type that JSON is read as, and in words."""

    types: frozenset[type[Any]]
    read_as: Any
    says: str


_TEXT: Final = _Kind(frozenset({str}), str, "a string")
_WHOLE: Final = _Kind(frozenset({int}), int, "a whole number")
_NUMBER: Final = _Kind(frozenset({int, float}), int | float, "a number")
_OBJECT: Final = _Kind(frozenset({dict}), JSONObject, "an object")
_FLAG: Final = _Kind(frozenset({bool}), bool, "true or false")

KEYS: Final[Mapping[str, _Kind]] = {
    **dict.fromkeys(("event_properties", "user_properties", "groups", "group_properties", "plan"), _OBJECT),
    **dict.fromkeys(("time", "event_id", "session_id", "quantity"), _WHOLE),
    **dict.fromkeys(("price", "revenue", "location_lat", "location_lng"), _NUMBER),
    "$skip_user_properties_sync": _FLAG,
    **dict.fromkeys(
        (
            *("user_id", "device_id", "event_type", "insert_id", "user_agent", "app_version", "platform"),
            *("os_name", "os_version", "device_brand", "device_manufacturer", "device_model", "carrier"),
            *("country", "region", "city", "dma", "language", "productId", "revenueType", "currency", "ip"),
            *("idfa", "idfv", "adid", "android_id", "android_app_set_id"),
        ),
        _TEXT,
    ),
}
"""Each optional key, and the values that it may have if it is there (rule v2.answer.invalid-fields)."""
_UNCHECKED: Final = ("global_user_properties", "ingestion_metadata", "library", "partner_id", "version_name")
"""Keys that Amplitude's SDKs send as well, and that may have any value."""
_EXPECTED: Final = {key: kind.types for key, kind in KEYS.items()}
_DEEP: Final = ("event_properties", "user_properties", "group_properties")
_IDS: Final = ("user_id", "device_id")

Fault = Literal["missing", "invalid", "length"]


class Problem(NamedTuple):
    """A problem with a field of an event."""

    fault: Fault
    field: str
    #: The end of a sentence that begins with the event.
    says: str


def _reads(name: str, *, any_keys: bool) -> Callable[[bytes], list[Event]]:
    """Return what reads a JSON list of events and checks the types of all values of the table at once."""
    attributes = {field.encode_name: field.name for field in msgspec.structs.fields(Event)}
    checked = [
        (attributes.get(key, key), kind.read_as | None, msgspec.field(default=None, name=key))
        for key, kind in KEYS.items()
        if key != "event_type"
    ]
    unchecked = [(key, Value, None) for key in _UNCHECKED if key not in attributes]
    event = msgspec.defstruct(
        name, [*checked, *unchecked], bases=(Event,), forbid_unknown_fields=not any_keys, kw_only=True, gc=False
    )
    decoder: msgspec.json.Decoder[list[Event]] = msgspec.json.Decoder(list[event])  # type: ignore[valid-type] # made here.
    return decoder.decode


_read_known: Final = _reads("_Known", any_keys=False)
_read_any: Final = _reads("_Any", any_keys=True)


def without_problems(events: bytes, shortest: int, *, any_keys: bool = False) -> list[Event] | None:
    """Return the events of a JSON list, or `None` if something may be wrong with one: then `problems` tells.

    Ids must have at least `shortest` characters. How deeply events nest is not checked. With `any_keys`, the values of
    keys that are not known are passed over: the JSON must have been decoded before.
    """
    try:
        found = _read_any(events) if any_keys else _read_known(events)
    except UNREADABLE:
        return None
    # An upload has the events of few users and devices, and few types of them.
    few = {(one.event_type, one.user_id, one.device_id) for one in found}
    return found if all(_can_be_taken(*one, shortest) for one in few) else None


def _can_be_taken(event_type: str, user_id: str | None, device_id: str | None, shortest: int) -> bool:
    if not event_type or event_type in RESERVED:
        return False
    if user_id is None and device_id is None:
        return event_type == GROUP_IDENTIFY
    return all(one is None or (len(one) >= shortest and one.lower() not in NOBODY) for one in (user_id, device_id))


def problems(event: JSONObject, shortest: int, *, is_deep: bool) -> Iterator[Problem]:
    """Yield what is wrong with an event, whose ids must have at least `shortest` characters.

    `is_deep` is whether its JSON could nest too deeply.
    """
    expected = _EXPECTED
    for key, value in event.items():
        if key in expected and value is not None and type(value) not in expected[key]:
            yield Problem("invalid", key, f".{key} must be {KEYS[key].says}, not {describe(value)}")
    event_type = event.get("event_type")
    if event_type is None or event_type == "":
        yield Problem("missing", "event_type", " needs an event_type, a string")
    elif type(event_type) is str and event_type in RESERVED:
        yield Problem("invalid", "event_type", f".event_type can't be {event_type}: Amplitude reserves the name")
    named = False
    for field in _IDS:
        text = event.get(field)
        if type(text) is not str:
            continue
        named = True
        if len(text) < shortest:
            # Rule v2.ids.length.
            yield Problem("length", field, f".{field} has {len(text)} characters; at least {shortest} are needed")
        elif text.lower() in NOBODY:
            yield Problem("invalid", field, f".{field} can't be {quoted(text)}, which names nobody")
    if not named and event_type != GROUP_IDENTIFY and not any(event.get(field) for field in _IDS):
        # Rule v2.ids.required.
        for field in _IDS:
            yield Problem("missing", field, " needs a user_id or a device_id")
    if is_deep:
        # Rule v2.event.depth.
        for field in _DEEP:
            if depth([event.get(field)]) > DEEPEST:
                yield Problem("invalid", field, f".{field} nests more than {DEEPEST} levels deep")
