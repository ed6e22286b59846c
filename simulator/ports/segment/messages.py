"""A message as Segment's servers complete it: its ids, its times and its context."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec

from simulator.errors import CallError, quoted
from simulator.model.calls import Message, javascript_numbers, message_of
from simulator.ports.segment.requests import Envelope
from simulator.ports.segment.sources import Source
from simulator.values import EARLIEST, LATEST, JSONObject, Value, describe, iso_date, milliseconds

LONGEST_ID: Final = 100
"""Characters of a messageId, one more than it may have (rule segment.message.id)."""

TYPES: Final = ("track", "identify", "page", "screen", "group", "alias")
_IDS: Final = ("userId", "anonymousId", "previousId", "messageId")
"""The ids that are missing if they are empty. An empty groupId is passed on, as releases on iOS do (I22)."""
_ONE_DIGIT: Final = re.compile(r"-(\d)(?=[-T ]|\Z)")
"""A month or a day of one digit, as the documentation's own example has it."""


class Completed(msgspec.Struct, frozen=True, kw_only=True):
    """A message as Segment passes it on."""

    message: Message
    #: All of its fields, also those that nothing reads.
    flat: JSONObject

    @property
    def name(self) -> str:
        """Its type and name: `track Song Played`."""
        return name_of(self.flat)


class InvalidMessageError(CallError):
    """A message that Segment does not take: `code` is Segment's word for it."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def complete(
    given: Value, where: str, envelope: Envelope, source: Source, *, received_at: int, new_id: str, ip: str
) -> Completed:
    """Return a message of a request with all that Segment's servers add.

    `received_at` is in milliseconds since 1970, `new_id` the messageId of a message that has none, `ip` the sender's
    address. Raises `InvalidMessageError` that names the mistake, and the message by `where`.
    """
    if not isinstance(given, dict):
        raise InvalidMessageError("invalid_request", f"{where} must be an object, not {describe(given)}")
    flat: JSONObject = {name: javascript_numbers(value) for name, value in given.items()}
    kind = flat["type"] = envelope.type or flat.get("type")
    if kind not in TYPES:
        # Rule segment.message.type.
        shown = quoted(kind) if isinstance(kind, str) else describe(kind)
        raise InvalidMessageError("invalid_request", f"{where} needs a type, one of {', '.join(TYPES)}, not {shown}")
    for name in _IDS:
        flat[name] = _id(flat.get(name), f"{where}.{name}") or None
    flat["groupId"] = _id(flat.get("groupId"), f"{where}.groupId")
    _check_ids(flat, where)
    for name, shared in (("context", envelope.context), ("integrations", envelope.integrations)):
        own = flat.get(name) or {}
        if not isinstance(own, dict):
            raise InvalidMessageError("invalid_request", f"{where}.{name} must be an object, not {describe(own)}")
        # Rule segment.message.merged.
        flat[name] = {**shared, **own}
    flat["messageId"] = flat["messageId"] or new_id
    _set_times(flat, envelope.sent_at, where, received_at)
    context = flat["context"]
    # Rule segment.message.ip.
    if ip and "ip" not in context and (source.platform == "web" or context.get("direct") is True):
        flat["context"] = {**context, "ip": ip}
    flat = {name: value for name, value in flat.items() if value is not None}
    try:
        return Completed(message=message_of(flat), flat=flat)
    except CallError as error:
        raise InvalidMessageError("invalid_request", f"{where}: {error}") from None


def _id(value: Value, where: str) -> str | None:
    """Return an id as text: apps send numbers, too."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value)) if float(value).is_integer() else str(value)
    raise InvalidMessageError("invalid_request", f"{where} must be a string, not {describe(value)}")


def _check_ids(flat: JSONObject, where: str) -> None:
    """Raise `InvalidMessageError` for a message without its ids or its event.

    Rules segment.message.id, segment.message.identifier and segment.message.event.
    """
    message_id = flat["messageId"]
    if message_id is not None and len(message_id) >= LONGEST_ID:
        raise InvalidMessageError(
            "invalid_request",
            f"{where}.messageId has {len(message_id)} characters; it must have fewer than {LONGEST_ID}",
        )
    if flat["userId"] is None and flat["anonymousId"] is None:
        raise InvalidMessageError("no_user_anon_id", f"{where} needs a userId or an anonymousId")
    event = flat.get("event")
    if flat["type"] == "track" and not (isinstance(event, str) and event):
        raise InvalidMessageError("invalid_request", f"{where} is a track call and needs an event, a string")


def _set_times(flat: JSONObject, sent_at: Value, where: str, received_at: int) -> None:
    """Set the four times; the sender's clock is corrected by how far off it was.

    Rules segment.message.timestamp and segment.message.no-timestamp.
    """
    stated = _moment(flat.get("originalTimestamp") or flat.get("timestamp"), f"{where}.timestamp")
    sent = _moment(flat.get("sentAt") or sent_at, f"{where}.sentAt")
    original = received_at if stated is None else stated
    corrected = original if sent is None or stated is None else received_at - (sent - original)
    flat |= {
        "originalTimestamp": iso_date(original),
        "sentAt": None if sent is None else iso_date(sent),
        "receivedAt": iso_date(received_at),
        "timestamp": iso_date(min(max(corrected, EARLIEST), LATEST)),
    }


def _moment(value: Value, where: str) -> int | None:
    """Read a time: ISO 8601, or milliseconds since 1970; `None` if there is none."""
    if value is None or value == "":
        return None
    if type(value) is int and EARLIEST <= value <= LATEST:
        return value
    if isinstance(value, str):
        try:
            return milliseconds(datetime.fromisoformat(_ONE_DIGIT.sub(r"-0\1", value)))
        except (ValueError, OverflowError):
            pass
    shown = quoted(value) if isinstance(value, str) else describe(value)
    raise InvalidMessageError(
        "invalid_request", f"{where} must be an ISO 8601 time, such as 2018-09-18T12:00:00.000Z, not {shown}"
    )


def name_of(flat: Mapping[str, Value]) -> str:
    """Return the type and the name of a message: `track Song Played`."""
    about = flat.get("event") or flat.get("name") or flat.get("groupId")
    return f"{flat['type']} {about}" if isinstance(about, str) else str(flat["type"])


def library_of(flat: Mapping[str, Value]) -> str:
    """Return the library that made a message, by its context: `analytics-node 3.1.0`; empty if it does not say."""
    context = flat.get("context")
    library = context.get("library") if isinstance(context, dict) else None
    if not isinstance(library, dict):
        return ""
    return " ".join(one for one in (library.get("name"), library.get("version")) if isinstance(one, str))
