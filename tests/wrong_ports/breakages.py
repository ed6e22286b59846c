"""Ports that are broken as real ports are: the reference with one class in front that is wrong.

`python -m tests.wrong_ports.breakages NAME LEVEL` speaks the adapter protocol as that port.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

import msgspec

from simulator.documentation.platforms import Platform
from simulator.documentation.rules import Because
from simulator.model.amplitude.android import AndroidClient
from simulator.model.amplitude.client import AmplitudeClient
from simulator.model.amplitude.ios import IOSClient
from simulator.model.amplitude.mobile import MobileClient
from simulator.model.amplitude.revenue import api_properties
from simulator.model.amplitude.sessions import MINUTE, MobileSessions, WebSessions
from simulator.model.amplitude.store import NO_SESSION
from simulator.model.amplitude.upload import Uploader
from simulator.model.amplitude.web import WebClient
from simulator.model.calls import Alias, AnyCall, Flush, Group, Identify, Message, Page, Reset, Track
from simulator.model.commands import (
    Command,
    HTTPGroupIdentify,
    Initialize,
    LogEvent,
    LogRevenue,
    LogRevenueV2,
    Operation,
    SetDeviceId,
    SetGroup,
    SetUserId,
    UpdateLocation,
    Usermap,
    Warn,
)
from simulator.model.commands import Identify as IdentifyCommand
from simulator.model.destinations import groups, pages, revenue
from simulator.model.destinations.android import AndroidDestination
from simulator.model.destinations.base import Commands
from simulator.model.destinations.client import ClientDestination
from simulator.model.destinations.ios import IOSDestination
from simulator.model.destinations.mobile import MobileDestination
from simulator.model.destinations.server import ServerDestination
from simulator.model.destinations.web import WebDestination
from simulator.model.device import Device
from simulator.model.dialects import Dialect, dialect
from simulator.model.segment.client import SegmentClient
from simulator.ports.protocol.serving import serve
from simulator.ports.reference import ReferenceAdapter
from simulator.values import JSONObject, Value
from simulator.wire.events import LoggedEvent
from simulator.wire.requests import Request


class Breakage(NamedTuple):
    """One way to be wrong."""

    name: str
    platform: Platform
    #: The rule that a failing scenario has to name.
    rule: str
    code: type


BREAKAGES: dict[str, Breakage] = {}


def breaks(rule: str, *platforms: Platform) -> Callable[[type], type]:
    """Register a class as a breakage of a rule on some platforms."""

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
        """Do nothing."""


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
        self.store.session_id = self.sessions.id = NO_SESSION
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
    """A revenue without a quantity does not count."""

    def _is_revenue(self, properties: JSONObject) -> bool:
        return super()._is_revenue(properties) and "quantity" in properties


@breaks("revenue-v2.casing", "ios")
class CamelCaseOnIOS(IOSDestination):
    """The names of Android."""

    revenue_table: ClassVar = msgspec.structs.replace(revenue.IOS, product_id="productId", revenue_type="revenueType")


@breaks("revenue-v2.casing", "android")
class SnakeCaseOnAndroid(AndroidDestination):
    """The names of iOS."""

    revenue_table: ClassVar = msgspec.structs.replace(
        revenue.ANDROID, product_id="product_id", revenue_type="revenue_type"
    )


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
    """The revenue event has only the amounts."""

    def _log_revenue(self, properties: JSONObject, table: revenue.RevenueTable, **rest: Any) -> Commands:
        return tuple(
            msgspec.structs.replace(one, event_properties={}) if isinstance(one, LogRevenueV2) else one
            for one in super()._log_revenue(properties, table, **rest)
        )


@breaks("revenue-v2.receipt", "ios", "android")
class ReceiptLost(MobileDestination):
    """The receipt is dropped."""

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
    """Loaded a Screen lacks the screen's name."""

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
    """Only the first of several groups of one type is joined."""

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
        """Join only the group that the traits name."""
        return super().group(call, message) if self._association(call).from_traits else ()


@breaks("group.properties", "android")
class GroupsWithoutProperties(AndroidDestination):
    """The traits are dropped."""

    sends_group_properties = False


# Location, upload, the rest


@breaks("location.never-prompts", "android")
class LocationWithoutPermission(AndroidClient):
    """The location is sent without checking the permission."""

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
    """The location is read for each event."""

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
    """Events name an unknown platform."""

    def __init__(self, device: Device, **rest: Any) -> None:
        super().__init__(device, **rest)
        # The SDKs' own field; the one for iOS reads the device with its first event.
        found = getattr(self, "_platform") or getattr(self, "_found_platform")()  # noqa: B009
        self._platform: tuple[Any, ...] = ("Unknown", *found[1:])


# Calls, and the library's memory


