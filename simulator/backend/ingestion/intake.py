"""Amplitude's endpoints of 2018: the requests that each takes, and those that it refuses.

The SDKs' endpoint answers as the SDKs expect it (sdk-facts, section 5.1): `success`, or a word such as `bad_checksum`.
Anything else that is wrong with a request is refused with a 4xx and one sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from simulator.backend.ingestion.endpoint import Intake, Opened
from simulator.backend.ingestion.event_fields import check_event, check_length
from simulator.backend.ingestion.events import events_of
from simulator.backend.ingestion.json_values import read_json, read_objects
from simulator.backend.ingestion.project_ids import API_KEY
from simulator.backend.ingestion.refusals import Limits, RefusedError
from simulator.backend.keeping.entities import UsermapRequest
from simulator.documentation.releases import releases
from simulator.errors import readable
from simulator.values import JSONObject, describe
from simulator.wire import requests as wire
from simulator.wire.events import GROUP_IDENTIFY, IDENTIFY
from simulator.wire.requests import Request

HTTP_API_SENDER: Final = "Segment's servers"
SENDERS: Final[Mapping[str, str]] = {one.amplitude.name: f"{one.platform} app" for one in releases().values()}
"""The kind of app that an SDK is in, by the name of its library."""

MOST_GROUP_IDENTIFIES: Final = 1024
MOST_GROUP_PROPERTIES: Final = 1024
"""The most identifications, and the most properties of groups, in a request (rule v2.group-identify.limits)."""

_VERSIONS: Final = ("2", "3")


def read_upload(request: Request, limits: Limits) -> Intake:
    """Read an upload of an SDK."""
    fields = request.fields
    version, text, upload_time = (_field(request, name) for name in ("v", "e", "upload_time"))
    if version not in _VERSIONS:
        raise RefusedError(400, f"the API version v must be {' or '.join(_VERSIONS)}, not {readable(version)}")
    if not upload_time.isascii() or not upload_time.isdigit() or len(upload_time) > 18:
        raise RefusedError(400, "upload_time must be a time in milliseconds since 1970")
    if fields.get("checksum") != wire.checksum(version, fields["client"], text, upload_time):
        raise RefusedError(200, "bad_checksum", "the checksum is not the MD5 of v, client, e and upload_time")
    read, written = read_objects(text, "e", "event", limits, always_list=True)
    for index, event in enumerate(read):
        check_event(event, f"e[{index}]", limits)
    library = read[0].get("library")
    name = library.get("name") if isinstance(library, dict) else None
    sender = SENDERS.get(name, readable(name)) if isinstance(name, str) else "unknown SDK"
    return Intake(
        events=events_of(read), written=written, sender=sender, version=int(version), upload_time=int(upload_time)
    )


def read_events(request: Request, limits: Limits) -> Intake:
    """Read events."""
    read, written = read_objects(_field(request, "event", missing="missing_event"), "event", "event", limits)
    for index, event in enumerate(read):
        check_event(event, f"event[{index}]", limits, needs_id=True)
    return Intake(events=events_of(read), written=written, sender=HTTP_API_SENDER)


def read_identifications(request: Request, limits: Limits) -> Intake:
    """Read changes of users' properties (rule v2.identify.form)."""
    read = _identifications(request, limits)
    for index, event in enumerate(read):
        event.setdefault("event_type", IDENTIFY)
        check_event(event, f"identification[{index}]", limits, needs_id=True)
    return Intake(events=events_of(read), written=[*map(msgspec.json.encode, read)], sender=HTTP_API_SENDER)


def read_group_identifications(request: Request, limits: Limits) -> Intake:
    """Read changes of groups' properties (rule v2.group-identify.form)."""
    read = _identifications(request, limits)
    if len(read) > MOST_GROUP_IDENTIFIES:
        raise RefusedError(
            400, f"identification has {len(read)} identifications; at most {MOST_GROUP_IDENTIFIES} are allowed"
        )
    events = []
    properties = 0
    for index, given in enumerate(read):
        where = f"identification[{index}]"
        group_type, value = given.pop("group_type", None), given.pop("group_value", None)
        if not isinstance(group_type, str) or not group_type or value is None:
            raise RefusedError(400, f"{where} needs a group_type, a string, and a group_value")
        event = {"event_type": GROUP_IDENTIFY, **given, "groups": {group_type: value}}
        check_event(event, where, limits)
        properties += _properties(event.get("group_properties") or {})
        if properties > MOST_GROUP_PROPERTIES:
            raise RefusedError(400, f"the request has more than {MOST_GROUP_PROPERTIES} properties of groups")
        events.append(event)
    return Intake(events=events_of(events), written=[*map(msgspec.json.encode, events)], sender=HTTP_API_SENDER)


