"""The calls an app makes on Segment, and the message that a call becomes.

A call is written by the app's author; a message is that call once the Segment client has filled in who, when and where.
Both are frozen. `decode` reads a call from the flat JSON that Segment's HTTP API uses, which is also how the fixtures
hold the documentation's printed examples.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import Any, ClassVar, Final, NoReturn

import msgspec
from msgspec.structs import replace

from simulator.errors import CallError, MessageError, nearest, quoted
from simulator.values import JSONObject, Value, as_json, carried_object, describe, iso_date


class Call(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag=str.lower,
    gc=False,
    rename="camel",
    forbid_unknown_fields=True,
):
    """The fields that every call may have. Mobile and web clients fill in the ids themselves; a server passes them."""

    integrations: JSONObject = {}
    context: JSONObject = {}
    user_id: str | None = None
    anonymous_id: str | None = None
    #: Milliseconds since 1970; `None` means now.
    timestamp: int | None = None

    method: ClassVar[str]


class Track(Call, frozen=True):
    """The user did something."""

    event: str
    properties: JSONObject = {}

    method: ClassVar[str] = "track"


class Page(Call, frozen=True):
    """The user is on a web page."""

    name: str | None = None
    category: str | None = None
    properties: JSONObject = {}

    method: ClassVar[str] = "page"


class Screen(Call, frozen=True):
    """The user is on a screen of an app."""

    name: str | None = None
    category: str | None = None
    properties: JSONObject = {}

    method: ClassVar[str] = "screen"


class Identify(Call, frozen=True):
    """A call that says who the user is."""

    traits: JSONObject = {}

    method: ClassVar[str] = "identify"


class Group(Call, frozen=True):
    """A call that says which group the user belongs to."""

    group_id: str | None = None
    traits: JSONObject = {}

    method: ClassVar[str] = "group"


class Alias(Call, frozen=True):
    """One user id takes over from another."""

    previous_id: str | None = None

    method: ClassVar[str] = "alias"


class Flush(Call, frozen=True):
    """Upload the queue now."""

    method: ClassVar[str] = "flush"


class Reset(Call, frozen=True):
    """Log the user out."""

    method: ClassVar[str] = "reset"


AnyCall = Track | Page | Screen | Identify | Group | Alias | Flush | Reset

METHODS: dict[str, type[AnyCall]] = {
    kind.method: kind for kind in (Track, Page, Screen, Identify, Group, Alias, Flush, Reset)
}
"""The calls by the name of the method that makes them."""


class Message(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A call as it leaves the Segment client."""

    call: AnyCall
    message_id: str
    #: Milliseconds since 1970.
    timestamp: int
    user_id: str | None
    anonymous_id: str | None
    context: JSONObject
    #: Only for alias: the id that the new one takes over from.
    previous_id: str | None = None
    #: Web: the document's referrer; only the integration in the page sees it.
    document_referrer: str = ""

    @property
    def reaches_amplitude(self) -> bool:
        """Whether the call is for Amplitude too: `integrations` may say `{"Amplitude": false}` or `{"All": false}`."""
        integrations = self.call.integrations
        return not integrations or integrations.get("Amplitude", integrations.get("All")) is not False

    def option(self, name: str) -> Any:
        """Return the integration-specific option `integrations.Amplitude.<name>`, or `None`."""
        integrations = self.call.integrations
        if not integrations:
            return None
        options = integrations.get("Amplitude")
        return options.get(name) if isinstance(options, dict) else None

    def as_received(self) -> Message:
        """Return the message that Segment's own servers read: the values in its objects have been through JSON."""
        call = self.call
        objects = {name: as_json(value) for name in _OBJECTS_OF[type(call)] if (value := getattr(call, name))}
        return replace(self, call=replace(call, **objects), context=as_json(self.context))

    def to_json(self) -> JSONObject:
        """Return the flat JSON that Segment's own servers receive."""
        call = self.call
        flat: JSONObject = {"type": call.method}
        for name, attribute in _WRITTEN[type(call)]:
            flat[name] = as_json(getattr(call, attribute))
        flat |= {
            "messageId": self.message_id,
            "timestamp": iso_date(self.timestamp),
            "userId": self.user_id,
            "anonymousId": self.anonymous_id,
            "context": as_json(self.context),
        }
        if self.previous_id is not None:
            flat["previousId"] = self.previous_id
        return flat


def message_of(flat: JSONObject) -> Message:
    """Read a message from the flat JSON that Segment's servers receive; fields that they ignore are left out.

    Raises `MessageError` if it is not a message, and `CallError`, which names the field, for a call that they refuse.
    """
    method = flat.get("type")
    kind = METHODS.get(method) if isinstance(method, str) else None
    if kind is None:
        raise MessageError(f"a message has a type, one of {', '.join(METHODS)}, not {describe(method)}")
    call = decode(
        kind.method,
        {name: javascript_numbers(flat[name]) for name in kind.__struct_encode_fields__ if flat.get(name) is not None},
    )
    if not isinstance(message_id := flat.get("messageId"), str):
        raise MessageError(f"a message has a messageId, a string, not {describe(message_id)}")
    if call.timestamp is None:
        raise MessageError("a message has a timestamp")
    return Message(
        call=call,
        message_id=message_id,
        timestamp=call.timestamp,
        user_id=call.user_id,
        anonymous_id=call.anonymous_id,
        context=call.context,
        previous_id=call.previous_id if isinstance(call, Alias) else None,
    )


