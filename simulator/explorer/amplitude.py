"""What Amplitude shows: users and how they became one, properties, sessions, revenue."""

from __future__ import annotations

from typing import Literal

import msgspec

from simulator.explorer.playing import Play, Player
from simulator.values import Value


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """A station on a device's line: the step at which it became part of a user, or of another one."""

    step: int
    line: int
    #: In milliseconds since 1970.
    at: int
    #: `identify “derek”`, `first event`, `track by userId only`.
    says: str
    #: The number of the user from here on.
    user: int
    #: Whether the user is known by a user id from here on.
    known: bool


class DeviceLine(msgspec.Struct, frozen=True, kw_only=True):
    """A device (or a user id without one) and its way to its user: a line of the graph."""

    #: `device 1`
    role: str
    #: The device id; empty for what came by user id only.
    value: str
    shown: str
    #: The key of the client, and the source, that sent its first event.
    client: str
    source: str
    stations: tuple[Joined, ...]
    events: int


class UserLine(msgspec.Struct, frozen=True, kw_only=True):
    """A user."""

    #: Amplitude's number of it.
    number: int
    #: `user 1`
    role: str
    #: The user id; empty for an unknown one.
    user_id: str
    devices: tuple[str, ...]
    events: int
    revenue: float


class Property(msgspec.Struct, frozen=True, kw_only=True):
    """A property of a user or a group, and what set it."""

    name: str
    value: Value
    #: What it was before, if it was anything.
    before: Value
    had_before: bool
    #: `$set`, `$setOnce`, `$add`, …; empty for one that came with the event.
    operation: str
    #: `the last one wins`, `0 + 1`
    says: str
    client: str
    step: int
    line: int
    at: int


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """A user or a group, with its properties."""

    #: `user 1 · derek`, `company · Initech`
    title: str
    kind: Literal["user", "group"]
    properties: tuple[Property, ...]


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A session as Amplitude shows it; identifies are not counted."""

    #: `session 1`, `out of session`, `no session`
    role: str
    client: str
    source: str
    began: int
    #: From the first to the last event, in milliseconds.
    length: int
    events: int
    #: `begun by Push Received`, `begun by coming back`
    says: str


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """Revenue that one event carries."""

    #: `Monopoly, 1 × 19`, `order o-1041`
    says: str
    amount: float
    event: int
    client: str
    step: int


class Revenue(msgspec.Struct, frozen=True, kw_only=True):
    """Revenue in total and per product."""

    total: float
    products: tuple[Product, ...]
    #: What else there is to say: `Track Revenue Per Product is off`.
    sentences: tuple[str, ...]


class WhyUsers(msgspec.Struct, frozen=True, kw_only=True):
    """Why there is more than one user."""

    title: str
    says: str
    #: `"anonymousId": "anon-7f3c"`, the value that decided.
    decided_by: str
    #: What would join them.
    would_join: str
    rules: tuple[str, ...]
    step: int


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One Amplitude after a step."""

    #: The keys of the clients that report to it.
    clients: tuple[str, ...]
    #: `2 of 3 devices have become one user`
    says: str
    devices: tuple[DeviceLine, ...]
    users: tuple[UserLine, ...]
    why_users: tuple[WhyUsers, ...]
    owners: tuple[Owner, ...]
    sessions: tuple[Session, ...]
    revenue: Revenue


def shown(player: Player, play: Play, *, step: int | None = None) -> tuple[Shown, ...]:
    """Return what Amplitude shows after a step: one for each client, or one for all where they share it."""
    raise NotImplementedError
