"""The event JSON that each SDK puts into its queue, field for field and in the order of its wire format.

A field that an SDK leaves out is `UNSET`; one that it sends as null is `None`. The integration, not this module,
knows why: `LoggedEvent.because` has the rules.

Events hold no reference to anything that refers back to them, so the garbage collector need not track them.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from simulator.documentation.rules import Because
from simulator.values import JSONObject


class WebEvent(msgspec.Struct, frozen=True, gc=False):
    """An event of amplitude-js. `os_name` is the browser, `os_version` its major version, `device_model` the system."""

    device_id: str
    user_id: str | None
    timestamp: int
    event_id: int
    session_id: int
    event_type: str
    version_name: str | None
    platform: str
    os_name: str | None
    os_version: str | None
    device_model: str | None
    language: str | UnsetType
    api_properties: JSONObject
    event_properties: JSONObject
    user_properties: JSONObject
    uuid: str
    library: dict[str, str]
    sequence_number: int
    groups: JSONObject
    user_agent: str
    group_properties: JSONObject | UnsetType = UNSET


class IOSEvent(msgspec.Struct, frozen=True, gc=False):
    """An event of Amplitude-iOS. `user_id` and `device_id` are left out if there is none."""

    event_id: int
    event_type: str
    timestamp: int
    session_id: int
    sequence_number: int
    uuid: str
    user_id: str | UnsetType
    device_id: str | UnsetType
    api_properties: JSONObject
    event_properties: JSONObject
    user_properties: JSONObject
    groups: JSONObject
    group_properties: JSONObject | UnsetType
    platform: str
    version_name: str | UnsetType
    os_name: str
    os_version: str
    device_model: str
    device_manufacturer: str
    carrier: str
    country: str
    language: str
    library: dict[str, str]


class AndroidEvent(msgspec.Struct, frozen=True, gc=False):
    """An event of Amplitude-Android. `user_id`, `device_id` and `version_name` are null if there is none."""

    event_type: str
    timestamp: int
    user_id: str | None
    device_id: str | None
    session_id: int
    uuid: str
    sequence_number: int
    version_name: str | None
    os_name: str
    os_version: str
    device_brand: str
    device_manufacturer: str
    device_model: str
    carrier: str | None
    country: str
    language: str
    platform: str
    library: dict[str, str]
    api_properties: JSONObject
    event_properties: JSONObject
    user_properties: JSONObject
    groups: JSONObject
    group_properties: JSONObject | UnsetType
    event_id: int


class AndroidEvent215(msgspec.Struct, frozen=True, gc=False):
    """An event of Amplitude-Android 2.15: uuid and sequence number come after the platform."""

    event_type: str
    timestamp: int
    user_id: str | None
    device_id: str | None
    session_id: int
    version_name: str | None
    os_name: str
    os_version: str
    device_brand: str
    device_manufacturer: str
    device_model: str
    carrier: str | None
    country: str
    language: str
    platform: str
    uuid: str
    sequence_number: int
    library: dict[str, str]
    api_properties: JSONObject
    event_properties: JSONObject
    user_properties: JSONObject
    groups: JSONObject
    group_properties: JSONObject | UnsetType
    event_id: int


class ServerEvent(
    msgspec.Struct, frozen=True, gc=False, rename={"product_id": "productId", "revenue_type": "revenueType"}
):
    """An event that the server leg posts to the HTTP API (or, for `$identify`, to the Identify API)."""

    event_type: str
    time: int
    insert_id: str
    user_id: str | UnsetType = UNSET
    device_id: str | UnsetType = UNSET
    session_id: int | UnsetType = UNSET
    event_properties: JSONObject | UnsetType = UNSET
    user_properties: JSONObject | UnsetType = UNSET
    groups: JSONObject | UnsetType = UNSET
    group_properties: JSONObject | UnsetType = UNSET
    ip: str | UnsetType = UNSET
    app_version: str | UnsetType = UNSET
    os_name: str | UnsetType = UNSET
    os_version: str | UnsetType = UNSET
    device_brand: str | UnsetType = UNSET
    device_manufacturer: str | UnsetType = UNSET
    device_model: str | UnsetType = UNSET
    carrier: str | UnsetType = UNSET
    country: str | UnsetType = UNSET
    region: str | UnsetType = UNSET
    city: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    location_lat: float | UnsetType = UNSET
    location_lng: float | UnsetType = UNSET
    product_id: Any = UNSET
    quantity: Any = UNSET
    price: Any = UNSET
    revenue: Any = UNSET
    revenue_type: Any = UNSET


Event: TypeAlias = WebEvent | IOSEvent | AndroidEvent | AndroidEvent215 | ServerEvent


class LoggedEvent(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """An event with the ids of the rules that made it."""

    event: Event
    because: Because
    #: Whether the SDK can read it back from its storage.
    readable: bool = True

    def to_json(self) -> JSONObject:
        """Return the event as the JSON object that goes over the wire."""
        plain: JSONObject = msgspec.to_builtins(self.event)
        return plain


IDENTIFY = "$identify"
GROUP_IDENTIFY = "$groupidentify"
IDENTIFIES = (IDENTIFY, GROUP_IDENTIFY)
"""The event types that an SDK keeps in the identify queue, however they were logged."""

REVENUE = "revenue_amount"
SESSION_START = "session_start"
SESSION_END = "session_end"
