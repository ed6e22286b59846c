"""Dialects: readings of the truth, chosen by name.

A dialect says for each platform which destination maps its messages and which SDK model performs the commands.
It states only what differs from the dialect that it is based on.
"""

from __future__ import annotations

from functools import cache
from typing import Final, Literal, get_args

import msgspec

from simulator.amplitude.client import AmplitudeClient
from simulator.destinations.base import Destination
from simulator.destinations.server import ServerDestination
from simulator.errors import UsageError, nearest, quoted
from simulator.platforms import Platform
from simulator.settings import Settings

DialectName = Literal["documented", "printed"]

DIALECTS: Final[tuple[DialectName, ...]] = get_args(DialectName)
"""The names of the dialects, the default first."""


class ClientParts(msgspec.Struct, frozen=True):
    """What a device-mode client of one platform is made of."""

    destination: type[Destination]
    sdk: type[AmplitudeClient]
    #: What a setting is that nobody has set.
    defaults: Settings = Settings()


class Dialect(msgspec.Struct, frozen=True):
    """One reading of the truth."""

    name: DialectName
    clients: dict[Platform, ClientParts]
    server: type[ServerDestination] = ServerDestination

    def based_on_this(self, name: DialectName, **destinations: type[Destination]) -> Dialect:
        """Return a dialect that differs from this one in the destinations of the named platforms."""
        changed = {
            platform: msgspec.structs.replace(parts, destination=destinations.get(platform, parts.destination))
            for platform, parts in self.clients.items()
        }
        return msgspec.structs.replace(self, name=name, clients=changed)


@cache
def _known() -> dict[DialectName, Dialect]:
    from simulator.amplitude.android import AndroidClient
    from simulator.amplitude.ios import IOSClient
    from simulator.amplitude.web import WebClient
    from simulator.destinations.android import AndroidDestination
    from simulator.destinations.ios import IOSDestination
    from simulator.destinations.printed import PrintedAndroidDestination, PrintedIOSDestination
    from simulator.destinations.web import WebDestination

    documented = Dialect(
        "documented",
        {
            "web": ClientParts(WebDestination, WebClient),
            "ios": ClientParts(IOSDestination, IOSClient),
            "android": ClientParts(AndroidDestination, AndroidClient),
        },
    )
    printed = documented.based_on_this("printed", ios=PrintedIOSDestination, android=PrintedAndroidDestination)
    return {"documented": documented, "printed": printed}


def dialect(name: str) -> Dialect:
    """Return the dialect of a name; raise `UsageError` with the nearest name if there is none."""
    for known in DIALECTS:
        if known == name:
            return _known()[known]
    known_names = ", ".join(DIALECTS)
    raise UsageError(f"there is no dialect {quoted(name)}.{nearest(str(name), DIALECTS)} There are {known_names}")
