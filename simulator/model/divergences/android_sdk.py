"""Divergences on Android: Amplitude-Android, and when it starts."""

from __future__ import annotations

from typing import ClassVar, Final

import msgspec

from simulator.model.amplitude import properties, upload
from simulator.model.amplitude.android import AndroidClient
from simulator.model.amplitude.client import EMPTY
from simulator.model.amplitude.store import schema_of
from simulator.model.commands import (
    Command,
    DisableLocationListening,
    EnableLocationListening,
    UseAdvertisingIdForDeviceId,
)
from simulator.model.crashes import UncaughtError
from simulator.model.destinations.android import AndroidDestination
from simulator.model.destinations.base import Commands
from simulator.model.divergences import diverges
from simulator.values import JSONObject
from simulator.wire.events import AndroidEvent215, LoggedEvent


@diverges("start.android.any-key")
class AnyKeyOnAndroid(AndroidDestination):
    """The key is handed to the SDK as it is."""

    any_key: ClassVar = True


@diverges("location.android.every-event")
class LocatedIdentifies(AndroidClient):
    """The SDK puts the location on every event, identifies included."""

    unlocated = ()


@diverges("location.android.early-listening")
class EarlyListening(AndroidClient):
    """The methods for the location need what the start makes."""

    def enable_location_listening(self, command: EnableLocationListening) -> None:
        """Add the device's location to events; ends an app in which the SDK hasn't been started."""
        self._check_started(command)
        super().enable_location_listening(command)

    def disable_location_listening(self, command: DisableLocationListening) -> None:
        """Send no coordinates; ends an app in which the SDK hasn't been started."""
        self._check_started(command)
        super().disable_location_listening(command)

    def _check_started(self, command: Command) -> None:
        if not self.initialized:
            reason = "java.lang.IllegalStateException: Must initialize before acting on location listening."
            raise UncaughtError(reason, command.because)


@diverges("location.android.early-listening")
class SwitchedOffOnly(AndroidDestination):
    """The integration calls the method that needs a start only to switch the location off: it is on by itself."""

    def _location(self) -> Commands:
        """Return the command that switches the location off, if the setting is off."""
        return () if self.settings.enable_location_listening else super()._location()


@diverges("sessions.android.late-start")
class MissedLaunch(AndroidClient):
    """The SDK sees activities resume and pause only from its start on; it misses one that resumed before."""

    def launch_seen_late(self) -> None:
        """Do nothing: the SDK misses it."""


@diverges("advertising.android.too-late")
class AdvertisingIDTooLate(AndroidClient):
    """The integration asks for the advertising id while the start that chooses the device id is already running."""

    def use_advertising_id_for_device_id(self, command: UseAdvertisingIdForDeviceId) -> None:
        """Prefer the advertising id, if it is not too late."""
        if self.options_in_time:
            super().use_advertising_id_for_device_id(command)


@diverges("advertising.android.limit-ignored")
class LimitIgnored(AndroidClient):
    """The SDK reports that tracking is limited, and uses the id all the same."""

    respects_limited_tracking = False


@diverges("uploads.android.amplitude-2-15")
class Amplitude215(AndroidClient):
    """The release that the integration pins uploads more at once, and has its uuid later in an event."""

    upload_policy = msgspec.structs.replace(upload.ANDROID, max_batch=100)
    store_schema = schema_of(AndroidEvent215)

    event_format = AndroidEvent215
    numbers_stand_first = False


@diverges("properties.android.group-properties")
class GroupPropertiesOnEveryEvent(AndroidClient):
    """Every event has group properties, which are empty except on group identifies."""

    no_group_properties = EMPTY


class _StuckUploader(upload.AndroidUploader):
    """A row that can't be read blocks everything that would be sent with it."""

    def _next_batch(self, size: int) -> list[LoggedEvent]:
        heads = (*self._store.identifies[:size], *self._store.events[:size])
        return super()._next_batch(size) if all(logged.readable for logged in heads) else []


@diverges("uploads.android.half-a-character")
class HalfACharacter(AndroidClient):
    """A string is cut between units, and half a character can't be read back from the database."""

    property_rules = msgspec.structs.replace(properties.ANDROID, cut="half")
    uploads = _StuckUploader

    def _kept(self, logged: LoggedEvent) -> LoggedEvent:
        event = logged.event
        broken: JSONObject = {}
        for name in _WITH_TEXTS:
            kept = getattr(event, name)
            if kept and (made := properties.whole_characters(kept)) is not kept:
                broken[name] = made
        if not broken:
            return logged
        return LoggedEvent(msgspec.structs.replace(event, **broken), logged.because, readable=False)


_WITH_TEXTS: Final = ("event_properties", "user_properties", "groups", "group_properties")
