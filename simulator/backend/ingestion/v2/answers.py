"""The answers of the current API: JSON that repeats the status as its code."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from http import HTTPStatus
from typing import Final

import msgspec

from simulator.backend.ingestion.events import Event, ids_of
from simulator.backend.ingestion.faults import Fault
from simulator.backend.ingestion.refusals import RefusedError
from simulator.backend.ingestion.v2.throttling import Exceeded
from simulator.wire import requests as wire
from simulator.wire.requests import Answer

Indexes = Mapping[str, Sequence[int]]
"""The names of fields, and which of the request's events each is about."""

INVALID_JSON: Final = "Invalid JSON request body"
INVALID_EVENT: Final = "Invalid event JSON"
INVALID_KEY: Final = "Invalid API key"
MISSING_BODY: Final = "Missing request body"
MISSING_FIELD: Final = "Request missing required field"
INVALID_FIELDS: Final = "Invalid field values on some events"
INVALID_ID_LENGTH: Final = "Invalid id length for user_id or device_id"
TOO_LARGE: Final = "Payload too large"
THROTTLED: Final = "Too many requests for some devices and users"
SILENCED: Final = "Events silenced for device_id"


class _Ingested(msgspec.Struct, frozen=True):
    """Rule v2.answer.success."""

    code: int
    events_ingested: int
    payload_size_bytes: int
    server_upload_time: int


class _Refused(msgspec.Struct, frozen=True, omit_defaults=True):
    """Rules v2.answer.missing-fields and v2.answer.invalid-fields."""

    code: int
    error: str
    missing_field: str = ""
    events_with_invalid_fields: Indexes = {}
    events_with_missing_fields: Indexes = {}
    events_with_invalid_id_lengths: Indexes = {}


class _Silenced(msgspec.Struct, frozen=True):
    """Rule v2.answer.silenced."""

    code: int
    error: str
    eps_threshold: int
    exceeded_daily_quota_devices: Mapping[str, int]
    silenced_devices: Sequence[str]
    silenced_events: Sequence[int]
    throttled_devices: Mapping[str, int]
    throttled_events: Sequence[int]


class _Throttled(msgspec.Struct, frozen=True, omit_defaults=True):
    """Rules v2.limit.rate and v2.limit.daily."""

    code: int
    error: str
    eps_threshold: int
    throttled_devices: Mapping[str, int]
    throttled_users: Mapping[str, int]
    throttled_events: Sequence[int]
    exceeded_daily_quota_users: Mapping[str, int] = {}
    exceeded_daily_quota_devices: Mapping[str, int] = {}


_DAILY_QUOTA: Final = 500_000
"""Events of a user or a device in a day; no more are taken."""

_written = msgspec.json.Encoder().encode


def ingested(events: int, *, size: int, time: int) -> str:
    """Return the body of the answer to a request of which everything is taken."""
    return _written(_Ingested(wire.OK, events, size, time)).decode()


def refused(
    error: str,
    *,
    missing_field: str = "",
    invalid: Indexes | None = None,
    missing: Indexes | None = None,
    lengths: Indexes | None = None,
    reason: str = "",
) -> RefusedError:
    """Return the error that refuses a request with 400; `reason` is a sentence for people."""
    body = _Refused(400, error, missing_field, invalid or {}, missing or {}, lengths or {})
    return RefusedError(400, _written(body).decode(), reason or error)


def throttled(events: Sequence[Event], exceeded: Exceeded, per_second: int) -> Answer:
    """Return the answer to a request with events of devices and users that send too many."""
    devices, users = exceeded
    found = _indexes(events, devices, users)
    return _answer(_Throttled(wire.TOO_MANY, THROTTLED, per_second, devices, users, found))


def wording(refusal: RefusedError) -> Answer:
    """Return the answer to a request that is refused for a reason that other endpoints know too."""
    answer = refusal.answer
    if answer.body.startswith("{"):
        return answer
    error = TOO_LARGE if answer.status == wire.TOO_LARGE else answer.body
    return _answer(_Refused(answer.status, error))


def of_fault(fault: Fault, events: Sequence[Event], per_second: int) -> Answer:
    """Return the answer to a request of which a fault lets nothing be taken (rule v2.answer.server-error)."""
    if fault.limit is None:
        return fault.answer if fault.cut or fault.body is not None else wording(_failed(fault.answer.status))
    devices = _named(events, "device_id", fault.device_id) if fault.user_id is None else ()
    if fault.limit == "silenced":
        silenced = _indexes(events, devices, ())
        return _answer(_Silenced(400, SILENCED, per_second, {}, devices, silenced, {}, []))
    users = _named(events, "user_id", fault.user_id) if fault.device_id is None else ()
    if fault.limit == "throttled":
        rate = per_second + 1
        return throttled(events, Exceeded(dict.fromkeys(devices, rate), dict.fromkeys(users, rate)), per_second)
    over = _DAILY_QUOTA + 1
    exceeded = dict.fromkeys(users, over), dict.fromkeys(devices, over)
    return _answer(
        _Throttled(wire.TOO_MANY, THROTTLED, per_second, {}, {}, _indexes(events, devices, users), *exceeded)
    )


def _answer(body: _Refused | _Silenced | _Throttled) -> Answer:
    return Answer(body.code, _written(body).decode())


def _failed(status: int) -> RefusedError:
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "Error"
    return RefusedError(status, phrase)


def _named(events: Sequence[Event], field: str, only: str | None) -> tuple[str, ...]:
    """Return the different ids of events, or the one that is named."""
    return tuple(one for one in ids_of(events, field) if only in (None, one))


def _indexes(events: Sequence[Event], devices: Collection[str], users: Collection[str]) -> list[int]:
    return [index for index, event in enumerate(events) if event.device_id in devices or event.user_id in users]
