"""The base of every Amplitude SDK: commands in, queued events out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar

from msgspec import UNSET, UnsetType

from simulator.documentation.releases import Package
from simulator.documentation.rules import Because
from simulator.model.amplitude import identify
from simulator.model.amplitude.properties import PropertyRules, sanitized
from simulator.model.amplitude.store import SCHEMAS, AmplitudeStore
from simulator.model.amplitude.upload import Uploader, UploadPolicy
from simulator.model.commands import (
    Command,
    GroupIdentify,
    Identify,
    LogEvent,
    LogRevenue,
    LogRevenueV2,
    Operation,
    RegenerateDeviceId,
    SetDeviceId,
    SetGroup,
    SetOptOut,
    SetUserId,
    SetUserProperties,
    UploadEvents,
)
from simulator.model.device import Device
from simulator.model.storage import Schema
from simulator.values import JSONObject, Value
from simulator.wire.events import GROUP_IDENTIFY, IDENTIFIES, IDENTIFY, REVENUE, LoggedEvent
from simulator.wire.requests import Wire

Observe = Callable[[LoggedEvent], None]

EMPTY: JSONObject = {}
"""Shared by all events for fields that are empty; never changed."""


class AmplitudeClient(ABC):
    """One process of an SDK on a device. Its store outlives it; nothing else does.

    `observe` is called with each event as it is logged; `wire` carries uploads to Amplitude.
    """

    property_rules: ClassVar[PropertyRules]
    upload_policy: ClassVar[UploadPolicy]
    uploads: ClassVar[type[Uploader]]
    names_may_be_empty: ClassVar[bool] = True
    adds_booleans: ClassVar[bool] = True
    adds_nan: ClassVar[bool] = False
    store_name: ClassVar[str] = "amplitude"
    #: The schema of its store, where that differs from the platform's usual one.
    store_schema: ClassVar[Schema[AmplitudeStore] | None] = None
    #: The value of group_properties on an event that is about no group; `UNSET` if there is no such field.
    no_group_properties: ClassVar[JSONObject | UnsetType] = UNSET
    #: The release that it calls itself; by default the one in force on the documentation's date.
    release: ClassVar[Package]
    #: The method that carries out each command. Names, so that a client holds no reference to itself.
    methods: ClassVar[dict[type[Command], str]] = {
        LogEvent: "log_event",
        LogRevenue: "log_revenue",
        LogRevenueV2: "log_revenue_v2",
        Identify: "identify",
        SetUserProperties: "set_user_properties",
        SetGroup: "set_group",
        GroupIdentify: "group_identify",
        SetUserId: "set_user_id",
        SetDeviceId: "set_device_id",
        RegenerateDeviceId: "regenerate_device_id",
        SetOptOut: "set_opt_out",
        UploadEvents: "upload_events",
    }

    def __init__(self, device: Device, *, observe: Observe, wire: Wire) -> None:
        self.device = device
        schema = self.store_schema or SCHEMAS[device.platform]
        self.store = device.storage.open(self.store_name, schema, AmplitudeStore)
        self.uploader = self.uploads(self.upload_policy, self.store, device, wire)
        self.initialized = False
        #: Whether options set after the start come before the start-up, which runs on another thread, reads them.
        self.options_in_time = True
        self._clock = device.clock
        self._observe = observe

    @property
    def device_id(self) -> str | None:
        """The result of the SDK's getDeviceId: `None` until an id has been made (rule advertising.android-null)."""
        return self.store.device_id if self.initialized else None

    @property
    @abstractmethod
    def rules_behind_device_id(self) -> Because:
        """The rules by which the device id was chosen."""

    @property
    def session_id(self) -> int:
        """The result of the SDK's getSessionId: the session's start in milliseconds, or -1."""
        return self.store.session_id

    def perform(self, command: Command) -> None:
        """Carry out one command."""
        getattr(self, self.methods[type(command)])(command)
        self.device.save()

    def has(self, command: Command) -> bool:
        """Tell whether the SDK has the command's method."""
        return type(command) in self.methods

    def stop(self) -> None:
        """End the process without warning, as the system does."""
        self.uploader.stop()

    def log_event(self, command: LogEvent) -> None:
        """Log an event; an empty event type is dropped where the SDK drops it."""
        self._log(
            command.event_type,
            command.because,
            event_properties=sanitized(command.event_properties, self.property_rules),
            groups=self._groups(command.groups) if command.groups else EMPTY,
            out_of_session=command.out_of_session,
        )

    @abstractmethod
    def log_revenue(self, command: LogRevenue) -> None:
        """Log revenue by the deprecated method."""

    @abstractmethod
    def log_revenue_v2(self, command: LogRevenueV2) -> None:
        """Log a revenue object."""

    def identify(self, command: Identify) -> None:
        """Send the operations as one `$identify`; nothing if there are none."""
        operations = self._payload(command.operations)
        if operations:
            self._log_identify(command.because, operations, EMPTY)

    def set_user_properties(self, command: SetUserProperties) -> None:
        """Send one `$identify` that sets each property; none, if no value is left."""
        operations = sanitized({"$set": command.properties}, self.property_rules)
        if operations["$set"]:
            self._log_identify(command.because, operations, EMPTY)

    def set_group(self, command: SetGroup) -> None:
        """Send one `$identify` with the group, both as a user property and as a group."""
        if not command.group_type:
            return
        self._log_identify(
            command.because,
            self._payload((Operation("$set", command.group_type, command.name),)),
            self._groups({command.group_type: command.name}),
        )

    def group_identify(self, command: GroupIdentify) -> None:
        """Send the operations as one `$groupidentify`, in the form of the releases of October 2018."""
        operations = self._payload(command.operations)
        if operations and command.group_type:
            self._log(
                GROUP_IDENTIFY,
                command.because,
                groups=self._groups({command.group_type: command.name}),
                group_properties=operations,
            )

    def set_user_id(self, command: SetUserId) -> None:
        """Set or clear the user id of later events; queued events keep theirs."""
        self.store.user_id = command.user_id

    @abstractmethod
    def set_device_id(self, command: SetDeviceId) -> None:
        """Replace the device id, unless the SDK refuses it."""

    def regenerate_device_id(self, command: RegenerateDeviceId) -> None:
        """Replace the device id with a random one."""
        self.set_device_id(SetDeviceId(device_id=self._random_device_id(), because=command.because))

    def set_opt_out(self, command: SetOptOut) -> None:
        """Stop or resume logging and uploading; the queue is kept."""
        self.store.opt_out = command.opt_out

    def upload_events(self, command: UploadEvents) -> None:
        """Upload the queue now."""
        del command
        self.uploader.upload("upload.on-demand")

    def _log_identify(self, because: Because, operations: JSONObject, groups: JSONObject) -> None:
        self._log(IDENTIFY, because, user_properties=operations, groups=groups)

    def _log_revenue(
        self,
        because: Because,
        *,
        event_properties: JSONObject = EMPTY,
        api_properties: JSONObject = EMPTY,
        out_of_session: bool = False,
    ) -> None:
        self._log(
            REVENUE,
            because,
            event_properties=sanitized(event_properties, self.property_rules),
            api_properties=api_properties,
            out_of_session=out_of_session,
        )

    def _payload(self, operations: tuple[Operation, ...]) -> JSONObject:
        made = identify.payload(
            operations,
            names_may_be_empty=self.names_may_be_empty,
            adds_booleans=self.adds_booleans,
            adds_nan=self.adds_nan,
        )
        return sanitized(made, self.property_rules)

    @abstractmethod
    def _groups(self, groups: dict[str, Value]) -> JSONObject:
        """Return event groups as the SDK writes them."""

    @abstractmethod
    def _random_device_id(self) -> str:
        """Make a device id in the SDK's own format."""

    @abstractmethod
    def _log(
        self,
        event_type: str,
        because: Because,
        *,
        event_properties: JSONObject = EMPTY,
        user_properties: JSONObject = EMPTY,
        api_properties: JSONObject = EMPTY,
        groups: JSONObject = EMPTY,
        group_properties: JSONObject | None = None,
        out_of_session: bool = False,
    ) -> None:
        """Make the event in the SDK's format and queue it, or drop it if the SDK would."""

    def _not_logged(self) -> None:
        """Note why an event is not logged, if that is a rule (rule upload.opt-out)."""
        if self.initialized and self.store.opt_out:
            self.uploader.at_work.note("upload.opt-out")

    def _next_event_id(self, event_type: str) -> int:
        """Count an event; those of the identify queue have their own counter."""
        store = self.store
        if event_type in IDENTIFIES:
            store.last_identify_id += 1
            return store.last_identify_id
        store.last_event_id += 1
        return store.last_event_id

    def _queue(self, logged: LoggedEvent) -> None:
        queue = self.store.identifies if logged.event.event_type in IDENTIFIES else self.store.events
        queue.append(logged)
        self._observe(logged)
        # An event has to be on the device before it is sent: a process that ends in between must not reuse its number.
        self.device.save()
        self.uploader.logged(queue)
