"""Divergences on iOS if the SDK's background start-up is faster than the integration, which sets options after it."""

from __future__ import annotations

from simulator.documentation.rules import Because
from simulator.model.amplitude.client import Observe
from simulator.model.amplitude.ios import IOSClient
from simulator.model.commands import UseAdvertisingIdForDeviceId
from simulator.model.device import Device
from simulator.model.divergences import diverges
from simulator.values import JSONObject
from simulator.wire.requests import Wire


class _Launch(IOSClient):
    """Knows when a launch begins its session without the options that the integration sets after the start."""

    def __init__(self, device: Device, *, observe: Observe, wire: Wire) -> None:
        super().__init__(device, observe=observe, wire=wire)
        self._launching = False

    def launch(self) -> None:
        """Start in the foreground."""
        self._launching = not self.options_in_time
        super().launch()
        self._launching = False


@diverges("advertising.ios.too-late")
class AdvertisingIDTooLate(IOSClient):
    """The integration asks for the advertising id when the device id has already been chosen."""

    def use_advertising_id_for_device_id(self, command: UseAdvertisingIdForDeviceId) -> None:
        """Prefer the advertising id, if it is not too late."""
        if self.options_in_time:
            super().use_advertising_id_for_device_id(command)


@diverges("sessions.ios.end-lost")
class SessionEndLost(_Launch):
    """At a launch the old session ends before the setting to log that arrives; the new one begins after it."""

    def _session_ended(self) -> None:
        if not self._launching:
            super()._session_ended()


@diverges("location.ios.late")
class LocationLate(_Launch):
    """At a launch the session begins before the system has said where the device is."""

    def _location(self, event_type: str) -> tuple[JSONObject | None, Because]:
        return (None, ()) if self._launching else super()._location(event_type)
