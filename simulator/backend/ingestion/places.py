"""The place of an IP address, which Amplitude derives when an event has no coordinates.

The table here has the address ranges reserved for documentation; `geoip` has all others.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, TypeAlias

import msgspec

from simulator.backend.keeping.entities import IPPlace
from simulator.documentation import resources

_LONGEST: Final = 64
"""Characters of an address, with the zone that an IPv6 address may have."""

Locate: TypeAlias = Callable[[str], IPPlace | None]
"""Returns the place of an IP address; `None` if it is not known, or the text is not an address."""


@cache
def _table() -> tuple[tuple[IPv4Network | IPv6Network, IPPlace], ...]:
    known = msgspec.json.decode(resources.fixture("places.json").read_bytes(), type=list[IPPlace])
    return tuple((ip_network(place.network), place) for place in known)


def remembered(locate: Callable[[IPv4Address | IPv6Address], IPPlace | None]) -> Locate:
    """Return a function that finds the place of an address written as text, and caches what it finds."""

    @lru_cache(4096)
    def located(ip: str) -> IPPlace | None:
        try:
            address = ip_address(ip)
        except ValueError:
            return None
        if isinstance(address, IPv6Address):
            # The IPv4 address that it maps, if it does; else the address without its zone.
            address = address.ipv4_mapped or IPv6Address(int(address))
        return locate(address)

    # A longer text is not an address, and not worth caching.
    return lambda ip: located(ip) if len(ip) <= _LONGEST else None


def in_table(address: IPv4Address | IPv6Address) -> IPPlace | None:
    """Return the place of an address by the table, `None` if it is not there."""
    return next((place for network, place in _table() if address in network), None)


locate: Final = remembered(in_table)
"""Returns the place of an IP address by the table, `None` if it is not there."""
