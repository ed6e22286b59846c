"""Revenue as the SDKs write it: logRevenue into api_properties, logRevenueV2 into event_properties."""

from __future__ import annotations

from typing import Final

from simulator.model.commands import LogRevenue, LogRevenueV2
from simulator.values import JSONObject, Value
from simulator.wire.events import REVENUE

V1_FIELDS: Final = (
    ("productId", "product_id"),
    ("quantity", "quantity"),
    ("price", "price"),
    ("receipt", "receipt"),
    ("receiptSig", "receipt_signature"),
)
V2_FIELDS: Final = (
    ("$productId", "product_id"),
    ("$quantity", "quantity"),
    ("$price", "price"),
    ("$revenueType", "revenue_type"),
    ("$receipt", "receipt"),
    ("$receiptSig", "receipt_signature"),
)
V2_NAMES: Final = tuple(name for name, _ in V2_FIELDS)
"""The properties of a revenue object."""


def api_properties(command: LogRevenue) -> JSONObject:
    """Return the api_properties that logRevenue adds to an event (sdk-facts, section 3.7)."""
    return {"special": REVENUE} | _present(V1_FIELDS, command)


def event_properties(command: LogRevenueV2, *, clears: tuple[str, ...]) -> JSONObject:
    """Return the event properties of logRevenueV2: the given ones, overridden by the revenue's own fields.

    `clears` are the fields that, if not set, remove a property of the same name; the mobile SDKs have such fields.
    """
    fields = _present(V2_FIELDS, command) | {"$price": command.price}
    if not command.product_id:
        fields.pop("$productId", None)
    given = command.event_properties
    if clears:
        given = {name: value for name, value in given.items() if name not in clears}
    return given | fields


def before_price(command: LogRevenueV2) -> JSONObject:
    """Return the event properties of logRevenueV2 on Android if the price can't be written: later ones stay.

    The revenue object writes product id and quantity, and gives up at the price.
    """
    given = {name: value for name, value in command.event_properties.items() if name != "$productId"}
    return given | ({"$productId": command.product_id} if command.product_id else {}) | {"$quantity": command.quantity}


def _present(fields: tuple[tuple[str, str], ...], command: LogRevenue | LogRevenueV2) -> JSONObject:
    values: list[tuple[str, Value]] = [(name, getattr(command, attribute)) for name, attribute in fields]
    return {name: value for name, value in values if value is not None}
