"""Ports that are broken in the ways that ports really are: the reference with one class in front that does it wrong.

`python -m tests.breakages NAME LEVEL` speaks the adapter protocol as that port.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

import msgspec

from simulator.adapters.reference import ReferenceAdapter
from simulator.adapters.serving import serve
from simulator.amplitude.android import AndroidClient
from simulator.amplitude.client import AmplitudeClient
from simulator.amplitude.ios import IOSClient
from simulator.amplitude.mobile import MobileClient
from simulator.amplitude.sessions import MINUTE, MobileSessions, WebSessions
from simulator.amplitude.store import NO_SESSION
from simulator.amplitude.web import WebClient
from simulator.calls import Flush, Group, Identify, Message, Reset, Track
from simulator.commands import (
    Command,
    Initialize,
    LogEvent,
    LogRevenue,
    LogRevenueV2,
    Operation,
    SetDeviceId,
    SetGroup,
    SetUserId,
    UpdateLocation,
    Warn,
)
from simulator.commands import Identify as IdentifyCommand
from simulator.destinations import groups, pages, revenue
from simulator.destinations.android import AndroidDestination
from simulator.destinations.base import Commands
from simulator.destinations.client import ClientDestination
from simulator.destinations.ios import IOSDestination
from simulator.destinations.mobile import MobileDestination
from simulator.destinations.web import WebDestination
from simulator.device import Device
from simulator.dialects import Dialect, dialect
from simulator.platforms import Platform
from simulator.rules import Because
from simulator.values import JSONObject, Value


class Breakage(NamedTuple):
    """One way to be wrong."""

    name: str
    platform: Platform
    #: The rule that a failing scenario has to name.
    rule: str
    code: type


BREAKAGES: dict[str, Breakage] = {}


def breaks(rule: str, *platforms: Platform) -> Callable[[type], type]:
    """Register a class, for each platform, as what breaks a rule there."""

    def register(code: type) -> type:
        for platform in platforms:
            name = f"{code.__name__}-{platform}"
            BREAKAGES[name] = Breakage(name, platform, rule.replace("*", platform), code)
        return code

    return register


# Sessions


@breaks("session.client", "ios", "android")
class SessionsStuckAtMinusOne(MobileClient):
    """Every event is out of session."""

    def _append(self, event_type: str, because: Because, now: int, session_id: int, *rest: Any) -> None:
        super()._append(event_type, because, now, NO_SESSION, *rest)


class _NeverExtended(MobileSessions):
    def goes_on(self, now: int) -> bool:
        before = self._store.last_event_time
        alive = super().goes_on(now)
        if alive:
            self._store.last_event_time = before
        return alive

    def refresh(self, now: int) -> None:
        """Take no note."""


@breaks("session.client", "ios", "android")
class LimitThatNeverExtends(MobileClient):
    """The five minutes count from the session's start, whatever happens in between."""

    def __init__(self, device: Device, **rest: Any) -> None:
        super().__init__(device, **rest)
        self.sessions = _NeverExtended(self.store, limit=self.session_limit)


@breaks("session.client", "ios", "android")
class ThirtyMinutesOnMobile(MobileClient):
    """The limit of the web."""

    def __init__(self, device: Device, **rest: Any) -> None:
        super().__init__(device, **rest)
        self.sessions.limit = 30 * MINUTE

    def enable_foreground_tracking(self, command: Command) -> None:
        """Keep the limit."""
        getattr(super(), "enable_foreground_tracking")(command)  # noqa: B009 — iOS has no such method
        self.sessions.limit = 30 * MINUTE


@breaks("session.client", "ios", "android")
class SessionAtEveryLaunch(MobileClient):
    """A process that starts begins a session, however short the pause was."""

    def initialize(self, command: Initialize) -> None:
        """Forget the session."""
        self.store.session_id = NO_SESSION
        super().initialize(command)


class _FiveMinutes(WebSessions):
    def is_over(self, now: int) -> bool:
        return super().is_over(now) or now - self._store.last_event_time > 5 * MINUTE


