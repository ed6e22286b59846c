"""Revenue: Segment's properties and the Amplitude properties that they become, per platform.

Every platform reads its two tables (Log Revenue V2, Revenue) through one `RevenueTable`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from simulator.documentation.rules import Because
from simulator.model.commands import Command, LogRevenue, LogRevenueV2, Warn
from simulator.model.destinations.base import Commands
from simulator.values import JSONObject, Value, describe, number, whole


def as_text(value: Value) -> str | None:
    """Read a product id or type: a string, or a number as a string."""
    if value is None or isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


class RevenueTable(msgspec.Struct, frozen=True, kw_only=True):
    """The Segment properties behind Amplitude's revenue properties on one platform."""

    product_id: str
    quantity: str = "quantity"
    #: The first that is present gives the price.
    price: tuple[str, ...]
    revenue_type: str
    receipt: str | None = None
    receipt_signature: str | None = None
    #: A track call with any of these is a revenue call (adjudicated: a price alone is not a sale).
    triggers: tuple[str, ...]
    #: Rules besides those of the rows.
    because: Because = ()
    #: Whether null counts as given.
    null_is_given: bool = False
    #: Reads a price from the property of a name; `None` if it is not a price.
    read_price: Callable[[str, Value], Value] = lambda name, value: number(value)
    #: Reads a quantity; `None` if it is not one.
    read_quantity: Callable[[Value], int | None] = whole
    #: Reads product id and type.
    read_text: Callable[[Value], Value] = as_text

    def has(self, properties: JSONObject, name: str | None) -> bool:
        """Tell whether a property is given."""
        return name is not None and (properties.get(name) is not None or (self.null_is_given and name in properties))

    def is_revenue(self, properties: JSONObject) -> bool:
        """Tell whether a track call with these properties logs revenue."""
        if properties.keys().isdisjoint(self.triggers):
            return False
        return any(properties.get(name) is not None for name in self.triggers)

    def for_products(self) -> RevenueTable:
        """Return the table for a product of an order, which has a price and no revenue of its own."""
        return msgspec.structs.replace(self, triggers=("price",))


WEB = RevenueTable(
    product_id="productId", price=("price", "revenue"), revenue_type="revenueType", triggers=("revenue",)
)
IOS = RevenueTable(
    product_id="product_id",
    price=("price", "revenue", "total"),
    revenue_type="revenue_type",
    receipt="receipt",
    triggers=("revenue", "total"),
    because=("revenue-v2.casing",),
)
ANDROID = RevenueTable(
    product_id="productId",
    price=("price", "revenue", "total"),
    revenue_type="revenueType",
    receipt="receipt",
    receipt_signature="receiptSignature",
    triggers=("revenue", "total"),
    because=("revenue-v2.casing",),
)


V2_ROWS: Final = {
    "price": "revenue-v2.price",
    "quantity": "revenue-v2.quantity",
    "product-id": "revenue-v2.product-id",
    "revenue-type": "revenue-v2.revenue-type",
    "receipt": "revenue-v2.receipt",
    "receipt-signature": "revenue-v2.receipt-signature",
}
"""The rule of each row of the table Log Revenue V2."""

V1_ROWS: Final = {
    "price": "revenue-v1.price",
    "quantity": "revenue-v1.quantity",
    "product-id": "revenue-v1.product-id",
    "receipt": "revenue-v1.receipt",
    "receipt-signature": "revenue-v1.receipt-signature",
}
"""The rule of each row of the table Revenue that clients have: the deprecated method takes no revenue type."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """The revenue that a table found in a call's properties."""

    product_id: Value
    quantity: int
    price: Value
    revenue_type: Value
    receipt: Value
    receipt_signature: Value
    #: The properties that did not become an Amplitude property.
    remaining: JSONObject
    #: The rows that have a part in it, by their names in `V1_ROWS` and `V2_ROWS`.
    rows: tuple[str, ...]
    warnings: Commands


def read(properties: JSONObject, table: RevenueTable) -> Reading | Warn:
    """Read revenue from properties, or say in a warning why there is none."""
    price_name = next((name for name in table.price if table.has(properties, name)), table.price[0])
    price = table.read_price(price_name, properties.get(price_name))
    if price is None and not table.null_is_given:
        shown = _shown(properties.get(price_name))
        return Warn(
            text=f'"{price_name}" must be a number, not {shown}; no revenue is logged',
            because=("revenue-v2.price", "revenue-v1.price"),
        )
    quantity, warnings = _quantity(properties, table)
    product_id = table.read_text(properties[table.product_id]) if table.has(properties, table.product_id) else None
    revenue_type = (
        table.read_text(properties[table.revenue_type]) if table.has(properties, table.revenue_type) else None
    )
    receipt = properties.get(table.receipt) if table.receipt else None
    signature = properties.get(table.receipt_signature) if table.receipt_signature else None
    taken = {
        "price": price_name,
        "quantity": table.quantity if table.has(properties, table.quantity) else None,
        "product-id": table.product_id if product_id is not None else None,
        "revenue-type": table.revenue_type if revenue_type is not None else None,
        "receipt": table.receipt if table.has(properties, table.receipt) else None,
        "receipt-signature": table.receipt_signature if signature is not None else None,
    }
    names = {name for name in taken.values() if name}
    return Reading(
        product_id=product_id,
        quantity=quantity,
        price=price,
        revenue_type=revenue_type,
        receipt=receipt,
        receipt_signature=signature,
        remaining={name: value for name, value in properties.items() if name not in names},
        # Without a quantity it is 1, since revenue is quantity times price: its row has a part in any case.
        rows=tuple(row for row, name in taken.items() if name or row == "quantity"),
        warnings=warnings,
    )


def command(found: Reading, table: RevenueTable, *, v2: bool, out_of_session: bool = False) -> Command:
    """Return the revenue command for a reading: logRevenueV2 if that setting is on, else logRevenue."""
    rules = V2_ROWS if v2 else V1_ROWS
    because = (
        "revenue-v2.setting",
        "revenue.no-currency-conversion",
        *(rules[row] for row in found.rows if row in rules),
        *table.because,
    )
    if not v2:
        return LogRevenue(
            product_id=found.product_id,
            quantity=found.quantity,
            price=found.price,
            receipt=found.receipt,
            receipt_signature=found.receipt_signature,
            out_of_session=out_of_session,
            because=because,
        )
    return LogRevenueV2(
        product_id=found.product_id,
        quantity=found.quantity,
        price=found.price,
        revenue_type=found.revenue_type,
        receipt=found.receipt,
        receipt_signature=found.receipt_signature,
        event_properties=found.remaining,
        out_of_session=out_of_session,
        because=(*because, "revenue-v2.event-properties"),
    )


def _quantity(properties: JSONObject, table: RevenueTable) -> tuple[int, Commands]:
    name = table.quantity
    if not table.has(properties, name):
        return 1, ()
    value = properties[name]
    quantity = table.read_quantity(value)
    if quantity is None:
        return 1, (Warn(text=f'"{name}" must be a number of 64 bits, not {_shown(value)}; 1 is used'),)
    return quantity, ()


def _shown(value: Value) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    return str(value) if isinstance(value, float) else describe(value)
