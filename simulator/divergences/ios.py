"""What ships on iOS: the code of each divergence, in the order of the data."""

from __future__ import annotations

import re

from msgspec.structs import replace

from simulator.amplitude.ios import IOSClient
from simulator.calls import Group, Identify, Message, Page, Reset, Screen, Track
from simulator.commands import Command, LogEvent, LogRevenueV2, Operation, SetUserId, Warn
from simulator.commands import Identify as IdentifyCommand
from simulator.destinations.base import Commands
from simulator.destinations.groups import Association
from simulator.destinations.ios import IOSDestination
from simulator.destinations.pages import PageRow
from simulator.destinations.revenue import Reading, RevenueTable
from simulator.divergences import defaults, diverges
from simulator.rules import Because
from simulator.settings import Settings
from simulator.values import JSONObject, Value, number


@diverges("pages.ios.viewed-screen")
class ViewedScreen(IOSDestination):
    """Track All Pages: "Viewed (Name) Screen", whatever the name."""

    def _page_rows(self, call: Page | Screen) -> tuple[PageRow, ...]:
        pattern = "Viewed (null) Screen" if call.name is None else "Viewed (Name) Screen"
        return tuple(
            replace(row, event=pattern, unnamed_event=None) if row.setting == "track_all_pages" else row
            for row in super()._page_rows(call)
        )


@diverges("pages.ios.name-without-category")
class NameWithoutCategory(IOSDestination):
    """Track All Screens: the screen's name becomes a property, its category does not."""

    def _page_properties(self, row: PageRow, call: Page | Screen) -> JSONObject:
        if row.setting != "track_all_screens":
            return super()._page_properties(row, call)
        given = {name: value for name, value in call.properties.items() if name != "name"}
        return given if call.name is None else given | {"name": call.name}


@diverges("pages.ios.one-event")
class OneScreenEvent(IOSDestination):
    """Track All Screens leaves Track All Pages without effect."""

    def _page_rows(self, call: Page | Screen) -> tuple[PageRow, ...]:
        rows = super()._page_rows(call)
        return tuple(row for row in rows if row.setting == "track_all_screens") or rows


@diverges("pages.ios.tracked")
class TrackedScreens(IOSDestination):
    """A screen's event goes the way of a track call: revenue, groups and outOfSession included."""

    def screen(self, call: Screen, message: Message) -> Commands:
        """Track the events that the call sends."""
        events = super().screen(call, message)
        return tuple(
            command
            for event in events
            if isinstance(event, LogEvent)
            for command in self._tracked(event, call, message)
        )

    def _tracked(self, event: LogEvent, call: Screen, message: Message) -> Commands:
        track = Track(event=event.event_type, properties=event.event_properties, integrations=call.integrations)
        logged, *others = self.track(track, replace(message, call=track))
        return (replace(logged, because=(*event.because, *logged.because)), *others)


@diverges("identify.ios.anonymous-clears-user")
class UserIdAlwaysSet(IOSDestination):
    """Every identify sets the user id, one without a userId to nothing."""

    def _set_user(self, call: Identify) -> Commands:
        return (SetUserId(user_id=call.user_id, because=("identify.user-id",)),)


@diverges("traits.ios.increment-unchecked")
class UncheckedIncrement(IOSDestination):
    """What an increment trait holds goes to the SDK, which takes numbers, booleans and text."""

    def _can_be_added(self, value: Value) -> bool:
        return isinstance(value, bool | str) or super()._can_be_added(value)


