"""The parts that the destinations of the two mobile SDKs share."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from simulator.documentation.rules import Because
from simulator.model.calls import Flush, Message, Reset, Screen, Track
from simulator.model.commands import (
    DisableLocationListening,
    EnableLocationListening,
    RegenerateDeviceId,
    SetUserId,
    TrackSessionEvents,
    UploadEvents,
    UseAdvertisingIdForDeviceId,
)
from simulator.model.destinations.base import Commands
from simulator.model.destinations.client import ClientDestination
from simulator.model.destinations.orders import ORDER_COMPLETED


class MobileDestination(ClientDestination):
    """Screens, flush and reset, and the parts of the start that both platforms have."""

    #: The rules behind an advertising id as the device id.
    advertising_rules: ClassVar[Because]

    def screen(self, call: Screen, message: Message) -> Commands:
        """Send the events of the settings that are on."""
        del message
        return self._page_events(call)

    def track(self, call: Track, message: Message) -> Commands:
        """Map an event; Order Completed is like any other (rule order.mobile-is-track)."""
        commands = super().track(call, message)
        if call.event != ORDER_COMPLETED:
            return commands
        event = commands[0]
        return (msgspec.structs.replace(event, because=(*event.because, "order.mobile-is-track")), *commands[1:])

    def flush(self, call: Flush, message: Message) -> Commands:
        """Upload the queue (rule upload.on-demand)."""
        del call, message
        return (UploadEvents(because=("flush.upload",)),)

    def reset(self, call: Reset, message: Message) -> Commands:
        """Log out: no user id, a new device id."""
        del call, message
        because = ("reset.log-out",)
        return (SetUserId(user_id=None, because=because), RegenerateDeviceId(because=because))

    def _advertising_id(self) -> Commands:
        """Return the command that makes the advertising id the device id; it has an effect only before the start.

        Prefer Anonymous ID has no such command (rule device-id.prefer-anonymous.not-bundled-mobile).
        """
        if not self.settings.use_advertising_id_for_device_id:
            return ()
        return (UseAdvertisingIdForDeviceId(because=self.advertising_rules),)

    def _location(self) -> Commands:
        if self.settings.enable_location_listening:
            return (EnableLocationListening(because=("location.default-on",)),)
        return (DisableLocationListening(because=("location.ip-anyway",)),)

    def _sessions(self) -> Commands:
        return (TrackSessionEvents(),) if self.settings.track_session_events else ()
