"""Amplitude's HTTP API as the server leg uses it: stateless, every request is complete.

A request that gets no answer, or one that asks for patience, is sent again later; the requests after it wait, so that
they arrive in order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Final

import msgspec
from msgspec import UNSET

from simulator.errors import readable
from simulator.model.amplitude import identify
from simulator.model.amplitude.at_work import RulesAtWork
from simulator.model.amplitude.client import Observe
from simulator.model.amplitude.properties import SERVER, sanitized
from simulator.model.clock import Clock, Timer
from simulator.model.commands import (
    Command,
    DeleteUser,
    HTTPEvent,
    HTTPGroupIdentify,
    HTTPIdentify,
    Operation,
    Usermap,
)
from simulator.values import JSONObject
from simulator.wire import requests as wire
from simulator.wire.events import GROUP_IDENTIFY, IDENTIFY, LoggedEvent, ServerEvent
from simulator.wire.requests import NO_ANSWER, Answer, Request, Wire

FIRST_WAIT: Final = 1000
LONGEST_WAIT: Final = 600_000
TIMEOUT: Final = 60_000
"""Milliseconds before the first retry, doubled before each further one; and those after which an answer is given up.

Rules upload.server.retry, upload.server.timeout.
"""

_encoder = msgspec.json.Encoder()

_WITH_INSERT_IDS: Final = (wire.EVENT_PATH, wire.IDENTIFY_PATH, wire.GROUP_IDENTIFY_PATH)
"""Paths that events are posted to, each of which has an insert_id."""


def asks_for_patience(answer: Answer) -> bool:
    """Tell whether a request is worth a retry: there was no answer, or one that blames the server.

    Rules upload.server.retry, upload.server.refused.
    """
    return answer.status in (NO_ANSWER.status, wire.TOO_MANY) or answer.status >= 500


class HTTPAPIClient:
    """Turns the server destination's commands into requests, each its own (rule upload.server.requests).

    `observe` is called with each event, `wire` carries requests to Amplitude, `refused` is called with a sentence for
    each request that Amplitude refuses for good.
    """

    def __init__(
        self, api_key: str, *, clock: Clock, observe: Observe, wire: Wire, refused: Callable[[str], None]
    ) -> None:
        self.at_work = RulesAtWork()
        self._api_key = api_key
        self._clock = clock
        self._observe = observe
        self._wire = wire
        self._refused = refused
        self._waiting: deque[Request] = deque()
        self._wait = FIRST_WAIT
        #: Set while an answer is on its way.
        self._in_flight: Timer | None = None
        #: Set until the next attempt.
        self._retry: Timer | None = None

    @property
    def waits(self) -> bool:
        """Whether a request has not been answered for good."""
        return bool(self._waiting)

    def perform(self, command: Command) -> None:
        """Carry out one command."""
        match command:
            case HTTPEvent():
                self.event(command)
            case HTTPIdentify():
                self.identify(command)
            case HTTPGroupIdentify():
                self.group_identify(command)
            case Usermap():
                self.usermap(command)
            case DeleteUser():
                self.delete(command)

    def event(self, command: HTTPEvent) -> None:
        """Post an event; it keeps its insert_id when it is sent again (rule upload.server.resend)."""
        event = ServerEvent(
            command.event_type,
            command.time,
            command.insert_id,
            command.user_id or UNSET,
            command.device_id or UNSET,
            UNSET if command.session_id is None else command.session_id,
            sanitized(command.event_properties, SERVER),
            groups=(sanitized(command.groups, SERVER) or UNSET) if command.groups else UNSET,
        )
        if command.revenue or command.context:
            event = msgspec.structs.replace(event, **command.revenue, **command.context)
        self._observe(LoggedEvent(event, command.because))
        self._post_form(wire.EVENT_PATH, "event", event)

    def identify(self, command: HTTPIdentify) -> None:
        """Post an identification."""
        event = ServerEvent(
            event_type=IDENTIFY,
            time=command.time,
            insert_id=command.insert_id,
            user_id=command.user_id or UNSET,
            device_id=command.device_id or UNSET,
            session_id=UNSET if command.session_id is None else command.session_id,
            user_properties=_payload(command.operations),
            groups=sanitized(command.groups, SERVER) or UNSET,
            **command.context,
        )
        self._observe(LoggedEvent(event, command.because))
        self._post_form(wire.IDENTIFY_PATH, "identification", event)

    def group_identify(self, command: HTTPGroupIdentify) -> None:
        """Post a group identification."""
        event = ServerEvent(
            event_type=GROUP_IDENTIFY,
            time=command.time,
            insert_id=command.insert_id,
            groups=sanitized({command.group_type: command.name}, SERVER),
            group_properties=_payload(command.operations),
        )
        self._observe(LoggedEvent(event, command.because))
        identification: JSONObject = {
            "group_type": command.group_type,
            "group_value": (event.groups or {}).get(command.group_type),
            "group_properties": event.group_properties,
            "time": event.time,
            "insert_id": event.insert_id,
        }
        self._post_form(wire.GROUP_IDENTIFY_PATH, "identification", identification)

    def usermap(self, command: Usermap) -> None:
        """Map a user id to a global one, or remove it from every mapping."""
        mapping: JSONObject = {"user_id": command.user_id}
        mapping |= {"unmap": True} if command.unmap else {"global_user_id": command.global_user_id}
        self._post_form(wire.USERMAP_PATH, "mapping", [mapping])

    def delete(self, command: DeleteUser) -> None:
        """Request the deletion of a user."""
        body = msgspec.json.encode({"user_ids": [command.user_id], "requester": "Segment"})
        self._post(
            Request(path=wire.DELETION_PATH, json=body, auth=(self._api_key, command.secret_key), time=self._clock.now)
        )

    def drain(self) -> None:
        """Retry now the requests that wait for another attempt."""
        if self._retry is not None:
            self._retry.cancel()
        self._try_again()

    def _post_form(self, path: str, name: str, value: object) -> None:
        fields = {"api_key": self._api_key, name: _encoder.encode(value).decode()}
        self._post(Request(path=path, fields=fields, time=self._clock.now))

    def _post(self, request: Request) -> None:
        self.at_work.note("upload.server.requests")
        if self._retry is not None:
            self.at_work.note("upload.server.order")
        self._waiting.append(request)
        self._send()

    def _send(self) -> None:
        """Send the waiting requests, the oldest first, as long as each is answered (rule upload.server.order)."""
        while self._waiting and self._in_flight is None and self._retry is None:
            request, now = self._waiting[0], self._clock.now
            answer = self._wire(request if request.time == now else msgspec.structs.replace(request, time=now))
            if answer.delay:
                coming = answer
                if answer.delay > TIMEOUT:
                    self.at_work.note("upload.server.timeout")
                    coming = NO_ANSWER
                self._in_flight = self._clock.call_in(min(answer.delay, TIMEOUT), partial(self._arrived, coming))
            else:
                self._after(answer)

    def _arrived(self, answer: Answer) -> None:
        self._in_flight = None
        self._after(answer)
        self._send()

    def _after(self, answer: Answer) -> None:
        """Retry a request, or drop it: rules upload.server.retry, upload.server.refused."""
        if answer.status != wire.OK and asks_for_patience(answer):
            self.at_work.note("upload.server.retry")
            self._retry = self._clock.call_in(self._wait, self._try_again)
            self._wait = min(self._wait * 2, LONGEST_WAIT)
            return
        request = self._waiting.popleft()
        self._wait = FIRST_WAIT
        if answer.status != wire.OK:
            self.at_work.note("upload.server.refused")
            body = f" {readable(answer.body)}" if answer.body else ""
            self._refused(f"Amplitude refused a request to {request.path} with {answer.status}{body}")

    def _try_again(self) -> None:
        if self._retry is not None and self._waiting[0].path in _WITH_INSERT_IDS:
            self.at_work.note("upload.server.resend")
        self._retry = None
        self._send()


def _payload(operations: tuple[Operation, ...]) -> JSONObject:
    made = identify.payload(operations)
    return {
        operator: sanitized(values, SERVER) if isinstance(values, dict) else values for operator, values in made.items()
    }
