"""The place of an IP address by a GeoIP file in MaxMind's format (MMDB); needs the package `maxminddb`."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_network
from pathlib import Path

from simulator.backend.ingestion.places import Locate, in_table, remembered
from simulator.backend.keeping.entities import IPPlace
from simulator.errors import StoreError, UsageError, readable


def locator(path: Path) -> Locate:
    """Return a function that finds the place of an address in a GeoIP file of cities or countries.

    No such file has the ranges reserved for documentation; they stay where the table has them. Raises `UsageError` if
    the file can't be read or is not a GeoIP file, or `maxminddb` is not installed; the function raises `StoreError` if
    the file turns out to be damaged.
    """
    try:
        import maxminddb
    except ModuleNotFoundError:
        raise UsageError("a GeoIP file needs the package maxminddb; pip install 'devicemode[geoip]'") from None
    # A file of another kind, or a damaged one, fails in any of these ways.
    broken = (maxminddb.InvalidDatabaseError, ValueError, TypeError, KeyError)
    try:
        reader = maxminddb.open_database(path)
        highest = reader.metadata().ip_version
    except OSError as error:
        raise UsageError(f"the GeoIP file {readable(path)} can't be read: {error.strerror}") from None
    except broken:
        raise UsageError(f"{readable(path)} is not a GeoIP file in MaxMind's format (.mmdb)") from None

    def located(address: IPv4Address | IPv6Address) -> IPPlace | None:
        try:
            found, length = reader.get_with_prefix_len(address) if address.version <= highest else (None, 0)
        except broken:
            raise StoreError(f"the GeoIP file {readable(path)} is damaged: it can't be read at {address}") from None
        if not isinstance(found, Mapping):
            return in_table(address)
        subdivisions = found.get("subdivisions")
        return IPPlace(
            network=str(ip_network(f"{address}/{length}", strict=False)),
            country=_name(found.get("country")),
            region=_name(subdivisions[0]) if isinstance(subdivisions, list) and subdivisions else "",
            city=_name(found.get("city")),
        )

    return remembered(located)


def _name(place: object) -> str:
    """Return the English name in a part of a record; empty if it has none."""
    names = place.get("names") if isinstance(place, Mapping) else None
    name = names.get("en") if isinstance(names, Mapping) else None
    return name if isinstance(name, str) else ""
