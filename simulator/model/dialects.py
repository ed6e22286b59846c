"""Dialects: readings of an integration's behavior, chosen by name.

A dialect names the parts of a client on each platform: the Segment library that completes its messages, the destination
that maps them, the SDK model that performs the commands, and the settings' defaults. `documented` is the page; the
others state only what differs from it: `printed` two small subclasses, `shipped` and `latest` a set of named
divergences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final, Literal, get_args

import msgspec

from simulator.documentation.platforms import Platform
from simulator.documentation.releases import Releases, releases_of
from simulator.documentation.settings import Settings
from simulator.errors import UsageError, nearest, quoted
from simulator.model import divergences
from simulator.model.amplitude.client import AmplitudeClient
from simulator.model.destinations.base import Destination
from simulator.model.destinations.server import ServerDestination
from simulator.model.segment.client import IOSSegmentClient, SegmentClient

DialectName = Literal["documented", "printed", "shipped", "latest"]

DIALECTS: Final[tuple[DialectName, ...]] = get_args(DialectName)
"""The names of the dialects, the default first."""


CodeOf = Callable[[str], tuple[type, ...]]
"""Returns the classes of a divergence."""


class ClientParts(msgspec.Struct, frozen=True):
    """The parts of a device-mode client on one platform."""

    destination: type[Destination]
    sdk: type[AmplitudeClient]
    library: type[SegmentClient] = SegmentClient
    #: The settings' default values.
    defaults: Settings = Settings()
    #: The releases that it models.
    releases: Releases | None = None

    def with_divergences(self, names: Iterable[str], code_of: CodeOf) -> ClientParts:
        """Return these parts with the code and defaults of divergences, later ones around earlier ones."""
        code = [one for name in names for one in code_of(name)]
        changed = {key: value for name in names for key, value in divergences.defaults_of(name).items()}
        return ClientParts(
            destination=_extended(self.destination, code),
            sdk=_extended(self.sdk, code),
            library=_extended(self.library, code),
            defaults=msgspec.structs.replace(self.defaults, **changed),
        )

    def with_releases(self, found: Releases) -> ClientParts:
        """Return these parts, naming themselves as other releases."""
        return msgspec.structs.replace(
            self,
            sdk=_extended(self.sdk, [], release=found.amplitude),
            library=_extended(self.library, [], release=found.segment),
            releases=found,
        )


def _extended(base: type[Any], code: list[type], **attributes: object) -> type[Any]:
    """Return a class of `base`, behind those of the classes that extend it, with attributes."""
    mixins = [one for one in code if issubclass(one, base)]
    return type(base.__name__, (*reversed(mixins), base), attributes) if mixins or attributes else base


class Dialect(msgspec.Struct, frozen=True):
    """One reading, for all platforms."""

    name: str
    clients: dict[Platform, ClientParts]
    server: type[ServerDestination] = ServerDestination
    divergences: frozenset[str] = frozenset()

    def with_divergences(self, name: str, ids: Iterable[str], code_of: CodeOf) -> Dialect:
        """Return this dialect with these divergences added; `code_of` has the classes of each."""
        named = frozenset(ids)
        clients = {
            platform: parts.with_divergences(divergences.of(platform, named), code_of).with_releases(
                releases_of(name, platform)
            )
            for platform, parts in self.clients.items()
        }
        return Dialect(name, clients, self.server, named)


@cache
def _documented() -> Dialect:
    from simulator.model.amplitude.android import AndroidClient
    from simulator.model.amplitude.ios import IOSClient
    from simulator.model.amplitude.web import WebClient
    from simulator.model.destinations.android import AndroidDestination
    from simulator.model.destinations.ios import IOSDestination
    from simulator.model.destinations.web import WebDestination

    return Dialect(
        "documented",
        {
            "web": ClientParts(WebDestination, WebClient),
            "ios": ClientParts(IOSDestination, IOSClient, IOSSegmentClient),
            "android": ClientParts(AndroidDestination, AndroidClient),
        },
    )


@cache
def _printed() -> Dialect:
    from simulator.model.destinations.printed import PrintedAndroidDestination, PrintedIOSDestination

    clients = _documented().clients
    changed: dict[Platform, ClientParts] = {
        "ios": msgspec.structs.replace(clients["ios"], destination=PrintedIOSDestination),
        "android": msgspec.structs.replace(clients["android"], destination=PrintedAndroidDestination),
    }
    return Dialect("printed", {**clients, **changed})


@cache
def dialect_of(name: str, ids: frozenset[str]) -> Dialect:
    """Return the documented dialect with some divergences, under a name that the caller chooses."""
    return base_of(name).with_divergences(name, ids, divergences.code_of)


def base_of(name: str) -> Dialect:
    """Return the dialect to which the divergences of a name are added."""
    return _printed() if name == "printed" else _documented()


def dialect(name: str) -> Dialect:
    """Return the dialect of a name; raise `UsageError` with the nearest name if there is none."""
    if name in DIALECTS:
        return _known(name)
    known_names = ", ".join(DIALECTS)
    raise UsageError(f"there is no dialect {quoted(name)}.{nearest(name, DIALECTS)} There are {known_names}")


@cache
def _known(name: str) -> Dialect:
    if name == "documented":
        return _documented()
    if name == "printed":
        return _printed()
    entries = divergences.divergences().values()
    return _documented().with_divergences(
        name, (entry.id for entry in entries if name in entry.dialects), divergences.code_of
    )
