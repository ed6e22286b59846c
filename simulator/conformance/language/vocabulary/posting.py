"""When: a client posts to Amplitude's API itself."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from simulator.conformance.judging.expectations import Row
from simulator.conformance.judging.matching import ABSENT
from simulator.conformance.language import columns
from simulator.conformance.language.actions import Encoding, Post
from simulator.conformance.language.arguments import JSON, TEXT, rows
from simulator.conformance.language.phrases import Phrase
from simulator.documentation.settings import Settings
from simulator.values import JSONObject
from simulator.wire import requests as wire

_KEY: Final = Settings().api_key
"""The project's API key where a step names none."""
_FORMS: Final = (wire.IDENTIFY_PATH, wire.GROUP_IDENTIFY_PATH)
"""The endpoints whose requests are forms of identifications."""
_NUMBER: Final = "<n>"
"""Replaced by each event's number, from 1, where there are several."""


def _events(path: str, encoding: Encoding, events: tuple[Row, ...]) -> Post:
    return _post(path, encoding, [_event(row) for row in events])


def _event(row: Row) -> JSONObject:
    """Return the event of a row: a dotted column is a property of the object before the dot."""
    event: dict[str, Any] = {}
    for column, value in row.items():
        if value is not ABSENT:
            name, dot, rest = column.partition(".")
            if dot:
                event.setdefault(name, {})[rest] = value
            else:
                event[name] = value
    return event


def _alike(count: int, path: str, event: JSONObject) -> Post:
    text = msgspec.json.encode(event).decode()
    events = [msgspec.json.decode(text.replace(_NUMBER, str(number))) for number in range(1, count + 1)]
    return _post(path, "json", events)


def _post(path: str, encoding: Encoding, events: list[JSONObject]) -> Post:
    """Return a post with the project's API key, and the items under the endpoint's name for them."""
    field = "identification" if path in _FORMS else "events"
    body = msgspec.json.encode({"api_key": _KEY, field: events}).decode()
    return Post(path=path, encoding="form" if path in _FORMS else encoding, body=body)


PHRASES: Final = (
    Phrase(
        "when",
        "a client posts this to {string}{encoding}",
        "A client of Amplitude's own API posts a body, as it is; `with gzip` compressed, `as a form` the fields of a "
        "JSON object.",
        lambda path, encoding, text: Post(path=path, encoding=encoding, body=text),
        TEXT,
    ),
    Phrase(
        "when",
        "a client posts these events to {string}{encoding}",
        "The same, with a body of these events and the project's API key; to `/identify` a form of identifications.",
        _events,
        rows(*columns.EVENT),
    ),
    Phrase(
        "when",
        "a client posts {count} events like this to {string}",
        "The same, with as many events; `<n>` in one is its number.",
        _alike,
        JSON,
    ),
)