@breaks("session.client", "web")
class FiveMinutesOnWeb(WebClient):
    """The limit of the phones."""

    def __init__(self, device: Device, **rest: Any) -> None:
        super().__init__(device, **rest)
        self._sessions = _FiveMinutes(self.store)


@breaks("session.client", "ios", "android")
class SessionStartTwice(MobileClient):
    """session_start is logged twice."""

    def _session_started(self) -> None:
        super()._session_started()
        self._log_session_event("session_start")


# Out of session


@breaks("out-of-session.minus-one", "ios", "android")
class OutOfSessionIgnored(MobileDestination):
    """The option is not read."""

    knows_out_of_session = False


@breaks("out-of-session.no-extend", "ios", "android")
class OutOfSessionExtends(MobileClient):
    """Such an event counts as activity."""

    def _log(self, event_type: str, because: Because, **rest: Any) -> None:
        if rest.get("out_of_session"):
            self._touch_session(self._clock.now)
        super()._log(event_type, because, **rest)


# Device ids and users


@breaks("device-id.default.*", "ios", "android")
class NewDeviceIdAtEveryLaunch(MobileClient):
    """The device id is not kept."""

    def initialize(self, command: Initialize) -> None:
        """Forget the device id."""
        self.store.device_id = None
        super().initialize(command)

    def _first_device_id(self) -> str | None:
        return None


@breaks("device-id.default.web", "web")
class NewDeviceIdAtEveryPage(WebClient):
    """The cookie is not kept."""

    def initialize(self, command: Initialize) -> None:
        """Forget the device id."""
        self.store.device_id = None
        super().initialize(command)


@breaks("device-id.priority.web", "web")
class URLParameterIgnored(WebDestination):
    """amp_device_id is not read."""

    def initialize(self, anonymous_id: str) -> Commands:
        """Start without the option."""
        [start] = super().initialize(anonymous_id)
        return (msgspec.structs.replace(start, device_id_from_url_param=False),)


@breaks("device-id.prefer-anonymous.web", "web")
class AnonymousIdIgnored(WebDestination):
    """Prefer Anonymous ID has no effect."""

    def initialize(self, anonymous_id: str) -> Commands:
        """Start without the id."""
        [start] = super().initialize(anonymous_id)
        return (msgspec.structs.replace(start, device_id=None),)

    def map(self, message: Message) -> Commands:
        """Map without the id."""
        return tuple(one for one in super().map(message) if not isinstance(one, SetDeviceId))


@breaks("advertising.*", "ios", "android")
class AdvertisingIdIgnored(MobileDestination):
    """Use AdvertisingId for Device ID has no effect."""

    def _advertising_id(self) -> Commands:
        return ()


@breaks("advertising.ios", "ios")
class ZeroedAdvertisingId(IOSClient):
    """The zeros that the system hands out are taken for an id."""

    def _advertising_id(self) -> str | None:
        return self.device.readable_advertising_id


@breaks("advertising.android", "android")
class LimitedAdvertisingId(AndroidClient):
    """Whether tracking is limited is not asked."""

    def _first_device_id(self) -> str | None:
        return self._advertising_id if self.uses_advertising_id else None


@breaks("reset.log-out", "ios", "android")
class ResetKeepsDeviceId(MobileDestination):
    """reset clears the user alone."""

    def reset(self, call: Reset, message: Message) -> Commands:
        """Keep the device id."""
        return super().reset(call, message)[:1]


@breaks("reset.log-out", "ios", "android")
class ResetKeepsUserId(MobileDestination):
    """reset makes a new device and keeps the user."""

    def reset(self, call: Reset, message: Message) -> Commands:
        """Keep the user id."""
        return super().reset(call, message)[1:]


@breaks("identify.user-id", "web", "ios", "android")
class UserIdForOneEvent(ClientDestination):
    """identify's user id does not last."""

    def identify(self, call: Identify, message: Message) -> Commands:
        """Clear the user id afterwards."""
        return (*super().identify(call, message), SetUserId(user_id=None))


