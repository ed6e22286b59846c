"""Order Completed on web and server: one event for the order and one for each product."""

from __future__ import annotations

import msgspec

from simulator.commands import Warn
from simulator.destinations.base import Commands
from simulator.values import JSONObject, Value, describe

ORDER_COMPLETED = "Order Completed"
PRODUCT_PURCHASED = "Product Purchased"


class Order(msgspec.Struct, frozen=True):
    """An order taken apart."""

    #: Every property except `products` (rule order.split).
    properties: JSONObject
    products: tuple[JSONObject, ...]
    warnings: Commands


def split(properties: JSONObject) -> Order:
    """Separate an order's properties from its products; what is no product gives a warning."""
    rest = {name: value for name, value in properties.items() if name != "products"}
    listed: Value = properties.get("products")
    if listed is None:
        return Order(rest, (), ())
    if not isinstance(listed, list):
        return Order(rest, (), (Warn(text=f"products must be a list of objects, not {describe(listed)}"),))
    warnings = tuple(
        Warn(text=f"products[{index}] must be an object, not {describe(product)}; it is left out")
        for index, product in enumerate(listed)
        if not isinstance(product, dict)
    )
    return Order(rest, tuple(product for product in listed if isinstance(product, dict)), warnings)
