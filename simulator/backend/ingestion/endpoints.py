"""Amplitude's endpoints: what each takes, what it refuses, and what it answers.

The SDKs' endpoint answers as the SDKs expect it (sdk-facts, section 5.1): `success`, or a word such as `bad_checksum`.
Whatever else is wrong with a request is refused with a 4xx and one sentence, and recorded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from itertools import islice
from typing import Any, Final, ParamSpec, TypeVar

import msgspec

from simulator.backend.ingestion.backend import Backend
from simulator.backend.ingestion.faults import BODILESS, Fault
from simulator.backend.keeping.store import Received, Upload, UsermapRequest
from simulator.documentation.releases import releases
from simulator.errors import BusyError, readable
from simulator.values import JSONObject, Value, describe
from simulator.wire import requests as wire
from simulator.wire.events import GROUP_IDENTIFY, IDENTIFY
from simulator.wire.requests import Answer, Request

HTTP_API_SENDER: Final = "Segment's servers"
SENDERS: Final[Mapping[str, str]] = {one.amplitude.name: f"{one.platform} app" for one in releases().values()}
"""Which app an SDK is in, by the name of its library."""

P = ParamSpec("P")
T = TypeVar("T")

_API_KEY: Final = re.compile(r"[0-9A-Za-z]{32}")
_decode_items: Final = msgspec.json.Decoder(list[msgspec.Raw]).decode
_VERSIONS: Final = ("2", "3")
_ZEROS: Final = bytes.maketrans(b"123456789", b"0" * 9)
_LONG_NUMBER: Final = b"0" * 19
"""What a whole number of more than 64 bits holds at least, once all its digits are zeros."""
_LARGEST: Final = 2**64 - 1
_USUAL: Final = frozenset({"v", "client", "e", "upload_time", "checksum", "api_key", "event", "identification"})
_MOST_FIELDS: Final = 10
"""How many of a form's fields are recorded; no right form has more."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much one request may hold."""

    #: Bytes of a request's body.
    body: int = 4 * 1024 * 1024
    #: Events, identifications or mappings.
    items: int = 5000
    #: Containers within containers, in an event.
    depth: int = 100
    #: Characters of an event type and of each id. An SDK sends again and again what is refused, and with it all that it
    #: has queued: no app should come near this.
    text: int = 65_536


class RefusedError(Exception):
    """A request that is not taken."""

    def __init__(self, status: int, body: str, reason: str = "") -> None:
        super().__init__(reason or body)
        self.answer = Answer(status, body)
        self.reason = reason or body


