"""The fields of an event that the backend reads: their types and their limits. All other fields may be anything."""

from __future__ import annotations

from typing import Any, Final

from simulator.backend.ingestion.refusals import Limits, RefusedError
from simulator.values import JSONObject, describe

_TEXT: Final = frozenset({str})
_OBJECT: Final = frozenset({dict})
_FIELDS: Final[tuple[tuple[str, frozenset[type[Any]], str], ...]] = (
    ("user_id", _TEXT, "a string"),
    ("device_id", _TEXT, "a string"),
    ("uuid", _TEXT, "a string"),
    ("insert_id", _TEXT, "a string"),
    ("ip", _TEXT, "a string"),
    ("session_id", frozenset({int}), "a whole number"),
    ("event_properties", _OBJECT, "an object"),
    ("user_properties", _OBJECT, "an object"),
    ("group_properties", _OBJECT, "an object"),
    ("api_properties", _OBJECT, "an object"),
    ("groups", _OBJECT, "an object"),
)
"""The optional fields, and what each must be if it is there."""
_LIMITED: Final = ("event_type", "user_id", "device_id", "uuid", "insert_id")
"""The fields whose length is limited."""


def check_event(event: JSONObject, where: str, limits: Limits, *, needs_id: bool = False) -> None:
    """Raise `RefusedError` if an event has a field of the wrong type or length; `where` names the event.

    With `needs_id`, an event without a user id and a device id is refused too.
    """
    event_type = event.get("event_type")
    if type(event_type) is not str:
        raise RefusedError(400, f"{where} needs an event_type, a string")
    for name, kinds, expected in _FIELDS:
        value = event.get(name)
        if value is not None and type(value) not in kinds:
            raise RefusedError(400, f"{where}.{name} must be {expected}, not {describe(value)}")
    if needs_id and not event.get("user_id") and not event.get("device_id"):
        raise RefusedError(400, f"{where} needs a user_id or a device_id")
    for name in _LIMITED:
        text = event.get(name)
        if text is not None and len(text) > limits.text:
            check_length(text, f"{where}.{name}", limits)


def check_length(text: str | None, where: str, limits: Limits) -> None:
    """Raise `RefusedError` if a text is too long."""
    if text is not None and len(text) > limits.text:
        raise RefusedError(400, f"{where} has {len(text)} characters; at most {limits.text} are allowed")
