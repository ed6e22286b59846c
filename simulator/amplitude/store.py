"""What an SDK keeps on the device while no process of it runs.

On mobile this is the SDK's database, on web its cookie and the page's local storage; the fields are the same.
"""

from __future__ import annotations

import msgspec

from simulator.events import LoggedEvent

NO_SESSION = -1


class AmplitudeStore(msgspec.Struct, kw_only=True):
    """The state of one SDK instance on one device."""

    device_id: str | None = None
    user_id: str | None = None
    opt_out: bool = False
    session_id: int = NO_SESSION
    #: Milliseconds since 1970, -1 before the first.
    last_event_time: int = -1
    sequence_number: int = 0
    #: Events and identifies count separately.
    last_event_id: int = 0
    last_identify_id: int = 0
    events: list[LoggedEvent] = []
    identifies: list[LoggedEvent] = []
