"""“Expect this”: what is seen, as Then lines of the vocabulary that hold."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from simulator.explorer.drafts import Draft
from simulator.explorer.playing import Play, Player

What = Literal["sessions", "exactly", "users", "revenue", "properties", "commands", "nothing"]
"""`sessions`: which session each event is in; `exactly`: these events in this order; `nothing`: no events."""

ON_AT_FIRST: Final[tuple[What, ...]] = ("sessions", "users")


class Expectable(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be expected."""

    what: What
    #: `Which session each event is in`
    label: str
    #: `Amplitude sees 1 user.`
    help: str
    #: Whether there is anything to expect.
    available: bool


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """Lines that hold on some clients."""

    #: The keys of the clients.
    clients: tuple[str, ...]
    #: As `editing.add_lines` takes them.
    lines: tuple[str, ...]
    #: Whether they go into a scenario of their own, because other clients differ.
    own_scenario: bool


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What `expect` would add."""

    parts: tuple[Expected, ...]
    #: `iOS and Android differ from web: each gets a scenario of its own.`; empty if nothing is to be said.
    says: str
    #: The draft with the lines.
    draft: Draft
    #: Whether it passes `devicemode conform` as it is.
    passes: bool
    #: How many lines would be added.
    added: int


def expectable(player: Player, play: Play, *, step: int | None = None) -> tuple[Expectable, ...]:
    """Return what can be expected after a step."""
    raise NotImplementedError


def expect(
    player: Player, play: Play, what: tuple[What, ...], *, clients: tuple[str, ...] = (), step: int | None = None
) -> Offer:
    """Write what is seen on some clients (all by default) after a step as Then lines, and check that they hold."""
    raise NotImplementedError


def expect_event(player: Player, play: Play, client: str, number: int) -> Offer:
    """Write one event as Then lines: `Amplitude receives these events`."""
    raise NotImplementedError