@breaks("identify.anonymous-merge-client", "web", "ios", "android")
class DeviceIdPerUser(ClientDestination):
    """identify makes a new device id, so that one user becomes two."""

    def identify(self, call: Identify, message: Message) -> Commands:
        """Use another device id."""
        return (SetDeviceId(device_id=f"device-of-{call.user_id}"), *super().identify(call, message))


@breaks("identify.traits", "web", "ios", "android")
class TraitsUnderAPrefix(ClientDestination):
    """Traits go under a prefix."""

    def _traits(self, call: Identify, message: Message) -> JSONObject:
        return {f"traits.{name}": value for name, value in super()._traits(call, message).items()}


# Traits lists


def _with_operator(commands: Commands, wrong: str, right: str) -> Commands:
    return tuple(
        msgspec.structs.replace(
            one,
            operations=tuple(
                Operation(right, made.property, made.value) if made.operator == wrong else made  # type: ignore[arg-type]
                for made in one.operations
            ),
        )
        if isinstance(one, IdentifyCommand)
        else one
        for one in commands
    )


@breaks("set-once.first-wins", "web", "ios", "android")
class SetOnceOverwrites(ClientDestination):
    """A trait to be set once is set each time."""

    def _apply_traits(self, given: JSONObject) -> Commands:
        return _with_operator(super()._apply_traits(given), "$setOnce", "$set")


@breaks("increment.add", "ios", "android")
class IncrementSets(MobileDestination):
    """A trait to be incremented is set."""

    def _apply_traits(self, given: JSONObject) -> Commands:
        return _with_operator(super()._apply_traits(given), "$add", "$set")


@breaks("increment.numeric", "ios", "android")
class IncrementsText(MobileDestination):
    """Anything is added."""

    def _can_be_added(self, value: Value) -> bool:
        del value
        return True


# Revenue


@breaks("revenue-v2.quantity", "web", "ios", "android")
class RevenueLostWithoutQuantity(ClientDestination):
    """A revenue without a quantity is none."""

    def _is_revenue(self, properties: JSONObject) -> bool:
        return super()._is_revenue(properties) and "quantity" in properties


@breaks("revenue-v2.casing", "ios")
class CamelCaseOnIOS(IOSDestination):
    """The names of Android."""

    revenue_table: ClassVar = msgspec.structs.replace(
        revenue.IOS, product_id="productId", revenue_type="revenueType"
    )  # fmt: skip


@breaks("revenue-v2.casing", "android")
class SnakeCaseOnAndroid(AndroidDestination):
    """The names of iOS."""

    revenue_table: ClassVar = msgspec.structs.replace(
        revenue.ANDROID, product_id="product_id", revenue_type="revenue_type"
    )  # fmt: skip


@breaks("revenue-v2.setting", "web", "ios", "android")
class AlwaysTheOldRevenue(ClientDestination):
    """logRevenueV2 is never used."""

    def __init__(self, settings: Any) -> None:
        super().__init__(msgspec.structs.replace(settings, use_log_revenue_v2=False))


@breaks("revenue-v2.price", "web", "ios", "android")
class PriceAlone(ClientDestination):
    """Without a price there is no revenue, whatever `revenue` says."""

    def _read_revenue(self, properties: JSONObject, table: revenue.RevenueTable) -> revenue.Reading | Warn:
        return super()._read_revenue(properties, msgspec.structs.replace(table, price=("price",)))


@breaks("revenue-v2.price", "web", "ios", "android")
class RefundsLost(ClientDestination):
    """A negative amount is dropped."""

    def _log_revenue(self, properties: JSONObject, table: revenue.RevenueTable, **rest: Any) -> Commands:
        return tuple(one for one in super()._log_revenue(properties, table, **rest) if getattr(one, "price", 0) >= 0)


@breaks("revenue-v2.event-properties", "web", "ios", "android")
class OtherPropertiesLost(ClientDestination):
    """The revenue event has nothing beside the amounts."""

    def _log_revenue(self, properties: JSONObject, table: revenue.RevenueTable, **rest: Any) -> Commands:
        return tuple(
            msgspec.structs.replace(one, event_properties={}) if isinstance(one, LogRevenueV2) else one
            for one in super()._log_revenue(properties, table, **rest)
        )