class Intake(msgspec.Struct, kw_only=True):
    """A request that has been read and found right."""

    events: list[JSONObject] = []
    #: The JSON of each event on one line; empty where it is not there.
    written: list[bytes] = []
    mappings: list[UsermapRequest] = []
    deletions: list[str] = []
    sender: str = HTTP_API_SENDER
    version: int | None = None
    upload_time: int | None = None
    answer: str = wire.ACCEPTED

    @property
    def count(self) -> int:
        """How many items it holds."""
        return len(self.events) + len(self.mappings) + len(self.deletions)


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """A request and what became of it, for whoever watches."""

    #: `None` where it can't be told.
    project: Backend | None
    request: Request
    upload: Upload
    #: `None` for a request that could not be read.
    intake: Intake | None = None
    #: What became of each event; `None` for one that has come before. Empty where nothing was taken.
    taken: tuple[Received | None, ...] = ()


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A request, and what is to become of it."""

    project: Backend | None
    request: Request
    time: int
    answer: Answer
    #: Why nothing of it is taken.
    reason: str = ""
    intake: Intake | None = None


class Ingestion:
    """Answers requests.

    `project_of` finds the project of an API key, or raises `RefusedError`; `now` is the machine's clock in milliseconds
    since 1970, for requests that carry no time of their own; `observe` is told of every request once it is recorded.
    """

    def __init__(
        self,
        project_of: Callable[[str], Backend],
        *,
        limits: Limits | None = None,
        now: Callable[[], int] = lambda: 0,
        observe: Callable[[Arrival], None] = lambda arrival: None,
    ) -> None:
        self._project_of = project_of
        self._limits = limits or Limits()
        self._now = now
        self._observe = observe
        self._readers: Mapping[str, tuple[Callable[[Request], str], Callable[[Request], Intake]]] = {
            wire.UPLOAD_PATH: (_client, self._read_upload),
            wire.EVENT_PATH: (_api_key, self._read_events),
            wire.IDENTIFY_PATH: (_api_key, self._read_identifications),
            wire.GROUP_IDENTIFY_PATH: (_api_key, self._read_group_identifications),
            wire.USERMAP_PATH: (_api_key, self._read_mappings),
            wire.DELETION_PATH: (_authorised, self._read_deletions),
        }

    @property
    def paths(self) -> tuple[str, ...]:
        """The endpoints' paths."""
        return tuple(self._readers)

    def answer(self, request: Request, *, project: Backend | None = None) -> Answer:
        """Take a request, or refuse it; either way it is recorded. `project` takes it whatever its API key is."""
        due = self.decide(request, project)
        self._observe(*_kept([due]))
        return due.answer

    def keep(self, due: Sequence[Due]) -> list[Answer | Exception]:
        """Keep what is to become of requests, in their order and in one transaction, and return the answers.

        What goes wrong with one of them stands in place of its answer, and does no harm to the others. Where another
        process is writing, that is a `BusyError` for each, and nothing has been done yet.
        """
        arrivals = _tried(_kept, due)
        if not isinstance(arrivals, Exception):
            failures = [_tried(self._observe, arrival) for arrival in arrivals]
            return [one.answer if failure is None else failure for one, failure in zip(due, failures, strict=True)]
        if len(due) == 1 or isinstance(arrivals, BusyError):
            return [arrivals] * len(due)
        # Nothing of any of them is kept. Each is tried for itself, so that what is wrong with one is its own affair.
        return [answer for one in due for answer in self.keep([one])]

    def refuse(self, request: Request, answer: Answer, reason: str, *, project: Backend | None) -> Answer:
        """Refuse a request with an answer, and record it where its project is known."""
        self._observe(*_kept([self.refusing(request, answer, reason, project=project)]))
        return answer

    def refusing(self, request: Request, answer: Answer, reason: str, *, project: Backend | None) -> Due:
        """Return a request that is to be refused with an answer; nothing is recorded yet."""
        return Due(project=project, request=request, time=self._time(request), answer=answer, reason=reason)

    def _time(self, request: Request) -> int:
        return self._now() if request.time is None else request.time

    def decide(self, request: Request, project: Backend | None) -> Due:
        """Read a request and decide about it; nothing is kept yet, but the fault that it meets has been met.

        `project` takes it whatever its API key is.
        """
        key_of, read = self._readers[request.path]
        time = self._time(request)
        try:
            key = key_of(request)
            project = project or self._project_of(key)
            intake = read(request)
        except RefusedError as refused:
            return Due(project=project, request=request, time=time, answer=refused.answer, reason=refused.reason)
        fault = None
        if project.faults:
            device_ids = {event["device_id"] for event in intake.events if event.get("device_id")}
            fault = project.faults.next(path=request.path, events=intake.count, device_ids=device_ids)
        answer, reason = Answer(wire.OK, intake.answer, fault.delay if fault else 0), ""
        if fault is not None and fault.takes_nothing:
            answer, reason = _misbehaving(fault), "told to misbehave"
        elif fault is not None and fault.lose:
            answer = wire.NO_ANSWER
        return Due(project=project, request=request, time=time, answer=answer, reason=reason, intake=intake)

    def _read_upload(self, request: Request) -> Intake:
        fields = request.fields
        version, events, upload_time = (_field(request, name) for name in ("v", "e", "upload_time"))
        if version not in _VERSIONS:
            raise RefusedError(400, f"the API version v must be {' or '.join(_VERSIONS)}, not {readable(version)}")
        if not upload_time.isascii() or not upload_time.isdigit() or len(upload_time) > 18:
            raise RefusedError(400, "upload_time must be a moment in milliseconds since 1970")
        if fields.get("checksum") != wire.checksum(version, fields["client"], events, upload_time):
            raise RefusedError(200, "bad_checksum", "the checksum is not the MD5 of v, client, e and upload_time")
        read, written = self._objects(events, "e", "event", always_list=True)
        for index, event in enumerate(read):
            self._check_event(event, f"e[{index}]")
        library = read[0].get("library")
        name = library.get("name") if isinstance(library, dict) else None
        sender = SENDERS.get(name, readable(name)) if isinstance(name, str) else "unknown SDK"
        return Intake(events=read, written=written, sender=sender, version=int(version), upload_time=int(upload_time))

    def _read_events(self, request: Request) -> Intake:
        read, written = self._objects(_field(request, "event", missing="missing_event"), "event", "event")
        for index, event in enumerate(read):
            self._check_event(event, f"event[{index}]", needs_id=True)
        return Intake(events=read, written=written)

    def _read_identifications(self, request: Request) -> Intake:
        read, _ = self._objects(_field(request, "identification"), "identification", "identification")
        for index, event in enumerate(read):
            event.setdefault("event_type", IDENTIFY)
            self._check_event(event, f"identification[{index}]", needs_id=True)
        return Intake(events=read)

    def _read_group_identifications(self, request: Request) -> Intake:
        read, _ = self._objects(_field(request, "identification"), "identification", "identification")
        events = []
        for index, given in enumerate(read):
            where = f"identification[{index}]"
            group_type, value = given.pop("group_type", None), given.pop("group_value", None)
            if not isinstance(group_type, str) or not group_type or value is None:
                raise RefusedError(400, f"{where} needs a group_type, a string, and a group_value")
            event = {"event_type": GROUP_IDENTIFY, **given, "groups": {group_type: value}}
            self._check_event(event, where)
            events.append(event)
        return Intake(events=events)

    def _read_mappings(self, request: Request) -> Intake:
        read, _ = self._objects(_field(request, "mapping"), "mapping", "mapping")
        return Intake(mappings=[self._mapping(given, f"mapping[{index}]") for index, given in enumerate(read)])

    def _mapping(self, given: JSONObject, where: str) -> UsermapRequest:
        user_id, global_user_id, unmap = given.get("user_id"), given.get("global_user_id"), given.get("unmap", False)
        if not isinstance(user_id, str) or not user_id:
            raise RefusedError(400, f"{where} needs a user_id, a string")
        if not isinstance(unmap, bool):
            raise RefusedError(400, f"{where}.unmap must be true or false, not {describe(unmap)}")
        if not unmap and (not isinstance(global_user_id, str) or not global_user_id):
            raise RefusedError(400, f"{where} needs a global_user_id, a string, or unmap")
        for text in (user_id, global_user_id):
            self._check_length(text, where)
        return UsermapRequest(
            sender=HTTP_API_SENDER, user_id=user_id, global_user_id=None if unmap else global_user_id, unmap=unmap
        )

    def _read_deletions(self, request: Request) -> Intake:
        body, _ = self._json(request.json, "the body")
        user_ids = body.get("user_ids") if isinstance(body, dict) else None
        if (
            not isinstance(user_ids, list)
            or not user_ids
            or len(user_ids) > self._limits.items
            or not all(isinstance(one, str) and one for one in user_ids)
        ):
            raise RefusedError(400, "the body must be a JSON object with user_ids, a list of user ids")
        for user_id in user_ids:
            self._check_length(user_id, "user_ids")
        answer = [{"user_ids": user_ids, "status": "staging"}]
        return Intake(deletions=user_ids, answer=msgspec.json.encode(answer).decode())

    def _objects(
        self, text: str, field: str, item: str, *, always_list: bool = False
    ) -> tuple[list[JSONObject], list[bytes]]:
        """Read one JSON object or a list of them, within the limits; return them, and the JSON of each on one line."""
        value, written = self._json(text.encode(), field)
        values = [value] if isinstance(value, dict) and not always_list else value
        if not isinstance(values, list):
            raise RefusedError(400, f"{field} must be a JSON {'list' if always_list else 'object or list'} of {item}s")
        if not values:
            raise RefusedError(400, f"{field} is empty; it needs an {item} at least")
        if len(values) > self._limits.items:
            raise RefusedError(wire.TOO_LARGE, f"{field} has {len(values)} {item}s; {self._limits.items} are the most")
        for index, one in enumerate(values):
            if not isinstance(one, dict):
                raise RefusedError(400, f"{field}[{index}] must be a JSON object, not {describe(one)}")
        return values, written

    def _json(self, text: bytes, field: str) -> tuple[Value, list[bytes]]:
        """Read JSON, within the limits; return it, and on one line the JSON of each item of a list, or of itself."""
        try:
            value = msgspec.json.decode(text)
            written = [bytes(one) for one in _decode_items(text)] if isinstance(value, list) else [text]
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise RefusedError(400, f"{field} is no JSON: {readable(error)}") from None
        except (RecursionError, ValueError):
            raise RefusedError(400, f"{field} nests too deeply, or has a number with too many digits") from None
        # Exact looks at each value cost more than all else; the text tells whether they are needed at all.
        limit = self._limits.depth
        deep = any(one.count(b"{") + one.count(b"[") > limit for one in written)
        if deep and _depth(value) > limit:
            raise RefusedError(400, f"{field} nests more than {limit} levels deep")
        if _LONG_NUMBER in text.translate(_ZEROS) and _has_huge_number(value):
            raise RefusedError(400, f"{field} has a whole number of more than 64 bits")
        if b"\n" in text or b"\r" in text:
            written = [msgspec.json.encode(one) for one in (value if isinstance(value, list) else [value])]
        return value, written

    def refusal(self, event: JSONObject, where: str) -> str:
        """Return why an event would be refused, naming it by `where`; empty if it would be taken."""
        try:
            self._check_event(event, where)
        except RefusedError as error:
            return error.reason
        return ""

    def _check_event(self, event: JSONObject, where: str, *, needs_id: bool = False) -> None:
        """Refuse an event that has a field of the wrong type; what it has beyond the known fields may be anything."""
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
            if text is not None and len(text) > self._limits.text:
                self._check_length(text, f"{where}.{name}")

    def _check_length(self, text: str | None, where: str) -> None:
        if text is not None and len(text) > self._limits.text:
            raise RefusedError(400, f"{where} has {len(text)} characters; {self._limits.text} are the most")


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
"""The fields that the backend goes by, and what they may be if they are there."""
_LIMITED: Final = ("event_type", "user_id", "device_id", "uuid", "insert_id")
"""Those whose length is limited."""