class _Integrations(SegmentClient):
    def complete(self, call: AnyCall) -> Message:
        """Complete the call with other integrations."""
        message = super().complete(call)
        changed = self._changed(message.call.integrations)
        return msgspec.structs.replace(message, call=msgspec.structs.replace(message.call, integrations=changed))

    def _changed(self, integrations: JSONObject) -> JSONObject:
        return integrations


@breaks("track.event", "web", "ios", "android")
class IntegrationsIgnored(_Integrations):
    """A call goes to Amplitude whatever it says."""

    def _changed(self, integrations: JSONObject) -> JSONObject:
        return {} if integrations.get("Amplitude") in (None, False) else integrations


@breaks("track.event", "web", "ios", "android")
class AllIsAll(_Integrations):
    """With All off nothing is sent anywhere, even where the call asks for it."""

    def _changed(self, integrations: JSONObject) -> JSONObject:
        return {"Amplitude": False} if integrations.get("All") is False else integrations


@breaks("alias.on-segment-servers", "web", "ios", "android")
class AliasesGoEverywhere(IntegrationsIgnored):
    """An alias is forwarded whatever it says."""


@breaks("alias.on-segment-servers", "web", "ios", "android")
class AliasesOfNobody(SegmentClient):
    """An alias needs no userId."""

    def _check_complete(self, call: AnyCall) -> None:
        if not isinstance(call, Alias):
            super()._check_complete(call)


@breaks("alias.client-previous-id", "web")
class UserOfOnePage(SegmentClient):
    """The user is forgotten when the page is left."""

    def __init__(self, device: Device) -> None:
        super().__init__(device)
        self._store.user_id = None


@breaks("identify.anonymous-merge-client", "web", "ios", "android")
class NewAnonymousIdAtEveryLaunch(SegmentClient):
    """The anonymousId is not kept."""

    def __init__(self, device: Device) -> None:
        super().__init__(device)
        self._store.anonymous_id = self._new_id()


@breaks("identify.anonymous-merge-client", "web", "ios", "android")
class GivenAnonymousIdForgotten(SegmentClient):
    """An anonymousId in an identify is used for that call alone."""

    def remember(self, message: Message) -> None:
        """Keep the earlier one."""
        before = self._store.anonymous_id
        super().remember(message)
        if isinstance(message.call, Identify):
            self._store.anonymous_id = before


@breaks("identify.anonymous-merge-client", "web", "ios", "android")
class UserOfATrackCall(SegmentClient):
    """A userId in any call is the user's from then on."""

    def remember(self, message: Message) -> None:
        """Take over the user."""
        super().remember(message)
        if message.call.user_id:
            self._store.user_id = message.call.user_id


@breaks("page.all", "web")
class PageOverItsCall(SegmentClient):
    """The page's own properties win over those of the call."""

    def complete(self, call: AnyCall) -> Message:
        """Complete a page call the wrong way around."""
        message = super().complete(call)
        if not isinstance(message.call, Page):
            return message
        properties = {**message.call.properties, **self._device.page.defaults()}
        return msgspec.structs.replace(message, call=msgspec.structs.replace(message.call, properties=properties))


@breaks("page.all", "web")
class PageWithoutName(SegmentClient):
    """The name and the category of a page are not among its properties."""

    def complete(self, call: AnyCall) -> Message:
        """Complete a page call without them."""
        message = super().complete(call)
        if not isinstance(message.call, Page):
            return message
        properties = {name: one for name, one in message.call.properties.items() if name not in ("name", "category")}
        return msgspec.structs.replace(message, call=msgspec.structs.replace(message.call, properties=properties))


@breaks("track.context-fields", "ios", "android")
class OwnContextIgnored(SegmentClient):
    """The device's attributes in a call's context are ignored."""

    def complete(self, call: AnyCall) -> Message:
        """Complete without it."""
        return super().complete(msgspec.structs.replace(call, context={}))


@breaks("screen.ios.all-screens-properties", "ios")
class PropertiesOverTheScreen(IOSDestination):
    """A property called name hides the screen's own."""

    def _page_properties(self, row: pages.PageRow, call: Any) -> JSONObject:
        return {**super()._page_properties(row, call), **call.properties}


# Values


class _PropertyRules(AmplitudeClient):
    changes: ClassVar[JSONObject]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        rules = next((one.property_rules for one in cls.__mro__ if hasattr(one, "property_rules")), None)
        if rules is not None and hasattr(cls, "changes"):
            cls.property_rules = msgspec.structs.replace(rules, **cls.changes)


@breaks("track.event", "ios", "android")
class NullsDropped(_PropertyRules):
    """A property without a value is left out."""

    changes: ClassVar = {"keeps_null": False}


