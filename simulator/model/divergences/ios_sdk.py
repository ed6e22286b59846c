"""Divergences on iOS, Amplitude's SDK: location, device, values and uploads."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

import msgspec

from simulator.documentation import resources
from simulator.model.amplitude import upload
from simulator.model.amplitude.client import EMPTY
from simulator.model.amplitude.ios import IOSClient
from simulator.model.amplitude.properties import IOS as IOS_RULES
from simulator.model.commands import (
    Command,
    DisableLocationListening,
    EnableLocationListening,
    UpdateLocation,
)
from simulator.model.destinations.base import Commands
from simulator.model.destinations.ios import IOSDestination
from simulator.model.divergences import defaults, diverges
from simulator.wire.events import IDENTIFIES, LoggedEvent

defaults("location.ios.off-by-default", enable_location_listening=False)


@diverges("start.ios.any-key")
class AnyKeyOnIOS(IOSDestination):
    """The key is handed to the SDK as it is."""

    any_key: ClassVar = True


@diverges("location.ios.on-foreground")
class LocationOnForeground(IOSClient):
    """The location is taken on a move to the foreground and when permission is given, not by a new session."""

    def foreground(self) -> None:
        """Take the location, then come to the foreground."""
        self._fetch_location("location.default-on")
        super().foreground()

    def location_permission_changed(self) -> None:
        """Take the location, even if one is known."""
        self._fetch_location("location.default-on")

    def _locate_session(self) -> None:
        return


@diverges("location.ios.stale-when-off")
class StaleLocation(IOSClient):
    """With listening off the location is no longer taken, but the cached one is still sent."""

    def _fetch_location(self, rule: str) -> None:
        if self.listens_to_location:
            super()._fetch_location(rule)

    sends_while_off: ClassVar = True


@diverges("location.ios.stale-without-permission")
class StaleLocationWithoutPermission(IOSClient):
    """Once taken, the location is sent even if the user no longer allows it."""

    sends_without_permission: ClassVar = True


@diverges("location.ios.block-of-the-app")
class NoLocationOfItsOwn(IOSClient):
    """The SDK takes no location of its own; only a block of the app's code could supply one."""

    def _fetch_location(self, rule: str) -> None:
        del rule

    def has(self, command: Command) -> bool:
        """Tell whether the SDK has the command's method: the location methods are gone."""
        return not isinstance(command, _LOCATION_METHODS) and super().has(command)


_LOCATION_METHODS = (UpdateLocation, EnableLocationListening, DisableLocationListening)


@diverges("location.ios.block-of-the-app")
class LocationSettingIgnored(IOSDestination):
    """The location setting is ignored."""

    def _location(self) -> Commands:
        return ()


@diverges("device-id.ios.ad-support-block")
class NoAdvertisingId(IOSClient):
    """Without a block of the app's code there is no advertising id, neither as the device id nor on events."""

    system_ids: ClassVar = 1

    def _advertising_id(self) -> str | None:
        return None


@diverges("properties.ios.half-character")
class HalfCharacter(IOSClient):
    """A string that is cut within a character can't be written: the event is lost, but uses a sequence number."""

    property_rules: ClassVar = msgspec.structs.replace(IOS_RULES, cut="half")

    def _kept(self, logged: LoggedEvent) -> LoggedEvent | None:
        event = logged.event
        try:
            _encode(event)
        except UnicodeEncodeError:
            # The database numbers the events that reach it.
            if event.event_type in IDENTIFIES:
                self.store.last_identify_id -= 1
            else:
                self.store.last_event_id -= 1
            return None
        return logged


_encode = msgspec.json.Encoder().encode


@diverges("properties.ios.whole-characters")
class WholeCharacters(IOSClient):
    """A string is cut after the character at the cut."""

    property_rules: ClassVar = msgspec.structs.replace(IOS_RULES, cut="behind")


@diverges("track.ios.amplitude-ios-8")
class GroupPropertiesOnEveryEvent(IOSClient):
    """Every event has group properties, which are empty except on group identifies."""

    no_group_properties: ClassVar = EMPTY


@cache
def _later_models() -> dict[str, str]:
    return msgspec.json.decode(resources.fixture("ios-models-8.3.0.json").read_bytes(), type=dict[str, str])


class _TaskEndsAtOnce(upload.IOSUploader):
    """The background task ends as soon as there is nothing to send."""

    def _nothing_to_send(self) -> None:
        self._in_background_task = False


@diverges("track.ios.amplitude-ios-8")
class TaskEndsAtOnce(IOSClient):
    """A batch that has shrunk stays so after a move to the background with an empty queue."""

    uploads: ClassVar = _TaskEndsAtOnce


@diverges("track.ios.amplitude-ios-8")
class MoreModels(IOSClient):
    """The table of models includes those of later years."""

    def _model(self) -> str:
        return _later_models().get(self.device.profile.model, super()._model())
