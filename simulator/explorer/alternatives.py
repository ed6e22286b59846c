"""Alternatives: a client played again with one thing changed, to see what it would have sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from simulator.conformance.language.writing import Lines
from simulator.documentation.settings import Setting, effective
from simulator.errors import DevicemodeError
from simulator.explorer import editing
from simulator.explorer.clients import Client
from simulator.explorer.drafts import Draft
from simulator.explorer.notes import value_of
from simulator.explorer.playing import Moment, Play, Player, Track
from simulator.values import Value
from simulator.wire.events import SESSION_END, SESSION_START


class Alternatives:
    """One client of a play up to a step, which can be played with one thing changed."""

    def __init__(self, play: Play, track: Track, step: int) -> None:
        self._play = play
        self._track = track
        self._step = step
        # What is tried is not to push out what the page remembers.
        self._player = Player(remember=1)

    def with_client(self, client: Client) -> tuple[Moment, ...]:
        """Return the moments up to the step with the client changed."""
        return self._moments(self._draft(client), self._step)

    def with_step(self, lines: Lines) -> tuple[Moment, ...]:
        """Return the moments up to the step with another step before it."""
        draft = editing.add_lines(self._draft(self._track.client), lines, after=self._play.played[self._step - 1])
        return self._moments(draft, self._step + 1)

    def with_step_after(self, lines: Lines) -> tuple[Moment, ...]:
        """Return the moments up to a step that comes after the step."""
        draft = editing.add_lines(self._draft(self._track.client), lines, after=self._play.played[self._step - 1] + 1)
        return self._moments(draft, self._step + 1)

    def settings(self, names: Sequence[str] = ()) -> Iterator[tuple[Setting, Value, tuple[Moment, ...]]]:
        """Return for each switch that has an effect on the client what it sends with that switched; `names` of all."""
        for setting in effective(self._track.platform):
            if names and setting.names[0] not in names:
                continue
            value = value_of(setting, self._play, self._track)
            if setting.kind != "flag":
                continue
            changed = self._track.client.settings | {setting.names[0]: "off" if value else "on"}
            client = msgspec.structs.replace(self._track.client, settings=changed)
            yield setting, not value, self.with_client(client)

    def _draft(self, client: Client) -> Draft:
        draft = self._play.draft
        clients = tuple(client if one.key == client.key else one for one in draft.clients)
        clients = clients if client in clients else (*clients, client)
        if not self._play.shared:
            clients = (client,)
        return msgspec.structs.replace(draft, clients=clients)

    def _moments(self, draft: Draft, step: int) -> tuple[Moment, ...]:
        try:
            play = self._player.play(draft, until=step)
            return play.track(self._track.client.key).moments if play else ()
        except (DevicemodeError, LookupError):
            return ()


def sends(moments: Sequence[Moment], name: str, *, first: int = 1) -> bool:
    """Tell whether an event of a type was sent from a step on; with an empty name, any but those of sessions."""
    names = [one.name for moment in moments[first - 1 :] for one in moment.events]
    return name in names if name else any(one not in (SESSION_START, SESSION_END) for one in names)
