"""Amplitude-Android 2.19.1."""

from __future__ import annotations

from typing import ClassVar

from msgspec import UNSET

from simulator.amplitude import properties, upload
from simulator.amplitude.client import Observe
from simulator.amplitude.mobile import MobileClient
from simulator.amplitude.sessions import ANDROID_UNTRACKED_LIMIT, MOBILE_BACKGROUND_LIMIT
from simulator.commands import Command, EnableForegroundTracking, SetDeviceId, SetOptOut, SetUserId
from simulator.device import ZERO_ID, Device
from simulator.events import IDENTIFIES, AndroidEvent
from simulator.releases import BASE, releases_of
from simulator.rules import Because
from simulator.values import JSONObject
from simulator.wire import Wire

_LOCATION_RULES: Because = ("location.default-on", "location.android-each-track")


class AndroidClient(MobileClient):
    """Android: a random device id unless the advertising id is wanted, and a location on each track event."""

    methods: ClassVar[dict[type[Command], str]] = MobileClient.methods | {
        EnableForegroundTracking: "enable_foreground_tracking"
    }
    release: ClassVar = releases_of(BASE, "android").amplitude
    property_rules: ClassVar = properties.ANDROID
    upload_policy: ClassVar = upload.ANDROID
    uploads: ClassVar = upload.AndroidUploader
    names_may_be_empty: ClassVar = False
    session_limit: ClassVar = ANDROID_UNTRACKED_LIMIT
    #: Rule location.android-each-track: what is not tracked has no place.
    unlocated: ClassVar[tuple[str, ...]] = IDENTIFIES
    refused_device_ids: ClassVar = frozenset(
        {"", "9774d56d682e549c", "unknown", "000000000000000", "Android", "DEFACE", ZERO_ID}
    )

    def __init__(self, device: Device, *, observe: Observe, wire: Wire) -> None:
        super().__init__(device, observe=observe, wire=wire)
        self.tracks_foreground = False
        profile, locale = device.profile, device.locale
        country = (device.network_country or locale.country).upper()
        self._platform = (device.app_version, "android", profile.os_version, profile.brand, profile.manufacturer,
                          profile.model, profile.carrier, country, locale.language, "Android",
                          self.release.to_json())  # fmt: skip
        self._advertising_id = device.readable_advertising_id
        self._identifiers: JSONObject = {
            **({"androidADID": self._advertising_id} if self._advertising_id else {}),
            "limit_ad_tracking": device.limit_ad_tracking,
            "gps_enabled": device.play_services,
        }

    def enable_foreground_tracking(self, command: EnableForegroundTracking) -> None:
        """See the app come and go; without effect before the SDK is initialised."""
        del command
        if self.initialized:
            self.tracks_foreground = True
            self.sessions.limit = MOBILE_BACKGROUND_LIMIT

    def set_user_id(self, command: SetUserId) -> None:
        """Set the user id; without effect before the SDK is initialised."""
        if self.initialized:
            super().set_user_id(command)

    def set_device_id(self, command: SetDeviceId) -> None:
        """Replace the device id; without effect before the SDK is initialised."""
        if self.initialized:
            super().set_device_id(command)

    def set_opt_out(self, command: SetOptOut) -> None:
        """Stop or resume logging; without effect before the SDK is initialised."""
        if self.initialized:
            super().set_opt_out(command)

    def foreground(self) -> None:
        """An activity resumes."""
        if self.tracks_foreground:
            super().foreground()

    def background(self) -> None:
        """The last activity pauses; what is queued is uploaded."""
        if self.tracks_foreground:
            super().background()
            self.uploader.background()

    def _location(self, event_type: str) -> tuple[JSONObject | None, Because]:
        """Return where the device is, for each event that is tracked (not for identifies)."""
        device = self.device
        if (
            not self.listens_to_location
            or not device.location_permission
            or device.place is None
            or event_type in self.unlocated
        ):
            return None, ()
        return {"lat": device.place.lat, "lng": device.place.lng}, _LOCATION_RULES

    def _first_device_id(self) -> str | None:
        """Return the advertising id if it is wanted and the user has not limited tracking."""
        if not self.uses_advertising_id or self.device.limit_ad_tracking:
            return None
        return None if self._advertising_id in self.refused_device_ids else self._advertising_id

    def _random_device_id(self) -> str:
        return self.device.uuid() + "R"

    def _groups(self, groups: JSONObject) -> JSONObject:
        return properties.android_groups(groups)

    def _accepts(self, event_type: str) -> bool:
        return bool(event_type)

    def _event(
        self, event_type: str, now: int, event_id: int, session_id: int, user_properties: JSONObject,
        event_properties: JSONObject, api_properties: JSONObject, groups: JSONObject,
        group_properties: JSONObject | None,
    ) -> AndroidEvent:  # fmt: skip
        store = self.store
        return AndroidEvent(
            event_type,
            now,
            store.user_id,
            store.device_id,
            session_id,
            self.device.event_uuid(),
            store.sequence_number,
            *self._platform,
            {**api_properties, **self._identifiers} if api_properties else self._identifiers,
            event_properties,
            user_properties,
            groups,
            UNSET if group_properties is None else group_properties,
            event_id,
        )