def javascript_numbers(value: Value) -> Value:
    """Turn whole numbers beyond 64 bits into floats: JavaScript writes 1e20 as an integer."""
    match value:
        case dict():
            return {name: javascript_numbers(item) for name, item in value.items()}
        case list():
            return [javascript_numbers(item) for item in value]
        case int() if not -(2**63) <= value < 2**64:
            return float(value)
    return value


_WRITTEN: Final = {
    kind: tuple(zip(kind.__struct_encode_fields__, kind.__struct_fields__, strict=True)) for kind in METHODS.values()
}
"""The fields of each call as JSON names them, each with its attribute."""
_OBJECTS: Final = frozenset({"properties", "traits", "integrations", "context"})
_OBJECTS_OF: Final = {
    kind: tuple(name for name in kind.__struct_fields__ if name in _OBJECTS) for kind in METHODS.values()
}
_FIELDS: Final = {kind: frozenset({"type", *kind.__struct_encode_fields__}) for kind in METHODS.values()}
_ATTRIBUTES: Final = {
    kind: {
        name: attribute
        for name, attribute in zip(kind.__struct_encode_fields__, kind.__struct_fields__, strict=True)
        if name != "timestamp"
    }
    for kind in METHODS.values()
}
"""The attribute of each field that holds a string or an object."""


TEXTS: Final = {
    kind: tuple(
        name
        for name in kind.__struct_fields__
        if name in ("event", "name", "category", "user_id", "anonymous_id", "group_id", "previous_id")
    )
    for kind in METHODS.values()
}
texts_of: Final = {kind: attrgetter(*names) for kind, names in TEXTS.items()}
"""Gets the strings of a call, as a tuple, in the order of `TEXTS`."""


def decode(method: str, fields: object) -> AnyCall:
    """Read the fields of one call, for example `{"event": "Song Played", "properties": {…}}`.

    `timestamp` may be an ISO 8601 string or milliseconds. Raises `CallError` that names the field.
    """
    kind = METHODS.get(method) if isinstance(method, str) else None
    if kind is None:
        raise CallError(f"there is no Segment call {quoted(method)}.{nearest(method, METHODS)}")
    if not isinstance(fields, dict):
        raise CallError(f"the fields of {method} must be a JSON object, not {describe(fields)}")
    return _plain(kind, fields) or _checked(kind, fields)


def _plain(kind: type[AnyCall], fields: dict[Any, Value]) -> AnyCall | None:
    """Read a call of strings and objects, as nearly all are; return `None` for one that `_checked` has to read."""
    attributes = _ATTRIBUTES[kind]
    made: dict[str, Value] = {}
    try:
        for name, value in fields.items():
            if type(value) is str and name not in _OBJECTS:
                made[attributes[name]] = value
            elif name in _OBJECTS:
                made[attributes[name]] = carried_object(value, name)
            elif value is not None or name not in attributes:
                return None
    except (CallError, KeyError):
        return None
    return None if kind is Track and "event" not in made else kind(**made)


def _checked(kind: type[AnyCall], fields: dict[Any, Value]) -> AnyCall:
    """Read any call; raise `CallError` for the first mistake in it."""
    method = kind.method
    if not fields.keys() <= _FIELDS[kind]:
        _refuse_field(kind, fields)
    ready = dict(fields)
    for name in _OBJECTS:
        if name in ready:
            ready[name] = carried_object(ready[name], f"{method}: {name}")
    if ready.setdefault("type", method) != method:
        raise CallError(f'the call is {method}, but its field "type" says {quoted(ready["type"])}')
    if isinstance(ready.get("timestamp"), str):
        ready["timestamp"] = _moment(ready["timestamp"], f"{method}: timestamp")
    for name in _ATTRIBUTES[kind].keys() - _OBJECTS:
        if isinstance(text := ready.get(name), str):
            # No subclass, such as an enum's, can be written as JSON.
            ready[name] = str.__str__(text)
    try:
        return msgspec.convert(ready, kind)
    except msgspec.ValidationError as error:
        raise CallError(f"{method}: {_readable(str(error))}") from None


def _refuse_field(kind: type[AnyCall], fields: Mapping[object, object]) -> NoReturn:
    """Raise `CallError` for the first field that calls of this kind don't have."""
    name = next(name for name in fields if name not in _FIELDS[kind])
    if not isinstance(name, str):
        raise CallError(f"{kind.method} has a field whose name is {describe(name)}; names must be strings")
    known = kind.__struct_encode_fields__
    raise CallError(f"{kind.method} has no field {quoted(name)}.{nearest(name, known)} It has {', '.join(known)}")


def _moment(text: str, path: str) -> int:
    from datetime import datetime

    from simulator.values import milliseconds

    try:
        return milliseconds(datetime.fromisoformat(text))
    except ValueError:
        raise CallError(
            f"{path} is {quoted(text)}, which is not an ISO 8601 time; write it like 2018-09-18T12:00:00.000Z"
        ) from None


_TYPES: Final = {
    "str": "a string",
    "int": "an integer",
    "float": "a number",
    "bool": "a boolean",
    "array": "a list",
    "object": "an object",
}


def _readable(problem: str) -> str:
    """Turn msgspec's `Expected `str`, got `int` - at `$.event`` into a sentence."""
    what, _, where = problem.partition(" - at `$")
    sentence = what.replace("Expected ", "must be ").replace(", got ", ", not ").replace(" | ", "` or `")
    for name, shown in _TYPES.items():
        sentence = sentence.replace(f"`{name}`", shown)
    sentence = sentence.replace("`", "").replace("Object missing required field", "the call needs the field")
    return f"{where.strip('`.')}: {sentence}" if where else sentence
