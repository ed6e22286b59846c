"""The keys of an event of the current API, as data: what each must be, and what an event must not do without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

import msgspec

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
"""Texts that stand where an id should be, in lower case (rule v2.ids.invalid)."""


class _Object(msgspec.Struct):
    """Any JSON object; what is in it is passed over."""


class _Kind(NamedTuple):
    """The values that a key may have: their types, the type that JSON is read as, and in words."""

    types: frozenset[type[Any]]
    read_as: Any
    says: str


_TEXT: Final = _Kind(frozenset({str}), str, "a string")
_WHOLE: Final = _Kind(frozenset({int}), int, "a whole number")
_NUMBER: Final = _Kind(frozenset({int, float}), int | float, "a number")
_OBJECT: Final = _Kind(frozenset({dict}), _Object, "an object")
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


class Stated(msgspec.Struct, gc=False):
    """The keys of an event that tell whether it can be taken as it is."""

    event_type: str | None = None
    user_id: str | None = None
    device_id: str | None = None
    time: int | None = None
    groups: _Object | None = None


def _attribute(key: str) -> str:
    return key.removeprefix("$")


_All: Final = msgspec.defstruct(
    "_All",
    [(_attribute(key), kind.read_as | None, None) for key, kind in KEYS.items() if key not in Stated.__struct_fields__],
    bases=(Stated,),
    rename={_attribute(key): key for key in KEYS},
    gc=False,
)
"""Every key of the table: reading JSON as this checks the types of all values at once."""
_read_all: Final = msgspec.json.Decoder(list[_All]).decode  # type: ignore[valid-type] # it is made of the table


def stated(events: bytes, shortest: int) -> Sequence[Stated] | None:
    """Return what the events of a JSON list state, or `None` if something may be wrong: then `problems` tells.

    Ids must have at least `shortest` characters. How deeply events nest is not checked.
    """
    try:
        found: Sequence[Stated] = _read_all(events)
    except msgspec.ValidationError:
        return None
    # An upload has the events of few users and devices, and few types of them.
    few = {(one.event_type, one.user_id, one.device_id) for one in found}
    return found if all(_can_be_taken(*one, shortest) for one in few) else None


def _can_be_taken(event_type: str | None, user_id: str | None, device_id: str | None, shortest: int) -> bool:
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
