"""The journal of Segment's stand-in: each message once, and its deliveries, in a store of the backend.

A journal is only ever added to. A message is a row; a later delivery of a message whose requests had to wait is a row
of its own, so that after a kill the next process knows which requests are still to be sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, Literal

import msgspec

from simulator.backend.keeping.entities import NOBODY, Bundle, Received, Upload
from simulator.backend.keeping.stores import Store
from simulator.documentation.rules import Because
from simulator.ports.segment.messages import name_of
from simulator.values import JSONObject, Value

MESSAGE: Final = "message"
DELIVERY: Final = "delivery"
"""The kinds of rows."""
REMEMBERED: Final = 24 * 60 * 60 * 1000
"""Milliseconds for which Segment remembers a messageId (rule segment.message.once)."""


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """A request that was made of a message, and its outcome."""

    path: str
    #: The request's subject: an event, an identification, a mapping.
    sent: Value
    #: The rules that made it.
    because: Because = ()
    status: int
    answer: str
    outcome: Literal["taken", "sent before", "refused"]
    #: The reason why it was refused; empty if it was not.
    reason: str = ""
    #: The number of the user in Amplitude.
    user: int | None = None
    revenue: float = 0.0


class Forwarding(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of a message: its requests, and how many of them still wait."""

    deliveries: tuple[Delivery, ...] = ()
    waiting: int = 0
    #: The reason why nothing is sent to Amplitude; empty if something is.
    nowhere: str = ""
    #: The destination's warnings about values that it can't use.
    warnings: tuple[str, ...] = ()


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A message that was taken, and its outcome."""

    #: Its number, from 1 in the order of arrival.
    id: int
    #: In milliseconds since 1970.
    received_at: int
    #: The name of its source.
    source: str
    #: The library that sent it; empty if it does not say.
    library: str
    #: As Segment passes it on.
    message: JSONObject
    forwarding: Forwarding

    @property
    def name(self) -> str:
        """Its type and name: `track Song Played`."""
        return name_of(self.message)


class Journal:
    """The messages of one workspace, all sources in one order of arrival."""

    def __init__(self, store: Store) -> None:
        self.store = store
        #: Deliveries that came later, by the number of their message.
        self._late: dict[int, list[Delivery]] = {}

    def unfinished(self) -> list[Kept]:
        """Return the messages whose requests waited when the process ended; read the late deliveries of the others."""
        waiting: dict[int, Kept] = {}
        self._late.clear()
        for row in self.store.received():
            record = row.event
            if record["event_type"] == DELIVERY:
                number = record["message"]
                self._late.setdefault(number, []).append(msgspec.convert(record["delivery"], Delivery))
            elif record["forwarding"]["waiting"]:
                waiting[row.id] = _kept(row)
        merged = (self._merged(one) for one in waiting.values())
        return [one for one in merged if one.forwarding.waiting]

    def clear(self) -> None:
        """Forget everything, also the ids of messages."""
        self.store.clear()
        self._late.clear()

    def claim(self, message_ids: list[str], *, now: int) -> list[bool]:
        """Note messages by id, within a transaction; tell for each whether it is new (rule segment.message.once)."""
        identities = [("", message_id) for message_id in message_ids]
        return self.store.claim(identities, time=now, since=now - REMEMBERED)

    def add(self, kept: Kept) -> Kept:
        """Keep a message after all others; return it with its number."""
        record = {"event_type": MESSAGE, **{name: value for name, value in _plain(kept).items() if name != "id"}}
        number = self.store.add([_row(kept.source, record, kept.received_at)])
        return msgspec.structs.replace(kept, id=number)

    def add_late(self, number: int, source: str, delivery: Delivery, *, now: int) -> None:
        """Keep the outcome of a message that was kept earlier."""
        record: JSONObject = {"event_type": DELIVERY, "message": number, "delivery": _plain(delivery)}
        self.store.add([_row(source, record, now)])
        self._late.setdefault(number, []).append(delivery)

    def log(self, upload: Upload) -> None:
        """Keep the record of a request, or of a message that was refused; of those, the latest."""
        self.store.log(upload)

    def rejections(self, *, after: int = 0, limit: int | None = None) -> Iterator[Upload]:
        """Return the refused requests and messages, in the order of arrival."""
        return self.store.uploads(rejected=True, after=after, limit=limit)

    def messages(self, *, after: int = 0, limit: int | None = None) -> Iterator[Kept]:
        """Return the messages in the order of their arrival."""
        rows = self.store.received(after=after)
        found = (self._merged(_kept(row)) for row in rows if row.event["event_type"] == MESSAGE)
        return islice(found, limit)

    def _merged(self, kept: Kept) -> Kept:
        """Return a message with its later deliveries."""
        late = self._late.get(kept.id)
        if not late:
            return kept
        forwarding = kept.forwarding
        return msgspec.structs.replace(
            kept,
            forwarding=msgspec.structs.replace(
                forwarding,
                deliveries=(*forwarding.deliveries, *late),
                waiting=max(forwarding.waiting - len(late), 0),
            ),
        )


def _row(source: str, record: JSONObject, time: int) -> Bundle:
    written = msgspec.json.encode(record)
    return Bundle(sender=source, events=[written], user=NOBODY, place=None, revenue=0.0, time=time)


def _plain(value: msgspec.Struct) -> JSONObject:
    plain: JSONObject = msgspec.to_builtins(value)
    return plain


def _kept(row: Received) -> Kept:
    record: dict[str, Any] = {**row.event, "id": row.id}
    del record["event_type"]
    return msgspec.convert(record, Kept)
