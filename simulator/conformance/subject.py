"""The subject of a run: a port's name and version, and how much of it can be seen."""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["commands", "events", "wire"]
"""The visible part of a port: its calls on Amplitude's SDK, the events that this SDK makes, or the uploads."""


class PortInfo(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A port, as it describes itself."""

    name: str
    version: str
    language: str = ""
    homepage: str = ""
    #: The address at which to report its bugs.
    issues: str = ""