def _identifications(request: Request, limits: Limits) -> list[JSONObject]:
    """Return the objects that a form identifies with (rule v2.identify.missing)."""
    text = _field(request, "identification", missing="missing_event")
    return read_objects(text, "identification", "identification", limits)[0]


def _properties(changes: JSONObject) -> int:
    """Return the number of properties in a change of a group, with operations or without."""
    return sum(
        len(values) if name.startswith("$") and isinstance(values, dict) else 1 for name, values in changes.items()
    )


def read_mappings(request: Request, limits: Limits) -> Intake:
    """Read mappings of users."""
    read, _ = read_objects(_field(request, "mapping"), "mapping", "mapping", limits)
    mappings = [_mapping(given, f"mapping[{index}]", limits) for index, given in enumerate(read)]
    return Intake(mappings=mappings, sender=HTTP_API_SENDER)


def _mapping(given: JSONObject, where: str, limits: Limits) -> UsermapRequest:
    user_id, global_user_id, unmap = given.get("user_id"), given.get("global_user_id"), given.get("unmap", False)
    if not isinstance(user_id, str) or not user_id:
        raise RefusedError(400, f"{where} needs a user_id, a string")
    if not isinstance(unmap, bool):
        raise RefusedError(400, f"{where}.unmap must be true or false, not {describe(unmap)}")
    if not unmap and (not isinstance(global_user_id, str) or not global_user_id):
        raise RefusedError(400, f"{where} needs a global_user_id, a string, or unmap")
    for text in (user_id, global_user_id):
        check_length(text, where, limits)
    return UsermapRequest(
        sender=HTTP_API_SENDER, user_id=user_id, global_user_id=None if unmap else global_user_id, unmap=unmap
    )


def read_deletions(request: Request, limits: Limits) -> Intake:
    """Read the user ids to delete."""
    body, _ = read_json(request.json, "the body", limits)
    user_ids = body.get("user_ids") if isinstance(body, dict) else None
    if (
        not isinstance(user_ids, list)
        or not user_ids
        or len(user_ids) > limits.items
        or not all(isinstance(one, str) and one for one in user_ids)
    ):
        raise RefusedError(400, "the body must be a JSON object with user_ids, a list of user ids")
    for user_id in user_ids:
        check_length(user_id, "user_ids", limits)
    answer = [{"user_ids": user_ids, "status": "staging"}]
    return Intake(deletions=user_ids, answer=msgspec.json.encode(answer).decode(), sender=HTTP_API_SENDER)


def _field(request: Request, name: str, *, missing: str | None = None) -> str:
    try:
        return request.fields[name]
    except KeyError:
        raise RefusedError(400, missing or f"missing_{name}", f"the form has no field {name}") from None


def _valid_key(key: str | None) -> str:
    if key is None or not API_KEY.fullmatch(key):
        raise RefusedError(400, "invalid_api_key", "an API key is 32 letters and digits")
    return key


def client(request: Request) -> str:
    """Return the API key of an SDK's upload."""
    try:
        return _valid_key(request.fields.get("client"))
    except RefusedError as refused:
        # The SDKs look for this word in an answer of 200.
        raise RefusedError(200, "invalid_api_key", refused.reason) from None


def api_key(request: Request) -> str:
    """Return the API key of a form."""
    return _valid_key(request.fields.get("api_key"))


def authorised(request: Request) -> str:
    """Return the API key of a request with a secret key."""
    key, secret = request.auth or (None, "")
    if not secret:
        raise RefusedError(401, "a deletion is authorised by the API key and the secret key, as user name and password")
    return _valid_key(key)


def form(key_of: Callable[[Request], str], read: Callable[[Request, Limits], Intake]) -> Callable[[Request], Opened]:
    """Return a function that opens a request whose API key can be found before it is read."""
    return lambda request: Opened(key_of(request), lambda limits, time: read(request, limits))
