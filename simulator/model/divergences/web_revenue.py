"""Divergences on web, revenue and orders: the code of each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import isnan, nan
from typing import Final

import msgspec

from simulator.model.calls import Page, Screen
from simulator.model.commands import LogEvent, LogRevenue, LogRevenueV2, Warn
from simulator.model.destinations import orders
from simulator.model.destinations.base import Commands
from simulator.model.destinations.revenue import Reading, RevenueTable
from simulator.model.destinations.web import WebDestination, because_of
from simulator.model.divergences import diverges
from simulator.model.divergences.web_facade import PRODUCT, REVENUE, spelled
from simulator.model.languages import javascript
from simulator.values import JSONObject, Value, number


def amount(value: Value) -> int | float | None:
    """Read an amount as the library does: "$" removed, then as far as it is a number (`"$1,032.50"` is 1).

    A value that is neither a number nor a string counts as none, and so does 0.
    """
    if not javascript.truthy(value):
        return None
    if javascript.is_number(value):
        return value  # type: ignore[no-any-return]  # `Value` may be anything; it is a number now
    found = javascript.parse_float(value.replace("$", "")) if isinstance(value, str) else nan
    if isnan(found):
        return None
    return int(found) if found.is_integer() else found


def _without(properties: JSONObject, names: Iterable[str]) -> JSONObject:
    left_out = set(names)
    return {name: value for name, value in properties.items() if name not in left_out}


@diverges("revenue.web.revenue-first")
class RevenueBeforePrice(WebDestination):
    """`logRevenue` gets the revenue as its price; a price counts only without one."""

    def _read_revenue(self, properties: JSONObject, table: RevenueTable) -> Reading | Warn:
        if not self.settings.use_log_revenue_v2:
            price = (*(name for name in table.price if name != "price"), "price")
            table = msgspec.structs.replace(table, price=price)
        return super()._read_revenue(properties, table)


@diverges("revenue.web.v1-quantity")
class QuantityAsGiven(WebDestination):
    """`logRevenue` gets the quantity as it is: fractions and strings stay; if it is not a number, nothing is logged."""

    def _log_revenue(self, properties: JSONObject, table: RevenueTable, *, out_of_session: bool = False) -> Commands:
        made = super()._log_revenue(properties, table, out_of_session=out_of_session)
        given = properties.get(table.quantity)
        if not given or self.settings.use_log_revenue_v2:
            return made
        if number(given) is None:
            return (Warn(text=f'"{table.quantity}" is not a number; logRevenue logs nothing'),)
        return tuple(
            msgspec.structs.replace(one, quantity=given) if isinstance(one, LogRevenue) else one for one in made
        )


@diverges("order.web.price-times-quantity")
class PriceTimesQuantity(WebDestination):
    """Without revenue `logRevenue` gets price times quantity as its price, and the quantity as well."""

    def _log_revenue(self, properties: JSONObject, table: RevenueTable, *, out_of_session: bool = False) -> Commands:
        made = super()._log_revenue(properties, table, out_of_session=out_of_session)
        if any(amount(properties.get(name)) for name in table.price if name != "price"):
            return made
        return tuple(
            msgspec.structs.replace(one, price=one.price * _pieces(one.quantity))
            if isinstance(one, LogRevenue)
            else one
            for one in made
        )


def _pieces(quantity: Value) -> int | float:
    """Return the number that a quantity multiplies by: 0 counts as none, so as 1, but the string "0" is 0."""
    found = number(quantity) if javascript.truthy(quantity) else None
    return 1 if found is None else found


@diverges("revenue.web.one-without-price")
class OneWithoutPrice(WebDestination):
    """`logRevenueV2` gets a quantity of 1 if the price is taken from the revenue."""

    def _read_revenue(self, properties: JSONObject, table: RevenueTable) -> Reading | Warn:
        found = super()._read_revenue(properties, table)
        if isinstance(found, Warn) or not self.settings.use_log_revenue_v2 or properties.get("price") is not None:
            return found
        return msgspec.structs.replace(found, quantity=1)


@diverges("revenue.web.numbers-only")
class NumbersOnly(WebDestination):
    """The revenue object takes numbers: a price that is a string makes it invalid, a quantity that is a string is 1."""

    def _read_revenue(self, properties: JSONObject, table: RevenueTable) -> Reading | Warn:
        if self.settings.use_log_revenue_v2:
            if isinstance(properties.get("price"), str):
                return Warn(text='"price" is text, which makes the revenue invalid; no revenue is logged')
            if isinstance(properties.get(table.quantity), str):
                properties = _without(properties, (table.quantity,))
        return super()._read_revenue(properties, table)


@diverges("revenue.web.zero")
class ZeroIsMissing(WebDestination):
    """A revenue of 0 counts as none; for logRevenueV2 so does a price or quantity of 0."""

    def _log_revenue(self, properties: JSONObject, table: RevenueTable, *, out_of_session: bool = False) -> Commands:
        if "price" not in table.triggers and not any(amount(properties.get(name)) for name in table.triggers):
            return ()
        names = {name for name in table.price if name != "price" and not amount(properties.get(name))}
        if self.settings.use_log_revenue_v2:
            names |= {name for name in ("price", table.quantity) if not properties.get(name)}
        return super()._log_revenue(_without(properties, names), table, out_of_session=out_of_session)


@diverges("revenue.web.text")
class RevenueAsText(WebDestination):
    """Revenue that is a string loses its "$" and counts as far as it is a number."""

    def _log_revenue(self, properties: JSONObject, table: RevenueTable, *, out_of_session: bool = False) -> Commands:
        read = {
            name: found
            for name in table.price
            if name != "price" and isinstance(properties.get(name), str)
            if (found := amount(properties[name])) is not None
        }
        return super()._log_revenue({**properties, **read}, table, out_of_session=out_of_session)


@diverges("revenue.web.spelling")
class AnySpelling(WebDestination):
    """A property is found in any letter case and punctuation: `product_id` is `productId`."""

    def _is_revenue(self, properties: JSONObject) -> bool:
        return super()._is_revenue(spelled(properties, REVENUE))

    def _log_revenue(self, properties: JSONObject, table: RevenueTable, *, out_of_session: bool = False) -> Commands:
        return super()._log_revenue(spelled(properties, REVENUE), table, out_of_session=out_of_session)


@diverges("revenue.web.whole-map")
class WholeMap(WebDestination):
    """The revenue event gets all properties, including those with an Amplitude property of their own."""

    def _log_revenue(self, properties: JSONObject, table: RevenueTable, *, out_of_session: bool = False) -> Commands:
        made = super()._log_revenue(properties, table, out_of_session=out_of_session)
        return tuple(
            msgspec.structs.replace(one, event_properties=properties) if isinstance(one, LogRevenueV2) else one
            for one in made
        )


@diverges("order.web.product-revenue")
class ProductsOwnRevenue(WebDestination):
    """A product with a revenue of its own causes a revenue event even if the order has one too."""

    def _product_events(self, product: JSONObject, order: LogEvent) -> Commands:
        events = super()._product_events(product, order)
        if self.settings.track_revenue_per_product or not self._is_revenue(product):
            return events
        return (*events, *self._log_revenue(product, self.revenue_table))


def _purchases(commands: Commands) -> Commands:
    return tuple(
        msgspec.structs.replace(
            one, revenue_type=one.revenue_type if javascript.truthy(one.revenue_type) else "Purchase"
        )
        if isinstance(one, LogRevenueV2)
        else one
        for one in commands
    )


_PURCHASES: Final = ("order completed", "product purchased")


@diverges("revenue.web.purchase")
class PurchaseByDefault(WebDestination):
    """The revenue type of an order or a product is "Purchase" by default."""

    def _typed(self, event: str, commands: Commands) -> Commands:
        commands = super()._typed(event, commands)
        return _purchases(commands) if event.lower() in _PURCHASES else commands

    def _product_events(self, product: JSONObject, order: LogEvent) -> Commands:
        made = super()._product_events(product, order)
        return _purchases(made) if len(made) > 1 else made


@diverges("revenue.web.purchase-completed-order")
class CompletedOrderPurchase(WebDestination):
    """The revenue type of "Completed Order" is "Purchase" by default too."""

    def _typed(self, event: str, commands: Commands) -> Commands:
        commands = super()._typed(event, commands)
        return _purchases(commands) if event.lower() == "completed order" else commands


@diverges("revenue.web.pages")
class PagesSell(WebDestination):
    """Each event of a page call with revenue has its revenue event, like a track call."""

    def _page_events(self, call: Page | Screen) -> Commands:
        sold: Commands = ()
        if self._is_revenue(call.properties):
            sold = self._log_revenue(call.properties, self.revenue_table)
        return tuple(
            made
            for one in super()._page_events(call)
            for made in ((one, *sold) if isinstance(one, LogEvent) else (one,))
        )


_ORDER: Final = re.compile(r"[ _]?order[ _]?completed[ _]?\Z", re.ASCII | re.IGNORECASE)
_COMPLETED: Final = re.compile(r"[ _]?completed[ _]?order", re.ASCII | re.IGNORECASE)


@diverges("order.web.name")
class LooseName(WebDestination):
    """Order Completed is recognized in any letter case, and without the space."""

    def _is_order(self, event: str) -> bool:
        return super()._is_order(event) or _ORDER.match(event) is not None


@diverges("order.web.completed-order")
class CompletedOrder(WebDestination):
    """An event that begins with "Completed Order" is an order."""

    def _is_order(self, event: str) -> bool:
        return super()._is_order(event) or _COMPLETED.match(event) is not None


@diverges("order.web.total")
class TotalOfAnOrder(WebDestination):
    """An order without revenue has its total as revenue."""

    def _order_revenue(self, properties: JSONObject) -> Commands:
        made = super()._order_revenue(properties)
        stated = spelled(properties, REVENUE)
        if made or javascript.truthy(stated.get("revenue")) or stated.get("total") is None:
            return made
        table = msgspec.structs.replace(
            self.revenue_table, price=(*self.revenue_table.price, "total"), triggers=("total",)
        )
        return because_of("order.revenue-total", self._log_revenue(properties, table))


@diverges("order.web.revenue-before-product")
class RevenueBeforeProduct(WebDestination):
    """The revenue of a product precedes its Product Purchased."""

    def _product_events(self, product: JSONObject, order: LogEvent) -> Commands:
        event, *sold = super()._product_events(product, order)
        return (*sold, event) if self.settings.track_revenue_per_product else (event, *sold)


@diverges("order.web.product-quantity")
class ProductsNeedQuantity(WebDestination):
    """A product without a quantity logs no revenue."""

    def _product_revenue(self, product: JSONObject) -> Commands:
        return super()._product_revenue(product) if javascript.truthy(product.get("quantity")) else ()


@diverges("order.web.revenue-on-products")
class RevenueOnProducts(WebDestination):
    """With revenue per product, each product that has one gets the revenue and revenueType of the whole order."""

    def _product_events(self, product: JSONObject, order: LogEvent) -> Commands:
        per_product = self.settings.track_revenue_per_product
        if per_product and product.get("price") is not None and javascript.truthy(product.get("quantity")):
            whole = spelled(order.event_properties, REVENUE)
            revenue = whole.get("revenue")
            given = {
                "revenueType": whole.get("revenueType"),
                "revenue": amount(revenue if javascript.truthy(revenue) else whole.get("total")),
            }
            product = {**product, **{name: value for name, value in given.items() if javascript.truthy(value)}}
        return super()._product_events(product, order)


_PRODUCT_PROPERTIES: Final = ("productId", "sku", "name", "price", "quantity", "category")


@diverges("order.web.products-once")
class ProductsOnce(WebDestination):
    """With the setting trackProductsOnce the products stay on the order, reduced to six properties."""

    def _split(self, properties: JSONObject) -> orders.SplitOrder:
        order = super()._split(properties)
        if not self.settings.track_products_once:
            return order
        products = [_reduced(product) for product in order.products]
        return orders.SplitOrder({**order.properties, "products": products}, (), order.warnings)


def _reduced(product: JSONObject) -> JSONObject:
    """Return the properties of a product that stay, always with a quantity."""
    quantity = product.get("quantity")
    stated = {**spelled(product, PRODUCT), "quantity": quantity if javascript.truthy(quantity) else 1}
    return {name: stated[name] for name in _PRODUCT_PROPERTIES if name in stated}
