"""Segment's servers: they see every message and forward some of them to Amplitude."""

from __future__ import annotations

from typing import Final, Literal

from simulator.model.amplitude.at_work import RulesAtWork
from simulator.model.amplitude.http_api import HTTPAPIClient
from simulator.model.calls import Alias, Message
from simulator.model.clock import Clock
from simulator.model.commands import Command, Warn
from simulator.model.destinations.server import ServerDestination
from simulator.wire.events import LoggedEvent
from simulator.wire.requests import Wire

ConnectionMode = Literal["device", "cloud"]
"""In device mode the bundled SDK talks to Amplitude; in cloud mode Segment's servers do."""

FORWARDED_IN_DEVICE_MODE: Final = (Alias,)
"""The calls that Segment's servers handle in device mode too (rules alias.on-segment-servers, upload.server.alias)."""


class SegmentServers:
    """The cloud-mode leg behind one source. Everything that it does is kept, in order."""

    def __init__(self, destination: ServerDestination, *, clock: Clock, wire: Wire, mode: ConnectionMode) -> None:
        self.destination = destination
        self.messages: list[Message] = []
        self.commands: list[Command] = []
        self.events: list[LoggedEvent] = []
        self.warnings: list[Warn] = []
        self._mode = mode
        warnings = self.warnings
        self._http = HTTPAPIClient(
            destination.settings.api_key,
            clock=clock,
            observe=self.events.append,
            wire=wire,
            refused=lambda sentence: warnings.append(Warn(text=sentence)),
        )

    @property
    def waits(self) -> bool:
        """Whether a request has not been answered for good."""
        return self._http.waits

    @property
    def at_work(self) -> RulesAtWork:
        """The rules that have been noted for its requests."""
        return self._http.at_work

    def receive(self, message: Message) -> None:
        """Take a message from a source and, if it is theirs to forward, do so at once (rule start.server-at-once)."""
        commands = self.map(message)
        self.messages.append(message)
        for command in commands:
            self.perform(command)

    def map(self, message: Message) -> tuple[Command, ...]:
        """Return the commands that the server leg makes of a message, which has come as JSON."""
        return () if self.held_back(message) else self.destination.map(message.as_received())

    def held_back(self, message: Message) -> str:
        """Return the sentence that says why a message is not theirs to forward; empty if it is."""
        if self._mode == "device" and type(message.call) not in FORWARDED_IN_DEVICE_MODE:
            return (
                "in device mode the SDK in the app sends this itself; Segment's servers forward alias alone "
                "(rule alias.on-segment-servers)"
            )
        if not message.reaches_amplitude:
            return "its integrations exclude Amplitude"
        return ""

    def delete_user(self, user_id: str) -> None:
        """Ask Amplitude to delete a user; raises `SettingsError` without the secret key."""
        for command in self.destination.delete(user_id):
            self.perform(command)

    def drain(self) -> None:
        """Retry now the requests that wait for another attempt."""
        self._http.drain()

    def perform(self, command: Command) -> None:
        """Carry out one command: send a request to Amplitude, or keep a warning."""
        self.commands.append(command)
        if isinstance(command, Warn):
            self.warnings.append(command)
        else:
            self._http.perform(command)
