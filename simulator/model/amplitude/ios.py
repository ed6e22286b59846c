"""Amplitude-iOS 4.3.1."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

import msgspec
from msgspec import UNSET

from simulator.documentation import resources
from simulator.documentation.releases import BASE, releases_of
from simulator.documentation.rules import Because
from simulator.model.amplitude import properties, revenue, upload
from simulator.model.amplitude.client import EMPTY, Observe
from simulator.model.amplitude.mobile import MobileClient
from simulator.model.commands import Command, EnableLocationListening, Initialize, LogRevenue, SetGroup, UpdateLocation
from simulator.model.device import ZERO_ID, Device
from simulator.values import UNDEFINED, JSONObject
from simulator.wire.events import IOSEvent
from simulator.wire.requests import Wire


@cache
def models() -> dict[str, str]:
    """Return the names that the SDK has for model identifiers; newer models are reported by their identifier."""
    return msgspec.json.decode(resources.fixture("ios-models.json").read_bytes(), type=dict[str, str])


class IOSClient(MobileClient):
    """iOS: identifierForVendor as the usual device id, and a location that is cached for the session."""

    methods: ClassVar[dict[type[Command], str]] = MobileClient.methods | {UpdateLocation: "update_location"}
    release: ClassVar = releases_of(BASE, "ios").amplitude
    property_rules: ClassVar = properties.IOS
    upload_policy: ClassVar = upload.IOS
    uploads: ClassVar = upload.IOSUploader
    uploader: upload.IOSUploader
    adds_nan: ClassVar = True
    logs_without_type: ClassVar = True
    #: Whether a location that is known goes on events with listening off.
    sends_while_off: ClassVar = False
    #: The same without the user's permission (rule location.never-prompts).
    sends_without_permission: ClassVar = False
    #: The most ids of the system's that can be on an event.
    system_ids: ClassVar = 2
    #: Its revenue object has no field for the receipt's signature.
    revenue_properties: ClassVar = tuple(name for name in revenue.V2_NAMES if name != "$receiptSig")
    device_id_rules: ClassVar = ("device-id.default.ios", "device-id.priority.ios")
    refused_device_ids: ClassVar = frozenset({"e3f5536a141811db40efd6400f1d0a4e", "04bab7ee75b9a58d39b8dc54e8851084"})

    def __init__(self, device: Device, *, observe: Observe, wire: Wire) -> None:
        super().__init__(device, observe=observe, wire=wire)
        self._cached_location: JSONObject | None = None
        self._location_rules: Because = ()
        #: The platform as the first event finds it, for all events of the process.
        self._platform: tuple[Any, ...] = ()
        #: The system's ids, each as it was when it was first asked for and could be read.
        self._identifiers: JSONObject = {}

    def initialize(self, command: Initialize) -> None:
        """Start, and take the first location; it is `launch` that continues the session or begins one."""
        super().initialize(command)
        if self._cached_location is None:
            self._fetch_location("location.ios-once-per-session")

    def enable_location_listening(self, command: EnableLocationListening) -> None:
        """Add the location to events, and refresh the one cached at the start."""
        super().enable_location_listening(command)
        self._fetch_location("location.ios-enable-refreshes")

    def update_location(self, command: UpdateLocation) -> None:
        """Refresh the cached location now."""
        del command
        self._fetch_location("location.ios-update")

    def location_permission_changed(self) -> None:
        """Take the location when the user has just allowed it and none is cached."""
        if self._cached_location is None:
            self._fetch_location("location.default-on")

    def background(self) -> None:
        """Go to the background, which uploads the whole queue in one request."""
        super().background()
        self.uploader.background()

    def foreground(self) -> None:
        """Come to the foreground and try an upload."""
        super().foreground()
        self.uploader.foreground()

    def launch(self) -> None:
        """Start in the foreground; the system does not announce that as a move there, so nothing is uploaded."""
        super().foreground()

    def set_group(self, command: SetGroup) -> None:
        """Send the group; the page has only types that are text. Without a name it sends an empty identify."""
        if command.group_type and not isinstance(command.group_type, str):
            command = msgspec.structs.replace(command, group_type=str(command.group_type))
        if command.group_type and command.name is UNDEFINED:
            self._log_identify(command.because, EMPTY, EMPTY)
        else:
            super().set_group(command)

    def log_revenue(self, command: LogRevenue) -> None:
        """Log revenue by the deprecated method; null takes the place of what JSON or single precision can't hold."""
        self._log_revenue(
            command.because,
            api_properties=properties.finite(revenue.api_properties(command), self.property_rules),
            out_of_session=command.out_of_session,
        )

    def _session_started(self) -> None:
        self._locate_session()
        super()._session_started()

    def _locate_session(self) -> None:
        """Take the location once per session, when a new one begins (rule location.ios-once-per-session)."""
        self._fetch_location("location.ios-once-per-session")

    def _fetch_location(self, rule: str) -> None:
        device = self.device
        if not self.listens_to_location:
            self._cached_location = None
        elif device.location_permission and device.place is not None:
            self._cached_location = {"lat": device.place.lat, "lng": device.place.lng}
            self._location_rules = ("location.default-on", rule) if rule != "location.default-on" else (rule,)

    def _location(self, event_type: str) -> tuple[JSONObject | None, Because]:
        del event_type
        if self._cached_location is None or not (
            (self.listens_to_location or self.sends_while_off)
            and (self.device.location_permission or self.sends_without_permission)
        ):
            return self._unlocated()
        return self._cached_location, self._location_rules

    def _found_platform(self) -> tuple[Any, ...]:
        """Return the fields of an event about the device."""
        device, profile, locale = self.device, self.device.profile, self.device.locale
        return (
            "iOS",
            device.app_version or UNSET,
            "ios",
            profile.os_version,
            self._model(),
            "Apple",
            profile.carrier or "Unknown",
            locale.country_name,
            locale.language_name,
            self.release.to_json(),
        )

    def _model(self) -> str:
        """Return the name of the device's model."""
        return models().get(self.device.profile.model, self.device.profile.model)

    def _advertising_id(self) -> str | None:
        """Return the advertising id, unless it is zeros; the SDK never asks whether tracking is limited."""
        return _given(self.device.readable_advertising_id)

    def _system_id(self, name: str) -> str | None:
        """Return one of the system's ids: it is asked for until there is one, and kept from then on."""
        if name not in self._identifiers:
            found = self._advertising_id() if name == "ios_idfa" else _given(self.device.vendor_id)
            if found:
                self._identifiers = {**self._identifiers, name: found}
        return self._identifiers.get(name)

    def _system_ids(self) -> JSONObject:
        """Return the system's ids for an event."""
        if len(self._identifiers) < self.system_ids:
            found = {name: self._system_id(name) for name in ("ios_idfa", "ios_idfv")}
            self._identifiers = {name: value for name, value in found.items() if value}
        return self._identifiers

    def _first_device_id(self) -> str | None:
        # The vendor's id is not asked for where the advertising id will do.
        names = ("ios_idfa", "ios_idfv") if self.uses_advertising_id else ("ios_idfv",)
        usable = (one for name in names if (one := self._system_id(name)) and one not in self.refused_device_ids)
        return next(usable, None)

    def _random_device_id(self) -> str:
        return self.device.uuid().upper() + "R"

    def _groups(self, groups: JSONObject) -> JSONObject:
        return properties.ios_groups(groups, self.property_rules)

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
    ) -> IOSEvent:
        store, identifiers = self.store, self._system_ids()
        self._platform = platform = self._platform or self._found_platform()
        return IOSEvent(
            event_id,
            event_type,
            now,
            session_id,
            store.sequence_number,
            self.device.event_uuid().upper(),
            UNSET if store.user_id is None else store.user_id,
            UNSET if store.device_id is None else store.device_id,
            {**identifiers, **api_properties} if api_properties else identifiers,
            event_properties,
            user_properties,
            groups,
            self.no_group_properties if group_properties is None else group_properties,
            *platform,
        )


def _given(identifier: str | None) -> str | None:
    """Return one of the system's ids; `None` if it is zeros."""
    return identifier if identifier != ZERO_ID else None
