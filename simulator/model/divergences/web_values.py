"""Divergences on web, amounts and products that are neither numbers nor plain strings: JavaScript reads them."""

from __future__ import annotations

from math import isfinite
from typing import Final

from simulator.documentation.rules import Because
from simulator.model.calls import Message, Track
from simulator.model.commands import Command, LogEvent, LogRevenue, LogRevenueOfNull, LogRevenueV2
from simulator.model.destinations import orders
from simulator.model.destinations.base import Commands
from simulator.model.destinations.revenue import RevenueTable
from simulator.model.destinations.web import WebDestination, because_of
from simulator.model.divergences import diverges
from simulator.model.divergences.web_facade import ORDER, REVENUE, spelled
from simulator.model.divergences.web_odd import NoObject, Unwritable, thrown
from simulator.model.divergences.web_revenue import amount
from simulator.model.languages import javascript
from simulator.values import UNDEFINED, JSONObject, Value, number

_AMOUNTS: Final = ("price", "quantity", "revenue", "total")
_TEXTS: Final = ("productId", "revenueType")


def _is_odd(properties: JSONObject) -> bool:
    """Tell whether any of the values behind a revenue has to be read as JavaScript does."""
    for name in _AMOUNTS:
        if name in properties and _is_odd_amount(name, properties[name]):
            return True
    return any(name in properties and not (isinstance(properties[name], str) and properties[name]) for name in _TEXTS)


def _is_odd_amount(name: str, value: Value) -> bool:
    """Tell whether an amount is neither missing nor a finite number, nor a string that every language reads alike."""
    if value is None or (type(value) is int and name != "quantity"):
        return False
    if number(value) is not None and not isinstance(value, bool):
        # The SDK reads the digits of a quantity's string, which may have an exponent.
        return name == "quantity" and javascript.is_number(value) and "e" in javascript.text(value)
    if isinstance(value, str) and name in ("revenue", "total"):
        return not isfinite(amount(value) or 0)
    return not (isinstance(value, str) and name == "quantity") or javascript.is_finite(value)


@diverges("revenue.web.odd-values")
class OddAmounts(WebDestination):
    """The integration passes on the values of a revenue unchanged, and the SDK takes those that it can read."""

    def _is_revenue(self, properties: JSONObject) -> bool:
        stated = spelled(properties, REVENUE)
        revenue = stated.get("revenue")
        if revenue is None:
            return False
        return javascript.truthy(amount(revenue)) if _is_odd(stated) else super()._is_revenue(properties)

    def _order_revenue(self, properties: JSONObject) -> Commands:
        stated = spelled(properties, REVENUE)
        if not _is_odd(stated):
            return super()._order_revenue(properties)
        revenue = stated.get("revenue")
        found = amount(revenue if javascript.truthy(revenue) else stated.get("total"))
        if not javascript.truthy(found):
            return ()
        return because_of("order.revenue-total", (self._sold(properties, found),))

    def _log_revenue(self, properties: JSONObject, table: RevenueTable, *, out_of_session: bool = False) -> Commands:
        stated = spelled(properties, REVENUE)
        if not _is_odd(stated):
            return super()._log_revenue(properties, table, out_of_session=out_of_session)
        return (self._sold(properties, amount(stated.get("revenue"))),)

    def _sold(self, properties: JSONObject, revenue: Value) -> Command:
        """Return the revenue command with the values that the integration passes to the SDK."""
        stated = spelled(properties, REVENUE)
        product_id = stated.get("productId", UNDEFINED)
        price = stated.get("price", UNDEFINED)
        quantity = properties.get("quantity")
        quantity = quantity if javascript.truthy(quantity) else 1
        if not self.settings.use_log_revenue_v2:
            if not javascript.truthy(revenue):
                revenue = javascript.number(price) * javascript.number(quantity)
            named = LogRevenueOfNull if product_id is None else LogRevenue
            return named(
                product_id=None if product_id is UNDEFINED else product_id,
                quantity=quantity,
                price=revenue,
                because=_reasons("revenue-v1", properties),
            )
        if not javascript.truthy(price):
            price, quantity = revenue, 1
        revenue_type = stated.get("revenueType")
        return LogRevenueV2(
            product_id=product_id if javascript.truthy(product_id) else None,
            quantity=quantity,
            price=price,
            revenue_type=revenue_type if javascript.truthy(revenue_type) else None,
            event_properties=properties,
            because=(*_reasons("revenue-v2", properties), "revenue-v2.event-properties"),
        )


def _reasons(version: str, properties: JSONObject) -> Because:
    stated = spelled(properties, REVENUE)
    rows = {"price": "price", "quantity": "quantity", "productId": "product-id", "revenueType": "revenue-type"}
    found = (f"{version}.{row}" for name, row in rows.items() if name in stated or name == "quantity")
    return ("revenue-v2.setting", *(rule for rule in found if rule != "revenue-v1.revenue-type"))


@diverges("order.web.odd-products")
class OddProducts(WebDestination):
    """An item of the products that is not an object is an empty product, and null ends the order."""

    def _split(self, properties: JSONObject) -> orders.SplitOrder:
        order = super()._split(properties)
        listed = spelled(properties, ORDER).get("products")
        if not isinstance(listed, list):
            return orders.SplitOrder(order.properties, (), order.warnings)
        taken: list[JSONObject] = []
        for product in listed:
            if (product is None or product is UNDEFINED) and not self.settings.track_products_once:
                return orders.SplitOrder(order.properties, tuple(taken), (thrown("a product is null"),))
            taken.append(_properties_of(product))
        return orders.SplitOrder(order.properties, tuple(taken), ())

    def _rewritten(self, commands: Commands, message: Message) -> Commands:
        made = super()._rewritten(commands, message)
        if type(message.call) is not Track or not self._adds_to_properties():
            return made
        for index, one in enumerate(made):
            if isinstance(one, LogEvent) and isinstance(one.event_properties, Unwritable):
                return (*made[:index], thrown("nothing can be added to a product that is not an object"))
        return made

    def _adds_to_properties(self) -> bool:
        kinds = self.settings.map_query_params.values()
        return bool(self.settings.append_fields_to_event_props) or any(kind != "user_properties" for kind in kinds)


def _properties_of(product: Value) -> JSONObject:
    if isinstance(product, dict):
        return product
    if not javascript.truthy(product):
        return {}
    return Unwritable() if isinstance(product, bool | int | float | str) else NoObject()