def _field(request: Request, name: str, *, missing: str | None = None) -> str:
    try:
        return request.fields[name]
    except KeyError:
        raise RefusedError(400, missing or f"missing_{name}", f"the form has no field {name}") from None


def _valid_key(key: str | None) -> str:
    if key is None or not _API_KEY.fullmatch(key):
        raise RefusedError(400, "invalid_api_key", "an API key is 32 letters and digits")
    return key


def _client(request: Request) -> str:
    try:
        return _valid_key(request.fields.get("client"))
    except RefusedError as refused:
        # The SDKs look for this word in an answer of 200.
        raise RefusedError(200, "invalid_api_key", refused.reason) from None


def _api_key(request: Request) -> str:
    return _valid_key(request.fields.get("api_key"))


def _authorised(request: Request) -> str:
    key, secret = request.auth or (None, "")
    if not secret:
        raise RefusedError(401, "a deletion is authorised by the API key and the secret key, as user name and password")
    return _valid_key(key)


def _misbehaving(fault: Fault) -> Answer:
    if fault.cut:
        return wire.NO_ANSWER
    status = wire.OK if fault.status is None else fault.status
    return Answer(status, _USUAL_BODIES.get(status, "error") if fault.body is None else fault.body)


_USUAL_BODIES: Final[Mapping[int, str]] = dict.fromkeys(BODILESS, "") | {
    200: "ok?",
    400: "bad_request",
    413: "payload_too_large",
    429: "too_many_requests",
    500: "internal_error",
    502: "bad_gateway",
    503: "service_unavailable",
    504: "gateway_timeout",
}