@breaks("identify.traits", "ios", "android")
class NullTraitsDropped(_PropertyRules):
    """A trait without a value is left out."""

    changes: ClassVar = {"keeps_null": False}


@breaks("track.event", "web", "ios", "android")
class CutOneTooFar(_PropertyRules):
    """Texts may be one character longer."""

    changes: ClassVar = {"max_text": 1025}


@breaks("track.event", "ios", "android")
class ListsFlattened(_PropertyRules):
    """Objects in lists are left out, as on the web."""

    changes: ClassVar = {"dropped_in_lists": (dict, list)}


@breaks("track.event", "android")
class DatesInTheirOwnZone(_PropertyRules):
    """A date is written in the zone that it has."""

    changes: ClassVar = {"write_date": datetime.isoformat}


@breaks("track.event", "android")
class InfinityAsNull(_PropertyRules):
    """An infinite number is null."""

    changes: ClassVar = {"keeps_infinity_as_null": True}


@breaks("revenue-v2.receipt", "ios", "android")
class ReceiptsCut(_PropertyRules):
    """A receipt is cut like any text."""

    changes: ClassVar = {"uncut": frozenset()}


@breaks("groups.event-level", "web", "ios")
class GroupsAsTheyAre(AmplitudeClient):
    """A group that is not text is sent unchanged."""

    def _groups(self, groups: JSONObject) -> JSONObject:
        return groups


@breaks("increment.add", "ios", "android")
class FractionsCut(MobileDestination):
    """Fractions are cut off before they are added."""

    def _apply_traits(self, given: JSONObject) -> Commands:
        return super()._apply_traits(
            {
                name: int(one) if isinstance(one, float) and name in self.settings.traits_to_increment else one
                for name, one in given.items()
            }
        )


# Amounts


def _with_revenue(commands: Commands, **changes: Callable[[Any], Any]) -> Commands:
    return tuple(
        msgspec.structs.replace(one, **{name: change(getattr(one, name)) for name, change in changes.items()})
        if isinstance(one, LogRevenue | LogRevenueV2)
        else one
        for one in commands
    )


@breaks("revenue-v1.price", "web", "ios", "android")
class PricesRounded(ClientDestination):
    """A price has two decimals."""

    def _log_revenue(self, properties: JSONObject, table: revenue.RevenueTable, **rest: Any) -> Commands:
        return _with_revenue(super()._log_revenue(properties, table, **rest), price=lambda price: round(price, 2))


@breaks("revenue-v1.product-id", "web", "ios", "android")
class NumericProductIdsLost(ClientDestination):
    """A product id has to be a text."""

    def _read_revenue(self, properties: JSONObject, table: revenue.RevenueTable) -> revenue.Reading | Warn:
        kept = {name: one for name, one in properties.items() if name != table.product_id or isinstance(one, str)}
        return super()._read_revenue(kept, table)


@breaks("revenue-v1.quantity", "web")
class NoPiecesOnWeb(WebClient):
    """A quantity of 0 is taken."""

    def log_revenue(self, command: LogRevenue) -> None:
        """Log it as it is."""
        fields = api_properties(command)
        self._log_revenue(command.because, api_properties=fields)


@breaks("revenue-v1.price", "web", "ios", "android")
class BadAmountsInSilence(ClientDestination):
    """An amount that is not a number gives no warning."""

    def _log_revenue(self, properties: JSONObject, table: revenue.RevenueTable, **rest: Any) -> Commands:
        return tuple(one for one in super()._log_revenue(properties, table, **rest) if not isinstance(one, Warn))


@breaks("order.minimum", "web")
class OrdersInSilence(WebDestination):
    """Missing properties of an order give no warning."""

    def _order(self, call: Track, message: Message) -> Commands:
        return tuple(one for one in super()._order(call, message) if not isinstance(one, Warn))


# The device


@breaks("location.android-each-track", "android")
@breaks("location.ios-once-per-session", "ios")
class LocationAlone(MobileClient):
    """An event with a location has nothing else about the device."""

    def _append(self, event_type: str, because: Because, now: int, session_id: int, *rest: Any) -> None:
        event_properties, user_properties, own, *others = rest
        own = own if self._location(event_type)[0] is None else {}
        super()._append(event_type, because, now, session_id, event_properties, user_properties, own, *others)


@breaks("track.context-automatic", "android")
class CountryOfTheLocale(AndroidClient):
    """The country is the locale's, whichever network the phone is in."""

    def __init__(self, device: Device, **rest: Any) -> None:
        super().__init__(device, **rest)
        self._platform = (*self._platform[:7], device.locale.country, *self._platform[8:])


@breaks("track.context-automatic", "web")
class NoUserAgent(WebClient):
    """The browser is not named."""

    def __init__(self, device: Device, **rest: Any) -> None:
        super().__init__(device, **rest)
        self._user_agent = ""