@breaks("revenue-v2.receipt", "ios", "android")
class ReceiptLost(MobileDestination):
    """No receipt, nothing to verify."""

    def _log_revenue(self, properties: JSONObject, table: revenue.RevenueTable, **rest: Any) -> Commands:
        return tuple(
            msgspec.structs.replace(one, receipt=None) if isinstance(one, LogRevenue | LogRevenueV2) else one
            for one in super()._log_revenue(properties, table, **rest)
        )


@breaks("revenue.no-currency-conversion", "web", "ios", "android")
class ConvertsCurrency(ClientDestination):
    """Amounts in euros are turned into dollars."""

    def _log_revenue(self, properties: JSONObject, table: revenue.RevenueTable, **rest: Any) -> Commands:
        rate = 1.0 if properties.get("currency", "USD") == "USD" else 1.17
        return tuple(
            msgspec.structs.replace(one, price=one.price * rate) if isinstance(one, LogRevenue | LogRevenueV2) else one
            for one in super()._log_revenue(properties, table, **rest)
        )


# Orders


@breaks("order.split", "web")
class OrderNotSplit(WebDestination):
    """Order Completed is an event like any other."""

    def _is_order(self, event: str) -> bool:
        del event
        return False


@breaks("order.revenue-per-product", "web")
class OrderCountedTwice(WebDestination):
    """The order carries its revenue although each product does."""

    def _order(self, call: Track, message: Message) -> Commands:
        made = super()._order(call, message)
        again = self._order_revenue(call.properties) if self.settings.track_revenue_per_product else ()
        return (*made, *again)


@breaks("order.mobile-is-track", "ios", "android")
class OrderSplitOnMobile(MobileDestination):
    """A phone sends Product Purchased too."""

    def track(self, call: Track, message: Message) -> Commands:
        """Add an event for each product."""
        products = call.properties.get("products") if call.event == "Order Completed" else None
        more = tuple(LogEvent(event_type="Product Purchased", event_properties=one) for one in products or ())
        return (*super().track(call, message), *more)


# Pages and screens


@breaks("page.named", "web")
class ViewedPages(WebDestination):
    """Pages are viewed, not loaded."""

    page_events: ClassVar[Any] = tuple(
        msgspec.structs.replace(row, event=row.event.replace("Loaded", "Viewed")) for row in pages.PAGE_EVENTS
    )


@breaks("page.off-by-default", "web", "ios", "android")
class PagesWithoutSettings(ClientDestination):
    """All page settings are on, whatever they say."""

    def __init__(self, settings: Any) -> None:
        super().__init__(msgspec.structs.replace(settings, track_all_pages=True))


@breaks("page.one-event-per-setting", "web", "ios", "android")
class OneEventPerCall(ClientDestination):
    """The first setting that fits is the only one."""

    def _page_rows(self, call: Any) -> tuple[pages.PageRow, ...]:
        return super()._page_rows(call)[:1]


@breaks("screen.ios.all-screens-properties", "ios")
class ScreensWithoutName(IOSDestination):
    """Loaded a Screen does not say which."""

    page_events: ClassVar[Any] = tuple(
        msgspec.structs.replace(row, with_name_and_category=False) for row in pages.IOS_SCREEN_EVENTS
    )


@breaks("screen.android.all-pages", "android")
class UnnamedScreens(AndroidDestination):
    """A screen without a name is Viewed Screen."""

    page_events: ClassVar[Any] = tuple(
        msgspec.structs.replace(row, unnamed_event=None) for row in pages.ANDROID_SCREEN_EVENTS
    )


# Groups


@breaks("groups.identify-legacy", "web", "ios", "android")
class GroupArraysFlattened(ClientDestination):
    """Of several groups of one type only the first is joined."""

    def identify(self, call: Identify, message: Message) -> Commands:
        """Join the first of a list."""
        return tuple(
            msgspec.structs.replace(one, name=one.name[0])
            if isinstance(one, SetGroup) and isinstance(one.name, list) and one.name
            else one
            for one in super().identify(call, message)
        )


