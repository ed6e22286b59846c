"""Divergences on iOS, revenue: amounts, how they are read, and values that crash the app."""

from __future__ import annotations

from msgspec.structs import replace

from simulator.documentation.rules import Because
from simulator.documentation.settings import Settings
from simulator.model.commands import LogRevenueV2, Throw, Warn
from simulator.model.destinations.base import Commands
from simulator.model.destinations.ios import IOSDestination
from simulator.model.destinations.revenue import Reading, RevenueTable
from simulator.model.divergences import diverges
from simulator.model.languages import objective_c
from simulator.model.languages.objective_c import UnrecognizedSelectorError
from simulator.values import JSONObject, Value, number

_RECEIPT: Because = ("revenue-v2.receipt", "revenue-v1.receipt")
_TEXTS: Because = ("revenue-v2.product-id", "revenue-v2.revenue-type")
_QUANTITY: Because = ("revenue-v2.quantity", "revenue-v1.quantity")


class _Amount(IOSDestination):
    """The integration's revenueOrTotal, which decides whether there is revenue."""

    def _amount_name(self, properties: JSONObject) -> str | None:
        """Return the name of the property that makes a call a revenue call."""
        return next((name for name in ("revenue", "total") if properties.get(name) is not None), None)

    def _amount(self, value: Value) -> Value:
        """Return an amount as a number, `None` if it isn't one."""
        return number(value)

    def _is_revenue(self, properties: JSONObject) -> bool:
        return self._amount_name(properties) is not None

    def _read_revenue(self, properties: JSONObject, table: RevenueTable) -> Reading | Warn:
        name = self._amount_name(properties)
        others = tuple(one for one in table.price if one not in ("revenue", "total"))
        read = table.read_price

        def read_price(key: str, value: Value) -> Value:
            return self._amount(value) if key == name else read(key, value)

        price = (*others, name) if name else table.price
        return super()._read_revenue(properties, replace(table, price=price, read_price=read_price))


@diverges("revenue.ios.any-case")
class AmountInAnyCase(_Amount):
    """`revenue` and `total` are found in any letter case: the first revenue, or else the last total."""

    def _amount_name(self, properties: JSONObject) -> str | None:
        total = None
        for name in properties:
            if name.lower() == "revenue":
                return name
            if name.lower() == "total":
                total = name
        return total


@diverges("revenue.ios.numeric-amount")
class NumericAmount(_Amount):
    """A revenue (or total) that is neither a number nor a numeric string logs no revenue, whatever the price."""

    def _is_revenue(self, properties: JSONObject) -> bool:
        if not super()._is_revenue(properties):
            return False
        name = self._amount_name(properties)
        return name is not None and self._amount(properties[name]) is not None


@diverges("revenue.ios.local-amount")
class LocalAmount(_Amount):
    """An amount in a string is read as the phone's locale writes numbers."""

    def _amount(self, value: Value) -> Value:
        return objective_c.decimal(value, self.locale) if isinstance(value, str) else super()._amount(value)


@diverges("revenue.ios.any-number")
class AnyNumber(_Amount):
    """Every number object is an amount, true and NaN included."""

    def _amount(self, value: Value) -> Value:
        return value if objective_c.is_number(value) else super()._amount(value)


class _Throwing(IOSDestination):
    """A value that can't be read crashes the app, before the event itself has been logged."""

    def _log_revenue(self, properties: JSONObject, table: RevenueTable, *, out_of_session: bool = False) -> Commands:
        try:
            return super()._log_revenue(properties, table, out_of_session=out_of_session)
        except UnrecognizedSelectorError as error:
            return (Throw(reason=error.reason, because=self._behind(error)),)

    def _behind(self, error: UnrecognizedSelectorError) -> Because:
        return next(rules for selector, rules in _SELECTORS.items() if f" {selector}]" in error.reason)


_SELECTORS = {"integerValue": _QUANTITY, "isEqualToString:": _TEXTS, "base64Encoding": _RECEIPT}
"""The rules behind each selector."""


@diverges("revenue.ios.integer-quantity")
class IntegerQuantity(_Throwing):
    """The quantity is sent `integerValue`: a string is read as far as it is a number."""

    def _read_revenue(self, properties: JSONObject, table: RevenueTable) -> Reading | Warn:
        return super()._read_revenue(properties, replace(table, read_quantity=objective_c.integer_value))


@diverges("revenue.ios.price-unread")
class PriceUnread(IOSDestination):
    """logRevenueV2 gets the price unread, whatever it is."""

    def _read_revenue(self, properties: JSONObject, table: RevenueTable) -> Reading | Warn:
        if self.settings.use_log_revenue_v2:
            read = table.read_price
            table = replace(table, read_price=lambda key, value: value if key == "price" else read(key, value))
        return super()._read_revenue(properties, table)


@diverges("revenue.ios.camel-case")
class CamelCaseFirst(IOSDestination):
    """productId and revenueType are read, and take precedence over product_id and revenue_type."""

    def _read_revenue(self, properties: JSONObject, table: RevenueTable) -> Reading | Warn:
        if table.has(properties, "productId"):
            table = replace(table, product_id="productId")
        if table.has(properties, "revenueType"):
            table = replace(table, revenue_type="revenueType")
        return super()._read_revenue(properties, table)


@diverges("revenue.ios.text-expected")
class TextExpected(_Throwing):
    """With Log Revenue V2 product id and type are sent `isEqualToString:`, which only a string has."""

    def _read_revenue(self, properties: JSONObject, table: RevenueTable) -> Reading | Warn:
        if self.settings.use_log_revenue_v2:
            table = replace(table, read_text=lambda value: objective_c.text(value, "isEqualToString:"))
        return super()._read_revenue(properties, table)


@diverges("revenue.ios.any-product-id")
class AnyProductId(IOSDestination):
    """logRevenue gets the product id unchanged."""

    def _read_revenue(self, properties: JSONObject, table: RevenueTable) -> Reading | Warn:
        if not self.settings.use_log_revenue_v2:
            table = replace(table, read_text=lambda value: value)
        return super()._read_revenue(properties, table)


@diverges("revenue.ios.receipt-crashes")
class ReceiptCrashes(_Throwing):
    """The receipt is sent `base64Encoding`, which only NSData has; the core has turned that into a string."""

    def _read_revenue(self, properties: JSONObject, table: RevenueTable) -> Reading | Warn:
        found = super()._read_revenue(properties, table)
        if isinstance(found, Reading) and "receipt" in found.rows:
            raise UnrecognizedSelectorError(found.receipt, "base64Encoding")
        return found


@diverges("revenue.ios.null-is-given")
class NullIsGiven(IOSDestination):
    """Null is an object like any other: it is the price, and crashes the app where a string or a number is expected."""

    def _read_revenue(self, properties: JSONObject, table: RevenueTable) -> Reading | Warn:
        return super()._read_revenue(properties, replace(table, null_is_given=True))


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
    """The revenue object is used whatever the setting says; the deprecated method is gone."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(replace(settings, use_log_revenue_v2=True))


@diverges("revenue.ios.price-ignored")
class PriceIgnored(IOSDestination):
    """The deprecated method gets revenue, else total; `price` is ignored."""

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
