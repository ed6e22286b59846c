"""Where an IP address is: the place that Amplitude derives when an event has no coordinates.

The table covers the address ranges reserved for documentation; a real GeoIP source can stand in its place.
"""

from __future__ import annotations

from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

import msgspec

from simulator import resources


class IPPlace(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The place of a network."""

    network: str
    country: str
    region: str
    city: str


@cache
def _table() -> tuple[tuple[IPv4Network | IPv6Network, IPPlace], ...]:
    known = msgspec.json.decode(resources.fixture("places.json").read_bytes(), type=list[IPPlace])
    return tuple((ip_network(place.network), place) for place in known)


@cache
def locate(ip: str) -> IPPlace | None:
    """Return the place of an address, or `None` when nothing is known about it."""
    try:
        address = ip_address(ip)
    except ValueError:
        return None
    return next((place for network, place in _table() if address in network), None)