@breaks("groups.event-level", "web", "ios", "android")
class EventGroupsStay(ClientDestination):
    """The groups of an event become the user's."""

    def track(self, call: Track, message: Message) -> Commands:
        """Join the groups too."""
        joined, _ = groups.option(message)
        return (*groups.memberships(joined), *super().track(call, message))


@breaks("group.traits-mapping", "web", "ios", "android")
class TypeAndValueSwapped(ClientDestination):
    """The value is taken for the type."""

    def _association(self, call: Group) -> groups.Association:
        return groups.association(call, self._group_value_trait(), self.settings.group_type_trait)


@breaks("group.legacy", "web", "ios", "android")
class NoLegacyGroups(ClientDestination):
    """Without both traits nothing is joined."""

    def group(self, call: Group, message: Message) -> Commands:
        """Join only what the traits name."""
        return super().group(call, message) if self._association(call).from_traits else ()


@breaks("group.properties", "android")
class GroupsWithoutProperties(AndroidDestination):
    """The traits are dropped."""

    sends_group_properties = False


# Location, upload, the rest


@breaks("location.never-prompts", "android")
class LocationWithoutPermission(AndroidClient):
    """The place is sent without asking whether it may be."""

    def _location(self, event_type: str) -> tuple[JSONObject | None, Because]:
        place = self.device.place
        del event_type
        return ({"lat": place.lat, "lng": place.lng} if place else None), ()


@breaks("location.ip-anyway", "ios", "android")
class ListensAnyway(MobileDestination):
    """Enable Location Listening off has no effect."""

    def _location(self) -> Commands:
        return ()


@breaks("location.ios-once-per-session", "ios")
class LocatesEveryEvent(IOSClient):
    """The place is looked up for each event."""

    def _location(self, event_type: str) -> tuple[JSONObject | None, Because]:
        self._fetch_location("location.ios-once-per-session")
        return super()._location(event_type)


@breaks("location.ios-update", "ios")
class UpdateLocationDoesNothing(IOSClient):
    """updateLocation has no effect."""

    def update_location(self, command: UpdateLocation) -> None:
        """Do nothing."""


@breaks("flush.upload", "ios", "android")
class FlushDoesNothing(MobileDestination):
    """flush is not mapped."""

    def flush(self, call: Flush, message: Message) -> Commands:
        """Do nothing."""
        del call, message
        return ()


@breaks("track.event", "web", "ios", "android")
class PropertiesLost(ClientDestination):
    """An event has no properties."""

    def _event(self, event_type: str, message: Message, **rest: Any) -> tuple[LogEvent, Commands]:
        event, warnings = super()._event(event_type, message, **rest)
        return msgspec.structs.replace(event, event_properties={}), warnings


@breaks("track.context-automatic", "web", "ios", "android")
class AnonymousDevice(AmplitudeClient):
    """The SDK does not say what it runs on."""

    def __init__(self, device: Device, **rest: Any) -> None:
        super().__init__(device, **rest)
        self._platform: tuple[Any, ...] = ("Unknown", *getattr(self, "_platform")[1:])  # noqa: B009 — the SDKs' own


def broken(breakage: Breakage) -> Dialect:
    """Return the documented dialect with something broken."""
    documented = dialect("documented")
    parts = documented.clients[breakage.platform]
    changed = msgspec.structs.replace(
        parts, destination=_broken(parts.destination, breakage.code), sdk=_broken(parts.sdk, breakage.code)
    )
    return msgspec.structs.replace(documented, clients={**documented.clients, breakage.platform: changed})


def _broken(base: type[Any], code: type) -> type[Any]:
    """Return a class with what is broken in front, where it belongs there."""
    ours = next(one for one in code.__mro__ if one.__module__.startswith("simulator."))
    return type(base.__name__, (code, base), {}) if issubclass(base, ours) else base


if __name__ == "__main__":
    serve(ReferenceAdapter(level=sys.argv[2], reading=broken(BREAKAGES[sys.argv[1]])))
