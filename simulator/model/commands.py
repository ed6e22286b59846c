"""The commands that a destination gives to Amplitude: calls on the bundled SDK, or requests to the HTTP API.

Commands are frozen; each carries the ids of the rules that made it. Names are those of the SDKs' methods.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from simulator.documentation.rules import Because
from simulator.values import JSONObject, Value

Operator = Literal["$set", "$setOnce", "$add", "$append", "$prepend", "$unset", "$clearAll"]


class Operation(msgspec.Struct, frozen=True):
    """One operation of an Identify object on one user or group property."""

    operator: Operator
    #: Ignored by `$clearAll`.
    property: str = ""
    #: Ignored by `$unset` and `$clearAll`.
    value: Value = None


class Command(msgspec.Struct, frozen=True, kw_only=True, tag_field="method", gc=False, rename="camel"):
    """The base of all commands."""

    because: Because = ()


class Initialize(Command, frozen=True, tag="initialize"):
    """Start the SDK. All but the key exists on web only."""

    api_key: str
    device_id: str | None = None
    device_id_from_url_param: bool = False
    #: Keep the page's utm_… parameters, referrer and gclid as user properties.
    include_utm: bool = False
    include_referrer: bool = False
    include_gclid: bool = False
    #: Whether to do so only when a session starts, or at each page load.
    save_params_referrer_once_per_session: bool = True
    #: Releases of 2019 and later.
    unset_params_referrer_on_new_session: bool = False
    batch_events: bool = False
    event_upload_threshold: int = 30
    event_upload_period_millis: int = 30_000


class UseAdvertisingIdForDeviceId(Command, frozen=True, tag="useAdvertisingIdForDeviceId"):
    """Mobile, before initialize: prefer the advertising id."""


class EnableLocationListening(Command, frozen=True, tag="enableLocationListening"):
    """Mobile: add the location to events; on iOS also refresh it now."""


class DisableLocationListening(Command, frozen=True, tag="disableLocationListening"):
    """Mobile: send no coordinates."""


class UpdateLocation(Command, frozen=True, tag="updateLocation"):
    """iOS: refresh the cached location now."""


class EnableForegroundTracking(Command, frozen=True, tag="enableForegroundTracking"):
    """Android, after initialize: let the SDK see the app go to the background and come back."""


class TrackSessionEvents(Command, frozen=True, tag="trackSessionEvents"):
    """Mobile: log session_start and session_end."""


class SetUserId(Command, frozen=True, tag="setUserId"):
    """Set or, with `None`, clear the user id of later events."""

    user_id: str | None


class SetDeviceId(Command, frozen=True, tag="setDeviceId"):
    """Replace the device id of later events."""

    device_id: str


class RegenerateDeviceId(Command, frozen=True, tag="regenerateDeviceId"):
    """Replace the device id with a new random one."""


class SetOptOut(Command, frozen=True, tag="setOptOut"):
    """Stop or resume logging and uploading; queued events stay."""

    opt_out: bool


class LogEvent(Command, frozen=True, tag="logEvent"):
    """Log an event; `groups` are for this event only."""

    event_type: str
    event_properties: JSONObject = {}
    groups: JSONObject = {}
    out_of_session: bool = False


class LogRevenue(Command, frozen=True, tag="logRevenue"):
    """Log revenue by the deprecated method."""

    #: A string; web, and iOS as shipped, pass on whatever the app gave.
    product_id: Value
    #: A number; web passes on anything that reads as one.
    quantity: Value
    price: float
    receipt: Value = None
    receipt_signature: Value = None
    out_of_session: bool = False


class LogRevenueOfNull(LogRevenue, frozen=True, tag="logRevenue"):
    """Web: the same with a product id that is null rather than missing."""


class LogRevenueV2(Command, frozen=True, tag="logRevenueV2"):
    """Log a revenue object. Web passes on whatever the app gave; the SDK takes strings and numbers."""

    product_id: Value
    quantity: Value
    price: Value
    revenue_type: Value = None
    receipt: Value = None
    receipt_signature: Value = None
    event_properties: JSONObject = {}
    out_of_session: bool = False


class Identify(Command, frozen=True, tag="identify"):
    """Apply operations to the user's properties."""

    operations: tuple[Operation, ...]


class SetUserProperties(Command, frozen=True, tag="setUserProperties"):
    """Set user properties; nothing is sent if none of the values is left."""

    properties: JSONObject


class SetVersionName(Command, frozen=True, tag="setVersionName"):
    """Web: put the app's version on later events."""

    version_name: str


class SetGroup(Command, frozen=True, tag="setGroup"):
    """Put the user into a group, or into several of one type when `name` is a list."""

    #: A string; on iOS as shipped whatever the app gave, which crashes the app if it is not a string.
    group_type: Value
    name: Value


class GroupIdentify(Command, frozen=True, tag="groupIdentify"):
    """Apply operations to a group's properties."""

    group_type: str
    name: Value
    operations: tuple[Operation, ...]


class UploadEvents(Command, frozen=True, tag="uploadEvents"):
    """Upload the queue now."""


class Warn(Command, frozen=True, tag="warn"):
    """A line in the integration's log; nothing is sent."""

    text: str


class Throw(Command, frozen=True, tag="throw"):
    """The integration throws here and nothing catches it: the app crashes. `reason`: see `crashes.UncaughtError`."""

    reason: str


class Caught(Warn, frozen=True, tag="caught"):
    """Web: the integration throws and analytics.js catches it; the other calls that waited for the SDK are lost."""


class HTTPEvent(Command, frozen=True, tag="httpapi"):
    """Server leg: an event for the HTTP API. Fields are named as there; `time` is in milliseconds."""

    event_type: str
    user_id: str | None
    device_id: str | None
    time: int
    insert_id: str
    event_properties: JSONObject = {}
    groups: JSONObject = {}
    session_id: int | None = None
    #: `productId`, `quantity`, `price`, `revenueType`, `revenue`.
    revenue: JSONObject = {}
    #: `ip`, `os_name`, `device_model`, … from the message's context.
    context: JSONObject = {}


class HTTPIdentify(Command, frozen=True, tag="identifyapi"):
    """Server leg: user property operations and group membership for the Identify API."""

    user_id: str | None
    device_id: str | None
    time: int
    insert_id: str
    operations: tuple[Operation, ...] = ()
    groups: JSONObject = {}
    session_id: int | None = None
    context: JSONObject = {}


class HTTPGroupIdentify(Command, frozen=True, tag="groupidentify"):
    """Server leg: operations on a group's properties."""

    group_type: str
    name: Value
    time: int
    insert_id: str
    operations: tuple[Operation, ...]


class Usermap(Command, frozen=True, tag="usermap"):
    """Server leg: map `user_id` to `global_user_id`, or with `unmap` take it out of every mapping."""

    user_id: str
    global_user_id: str | None = None
    unmap: bool = False


class DeleteUser(Command, frozen=True, tag="deletions/users"):
    """Server leg: delete a user and all of their data."""

    user_id: str
    secret_key: str
