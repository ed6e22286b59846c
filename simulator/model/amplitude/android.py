"""Amplitude-Android 2.19.1."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import ClassVar

import msgspec

from simulator.documentation.releases import BASE, releases_of
from simulator.documentation.rules import Because
from simulator.model.amplitude import properties, revenue, upload
from simulator.model.amplitude.client import EMPTY, Observe
from simulator.model.amplitude.mobile import MobileClient
from simulator.model.amplitude.sessions import ANDROID_UNTRACKED_LIMIT, MOBILE_BACKGROUND_LIMIT
from simulator.model.commands import (
    Command,
    EnableForegroundTracking,
    LogRevenue,
    LogRevenueV2,
    SetDeviceId,
    SetGroup,
    SetOptOut,
    SetUserId,
    SetUserProperties,
)
from simulator.model.device import ZERO_ID, Device
from simulator.values import UNDEFINED, JSONObject
from simulator.wire.events import IDENTIFIES, AndroidEvent, AndroidEvent215, Event
from simulator.wire.requests import Wire

_LOCATION_RULES: Because = ("location.default-on", "location.android-each-track")


class AndroidClient(MobileClient):
    """Android: a random device id unless the advertising id is wanted, and a location on each track event."""

    methods: ClassVar[dict[type[Command], str]] = MobileClient.methods | {
        EnableForegroundTracking: "enable_foreground_tracking"
    }
    release: ClassVar = releases_of(BASE, "android").amplitude
    property_rules: ClassVar = properties.ANDROID
    upload_policy: ClassVar = upload.ANDROID
    #: The fields of its events, in their order.
    event_format: ClassVar[Callable[..., AndroidEvent | AndroidEvent215]] = AndroidEvent
    #: Whether uuid and sequence number come before the fields of every event.
    numbers_stand_first: ClassVar[bool] = True
    uploads: ClassVar = upload.AndroidUploader
    names_may_be_empty: ClassVar = False
    adds_nan: ClassVar = True
    session_limit: ClassVar = ANDROID_UNTRACKED_LIMIT
    #: Rule location.android-each-track: events that are not tracked have no location.
    unlocated: ClassVar[tuple[str, ...]] = IDENTIFIES
    #: Whether the advertising id is not used as the device id while the user limits tracking.
    respects_limited_tracking: ClassVar = True
    device_id_rules: ClassVar = ("device-id.default.android", "device-id.priority.android")
    refused_device_ids: ClassVar = frozenset(
        {"", "9774d56d682e549c", "unknown", "000000000000000", "Android", "DEFACE", ZERO_ID}
    )

    def __init__(self, device: Device, *, observe: Observe, wire: Wire) -> None:
        super().__init__(device, observe=observe, wire=wire)
        self.tracks_foreground = False
        profile, locale = device.profile, device.locale
        country = (device.network_country or locale.country).upper()
        self._platform = (
            device.app_version,
            "android",
            profile.os_version,
            profile.brand,
            profile.manufacturer,
            profile.model,
            profile.carrier,
            country,
            locale.language,
            "Android",
        )
        self._library = self.release.to_json()
        self._advertising_id = device.readable_advertising_id
        # The system reports this together with the id.
        self._limits_tracking = device.limit_ad_tracking and device.hands_out_advertising_id
        self._identifiers: JSONObject = {
            **({} if self._advertising_id is None else {"androidADID": self._advertising_id}),
            "limit_ad_tracking": self._limits_tracking,
            "gps_enabled": device.play_services,
        }

    def enable_foreground_tracking(self, command: EnableForegroundTracking) -> None:
        """Track the app's moves to the background and back; without effect before the SDK is initialized."""
        del command
        if self.initialized:
            self.tracks_foreground = True
            self.sessions.limit = MOBILE_BACKGROUND_LIMIT

    def set_user_properties(self, command: SetUserProperties) -> None:
        """Send one `$identify` that sets each property; none, if none is left that has a name."""
        operations = properties.sanitized({"$set": command.properties}, self.property_rules)
        if "" in operations["$set"]:
            named = {name: value for name, value in operations["$set"].items() if name}
            operations = properties.Changed({"$set": named})
        if operations["$set"]:
            self._log_identify(command.because, operations, EMPTY)

    def set_group(self, command: SetGroup) -> None:
        """Send one `$identify` with the group; without a name it is empty, and is sent all the same."""
        if command.name is UNDEFINED and command.group_type:
            self._log_identify(command.because, EMPTY, EMPTY)
        else:
            super().set_group(command)

    def log_revenue(self, command: LogRevenue) -> None:
        """Log revenue by the deprecated method; a price that is not finite ends the list of its properties."""
        if not isfinite(command.price):
            command = msgspec.structs.replace(command, price=None, receipt=None, receipt_signature=None)
        super().log_revenue(command)

    def log_revenue_v2(self, command: LogRevenueV2) -> None:
        """Log a revenue object; a price that is not finite ends the list of its properties."""
        if isinstance(command.price, float) and not isfinite(command.price):
            self._log_revenue(command.because, event_properties=revenue.before_price(command))
        else:
            super().log_revenue_v2(command)

    def set_user_id(self, command: SetUserId) -> None:
        """Set the user id; without effect before the SDK is initialized."""
        if self.initialized:
            super().set_user_id(command)

    def set_device_id(self, command: SetDeviceId) -> None:
        """Replace the device id; without effect before the SDK is initialized."""
        if self.initialized:
            super().set_device_id(command)

    def set_opt_out(self, command: SetOptOut) -> None:
        """Stop or resume logging; without effect before the SDK is initialized."""
        if self.initialized:
            super().set_opt_out(command)

    def launch(self) -> None:
        """Note that the first activity resumes."""
        self._resumed()

    def foreground(self) -> None:
        """Note that an activity resumes; nothing is uploaded."""
        self._resumed()
        self.uploader.foreground()

    def _resumed(self) -> None:
        if self.tracks_foreground:
            super().foreground()

    def background(self) -> None:
        """Note that the last activity pauses, and upload the queue."""
        if self.tracks_foreground:
            super().background()
            self.uploader.background()

    def _location(self, event_type: str) -> tuple[JSONObject | None, Because]:
        """Return the device's location, for each event that is tracked (not for identifies).

        Without the user's permission there is no location, and the user is not asked (rule location.never-prompts).
        """
        device = self.device
        if (
            not self.listens_to_location
            or not device.location_permission
            or device.place is None
            or event_type in self.unlocated
        ):
            return self._unlocated()
        return {"lat": device.place.lat, "lng": device.place.lng}, _LOCATION_RULES

    def _first_device_id(self) -> str | None:
        """Return the advertising id if it is wanted and the user has not limited tracking."""
        if not self.uses_advertising_id or (self._limits_tracking and self.respects_limited_tracking):
            return None
        return None if self._advertising_id in self.refused_device_ids else self._advertising_id

    def _random_device_id(self) -> str:
        return self.device.uuid() + "R"

    def _groups(self, groups: JSONObject) -> JSONObject:
        return properties.android_groups(groups)

    def _is_lost(self, *written: JSONObject | None) -> bool:
        return not all(properties.is_writable(one) for one in written if one)

    def _event(
        self,
        event_type: str,
        now: int,
        event_id: int,
        session_id: int,
        user_properties: JSONObject,
        event_properties: JSONObject,
        api_properties: JSONObject,
        groups: JSONObject,
        group_properties: JSONObject | None,
    ) -> Event:
        store, platform = self.store, self._platform
        numbers = (self.device.event_uuid(), store.sequence_number)
        return self.event_format(
            event_type,
            now,
            store.user_id,
            store.device_id,
            session_id,
            *(numbers + platform if self.numbers_stand_first else platform + numbers),
            self._library,
            {**api_properties, **self._identifiers} if api_properties else self._identifiers,
            event_properties,
            user_properties,
            groups,
            self.no_group_properties if group_properties is None else group_properties,
            event_id,
        )
