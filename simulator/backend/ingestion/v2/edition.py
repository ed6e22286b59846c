"""The meaning of the current API's events: their revenue, their place, and when one has come before."""

from __future__ import annotations

from operator import attrgetter
from typing import Final

from simulator.backend.ingestion import operations
from simulator.backend.ingestion.editions import Edition
from simulator.backend.ingestion.events import Event
from simulator.values import Value, number
from simulator.wire.events import IDENTIFY

_REMOTE: Final = "$remote"
"""In place of an address: the one that the request came from."""
_DAY: Final = 24 * 60 * 60 * 1000


def _revenue(event: Event) -> float:
    """Return the revenue of an event's own fields, else of its event properties (rule v2.revenue.properties)."""
    if event.price is not None or event.revenue is not None:
        return _amount(event.price, event.quantity, event.revenue)
    properties = event.event_properties
    if not properties or ("$price" not in properties and "$revenue" not in properties):
        return 0.0
    # The SDK for Go sends a price of 0 with every revenue that has none.
    return _amount(properties.get("$price") or None, properties.get("$quantity"), properties.get("$revenue"))


def _amount(price: Value, quantity: Value, revenue: Value) -> float:
    """Return price times quantity, or the revenue without a price (rules v2.revenue.price and v2.revenue.given)."""
    return operations.product(revenue, 1) if number(price) is None else operations.product(price, quantity)


def _address(stated: str | None, sender: str) -> str:
    """Return the address that an event states; that of its request only if it says so (rule v2.event.ip)."""
    return sender if stated == _REMOTE else stated or ""


V2: Final = Edition(
    # Rule v2.dedup.insert-id.
    own_id=attrgetter("insert_id"),
    revenue=_revenue,
    address=_address,
    joins=frozenset({IDENTIFY}),
    # Rule v2.dedup.seven-days.
    remembered=7 * _DAY,
)
