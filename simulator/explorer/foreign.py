"""Foreign tracks: events that a real SDK or a port sent, assigned to a scenario's steps by those of the reference."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.backend.ingestion.editions import revenue_of
from simulator.backend.ingestion.events import event_of
from simulator.backend.ingestion.project import identity_of
from simulator.explorer.alignment import matched
from simulator.explorer.clients import Client
from simulator.explorer.facts import EVERYWHERE
from simulator.explorer.playing import Moment, PlayedEvent, Track
from simulator.values import JSONObject


def foreign_track(client: Client, title: str, events: Sequence[JSONObject], reference: Track) -> Track:
    """Return a track with events that came from elsewhere, each at the step at which the reference has one like it.

    An event without a counterpart goes to the step of the one before it. Times are the reference's, so that both are on
    one axis; the events keep their own.
    """
    steps = steps_of(events, reference)
    moments = []
    count = 0
    for moment in reference.moments:
        here = [event for event, step in zip(events, steps, strict=True) if step == moment.step]
        played = tuple(
            _played(event, number=number, step=moment.step, at=moment.ended, source=title)
            for number, event in enumerate(here, count + 1)
        )
        count += len(here)
        moments.append(Moment(step=moment.step, began=moment.began, ended=moment.ended, events=played))
    return Track(client=client, title=title, platform=client.platform, source="", moments=tuple(moments))


def steps_of(events: Sequence[JSONObject], reference: Track) -> list[int]:
    """Return the step of each event."""
    own = reference.events()
    names = [str(event["event_type"]) for event in events]

    def alike(index: int, at: int) -> bool:
        return all((own[index].event.get(name) or {}) == (events[at].get(name) or {}) for name in EVERYWHERE)

    pairs = {at: own[index].step for index, at in matched([one.name for one in own], names, alike)}
    first = next((moment.step for moment in reference.moments if moment.events), len(reference.moments))
    steps: list[int] = []
    for at in range(len(events)):
        steps.append(pairs.get(at, steps[-1] if steps else min([*pairs.values(), first])))
    return steps


def _played(event: JSONObject, *, number: int, step: int, at: int, source: str) -> PlayedEvent:
    plain = {name: value for name, value in event.items() if name != "amplitude"}
    return PlayedEvent(
        number=number,
        step=step,
        at=at,
        source=source,
        event=plain,
        because=(),
        revenue=revenue_of(event_of(plain)),
        identity=identity_of(plain) or "",
    )


def at_moments(client: Client, title: str, events: Sequence[tuple[int, JSONObject]], instants: Sequence[int]) -> Track:
    """Return a track with events at the instants at which they came; each instant is a step."""
    moments: list[Moment] = []
    count = 0
    for step, at in enumerate(instants, 1):
        here = [event for time, event in events if time == at]
        played = tuple(
            _played(event, number=number, step=step, at=at, source=title)
            for number, event in enumerate(here, count + 1)
        )
        count += len(here)
        began = instants[step - 2] if step > 1 else at
        moments.append(Moment(step=step, began=began, ended=at, events=played))
    return Track(client=client, title=title, platform=client.platform, source="", moments=tuple(moments))
