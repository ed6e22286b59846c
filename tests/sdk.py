"""A bench for one Amplitude SDK: a device, a process of the SDK on it, and all that it logs and uploads."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

from simulator.amplitude.android import AndroidClient
from simulator.amplitude.client import AmplitudeClient
from simulator.amplitude.ios import IOSClient
from simulator.amplitude.mobile import MobileClient
from simulator.amplitude.web import WebClient
from simulator.clock import Clock
from simulator.commands import Command, Identify, Initialize, LogEvent, Operation
from simulator.device import Device, default_profile
from simulator.events import LoggedEvent
from simulator.platforms import Platform
from simulator.values import JSONObject, Value

SECOND: Final = 1000
MINUTE: Final = 60 * SECOND

CLIENTS: Final = ("web", "ios", "android")
MOBILE: Final = ("ios", "android")

_KINDS: Final[dict[str, type[AmplitudeClient]]] = {"web": WebClient, "ios": IOSClient, "android": AndroidClient}

START: Final = Initialize(api_key="0123456789abcdef0123456789abcdef")


class Bench:
    """The SDK is started by `commands`, or by a plain `initialize`; `start=False` leaves it as it is made."""

    def __init__(
        self, platform: Platform, *commands: Command, start: bool = True, device: dict[str, object] | None = None
    ) -> None:
        self.clock = Clock()
        self.device = Device(default_profile(platform), clock=self.clock, random=Random(platform))
        self.device.change(**(device or {}))
        self.logged: list[LoggedEvent] = []
        self.batches: list[list[JSONObject]] = []
        #: Whether Amplitude takes what it is sent.
        self.accepted = True
        self.client = self._process()
        if start:
            self.perform(*(commands or (START,)))

    def _process(self) -> AmplitudeClient:
        return _KINDS[self.device.platform](self.device, observe=self.logged.append, deliver=self._deliver)

    def _deliver(self, batch: Sequence[LoggedEvent]) -> bool:
        self.batches.append([logged.to_json() for logged in batch])
        return self.accepted

    @property
    def mobile(self) -> MobileClient:
        """The SDK's process, for what only mobile SDKs can do."""
        assert isinstance(self.client, MobileClient)
        return self.client

    @property
    def events(self) -> list[JSONObject]:
        """All that was logged, as it is written."""
        return [logged.to_json() for logged in self.logged]

    @property
    def last(self) -> JSONObject:
        """What was logged last."""
        return self.logged[-1].to_json()

    @property
    def sizes(self) -> list[int]:
        """How many events each request had."""
        return [len(batch) for batch in self.batches]

    @property
    def waiting(self) -> int:
        """How many events the two queues hold."""
        return len(self.client.store.events) + len(self.client.store.identifies)

    def perform(self, *commands: Command) -> None:
        """Carry out commands, one after the other."""
        for command in commands:
            self.client.perform(command)

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
