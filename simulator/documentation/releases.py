"""The releases behind each dialect: Segment's library, the integration and Amplitude's SDK on each platform.

The documented SDKs are those in force on the documentation's date. `shipped` is what an app got if it followed the
installation pages on that day: a release of the integration and the SDK that it pins. `latest` is the integration's
last release and the SDK that it pins.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

import msgspec

from simulator.documentation import resources
from simulator.documentation.platforms import Platform

BASE: Final = "documented"
"""The dialect whose releases are used for a dialect that has no entry of its own."""


class Package(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A release of a library, as it names itself in events."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    def to_json(self) -> dict[str, str]:
        """Return the object `library` of an event or a context."""
        return {"name": self.name, "version": self.version}


class Releases(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The releases in an app of one platform."""

    platform: Literal["web", "ios", "android"]
    dialects: tuple[str, ...]
    segment: Package
    amplitude: Package
    #: The release of the integration between the two; `None` if the documentation itself is the integration.
    integration: str | None = None

    @property
    def title(self) -> str:
        """All three in words: `analytics-android 4.3.1, integration 2.0.1, amplitude-android 2.15.0`."""
        integration = f"integration {self.integration}, " if self.integration else ""
        return (
            f"{self.segment.name} {self.segment.version}, {integration}{self.amplitude.name} {self.amplitude.version}"
        )


@cache
def releases() -> Mapping[tuple[str, Platform], Releases]:
    """Return the releases by dialect and platform."""
    listed = msgspec.json.decode(resources.fixture("releases.json").read_bytes(), type=list[Releases])
    return {(dialect, one.platform): one for one in listed for dialect in one.dialects}


def releases_of(dialect: str, platform: Platform) -> Releases:
    """Return the releases of a dialect on a platform, by default those of the documentation's date."""
    known = releases()
    return known.get((dialect, platform)) or known[BASE, platform]
