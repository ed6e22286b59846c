"""Where an IP address is: the place that Amplitude derives when an event has no coordinates.

The table covers the address ranges reserved for documentation; `geoip` is a source for all others.
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
"""Tells where an IP address is; `None` where that is not known, or what it is given is no address."""


@cache
def _table() -> tuple[tuple[IPv4Network | IPv6Network, IPPlace], ...]:
    known = msgspec.json.decode(resources.fixture("places.json").read_bytes(), type=list[IPPlace])
    return tuple((ip_network(place.network), place) for place in known)


def remembered(locate: Callable[[IPv4Address | IPv6Address], IPPlace | None]) -> Locate:
    """Return what tells where an address written as text is, and does not look up the same again and again."""

    @lru_cache(4096)
    def located(ip: str) -> IPPlace | None:
        try:
            address = ip_address(ip)
        except ValueError:
            return None
        if isinstance(address, IPv6Address):
            # An IPv4 address in IPv6's clothes; else the address without its zone.
            address = address.ipv4_mapped or IPv6Address(int(address))
        return locate(address)

    # What is longer is no address, and not worth remembering.
    return lambda ip: located(ip) if len(ip) <= _LONGEST else None


def in_table(address: IPv4Address | IPv6Address) -> IPPlace | None:
    """Return the place of an address by the table, or `None` when nothing is known about it."""
    return next((place for network, place in _table() if address in network), None)


locate: Final = remembered(in_table)
"""Tells where an IP address is by the table; `None` when nothing is known about it."""
