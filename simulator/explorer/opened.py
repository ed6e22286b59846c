"""An event that is looked at: its ids by role, its JSON line by line, and the other clients' parts in its row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from simulator.conformance.judging.matching import ABSENT, look_up, same
from simulator.explorer.columns import Cell, Mark, Row, Table, clock_text, table
from simulator.explorer.facts import EVERYWHERE, Roles, mark_of, seen_of
from simulator.explorer.playing import Arrival, Play, Player
from simulator.values import JSONObject, Value

LONGEST_LINE: Final = 4096
"""Characters of a value that are shown."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of an event's JSON."""

    #: With its indentation of two spaces a level; long texts are cut at `LONGEST_LINE`.
    text: str
    #: The dotted path of its value.
    path: str
    #: `user 1`, `session 2`; empty for none.
    role: str = ""
    #: Whether it differs from the event that it is compared with.
    differs: bool = False
    #: The number of characters that were left out.
    cut: int = 0


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """An id by its role."""

    #: `user 1`, `device 1`, `session 2`; `no user`, `out of session` for none.
    role: str
    #: The whole value; empty for none.
    value: str
    #: As it is shown: whole up to 16 characters, else the first 6 … last 4; a session by its start.
    shown: str


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """A client's part in the row of the opened event."""

    client: str
    title: str
    #: `revenue 19`, `sent`, `not sent`.
    says: str
    #: The number of its event; 0 for none.
    event: int


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """An event that is looked at."""

    client: str
    title: str
    name: str
    mark: Mark
    number: int
    #: The number of events on the client.
    of: int
    step: int
    line: int
    #: The time at which it was logged, in milliseconds since 1970.
    at: int
    user: Identity
    device: Identity
    session: Identity
    #: Whether Amplitude has it.
    arrival: Arrival
    beside: tuple[Beside, ...]
    #: The whole event.
    event: JSONObject
    lines: tuple[Line, ...]
    #: The title of the client that the lines are compared with; empty for none.
    against: str


def opened(
    player: Player, play: Play, client: str, number: int, *, step: int | None = None, grid: Table | None = None
) -> Opened:
    """Return an event of a client to look at; raises `LookupError` if there is none.

    `grid` is the table after the step, if it is known.
    """
    last = play.steps if step is None else min(step, play.steps)
    track = play.track(client)
    played = track.event(number)
    grid = grid or table(player, play, step=last)
    row = row_of(grid, client, number)
    roles = Roles()
    seen = seen_of(track, max(last, played.step), roles)[number - 1]
    other = _neighbour(row, client)
    held = play.track(other.client).event(other.event).event if other else None
    event = played.event
    return Opened(
        client=client,
        title=track.title,
        name=played.name,
        mark=mark_of(event),
        number=number,
        of=len(track.events(last)),
        step=played.step,
        line=play.script.steps[play.played[played.step - 1]].line,
        at=played.at,
        user=identity("user", seen.user, event.get("user_id")),
        device=identity("device", seen.device, event.get("device_id")),
        session=identity("session", seen.session, event.get("session_id")),
        arrival=player.arrival(play, track, played, last),
        beside=tuple(_beside(play, cell) for cell in row.cells) if row else (),
        event=event,
        lines=lines_of(
            event,
            roles=roles.values(),
            against=held,
            everything=other is not None and play.track(other.client).platform == track.platform,
        ),
        against=play.track(other.client).title if other else "",
    )


def row_of(grid: Table, client: str, number: int) -> Row | None:
    """Return the row of an event."""
    for step in grid.steps:
        for row in step.rows:
            if any(cell.client == client and cell.event == number for cell in row.cells):
                return row
    return None


def _neighbour(row: Row | None, client: str) -> Cell | None:
    """Return the cell that an event is compared with: the first other one in which nothing differs, else any."""
    others = [cell for cell in row.cells if cell.event and cell.client != client] if row else []
    return next((cell for cell in others if not cell.differences), others[0] if others else None)


def _beside(play: Play, cell: Cell) -> Beside:
    facts = sorted(cell.facts, key=lambda fact: not fact.differs)
    says = (facts[0].text if facts else "sent") if cell.event else "refused" if cell.kind == "refused" else "not sent"
    return Beside(client=cell.client, title=play.track(cell.client).title, says=says, event=cell.event)


def identity(kind: str, role: str, value: Value) -> Identity:
    """Return an id by its role."""
    if not role:
        return Identity(role=f"no {kind}", value="", shown="")
    if kind == "session":
        return Identity(
            role=role, value=str(value), shown=clock_text(value) if isinstance(value, int) and value > 0 else ""
        )
    return Identity(role=role, value=str(value), shown=shortened(str(value)))


def shortened(value: str) -> str:
    """Shorten an id: whole up to 16 characters, else the first 6 and the last 4."""
    return value if len(value) <= 16 else f"{value[:6]}…{value[-4:]}"


def lines_of(
    event: JSONObject, *, roles: Mapping[Value, str], against: JSONObject | None, everything: bool = False
) -> tuple[Line, ...]:
    """Return an event's JSON line by line, compared with another event.

    `everything` compares all fields, as for two clients of one platform; else only those that all platforms have.
    """
    written = [*_written(event, "", 0)]
    if against is None:
        return tuple(_line(text, path, value, roles, differs=False) for text, path, value in written)
    lines = []
    for text, path, value in written:
        compared = everything or path.partition(".")[0] in EVERYWHERE
        differs = (
            compared and value is not ABSENT and path not in _OF_ITS_OWN and not same(value, look_up(against, path))
        )
        lines.append(_line(text, path, value, roles, differs=differs))
    return tuple(lines)


_IDS: Final = ("user_id", "device_id", "session_id")
_OF_ITS_OWN: Final = ("uuid", "insert_id", "library.name", "library.version", *_IDS)
"""Paths that always differ, or that are compared by their roles."""


def _written(value: Value, path: str, depth: int, key: str = "", end: str = "") -> Iterator[tuple[str, str, Value]]:
    """Return the lines of a value: text, path and the value on it, `ABSENT` where a container opens or closes."""
    indent = "  " * depth
    begins = f"{indent}{_text(key)}: " if key else indent
    inside = _inside(value)
    if not inside:
        yield begins + _text(value) + end, path, value
        return
    opens, closes = "{}" if isinstance(value, dict) else "[]"
    yield f"{begins}{opens}", path, ABSENT
    for at, (name, item) in enumerate(inside, 1):
        place = f"{path}.{name}" if path else name
        comma = "" if at == len(inside) else ","
        yield from _written(item, place, depth + 1, name if isinstance(value, dict) else "", comma)
    yield f"{indent}{closes}{end}", path, ABSENT


def _inside(value: Value) -> list[tuple[str, Value]]:
    """Return the lines inside a container that is written on several lines; a list of plain values stays on one."""
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        return [(str(at), item) for at, item in enumerate(value)]
    return []


def _line(text: str, path: str, value: Value, roles: Mapping[Value, str], *, differs: bool) -> Line:
    role = roles.get(value, "") if path in _IDS and isinstance(value, str | int) else ""
    cut = max(len(text) - LONGEST_LINE, 0)
    shown = f"{text[:LONGEST_LINE]}…" if cut else text
    return Line(text=shown, path=path, role=role, differs=differs, cut=cut)


def _text(value: Value) -> str:
    return msgspec.json.encode(value).decode()
