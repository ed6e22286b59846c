"""Order Completed on web and server: one event for the order and one for each product."""

from __future__ import annotations

import msgspec

from simulator.model.commands import Warn
from simulator.model.destinations.base import Commands
from simulator.values import JSONObject, Value, describe

ORDER_COMPLETED = "Order Completed"
PRODUCT_PURCHASED = "Product Purchased"


class SplitOrder(msgspec.Struct, frozen=True):
    """An order, split into its own properties and its products."""

    #: Every property except `products` (rule order.split).
    properties: JSONObject
    products: tuple[JSONObject, ...]
    warnings: Commands

    def missing(self) -> Commands:
        """Return a warning for each thing that the page requires and the order lacks; it is sent all the same (11.25).

        These are the order's `revenue`, and a `price` and a `quantity` for each product.
        """
        lacking = [] if self.properties.get("revenue") is not None else ["the order has no revenue"]
        for index, product in enumerate(self.products):
            names = [name for name in ("price", "quantity") if product.get(name) is None]
            if names:
                lacking.append(f"products[{index}] has no {' and no '.join(names)}")
        return tuple(Warn(text=f"{one}; the order is sent as it is", because=("order.minimum",)) for one in lacking)


def split(properties: JSONObject) -> SplitOrder:
    """Separate an order's properties from its products; an item that is not a product gives a warning.

    The printed order has two products, so it becomes three events (rules order.split, order.example).
    """
    rest = {name: value for name, value in properties.items() if name != "products"}
    listed: Value = properties.get("products")
    if listed is None:
        return SplitOrder(rest, (), ())
    if not isinstance(listed, list):
        return SplitOrder(rest, (), (Warn(text=f"products must be a list of objects, not {describe(listed)}"),))
    warnings = tuple(
        Warn(text=f"products[{index}] must be an object, not {describe(product)}; it is left out")
        for index, product in enumerate(listed)
        if not isinstance(product, dict)
    )
    return SplitOrder(rest, tuple(product for product in listed if isinstance(product, dict)), warnings)
