"""A bench for one Amplitude SDK: a device, a process of the SDK on it, and all that it logs and uploads."""

from __future__ import annotations

from collections import deque
from random import Random
from typing import Final

import msgspec

from simulator.documentation.platforms import Platform
from simulator.model.amplitude.android import AndroidClient
from simulator.model.amplitude.client import AmplitudeClient
from simulator.model.amplitude.ios import IOSClient
from simulator.model.amplitude.mobile import MobileClient
from simulator.model.amplitude.web import WebClient
from simulator.model.clock import Clock
from simulator.model.commands import Command, EnableForegroundTracking, Identify, Initialize, LogEvent, Operation
from simulator.model.device import Device, default_profile
from simulator.values import JSONObject, Value
from simulator.wire.events import LoggedEvent
from simulator.wire.requests import ACCEPTED, NO_ANSWER, OK, Answer, Request

SECOND: Final = 1000
MINUTE: Final = 60 * SECOND

CLIENTS: Final = ("web", "ios", "android")
MOBILE: Final = ("ios", "android")

KINDS: Final[dict[str, type[AmplitudeClient]]] = {"web": WebClient, "ios": IOSClient, "android": AndroidClient}

API_KEY: Final = "0123456789abcdef0123456789abcdef"
START: Final = Initialize(api_key=API_KEY)

SUCCESS: Final = Answer(OK, ACCEPTED)


class Bench:
    """The SDK is started by `commands`, or by a plain `initialize`; `start=False` does not start it.

    `kind` is the SDK where it is not the platform's own.
    """

    def __init__(
        self,
        platform: Platform,
        *commands: Command,
        start: bool = True,
        device: dict[str, object] | None = None,
        kind: type[AmplitudeClient] | None = None,
    ) -> None:
        self.clock = Clock()
        self.device = Device(default_profile(platform), clock=self.clock, random=Random(platform))
        self.device.change(**(device or {}))
        self.logged: list[LoggedEvent] = []
        self._requests: list[Request] = []
        #: The answers to the next requests, one for each; after them, `answer`.
        self.answers: deque[Answer] = deque()
        self.answer = SUCCESS
        self._kind = kind or KINDS[platform]
        self.client = self._process()
        if start:
            self.perform(*(commands or (START,)))

    def _process(self) -> AmplitudeClient:
        return self._kind(self.device, observe=self.logged.append, wire=self._take)

    def _take(self, request: Request) -> Answer:
        if not self.device.online:
            return NO_ANSWER
        self._requests.append(request)
        return self.answers.popleft() if self.answers else self.answer

    @property
    def requests(self) -> list[Request]:
        """The requests that Amplitude has received: none while the device is offline."""
        self.settle()
        return self._requests

    @property
    def mobile(self) -> MobileClient:
        """The SDK's process, for what only mobile SDKs can do."""
        assert isinstance(self.client, MobileClient)
        return self.client

    @property
    def events(self) -> list[JSONObject]:
        """All logged events, as JSON."""
        return [logged.to_json() for logged in self.logged]

    @property
    def last(self) -> JSONObject:
        """The last event that was logged."""
        return self.logged[-1].to_json()

    @property
    def batches(self) -> list[list[JSONObject]]:
        """The events of each request."""
        return [msgspec.json.decode(request.fields["e"]) for request in self.requests]

    @property
    def sizes(self) -> list[int]:
        """The number of events in each request."""
        return [len(batch) for batch in self.batches]

    @property
    def waiting(self) -> int:
        """The number of events in the two queues."""
        return len(self.client.store.events) + len(self.client.store.identifies)

    def perform(self, *commands: Command) -> None:
        """Carry out commands, one after the other."""
        for command in commands:
            self.client.perform(command)
            self.settle()

    def settle(self) -> None:
        """Let immediate answers arrive, as an app does after each call."""
        self.clock.advance(0)

    def log(self, event_type: str = "Song Played", /, *, out_of_session: bool = False, **properties: Value) -> None:
        """Log an event."""
        self.perform(LogEvent(event_type=event_type, event_properties=properties, out_of_session=out_of_session))

    def identify(self, *operations: Operation) -> None:
        """Send an Identify; by default one that sets `plan`."""
        self.perform(Identify(operations=operations or (Operation("$set", "plan", "Basic"),)))

    def restart(self, *commands: Command) -> None:
        """End the process and start another, as `Bench` did."""
        self.client.stop()
        self.client = self._process()
        self.perform(*(commands or (START,)))


def launched(platform: Platform, *, online: bool = True, kind: type[AmplitudeClient] | None = None) -> Bench:
    """Make a bench like a user's device: the app is in the foreground, and Android's SDK knows it."""
    foreground = (EnableForegroundTracking(),) if platform == "android" else ()
    bench = Bench(platform, START, *foreground, device={"online": online}, kind=kind)
    if platform != "web":
        bench.mobile.launch()
    return bench


def log(bench: Bench, count: int) -> None:
    """Log `event 0`, `event 1` and so on."""
    for number in range(count):
        bench.log(f"event {number}")


def filled(platform: Platform, events: int, identifies: int = 0) -> Bench:
    """Fill the queues of a device without a network, which then comes back; no timer is left."""
    bench = launched(platform, online=False)
    log(bench, events)
    for _ in range(identifies):
        bench.identify()
    bench.clock.advance(MINUTE)
    bench.device.online = True
    return bench
