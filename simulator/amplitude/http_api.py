"""Amplitude's HTTP API as the server leg uses it: no state, every request says all."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import UNSET

from simulator.amplitude import identify
from simulator.amplitude.client import Observe
from simulator.amplitude.properties import SERVER, sanitized
from simulator.amplitude.upload import Deliver
from simulator.commands import (
    Command,
    DeleteUser,
    HTTPEvent,
    HTTPGroupIdentify,
    HTTPIdentify,
    Operation,
    Usermap,
)
from simulator.events import GROUP_IDENTIFY, IDENTIFY, LoggedEvent, ServerEvent
from simulator.values import JSONObject

Request = Callable[[Usermap | DeleteUser], None]


class HTTPAPIClient:
    """Turns the server destination's commands into requests; `request` takes those that are no events."""

    def __init__(self, *, observe: Observe, deliver: Deliver, request: Request) -> None:
        self._observe = observe
        self._deliver = deliver
        self._request = request

    def perform(self, command: Command) -> None:
        """Carry out one command."""
        match command:
            case HTTPEvent():
                self.event(command)
            case HTTPIdentify():
                self.identify(command)
            case HTTPGroupIdentify():
                self.group_identify(command)
            case Usermap() | DeleteUser():
                self._request(command)

    def event(self, command: HTTPEvent) -> None:
        """Post an event."""
        self._send(
            command,
            ServerEvent(
                event_type=command.event_type,
                time=command.time,
                insert_id=command.insert_id,
                user_id=command.user_id or UNSET,
                device_id=command.device_id or UNSET,
                session_id=UNSET if command.session_id is None else command.session_id,
                event_properties=sanitized(command.event_properties, SERVER),
                groups=sanitized(command.groups, SERVER) or UNSET,
                **command.revenue,
                **command.context,
            ),
        )

    def identify(self, command: HTTPIdentify) -> None:
        """Post an identification."""
        self._send(
            command,
            ServerEvent(
                event_type=IDENTIFY,
                time=command.time,
                insert_id=command.insert_id,
                user_id=command.user_id or UNSET,
                device_id=command.device_id or UNSET,
                session_id=UNSET if command.session_id is None else command.session_id,
                user_properties=_payload(command.operations),
                groups=sanitized(command.groups, SERVER) or UNSET,
                **command.context,
            ),
        )

    def group_identify(self, command: HTTPGroupIdentify) -> None:
        """Post a group identification."""
        self._send(
            command,
            ServerEvent(
                event_type=GROUP_IDENTIFY,
                time=command.time,
                insert_id=command.insert_id,
                groups=sanitized({command.group_type: command.name}, SERVER),
                group_properties=_payload(command.operations),
            ),
        )

    def _send(self, command: Command, event: ServerEvent) -> None:
        logged = LoggedEvent(event, command.because)
        self._observe(logged)
        self._deliver((logged,))


def _payload(operations: tuple[Operation, ...]) -> JSONObject:
    made = identify.payload(operations)
    return {
        operator: sanitized(values, SERVER) if isinstance(values, dict) else values for operator, values in made.items()
    }
