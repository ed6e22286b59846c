"""Who is judged: what a port says of itself, and what of it can be seen."""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["commands", "events", "wire"]
"""What of a port can be seen: the calls it makes on Amplitude's SDK, the events that this SDK makes, the uploads."""


class PortInfo(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a port says of itself."""

    name: str
    version: str
    language: str = ""
    homepage: str = ""
    #: Where to report what is wrong with it.
    issues: str = ""
