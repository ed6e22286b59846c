"""Alternatives: a client played again with one thing changed, to see what it would have sent.

They are the explorer's `Trial`s: `conformance/running/silence.py` asks them what keeps an event back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from simulator.conformance.language.actions import MakeCall
from simulator.conformance.language.writing import Lines
from simulator.conformance.running.silence import Came, Made
from simulator.documentation.platforms import Platform
from simulator.documentation.rules import Because
from simulator.documentation.settings import Setting
from simulator.errors import DevicemodeError
from simulator.explorer import editing
from simulator.explorer.clients import Client, dialect_of, with_switched
from simulator.explorer.drafts import Draft
from simulator.explorer.notes import value_of
from simulator.explorer.playing import Moment, Play, Player, Track
from simulator.values import Value


class Alternatives:
    """One client of a play up to a step, which can be played with one thing changed."""

    def __init__(self, play: Play, track: Track, step: int) -> None:
        self._play = play
        self._track = track
        self._step = step
        # Trials must not push out what the page remembers.
        self._player = Player(remember=1)

    @property
    def platform(self) -> Platform:
        """The client's platform."""
        return self._track.platform

    @property
    def divergences(self) -> Iterable[str]:
        """The divergences that the client has."""
        return dialect_of(self._track.client).divergences

    @property
    def call(self) -> MakeCall | None:
        """The call that the step makes, if it makes one."""
        step = self._play.script.steps[self._play.played[self._step - 1]].step
        return step if isinstance(step, MakeCall) else None

    @property
    def because(self) -> Because:
        """The rules behind what the step did."""
        moment = self._track.moments[self._step - 1]
        made = (*(one.because for one in moment.commands), *(one.because for one in moment.events))
        return tuple(dict.fromkeys(rule for because in made for rule in because))

    def value(self, setting: Setting) -> Value:
        """Return the client's value of a setting."""
        return value_of(setting, self._play, self._track)

    def switched(self, setting: Setting, value: Value) -> Came:
        """Return the events of the step with a setting switched."""
        changed = self._track.client.settings | {setting.names[0]: "on" if value else "off"}
        return self._came(self.with_client(msgspec.structs.replace(self._track.client, settings=changed)))

    def documented(self) -> Came:
        """Return the events of the step on the documented client."""
        client = msgspec.structs.replace(self._track.client, dialect="documented", switched=())
        return self._came(self.with_client(client))

    def without(self, name: str) -> Came:
        """Return the events of the step without one of the client's divergences."""
        return self._came(self.with_client(with_switched(self._track.client, name)))

    def after(self, line: str) -> Came:
        """Return the events of the step and of another one before it."""
        return self._with_step((line,), place=0)

    def followed_by(self, lines: Lines) -> Came:
        """Return the events of the step and of another one after it."""
        return self._with_step(lines, place=1)

    def elsewhere(self) -> Iterator[tuple[Platform, Came]]:
        """Return the events of the step on the other clients."""
        for track in self._play.tracks:
            if track is not self._track:
                yield track.platform, self._came(track.moments[: self._step])

    def _came(self, moments: Sequence[Moment]) -> Came:
        return [Made(one.name, one.because) for moment in moments[self._step - 1 :] for one in moment.events]

    def with_client(self, client: Client) -> tuple[Moment, ...]:
        """Return the moments up to the step with the client changed."""
        return self._moments(self._draft(client), self._step)

    def _with_step(self, lines: Lines, *, place: int) -> Came:
        at = self._play.played[self._step - 1] + place
        return self._came(
            self._moments(editing.add_lines(self._draft(self._track.client), lines, after=at), self._step + 1)
        )

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
