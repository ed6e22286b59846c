"""What ships on Android: Amplitude-Android, and when it starts."""

from __future__ import annotations

from simulator.amplitude.android import AndroidClient
from simulator.analytics import SegmentClient
from simulator.calls import Message, Reset
from simulator.commands import UseAdvertisingIdForDeviceId
from simulator.divergences import diverges


@diverges("sessions.android.late-start")
class MissedLaunch(AndroidClient):
    """The SDK sees activities resume and pause from its start on, and asks for none that did before."""

    def launch_seen_late(self) -> None:
        """Miss it."""


@diverges("start.android.reset-forgets-settings")
class ResetForgetsSettings(SegmentClient):
    """reset clears all that the library keeps under its tag."""

    def remember(self, message: Message) -> None:
        """Take over what a message says about the user, once it has been accepted."""
        super().remember(message)
        if isinstance(message.call, Reset):
            self._store.settings_time = None


@diverges("advertising.android.too-late")
class AdvertisingIDTooLate(AndroidClient):
    """The integration asks for the advertising id when the start that chooses the device id is under way."""

    def use_advertising_id_for_device_id(self, command: UseAdvertisingIdForDeviceId) -> None:
        """Prefer the advertising id, if it is not too late."""
        if self.options_in_time:
            super().use_advertising_id_for_device_id(command)