@diverges("traits.ios.shared-identify")
class SharedIdentify(IOSDestination):
    """With either list set, one identify object collects operations and is sent whole with every trait."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        #: By property: the first operation on it stays.
        self._collected: dict[str, Operation] = {}
        self._collected_because: dict[str, None] = {}

    def initialize(self, anonymous_id: str) -> Commands:
        """Begin with an empty identify object."""
        self._forget()
        return super().initialize(anonymous_id)

    def _apply_traits(self, given: JSONObject) -> Commands:
        if not self.settings.traits_to_increment and not self.settings.traits_to_set_once:
            return super()._apply_traits(given)
        return tuple(command for trait in given.items() for command in self._apply_trait(*trait))

    def _apply_trait(self, name: str, value: Value) -> Commands:
        others: list[Command] = []
        for command in super()._apply_traits({name: value}):
            if not isinstance(command, IdentifyCommand):
                others.append(command)
                continue
            for operation in command.operations:
                self._collected.setdefault(operation.property, operation)
            self._collected_because |= dict.fromkeys(command.because)
        if not self._collected:
            return tuple(others)
        sent = IdentifyCommand(operations=tuple(self._collected.values()), because=tuple(self._collected_because))
        return (sent, *others)

    def _forget(self) -> None:
        self._collected = {}
        self._collected_because = {}


@diverges("traits.ios.shared-identify-until-reset")
class SharedIdentifyUntilReset(SharedIdentify):
    """The same, but reset begins with a new identify object."""

    def reset(self, call: Reset, message: Message) -> Commands:
        """Log out, and forget the operations."""
        self._forget()
        return super().reset(call, message)


@diverges("device-id.ios.ad-support-block")
class AdSupportBlock(IOSDestination):
    """The setting asks nothing of the SDK that works without a block of the app's code."""

    def _advertising_id(self) -> Commands:
        return ()


@diverges("out-of-session.ios.loose")
class LooseOutOfSession(IOSDestination):
    """The option outOfSession is read as Objective-C reads a boolean from a number or text."""

    def _out_of_session(self, message: Message) -> bool:
        value = message.option("outOfSession")
        if isinstance(value, str):
            return re.match(r"\s*[+-]?0*[YyTt1-9]", value) is not None
        return isinstance(value, bool | int | float) and value != 0


class _Amount(IOSDestination):
    """What the integration calls revenueOrTotal."""

    def _amount(self, properties: JSONObject) -> str | None:
        """Return the name of the property that makes a call a revenue call."""
        return next((name for name in ("revenue", "total") if properties.get(name) is not None), None)


@diverges("revenue.ios.any-case")
class AmountInAnyCase(_Amount):
    """`revenue` and `total` are found in any letter case."""

    def _amount(self, properties: JSONObject) -> str | None:
        named = {name.lower(): name for name in reversed(properties) if properties[name] is not None}
        return named.get("revenue") or named.get("total")

    def _is_revenue(self, properties: JSONObject) -> bool:
        return self._amount(properties) is not None

    def _read_revenue(self, properties: JSONObject, table: RevenueTable) -> Reading | Warn:
        name = self._amount(properties)
        others = tuple(one for one in table.price if one not in ("revenue", "total"))
        return super()._read_revenue(properties, replace(table, price=(*others, name) if name else table.price))


@diverges("revenue.ios.numeric-amount")
class NumericAmount(_Amount):
    """A revenue (or total) that is neither a number nor text that holds one makes no revenue, whatever the price."""

    def _is_revenue(self, properties: JSONObject) -> bool:
        name = self._amount(properties)
        return name is not None and number(properties[name]) is not None and super()._is_revenue(properties)


@diverges("revenue.ios.camel-case")
class CamelCaseFirst(IOSDestination):
    """productId and revenueType are read, and go before product_id and revenue_type."""

    def _read_revenue(self, properties: JSONObject, table: RevenueTable) -> Reading | Warn:
        if properties.get("productId") is not None:
            table = replace(table, product_id="productId")
        if properties.get("revenueType") is not None:
            table = replace(table, revenue_type="revenueType")
        return super()._read_revenue(properties, table)


@diverges("revenue.ios.all-properties")
class AllProperties(IOSDestination):
    """A revenue object gets every property of the call, those of the table included."""

    def _read_revenue(self, properties: JSONObject, table: RevenueTable) -> Reading | Warn:
        found = super()._read_revenue(properties, table)
        return found if isinstance(found, Warn) else replace(found, remaining=properties)


_NO_REVENUE = LogRevenueV2(product_id=None, quantity=1, price=0)


