"""Divergences on Android: revenue."""

from __future__ import annotations

from msgspec.structs import replace

from simulator.model.commands import Warn
from simulator.model.destinations import revenue
from simulator.model.destinations.android import AndroidDestination
from simulator.model.destinations.base import Commands
from simulator.model.divergences import diverges
from simulator.model.languages import java
from simulator.values import JSONObject, Value


@diverges("revenue.android.quantity-of-one")
class QuantityOfOne(AndroidDestination):
    """logRevenueV2: the quantity is 1 if the price is taken from the revenue."""

    def _read_revenue(self, properties: JSONObject, table: revenue.RevenueTable) -> revenue.Reading | Warn:
        found = super()._read_revenue(properties, table)
        if isinstance(found, Warn) or not self.settings.use_log_revenue_v2 or properties.get("price") is not None:
            return found
        return replace(found, quantity=1)


@diverges("revenue.android.receipt-pair")
class ReceiptPair(AndroidDestination):
    """logRevenueV2: a receipt or a signature alone is an ordinary property."""

    def _read_revenue(self, properties: JSONObject, table: revenue.RevenueTable) -> revenue.Reading | Warn:
        found = super()._read_revenue(properties, table)
        pair = (table.receipt, table.receipt_signature)
        v2 = self.settings.use_log_revenue_v2
        if isinstance(found, Warn) or not v2 or all(name in properties for name in pair):
            return found
        remaining = {name: value for name, value in properties.items() if name in found.remaining or name in pair}
        rows = tuple(row for row in found.rows if row not in ("receipt", "receipt-signature"))
        return replace(found, receipt=None, receipt_signature=None, remaining=remaining, rows=rows)


@diverges("revenue.android.no-number")
class NoNumber(AndroidDestination):
    """Any revenue that is present counts; one that is not a number is 0, which a total replaces."""

    def _is_revenue(self, properties: JSONObject) -> bool:
        return not properties.keys().isdisjoint(self.revenue_table.triggers)

    def _read_revenue(self, properties: JSONObject, table: revenue.RevenueTable) -> revenue.Reading | Warn:
        name = next((name for name in table.price if name in properties), None)
        if name is None or table.read_price(name, properties[name]) is not None:
            return super()._read_revenue(properties, table)
        if name == "revenue" and table.read_price("total", properties.get("total")) is not None:
            name = "total"
        else:
            properties = {**properties, name: 0}
        return super()._read_revenue(properties, replace(table, price=(name,)))


@diverges("revenue.android.zero-revenue")
class ZeroRevenue(AndroidDestination):
    """A revenue of 0 counts as none."""

    def _read_revenue(self, properties: JSONObject, table: revenue.RevenueTable) -> revenue.Reading | Warn:
        if table.read_price("revenue", properties.get("revenue")) == 0 and "total" in properties:
            table = replace(table, price=tuple(name for name in table.price if name != "revenue"))
        return super()._read_revenue(properties, table)


@diverges("revenue.android.price-ignored")
class PriceIgnored(AndroidDestination):
    """logRevenue: the revenue is the price of one."""

    def _read_revenue(self, properties: JSONObject, table: revenue.RevenueTable) -> revenue.Reading | Warn:
        if not self.settings.use_log_revenue_v2:
            table = replace(table, price=tuple(name for name in table.price if name != "price"))
        return super()._read_revenue(properties, table)


@diverges("revenue.android.quantity-of-zero")
class QuantityOfZero(AndroidDestination):
    """logRevenue: the quantity is 0 unless one is given."""

    def _read_revenue(self, properties: JSONObject, table: revenue.RevenueTable) -> revenue.Reading | Warn:
        found = super()._read_revenue(properties, table)
        v2 = self.settings.use_log_revenue_v2
        if isinstance(found, Warn) or v2 or table.read_quantity(properties.get(table.quantity)) is not None:
            return found
        return replace(found, quantity=0, warnings=())


@diverges("revenue.android.java-values")
class JavaValues(AndroidDestination):
    """Amounts, quantities and texts are read as Java reads them."""

    def _read_revenue(self, properties: JSONObject, table: revenue.RevenueTable) -> revenue.Reading | Warn:
        table = replace(table, read_price=_price, read_quantity=_quantity, read_text=_text)
        found = super()._read_revenue(properties, table)
        if isinstance(found, Warn):
            return found
        return replace(found, receipt=_text(found.receipt), receipt_signature=_text(found.receipt_signature))


def _written(number: float | None) -> int | float | None:
    """Return a double as org.json writes it: a whole number without a fraction."""
    if number is None or not number.is_integer() or abs(number) > 2**63:
        return number
    return min(int(number), 2**63 - 1)


def _price(name: str, value: Value) -> int | float | None:
    """Return the result of `ValueMap.getDouble`, `None` if it falls back on its default."""
    del name
    if isinstance(value, str):
        return _written(java.double_value_of(value))
    return _written(float(value)) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _quantity(value: Value) -> int | None:
    """Return the result of `ValueMap.getInt`, `None` if it falls back on its default."""
    if isinstance(value, str):
        return java.integer_value_of(value)
    return java.int_value(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _text(value: Value) -> str | None:
    """Return the result of `ValueMap.getString`."""
    return None if value is None else java.string_value_of(value)


@diverges("revenue.android.all-properties")
class AllProperties(AndroidDestination):
    """logRevenueV2: the event has all properties of the call."""

    def _read_revenue(self, properties: JSONObject, table: revenue.RevenueTable) -> revenue.Reading | Warn:
        found = super()._read_revenue(properties, table)
        return found if isinstance(found, Warn) else replace(found, remaining=properties)


@diverges("revenue.android.in-session")
class RevenueInSession(AndroidDestination):
    """The SDK's revenue methods have no outOfSession: the revenue of such an event is in the session."""

    def _log_revenue(
        self, properties: JSONObject, table: revenue.RevenueTable, *, out_of_session: bool = False
    ) -> Commands:
        del out_of_session
        return super()._log_revenue(properties, table)