def _tried(do: Callable[P, T], *values: P.args, **named: P.kwargs) -> T | Exception:
    """Return what comes of something, or what goes wrong."""
    try:
        return do(*values, **named)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer to one request among others.
        return error


def _kept(due: Sequence[Due]) -> list[Arrival]:
    """Keep what is to become of requests, all of it or nothing."""
    # Projects that are kept in the same place have their transactions in common.
    project = next((one.project for one in due if one.project is not None), None)
    with nullcontext() if project is None else project.store.transaction():
        return [_keep(one) for one in due]


def _keep(due: Due) -> Arrival:
    """Keep what is to become of a request, within a transaction."""
    project, request, intake = due.project, due.request, due.intake
    taken: tuple[Received | None, ...] = ()
    if project is not None and intake is not None and not due.reason:
        taken = project.take(intake.events, written=intake.written, sender=intake.sender, ip=request.ip, time=due.time)
        for mapping in intake.mappings:
            project.map_user(mapping)
        for user_id in intake.deletions:
            project.delete(user_id)
    upload = _record(due, new=len(taken) - taken.count(None))
    if project is not None:
        project.store.log(upload)
    return Arrival(project=project, request=request, upload=upload, intake=intake, taken=taken)


def _record(due: Due, *, new: int) -> Upload:
    request, answer, intake = due.request, due.answer, due.intake or _UNREAD
    return Upload(
        path=request.path,
        sender=intake.sender,
        version=intake.version,
        fields=[name if name in _USUAL else readable(name) for name in islice(request.fields, _MOST_FIELDS)],
        upload_time=intake.upload_time,
        events=intake.count,
        duplicates=0 if due.reason else len(intake.events) - new,
        contents=wire.digest(request),
        size=len(request.json) + sum(map(_bytes, request.fields.values())),
        status=answer.status,
        answer=answer.body,
        reason=due.reason,
        time=due.time,
        ip=request.ip,
    )


_UNREAD: Final = Intake(sender="unknown")


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def _depth(value: Value) -> int:
    """Return how deep containers nest in a value, or in the items of a list."""
    depth, level = 0, value if isinstance(value, list) else [value]
    while level := [one for one in level if type(one) in _CONTAINERS]:
        depth += 1
        level = [item for one in level for item in (one.values() if type(one) is dict else one)]
    return depth


_CONTAINERS: Final = frozenset({dict, list})


def _has_huge_number(value: Value) -> bool:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, int) and abs(one) > _LARGEST:
            return True
        if isinstance(one, dict | list):
            waiting.extend(one.values() if isinstance(one, dict) else one)
    return False