@diverges("revenue.ios.one-object")
class OneRevenueObject(IOSDestination):
    """One revenue object serves every call and keeps what a call does not replace."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._revenue = _NO_REVENUE

    def initialize(self, anonymous_id: str) -> Commands:
        """Begin with an empty revenue object."""
        self._revenue = _NO_REVENUE
        return super().initialize(anonymous_id)

    def _log_revenue(self, properties: JSONObject, table: RevenueTable, *, out_of_session: bool = False) -> Commands:
        logged = super()._log_revenue(properties, table, out_of_session=out_of_session)
        return tuple(self._filled_up(command) if isinstance(command, LogRevenueV2) else command for command in logged)

    def _filled_up(self, command: LogRevenueV2) -> LogRevenueV2:
        before = self._revenue
        self._revenue = replace(
            command,
            product_id=command.product_id or before.product_id,
            revenue_type=command.revenue_type or before.revenue_type,
            receipt=before.receipt if command.receipt is None else command.receipt,
        )
        return self._revenue


@diverges("revenue.ios.always-v2")
class AlwaysLogRevenueV2(IOSDestination):
    """The revenue object is used whatever the setting; the deprecated method is gone."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(replace(settings, use_log_revenue_v2=True))


@diverges("revenue.ios.price-ignored")
class PriceIgnored(IOSDestination):
    """The deprecated method gets revenue, else total; `price` is not looked at."""

    def _read_revenue(self, properties: JSONObject, table: RevenueTable) -> Reading | Warn:
        if not self.settings.use_log_revenue_v2:
            table = replace(table, price=tuple(name for name in table.price if name != "price"))
        return super()._read_revenue(properties, table)


@diverges("revenue.ios.in-session")
class RevenueInSession(IOSDestination):
    """The SDK's revenue methods have no outOfSession: the revenue of such an event is in the session."""

    def _log_revenue(self, properties: JSONObject, table: RevenueTable, *, out_of_session: bool = False) -> Commands:
        del out_of_session
        return super()._log_revenue(properties, table)


@diverges("group.ios.other-setting")
class OtherGroupSetting(IOSDestination):
    """The trait of the group's value is looked for under another setting's key."""

    def _group_value_trait(self) -> str:
        return self.settings.group_type_value


@diverges("group.ios.name-as-type")
class NameAsGroupType(IOSDestination):
    """The legacy group's type is the trait `name`, if there is one."""

    def _association(self, call: Group) -> Association:
        found = super()._association(call)
        name = call.traits.get("name")
        return found if found.from_traits or name is None else replace(found, group_type=f"{name}")


@diverges("group.ios.swapped")
class SwappedGroup(IOSDestination):
    """The group's value goes to the SDK as its type, and the type as its value."""

    def _association(self, call: Group) -> Association:
        found = super()._association(call)
        return replace(found, group_type=f"{found.name}", name=found.group_type)


defaults("location.ios.off-by-default", enable_location_listening=False)


@diverges("location.ios.on-foreground")
class LocationOnForeground(IOSClient):
    """Coming to the foreground takes the location; a session that begins in the background does not."""

    def foreground(self) -> None:
        """Take the location, then come to the foreground."""
        self._fetch_location("location.default-on")
        super().foreground()

    def _locate_session(self) -> None:
        return


@diverges("location.ios.stale-when-off")
class StaleLocation(IOSClient):
    """With listening off the location is not taken any more; the cached one is still sent."""

    def _fetch_location(self, rule: str) -> None:
        if self.listens_to_location:
            super()._fetch_location(rule)

    def _location(self, event_type: str) -> tuple[JSONObject | None, Because]:
        if self.listens_to_location or not self.device.location_permission:
            return super()._location(event_type)
        return self._cached_location, self._location_rules


@diverges("location.ios.block-of-the-app")
class NoLocationOfItsOwn(IOSClient):
    """The SDK takes no location; only a block of the app's code could give it one."""

    def _fetch_location(self, rule: str) -> None:
        del rule


@diverges("location.ios.block-of-the-app")
class LocationSettingIgnored(IOSDestination):
    """The location setting is not looked at."""

    def _location(self) -> Commands:
        return ()
