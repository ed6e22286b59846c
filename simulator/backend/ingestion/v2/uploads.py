"""A request to `/2/httpapi` or `/batch`: its body read, its events checked, and completed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

import msgspec

from simulator.backend.ingestion.endpoint import Intake, Opened
from simulator.backend.ingestion.events import Event, event_of, events_of
from simulator.backend.ingestion.json_values import UNREADABLE, has_long_number, most_brackets
from simulator.backend.ingestion.project_ids import API_KEY
from simulator.backend.ingestion.refusals import RefusedError
from simulator.backend.ingestion.v2 import answers
from simulator.backend.ingestion.v2.completing import completed, is_complete, is_spread, named
from simulator.backend.ingestion.v2.edition import V2
from simulator.backend.ingestion.v2.event_keys import DEEPEST, Fault, Problem, problems, without_problems
from simulator.errors import readable
from simulator.values import JSONObject, Value, describe
from simulator.wire import requests as wire
from simulator.wire.requests import Request

MOST_EVENTS: Final = 2000
"""How many events a request may have (rule v2.limit.events)."""
SHORTEST_ID: Final = 5
"""Characters that an id must have, unless the request says otherwise."""

_MEGABYTE: Final = 1024 * 1024


class Quota(msgspec.Struct, frozen=True, kw_only=True):
    """How much one endpoint takes of one request, and of one user or device."""

    #: Bytes of a body that is not compressed (rule v2.limit.body).
    body: int
    #: Events per second of a user or a device (rule v2.limit.rate).
    per_second: int
    #: Whether an answer names the first event alone that is wrong in a field (rules v2.answer.first-index and
    #: v2.answer.all-indexes).
    first_index: bool


HTTP_V2: Final = Quota(body=_MEGABYTE, per_second=30, first_index=True)
BATCH: Final = Quota(body=20 * _MEGABYTE, per_second=1000, first_index=False)


class _Body(msgspec.Struct):
    """A body, whatever its events are."""

    api_key: Any = None
    options: Any = None


class _Upload(_Body):
    """A body with a list of events, or without any; each is read by itself."""

    events: list[msgspec.Raw] | None = None


_decode_upload: Final = msgspec.json.Decoder(_Upload).decode
_decode_body: Final = msgspec.json.Decoder(_Body).decode
_decode_events: Final = msgspec.json.Decoder(list[JSONObject]).decode
_decode_event: Final = msgspec.json.Decoder(JSONObject).decode


def opened(request: Request, quota: Quota) -> Opened:
    """Return the API key of a request and what reads its events; raise `RefusedError` if there is none.

    Rules v2.request.body and v2.request.invalid-json.
    """
    if not request.json or request.json.isspace():
        raise answers.refused(answers.MISSING_BODY)
    body = _body(request.json)
    return Opened(key=_key(body.api_key), read=lambda limits, time: _read(body, request, quota, time))


def _body(json: bytes) -> _Body:
    with suppress(*UNREADABLE):
        return _decode_upload(json)
    try:
        return _decode_body(json)
    except UNREADABLE as error:
        raise answers.refused(
            answers.INVALID_JSON, reason=f"the body is not a JSON object: {readable(error)}"
        ) from None


def _key(given: object) -> str:
    """Return the API key that a body has (rule v2.request.api-key)."""
    if given is None:
        raise answers.refused(answers.MISSING_FIELD, missing_field="api_key", reason="the body has no api_key")
    if not isinstance(given, str) or not API_KEY.fullmatch(given):
        shown = readable(given) if isinstance(given, str) else describe(given)
        raise answers.refused(f"{answers.INVALID_KEY}: {shown[:100]}", reason="an API key is 32 letters and digits")
    return given


def _read(body: _Body, request: Request, quota: Quota, time: int) -> Intake:
    written = _written(body)
    if len(written) > MOST_EVENTS:
        raise RefusedError(wire.TOO_LARGE, f"the body has {len(written)} events; at most {MOST_EVENTS} are allowed")
    events = _checked(written, _shortest_id(body.options), quota)
    _complete(events, written, time, may_be_spread=is_spread(request.json))
    return Intake(
        events=events,
        written=written,
        edition=V2,
        sender=_sender(events[0].library),
        answer=answers.ingested(len(events), size=len(request.json), time=time),
    )


def _written(body: _Body) -> list[bytes]:
    """Return the JSON of each event (rule v2.request.events)."""
    if not isinstance(body, _Upload):
        raise answers.refused(answers.INVALID_EVENT, reason="events must be a list of JSON objects")
    if body.events is None:
        raise answers.refused(answers.MISSING_FIELD, missing_field="events", reason="the body has no events")
    if not body.events:
        raise answers.refused(
            answers.MISSING_FIELD, missing_field="events", reason="events is empty; it needs at least one event"
        )
    return [*map(bytes, body.events)]


def _checked(written: list[bytes], shortest: int, quota: Quota) -> list[Event]:
    """Return events of which the JSON is known, with ids as text, also there; raise `RefusedError` if one is wrong."""
    together = b"[%b]" % b",".join(written)
    may_be_long = has_long_number(together)
    is_shallow = most_brackets(written) <= DEEPEST
    # Nearly all requests are right, and have nothing but known keys: one look at their JSON tells.
    events = without_problems(together, shortest) if is_shallow and not may_be_long else None
    if events is not None:
        return events
    objects = _decoded(together, written, may_be_long=may_be_long)
    events = without_problems(together, shortest, any_keys=True) if is_shallow else None
    if events is not None:
        return events
    _check(objects, written, shortest, quota)
    return events_of(objects)


def _check(objects: list[JSONObject], written: list[bytes], shortest: int, quota: Quota) -> None:
    """Check events one by one, and write their ids as text, in place; raise `RefusedError` if something is wrong."""
    wrong: list[tuple[int, Problem]] = []
    for index, event in enumerate(objects):
        if named(event):
            written[index] = msgspec.json.encode(event)
        is_deep = most_brackets([written[index]]) > DEEPEST
        wrong += [(index, one) for one in problems(event, shortest, is_deep=is_deep)]
    if wrong:
        raise _refused(wrong, quota)


def _complete(events: list[Event], written: list[bytes], time: int, *, may_be_spread: bool) -> None:
    """Complete events, and their JSON on one line, in place."""
    for index, (event, one) in enumerate(zip(events, written, strict=True)):
        if not is_complete(event, one) or (may_be_spread and is_spread(one)):
            whole = _decode_event(one)
            written[index] = completed(whole, one, time)
            events[index] = event_of(whole)


def _decoded(together: bytes, written: list[bytes], *, may_be_long: bool) -> list[JSONObject]:
    """Return the events of a list, of each of which the JSON is known; raise `RefusedError` at the first bad one."""
    try:
        events = _decode_events(together)
    except UNREADABLE:
        events = [_event(one, index) for index, one in enumerate(written)]
    if may_be_long:
        for index, (event, one) in enumerate(zip(events, written, strict=True)):
            if has_long_number(one, event):
                raise answers.refused(
                    answers.INVALID_EVENT, reason=f"events[{index}] has a whole number of more than 64 bits"
                )
    return events


def _event(json: bytes, index: int) -> JSONObject:
    try:
        return _decode_event(json)
    except UNREADABLE as error:
        raise answers.refused(
            answers.INVALID_EVENT, reason=f"events[{index}] is not a JSON object: {readable(error)}"
        ) from None


def _shortest_id(options: object) -> int:
    """Return how many characters an id must have, by the options of a request (rule v2.ids.min-length)."""
    given = options.get("min_id_length") if isinstance(options, dict) else None
    if given is None:
        return SHORTEST_ID
    if type(given) is not int or given < 1:
        raise answers.refused(
            answers.INVALID_JSON, reason=f"options.min_id_length must be a whole number from 1, not {describe(given)}"
        )
    return given


_ERRORS: Final[Mapping[Fault, str]] = {
    "missing": answers.MISSING_FIELD,
    "invalid": answers.INVALID_FIELDS,
    "length": answers.INVALID_ID_LENGTH,
}
"""The errors by what is wrong; of several, the first counts."""


def _refused(wrong: list[tuple[int, Problem]], quota: Quota) -> RefusedError:
    """Return the error that refuses a request whole, with the events that are wrong (rule v2.answer.whole)."""
    found: dict[Fault, dict[str, list[int]]] = {fault: {} for fault in _ERRORS}
    for index, problem in wrong:
        indexes = found[problem.fault].setdefault(problem.field, [])
        if not indexes or not (quota.first_index or indexes[-1] == index):
            indexes.append(index)
    index, first = wrong[0]
    return answers.refused(
        next(error for fault, error in _ERRORS.items() if found[fault]),
        invalid=found["invalid"],
        missing=found["missing"],
        lengths=found["length"],
        reason=f"events[{index}]{first.says}",
    )


def _sender(library: Value) -> str:
    """Return which library sent an event, by its name without its version."""
    return readable(library.partition("/")[0]) if isinstance(library, str) and library else "HTTP API"