@breaks("track.context-automatic", "ios", "android")
class NoIdentifiers(MobileClient):
    """The system's ids are not on events."""

    def __init__(self, device: Device, **rest: Any) -> None:
        super().__init__(device, **rest)
        self._identifiers: JSONObject = {}

    def _system_ids(self) -> JSONObject:
        return {}


@breaks("advertising.ios", "ios")
class VendorIdInSmallLetters(IOSClient):
    """identifierForVendor is written in lower case."""

    def _first_device_id(self) -> str | None:
        found = super()._first_device_id()
        return found and found.lower()


@breaks("advertising.android", "android")
class AmazonUnknown(AndroidClient):
    """Without Google Play services there is no advertising id, not even on Amazon's devices."""

    def __init__(self, device: Device, **rest: Any) -> None:
        super().__init__(device, **rest)
        if not device.play_services:
            self._advertising_id = None


# Segment's servers


@breaks("order.mobile-is-track", "ios", "android")
class OrderSplitInCloudMode(ServerDestination):
    """In cloud mode every order is split."""

    def __init__(self, settings: Any, **rest: Any) -> None:
        super().__init__(settings, **rest)
        self._splits_orders = True


@breaks("alias.unmap", "server")
class UnmapsAnything(ServerDestination):
    """The user to unmap may be a number."""

    def alias(self, call: Alias, message: Message) -> Commands:
        """Unmap any value."""
        unmap = message.option("unmap")
        if self.settings.enable_alias and unmap is not None:
            return (Usermap(user_id=str(unmap), unmap=True),)
        return super().alias(call, message)


@breaks("group.properties", "server")
class GroupRequestsNamedAlike(ServerDestination):
    """The request about a group has the insert id of the request about the user."""

    def group(self, call: Group, message: Message) -> Commands:
        """Name both requests alike."""
        return tuple(
            msgspec.structs.replace(one, insert_id=message.message_id) if isinstance(one, HTTPGroupIdentify) else one
            for one in super().group(call, message)
        )


# The wire


class _Copies(Uploader):
    """An uploader that knows how often it has sent something."""

    sent = 0

    def _request(self, batch: list[LoggedEvent]) -> Request:
        type(self).sent += 1
        return super()._request([LoggedEvent(self._copy(one.event), one.because) for one in batch])

    def _copy(self, event: Any) -> Any:
        return event


class _Renumbering(_Copies):
    def _copy(self, event: Any) -> Any:
        return msgspec.structs.replace(event, event_id=event.event_id + self.sent)


class _Renaming(_Copies):
    def _copy(self, event: Any) -> Any:
        return msgspec.structs.replace(event, uuid=self._device.uuid())


class _WithCopies(AmplitudeClient):
    copies: ClassVar[type[_Copies]]

    def __init__(self, device: Device, **rest: Any) -> None:
        self.uploads = type("Uploader", (self.copies, self.uploads), {"sent": 0})  # type: ignore[misc]  # of this port alone
        super().__init__(device, **rest)


@breaks("upload.resend", "web", "ios", "android")
class CopiesRenumbered(_WithCopies):
    """An event that is sent again has the next number."""

    copies: ClassVar = _Renumbering


@breaks("upload.resend", "web", "ios", "android")
class CopiesRenamed(_WithCopies):
    """An event that is sent again has a uuid of its own."""

    copies: ClassVar = _Renaming


def broken(breakage: Breakage) -> Dialect:
    """Return the documented dialect with something broken."""
    documented = dialect("documented")
    server = _broken(documented.server, breakage.code)
    if breakage.platform == "server":
        return msgspec.structs.replace(documented, server=server)
    parts = documented.clients[breakage.platform]
    changed = msgspec.structs.replace(
        parts,
        destination=_broken(parts.destination, breakage.code),
        sdk=_broken(parts.sdk, breakage.code),
        library=_broken(parts.library, breakage.code),
    )
    return msgspec.structs.replace(
        documented, clients={**documented.clients, breakage.platform: changed}, server=server
    )


def _broken(base: type[Any], code: type) -> type[Any]:
    """Return a class with the breakage in front, if it belongs there."""
    ours = next(one for one in code.__mro__ if one.__module__.startswith("simulator."))
    return type(base.__name__, (code, base), {}) if issubclass(base, ours) else base


class BrokenPort(ReferenceAdapter):
    """The adapter of a port that is broken in one way."""

    def __init__(self, name: str, *, level: str) -> None:
        super().__init__(level=level, reading=broken(BREAKAGES[name]))

    def hang_up(self) -> None:
        """Close its upload connections, for a port that is not a process of its own."""
        for wire in self._wires.values():
            wire.close()


if __name__ == "__main__":
    serve(BrokenPort(sys.argv[1], level=sys.argv[2]))
