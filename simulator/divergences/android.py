"""What ships on Android: the code of each divergence, in the order of the data."""

from __future__ import annotations

import msgspec

from simulator.amplitude.android import AndroidClient
from simulator.calls import Group, Identify, Message, Page, Screen
from simulator.commands import LogEvent, Operation, SetUserId, Warn
from simulator.destinations import groups, pages, revenue
from simulator.destinations.android import AndroidDestination
from simulator.destinations.base import Commands
from simulator.divergences import defaults, diverges
from simulator.values import JSONObject, Value, number

defaults("pages.android.on-by-default", track_all_screens=True)


@diverges("pages.android.first-setting-wins")
class OneScreenEvent(AndroidDestination):
    """The settings are asked from the table's last to its first, and the first that fits ends the search."""

    def _page_rows(self, call: Page | Screen) -> tuple[pages.PageRow, ...]:
        return super()._page_rows(call)[-1:]


@diverges("pages.android.named-without-category")
class NamedWithoutCategory(AndroidDestination):
    """Track Named Pages never writes the category."""

    def _page_rows(self, call: Page | Screen) -> tuple[pages.PageRow, ...]:
        return tuple(
            msgspec.structs.replace(row, event="Viewed (Name) Screen") if row.setting == "track_named_pages" else row
            for row in super()._page_rows(call)
        )


@diverges("pages.android.unnamed-by-category")
class UnnamedByCategory(AndroidDestination):
    """Track All Pages names an unnamed screen by its category."""

    def _page_rows(self, call: Page | Screen) -> tuple[pages.PageRow, ...]:
        return tuple(
            msgspec.structs.replace(row, unnamed_event="Viewed (Category) Screen")
            if row.setting == "track_all_pages"
            else row
            for row in super()._page_rows(call)
        )


@diverges("pages.android.name-property")
class NameProperty(AndroidDestination):
    """Track All Screens adds the name, null if there is none."""

    def _page_properties(self, row: pages.PageRow, call: Page | Screen) -> JSONObject:
        properties = super()._page_properties(row, call)
        return {**properties, "name": call.name} if row.setting == "track_all_screens" else properties


@diverges("pages.android.revenue")
class ScreenRevenue(AndroidDestination):
    """A screen's event goes the way of a tracked one."""

    def _page_events(self, call: Page | Screen) -> Commands:
        return tuple(made for event in super()._page_events(call) for made in (event, *self._sold(event)))

    def _sold(self, event: object) -> Commands:
        if not isinstance(event, LogEvent) or not self._is_revenue(event.event_properties):
            return ()
        return self._log_revenue(event.event_properties, self.revenue_table)


@diverges("identify.android.clears-user")
class ClearedUser(AndroidDestination):
    """The user id is set whatever it is."""

    def _set_user(self, call: Identify) -> Commands:
        return (SetUserId(user_id=call.user_id or None, because=("identify.user-id",)),)


@diverges("identify.android.ids-as-traits")
class IdsAsTraits(AndroidDestination):
    """analytics-android keeps both ids among the traits."""

    def _traits(self, call: Identify, message: Message) -> JSONObject:
        ids = {"anonymousId": message.anonymous_id, "userId": call.user_id}
        return {**{name: value for name, value in ids.items() if value}, **super()._traits(call, message)}


@diverges("traits.android.text-and-numbers")
class TextAndNumbers(AndroidDestination):
    """With a list of traits to increment or to set once, a trait needs one of the types that the code asks for."""

    def _apply_traits(self, given: JSONObject) -> Commands:
        if self.settings.traits_to_increment or self.settings.traits_to_set_once:
            given = {name: value for name, value in given.items() if self._has_method(value)}
        return super()._apply_traits(given)

    def _has_method(self, value: Value) -> bool:
        return isinstance(value, int | float | str) and not isinstance(value, bool)


@diverges("traits.android.text-numbers-and-text-lists")
class TextListsToo(TextAndNumbers):
    """Arrays of text have become one of the types."""

    def _has_method(self, value: Value) -> bool:
        texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return texts or super()._has_method(value)


@diverges("traits.android.text-increments")
class TextIncrements(AndroidDestination):
    """Text is added without a look at what it says."""

    def _can_be_added(self, value: Value) -> bool:
        return isinstance(value, str) or super()._can_be_added(value)


@diverges("revenue.android.quantity-of-one")
class QuantityOfOne(AndroidDestination):
    """logRevenueV2: a price that is really the revenue counts once."""

    def _read_revenue(self, properties: JSONObject, table: revenue.RevenueTable) -> revenue.Reading | Warn:
        found = super()._read_revenue(properties, table)
        if isinstance(found, Warn) or not self.settings.use_log_revenue_v2 or properties.get("price") is not None:
            return found
        return msgspec.structs.replace(found, quantity=1)


@diverges("revenue.android.receipt-pair")
class ReceiptPair(AndroidDestination):
    """logRevenueV2: half a pair is an ordinary property."""

    def _read_revenue(self, properties: JSONObject, table: revenue.RevenueTable) -> revenue.Reading | Warn:
        found = super()._read_revenue(properties, table)
        pair = (table.receipt, table.receipt_signature)
        v2 = self.settings.use_log_revenue_v2
        if isinstance(found, Warn) or not v2 or all(name in properties for name in pair):
            return found
        remaining = {name: value for name, value in properties.items() if name in found.remaining or name in pair}
        rows = tuple(row for row in found.rows if row not in ("receipt", "receipt-signature"))
        return msgspec.structs.replace(found, receipt=None, receipt_signature=None, remaining=remaining, rows=rows)


