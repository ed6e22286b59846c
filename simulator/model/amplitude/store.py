"""The data that an SDK keeps on the device between its processes.

On mobile this is the SDK's database, on web its cookie and the page's local storage; the fields are the same.
"""

from __future__ import annotations

from typing import Final

import msgspec

from simulator.documentation.platforms import Platform
from simulator.documentation.rules import Because
from simulator.model.storage import Schema, reader
from simulator.wire.events import AndroidEvent, Event, IOSEvent, LoggedEvent, WebEvent

NO_SESSION = -1


class AmplitudeStore(msgspec.Struct, kw_only=True):
    """The state of one SDK instance on one device, including its queues and counters (rule upload.queue-survives)."""

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
    #: Events that a page dropped as too large since it last wrote its queues to local storage, which still has them.
    dropped: list[LoggedEvent] = []


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    """A logged event as it is kept; the fields of its event depend on the SDK."""

    event: msgspec.Raw
    because: Because
    readable: bool = True


_read_written = msgspec.json.Decoder(_Written).decode


def schema_of(kind: type[Event]) -> Schema[AmplitudeStore]:
    """Return the schema of the store of an SDK that makes events of a kind."""
    read_event = reader(kind)

    def read(json: str) -> LoggedEvent:
        written = _read_written(json)
        return LoggedEvent(read_event(written.event), written.because, written.readable)

    return Schema(AmplitudeStore, events=read, identifies=read, dropped=read)


SCHEMAS: Final[dict[Platform, Schema[AmplitudeStore]]] = {
    "web": schema_of(WebEvent),
    "ios": schema_of(IOSEvent),
    "android": schema_of(AndroidEvent),
}
"""The schema of each SDK's store."""
