"""Editions of the rules by which an API's events are understood: their revenue, place and repetition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from simulator.backend.ingestion import operations
from simulator.backend.ingestion.events import Event
from simulator.values import number
from simulator.wire.events import GROUP_IDENTIFY, IDENTIFY, REVENUE


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """The meaning of one API's events."""

    #: Returns what an event of a device is recognized by when it comes again; `None` or empty for one that never is.
    own_id: Callable[[Event], str | None]
    #: Returns an event's revenue, 0 if it has none.
    revenue: Callable[[Event], float]
    #: Returns the address whose place is an event's, from the one that it states, if any, and that of its request.
    address: Callable[[str | None, str], str]
    #: The events that put their user into the groups that they name.
    joins: frozenset[str]
    #: The milliseconds for which a duplicate of an event is recognized; `None` for ever.
    remembered: int | None


def revenue_of(event: Event) -> float:
    """Return the revenue of an event: its revenue field, else price times quantity; 0 if it has neither.

    It is in api_properties (logRevenue), in event_properties (logRevenueV2) or at the top level (HTTP API).
    """
    if event.event_type == REVENUE:
        api, v2 = event.api_properties or {}, event.event_properties or {}
        if api.get("special") == REVENUE:
            return operations.product(api.get("price"), api.get("quantity"))
        return operations.product(v2.get("$price"), v2.get("$quantity"))
    if number(event.revenue) is not None:
        return operations.product(event.revenue, 1)
    return operations.product(event.price, event.quantity)


OF_2018: Final = Edition(
    own_id=lambda event: event.uuid or event.insert_id,
    revenue=revenue_of,
    address=lambda stated, sender: stated or sender,
    joins=frozenset({IDENTIFY, GROUP_IDENTIFY}),
    remembered=None,
)
