"""The base of every destination: settings and messages in, commands out."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from simulator.documentation.platforms import Platform
from simulator.documentation.settings import Settings
from simulator.model.calls import AnyCall, Message
from simulator.model.commands import Command

Commands = tuple[Command, ...]


class Destination:
    """Maps the messages of one platform. Subclasses define a method for each Segment call that they map."""

    platform: ClassVar[Platform]
    #: Whether it passes on an API key of any form; the page asks for 32 letters and digits (rule start.api-key).
    any_key: ClassVar[bool] = False
    #: The device's locale for numbers, `de_DE`; the app sets it when it starts and when it changes.
    locale: str = "en_US"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def initialize(self, anonymous_id: str) -> Commands:
        """Return the commands that configure and initialize the SDK, in order."""
        del anonymous_id
        return ()

    def map(self, message: Message) -> Commands:
        """Return the commands for a message, in order; none if the platform does not map the call."""
        call = message.call
        mapping: Callable[[AnyCall, Message], Commands] | None = getattr(self, call.method, None)
        return mapping(call, message) if mapping else ()
