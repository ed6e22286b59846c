"""The keys of an event of the current API, as data: what each must be, and what an event must not do without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from simulator.backend.ingestion.json_values import depth
from simulator.errors import quoted
from simulator.values import JSONObject, describe
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
"""What stands where an id should be, in lower case (rule v2.ids.invalid)."""

_TEXT: Final = (frozenset({str}), "a string")
_WHOLE: Final = (frozenset({int}), "a whole number")
_NUMBER: Final = (frozenset({int, float}), "a number")
_OBJECT: Final = (frozenset({dict}), "an object")
_FLAG: Final = (frozenset({bool}), "true or false")

_KEYS: Final[Mapping[str, tuple[frozenset[type[Any]], str]]] = {
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
"""What the value of each optional key must be if it is there (rule v2.answer.invalid-fields)."""
_EXPECTED: Final = {key: kinds for key, (kinds, _) in _KEYS.items()}
_DEEP: Final = ("event_properties", "user_properties", "group_properties")
_IDS: Final = ("user_id", "device_id")

Fault = Literal["missing", "invalid", "length"]


class Problem(NamedTuple):
    """What is wrong with a field of an event."""

    fault: Fault
    field: str
    #: The end of a sentence that begins with the event.
    says: str


def fits(event: JSONObject, shortest: int) -> bool:
    """Tell whether nothing is wrong with an event that does not nest deeply: as nearly always, and fast."""
    # The events of an upload have the same few shapes.
    if not _are_expected(tuple(event), tuple(map(type, event.values()))):
        return False
    event_type = event.get("event_type")
    if not event_type or event_type in RESERVED:
        return False
    user_id, device_id = event.get("user_id"), event.get("device_id")
    if user_id is None and device_id is None:
        return bool(event_type == GROUP_IDENTIFY)
    return (user_id is None or _names_somebody(user_id, shortest)) and (
        device_id is None or _names_somebody(device_id, shortest)
    )


@lru_cache(256)
def _are_expected(keys: tuple[str, ...], kinds: tuple[type[Any], ...]) -> bool:
    """Tell whether values of these types are what each key must have, or null."""
    return all(
        kind in _EXPECTED[key] or kind is type(None) for key, kind in zip(keys, kinds, strict=True) if key in _EXPECTED
    )


@lru_cache(4096)
def _names_somebody(text: str, shortest: int) -> bool:
    return len(text) >= shortest and text.lower() not in NOBODY


def problems(event: JSONObject, shortest: int, *, is_deep: bool) -> Iterator[Problem]:
    """Yield what is wrong with an event, whose ids must have at least `shortest` characters.

    `is_deep` is whether its JSON could nest too deeply.
    """
    expected = _EXPECTED
    for key, value in event.items():
        if key in expected and value is not None and type(value) not in expected[key]:
            yield Problem("invalid", key, f".{key} must be {_KEYS[key][1]}, not {describe(value)}")
    event_type = event.get("event_type")
    if event_type is None or event_type == "":
        yield Problem("missing", "event_type", " needs an event_type, a string")
    elif event_type in RESERVED:
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
