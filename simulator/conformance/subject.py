"""The subject of a run: a port's name and version, and how much of it can be seen."""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["commands", "events", "wire"]
"""How much of a port can be seen: its calls on Amplitude's SDK, the events that this SDK makes, or the uploads."""


class PortInfo(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A port, as it describes itself."""

    name: str
    version: str
    language: str = ""
    homepage: str = ""
    #: Where to report what is wrong with it.
    issues: str = ""
