"""The reasons for an event's values: the value or setting that decided, and the rule."""

from __future__ import annotations

import msgspec

from simulator.explorer.columns import Cell, Table, table
from simulator.explorer.explaining import Explained, explained
from simulator.explorer.notes import Decision, RuleNote, note
from simulator.explorer.opened import row_of
from simulator.explorer.playing import Play, Player
from simulator.explorer.why_not import Remedy, Stage, StageName, WhyNot, why_not

__all__ = [
    "Apart",
    "Decision",
    "Explained",
    "Remedy",
    "RuleNote",
    "Stage",
    "StageName",
    "Why",
    "WhyNot",
    "explained",
    "why",
    "why_not",
]


class Apart(msgspec.Struct, frozen=True, kw_only=True):
    """The differences of two neighbouring events, and the rules that only one of them has."""

    #: `Web: revenue 19. Why?`
    title: str
    #: The key of the client that differs, and the title of the one that it is compared with.
    client: str
    neighbour: str
    notes: tuple[RuleNote, ...]


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """The reasons for an event's values; those that set it apart come first."""

    apart: Apart | None
    #: Grouped by subject, in the order in which the model applied them.
    notes: tuple[RuleNote, ...]


def why(player: Player, play: Play, client: str, number: int, *, grid: Table | None = None) -> Why:
    """Explain an event of a client; raises `LookupError` if there is none. `grid` is the play's table, if known."""
    track = play.track(client)
    played = track.event(number)
    notes = [note(rule, play, track, played.step) for rule in dict.fromkeys(played.because)]
    order = list(dict.fromkeys(one.subject for one in notes))
    return Why(
        apart=_apart(play, grid or table(player, play), client, number),
        notes=tuple(sorted(notes, key=lambda one: order.index(one.subject))),
    )


def _apart(play: Play, grid: Table, client: str, number: int) -> Apart | None:
    """Return the event of the row that differs: the one asked about, else the first other one."""
    row = row_of(grid, client, number)
    if row is None:
        return None
    events = [cell for cell in row.cells if cell.event]
    own = next(cell for cell in events if cell.client == client)
    differing = next((cell for cell in (own, *events) if _is_apart(cell)), None)
    if differing is None:
        return None
    others = [cell for cell in events if cell.client != differing.client]
    against = (
        own
        if differing is not own
        else next((one for one in others if not _is_apart(one)), None) or next(iter(others), None)
    )
    if against is None:
        return None
    here, there = play.track(differing.client), play.track(against.client)
    known = set(there.event(against.event).because)
    because = here.event(differing.event)
    rules = [rule for rule in dict.fromkeys(because.because) if rule not in known]
    fact = next(fact for fact in differing.facts if fact.differs)
    notes = [note(rule, play, here, because.step) for rule in rules]
    return Apart(
        title=f"{here.title}: {fact.text}. Why?",
        client=differing.client,
        neighbour=there.title,
        notes=tuple(sorted(notes, key=lambda one: one.subject != _subject_of(fact.path))),
    )


def _is_apart(cell: Cell) -> bool:
    return any(fact.differs for fact in cell.facts)


_SUBJECTS = {"session_id": "Session", "user_id": "User", "device_id": "Device id", "revenue": "Revenue"}


def _subject_of(path: str) -> str:
    return _SUBJECTS.get(path, "")