@diverges("revenue.android.no-number")
class NoNumber(AndroidDestination):
    """What is there counts, and what is there but no number is 0, which a total replaces."""

    def _is_revenue(self, properties: JSONObject) -> bool:
        return any(name in properties for name in self.revenue_table.triggers)

    def _read_revenue(self, properties: JSONObject, table: revenue.RevenueTable) -> revenue.Reading | Warn:
        name = next((name for name in table.price if name in properties), None)
        if name is None or number(properties[name]) is not None:
            return super()._read_revenue(properties, table)
        if name == "revenue" and number(properties.get("total")) is not None:
            name = "total"
        else:
            properties = {**properties, name: 0}
        return super()._read_revenue(properties, msgspec.structs.replace(table, price=(name,)))


@diverges("revenue.android.zero-revenue")
class ZeroRevenue(AndroidDestination):
    """A revenue of 0 is as good as none."""

    def _read_revenue(self, properties: JSONObject, table: revenue.RevenueTable) -> revenue.Reading | Warn:
        if number(properties.get("revenue")) == 0 and "total" in properties:
            table = msgspec.structs.replace(table, price=tuple(name for name in table.price if name != "revenue"))
        return super()._read_revenue(properties, table)


@diverges("revenue.android.price-ignored")
class PriceIgnored(AndroidDestination):
    """logRevenue: the revenue is the price of one."""

    def _read_revenue(self, properties: JSONObject, table: revenue.RevenueTable) -> revenue.Reading | Warn:
        if not self.settings.use_log_revenue_v2:
            table = msgspec.structs.replace(table, price=tuple(name for name in table.price if name != "price"))
        return super()._read_revenue(properties, table)


@diverges("revenue.android.quantity-of-zero")
class QuantityOfZero(AndroidDestination):
    """logRevenue: nothing is bought unless a quantity says so."""

    def _read_revenue(self, properties: JSONObject, table: revenue.RevenueTable) -> revenue.Reading | Warn:
        found = super()._read_revenue(properties, table)
        v2 = self.settings.use_log_revenue_v2
        if isinstance(found, Warn) or v2 or number(properties.get(table.quantity)) is not None:
            return found
        return msgspec.structs.replace(found, quantity=0, warnings=())


@diverges("revenue.android.all-properties")
class AllProperties(AndroidDestination):
    """logRevenueV2: the event has all that the call had."""

    def _read_revenue(self, properties: JSONObject, table: revenue.RevenueTable) -> revenue.Reading | Warn:
        found = super()._read_revenue(properties, table)
        return found if isinstance(found, Warn) else msgspec.structs.replace(found, remaining=properties)


@diverges("revenue.android.in-session")
class RevenueInSession(AndroidDestination):
    """Neither of the SDK's methods for revenue has an option for it."""

    def _log_revenue(
        self, properties: JSONObject, table: revenue.RevenueTable, *, out_of_session: bool = False
    ) -> Commands:
        del out_of_session
        return super()._log_revenue(properties, table)


@diverges("group.android.value-key")
class ValueKey(AndroidDestination):
    """The value trait is looked up under another key than the one that Segment sends."""

    def _group_value_trait(self) -> str:
        return self.settings.group_type_value


@diverges("group.android.name-as-type")
class NameAsType(AndroidDestination):
    """Without the two traits the trait `name` is the type."""

    def _association(self, call: Group) -> groups.Association:
        found = super()._association(call)
        name = call.traits.get("name")
        if "group.legacy" not in found.because or not name or not isinstance(name, str):
            return found
        return msgspec.structs.replace(found, group_type=name)


@diverges("group.android.present-traits")
class PresentTraits(AndroidDestination):
    """A trait counts if it is there, with its value as text; an empty type becomes the legacy one."""

    def _association(self, call: Group) -> groups.Association:
        found = super()._association(call)
        named = (self.settings.group_type_trait, self._group_value_trait())
        if "group.legacy" not in found.because or not all(name and name in call.traits for name in named):
            return found
        group_type, name = (_java_text(call.traits[name]) for name in named)
        return groups.Association(
            group_type or groups.LEGACY_TYPE, name, ("group.traits-mapping", "group.user-property"), from_traits=True
        )


def _java_text(value: Value) -> str | None:
    return value if value is None or isinstance(value, str) else msgspec.json.encode(value).decode()


@diverges("group.android.no-properties")
class NoGroupProperties(AndroidDestination):
    """setGroup is all."""

    sends_group_properties = False


@diverges("group.android.nested-properties")
class NestedGroupProperties(AndroidDestination):
    """Every group call describes its group: who wrote it, and the traits as one property."""

    def _describe_group(self, call: Group, found: groups.Association) -> Commands:
        return super()._describe_group(call, msgspec.structs.replace(found, from_traits=True))

    def _group_operations(self, call: Group) -> tuple[Operation, ...]:
        library = Operation("$set", "library", "segment")
        return (library, Operation("$set", "group_properties", call.traits)) if call.traits else (library,)


@diverges("location.android.every-event")
class LocatedIdentifies(AndroidClient):
    """The SDK knows no event that has no place."""

    unlocated = ()
