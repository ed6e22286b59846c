"""Cells of the grid: an event on one client, beside the same event on others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

from simulator.conformance.language.actions import AddSource
from simulator.conformance.language.phrases import Step
from simulator.documentation import settings as settings_module
from simulator.errors import DevicemodeError
from simulator.explorer.facts import (
    IDS,
    NUMBERING,
    Apart,
    Fact,
    PathDifference,
    Seen,
    clock_text,
    mark_of,
    short,
    words,
)
from simulator.explorer.grid import Cell
from simulator.explorer.playing import Moment, Track
from simulator.explorer.stage import without_effect
from simulator.values import JSONObject, Value
from simulator.wire.events import SESSION_START

Siblings = dict[str, list[JSONObject]]
"""The properties of the events of each name that one step caused on one client."""


class Here(msgspec.Struct, frozen=True, kw_only=True):
    """The events that one step caused on one client, in the form in which they are compared."""

    track: Track
    moment: Moment
    seen: list[Seen]
    #: Each event's fields for the comparison.
    sides: list[dict[str, Value]]
    siblings: Siblings
    #: Paths that are the same on all of its events.
    ignored: frozenset[str]


def without_numbering(side: dict[str, Value]) -> dict[str, Value]:
    """Return an event's fields for the comparison without those that count events."""
    return {path: value for path, value in side.items() if path not in NUMBERING}


_MOST_FACTS: Final = 2


def event_cell(here: Here, seen: Seen, found: list[Apart], rules: tuple[str, ...]) -> Cell:
    """Return the cell of an event, from its differences and the rules that set it apart."""
    differing = _differing(found, begins=seen.new_session)
    told = {fact.path for fact in differing}
    news = _news(seen, here.siblings, dated=here.track.cast is not None)
    facts = (*differing, *(fact for fact in news if fact.path not in told))
    return Cell(
        client=here.track.client.key,
        kind="event",
        event=seen.played.number,
        mark=mark_of(seen.played.event),
        facts=facts,
        differences=tuple(
            PathDifference(path=path, value=short(value, 200), other=short(other, 200)) for path, value, other in found
        ),
        rules_apart=rules,
    )


def _differing(found: list[Apart], *, begins: bool) -> list[Fact]:
    """Return the most important differences in words: those in ids and revenue; if there are none, the first others."""
    outer = sorted((one for one in found if one[0] in _OUTER), key=lambda one: _OUTER.index(one[0]))
    chosen = outer or found[:_MOST_FACTS]
    facts = [Fact(text=words(path, value, begins=begins), differs=True, path=path) for path, value, _ in chosen]
    left = 0 if outer else len(found) - len(chosen)
    return [*facts, Fact(text=f"{left} more", differs=True)] if left else facts


_OUTER: Final = (*IDS, "revenue")


def _news(seen: Seen, siblings: Siblings, *, dated: bool) -> list[Fact]:
    """Return the news of an event against the one before it, without comparing it with other clients."""
    played = seen.played
    facts = []
    stamp = played.event.get("timestamp", played.event.get("time"))
    if dated and isinstance(stamp, int) and stamp != played.at:
        facts.append(Fact(text=f"dated {clock_text(stamp)}", path="timestamp"))
    if seen.new_session or (seen.session == "out of session"):
        facts.append(Fact(text=seen.session or "no session", path="session_id"))
    if seen.new_user:
        who = f"{seen.user} = {short(played.event.get('user_id'))}" if seen.user else "no user"
        facts.append(Fact(text=who, path="user_id"))
    if played.revenue:
        facts.append(Fact(text=f"revenue {short(played.revenue)}", path="revenue"))
    apart_by = _told_apart(seen, siblings)
    if apart_by:
        facts.append(apart_by)
    return facts


_MOST_SIBLINGS: Final = 20


def _told_apart(seen: Seen, siblings: Siblings) -> Fact | None:
    """Return the property by which an event is told from others of its name in the same step: `Monopoly`."""
    name = seen.played.name
    alike = siblings[name]
    if not 1 < len(alike) <= _MOST_SIBLINGS or name == SESSION_START:
        return None
    own = seen.played.event.get("event_properties") or {}
    for key in ("name", "title", *own):
        value = own.get(key)
        if isinstance(value, str) and sum(one.get(key) == value for one in alike) == 1:
            return Fact(text=short(value), path=f"event_properties.{key}")
    return None


def rules_apart_of(because: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return for each event of a row the rules that set it apart: it has them and most lack them, or vice versa."""
    if all(one == because[0] for one in because):
        return [()] * len(because)
    counts = Counter(rule for one in because for rule in dict.fromkeys(one))
    most = {rule for rule, count in counts.items() if count * 2 > len(because)}
    return [tuple(rule for rule in counts if (rule in one) != (rule in most)) for one in because]


def applied(track: Track, step: Step | None) -> Cell:
    """Return the cell of a setup step: the number of its settings that have an effect on the client."""
    if not isinstance(step, AddSource) or not step.settings:
        return Cell(client=track.client.key, kind="empty")
    works = [name for name in step.settings if _works(name, track)]
    text = f"{len(works)} of {len(step.settings)} settings apply"
    return Cell(client=track.client.key, kind="empty", facts=(Fact(text=text),))


def _works(name: str, track: Track) -> bool:
    try:
        return not without_effect(settings_module.find(name), track.client)
    except DevicemodeError:
        return False
