"""Facts about events: ids by their roles, and differences between clients, in a few words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, Literal

import msgspec

from simulator.conformance.judging.matching import ABSENT
from simulator.explorer.playing import PlayedEvent, Track
from simulator.values import JSONObject, Value, iso_date
from simulator.wire.events import GROUP_IDENTIFY, IDENTIFY, REVENUE, SESSION_END, SESSION_START

Mark = Literal["track", "identify", "group", "revenue", "session_start", "session_end", "out_of_session"]
"""The kind of an event, by which its mark is chosen."""

_MARKS: Final[Mapping[str, Mark]] = {
    IDENTIFY: "identify",
    GROUP_IDENTIFY: "group",
    REVENUE: "revenue",
    SESSION_START: "session_start",
    SESSION_END: "session_end",
}


def mark_of(event: JSONObject) -> Mark:
    """Return the kind of an event."""
    named = _MARKS.get(event["event_type"])
    return named or ("out_of_session" if event.get("session_id") == -1 else "track")


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A short text in a cell or in a column's head."""

    #: `session 2 begins`, `revenue 19`, `user 1 = derek`, without ≠.
    text: str
    #: Whether it differs from the other clients.
    differs: bool = False
    #: The dotted path into the event that it is about; empty for none.
    path: str = ""


class PathDifference(msgspec.Struct, frozen=True, kw_only=True):
    """A place in an event where it differs from most of its row."""

    path: str
    #: Written for people; ids by their roles, `absent` for nothing.
    value: str
    #: The value in most of the row, or in the first client that has the event.
    other: str


class Seen(msgspec.Struct, frozen=True):
    """An event with its ids by their roles, which are numbered within its track."""

    played: PlayedEvent
    #: `user 1`; empty for none.
    user: str
    device: str
    #: `session 2`, `out of session`; empty for an event that says nothing of sessions.
    session: str
    #: Whether its user and its session are other than those of the event before.
    new_user: bool
    new_session: bool


class Roles:
    """Numbers ids in the order in which they come: `user 1`, `device 2`, `session 1`."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, Value], str] = {}
        self._counts: Counter[str] = Counter()

    def name(self, kind: str, value: Value) -> str:
        """Return the role of an id; empty for none."""
        if value is None or value == "":
            return ""
        if kind == "session" and value == -1:
            return "out of session"
        known = self._ids.get((kind, value))
        if known is None:
            self._counts[kind] += 1
            known = self._ids[kind, value] = f"{kind} {self._counts[kind]}"
        return known

    def values(self) -> dict[Value, str]:
        """Return the role of each id that has one."""
        return {value: role for (_, value), role in self._ids.items()}


def seen_of(track: Track, step: int | None = None, roles: Roles | None = None) -> list[Seen]:
    """Return the events of a track up to a step with their ids by role."""
    roles = roles or Roles()
    found: list[Seen] = []
    user, session = "", ""
    for played in track.events(step):
        event = played.event
        now = roles.name("session", event.get("session_id"))
        who = roles.name("user", event.get("user_id"))
        device = roles.name("device", event.get("device_id"))
        found.append(Seen(played, who, device, now, who != user, now != session and now != "out of session"))
        user, session = who, session if now == "out of session" else now
    return found


_RANDOM: Final = ("uuid", "insert_id", "library")
NUMBERING: Final = ("event_id", "sequence_number")
"""Fields that differ as soon as one more event came before."""
EVERYWHERE: Final = ("event_properties", "user_properties", "groups", "group_properties")
"""The fields that can be compared between platforms, besides ids and revenue."""


def leaves(value: Value, path: str = "") -> Iterator[tuple[str, Value]]:
    """Return each value inside objects with its dotted path; a list is a value."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    else:
        yield path, value


def compared(seen: Seen, *, one_platform: bool, numbering: bool) -> dict[str, Value]:
    """Return an event's fields for the comparison: paths to values, ids by their roles."""
    event = seen.played.event
    found: dict[str, Value] = {}
    if one_platform:
        left_out = _RANDOM if numbering else (*_RANDOM, *NUMBERING)
        for name, value in event.items():
            if name not in left_out:
                found.update(leaves(value, name))
        found.pop("api_properties.ios_idfa", None)
    else:
        for name in EVERYWHERE:
            if event.get(name):
                found.update((path, value) for path, value in leaves(event[name], name) if value is not None)
    for name, role in (("user_id", seen.user), ("device_id", seen.device), ("session_id", seen.session)):
        found.pop(name, None)
        if role:
            found[name] = role
    if seen.played.revenue:
        found["revenue"] = seen.played.revenue
    return found


def apart(sides: Sequence[Mapping[str, Value]], ignored: Sequence[frozenset[str]]) -> list[list[Apart]]:
    """Return for each side the places where it differs from most: path, its value, the others'.

    Where more than half of the sides have a value, the others differ. Else all that have the path differ, but for ids:
    the first is compared with the others. `ignored` has the paths of each side that are left out.
    """
    found: list[list[Apart]] = [[] for _ in sides]
    if all(_same_side(side, sides[0]) for side in sides):
        return found
    for path in dict.fromkeys(path for side in sides for path in side):
        about = [at for at in range(len(sides)) if path not in ignored[at]]
        values = [sides[at].get(path, ABSENT) for at in about]
        if all(_alike(value, values[0]) for value in values):
            continue
        most, many = _most(values)
        if many * 2 <= len(sides):
            missing = path in IDS and any(value is ABSENT for value in values)
            most = next(value for value in values if value is not ABSENT) if missing else ABSENT
        for at, value in zip(about, values, strict=True):
            if not _alike(value, most):
                other = most if most is not ABSENT else next(one for one in values if not _alike(one, value))
                found[at].append((path, value, other))
    return found


IDS: Final = ("session_id", "user_id", "device_id")

Apart = tuple[str, Value, Value]
"""A path, the value there, and what the others have there."""


def _same_side(one: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Tell whether two sides are the same; to Python, true is 1."""
    return one is other or (
        one == other
        and all((value is True or value is False) == isinstance(other[path], bool) for path, value in one.items())
    )


def _alike(one: Value, other: Value) -> bool:
    return one is other or (type(one) is type(other) and one == other) or _same_number(one, other)


def _same_number(one: Value, other: Value) -> bool:
    return type(one) in (int, float) and type(other) in (int, float) and bool(one == other)


def _most(values: Sequence[Value]) -> tuple[Value, int]:
    """Return the most frequent value, and its number."""
    counts = [(sum(_alike(value, other) for other in values), value) for value in values]
    many, most = max(counts, key=lambda one: one[0])
    return most, many


LONGEST_VALUE: Final = 28


def short(value: Value, longest: int = LONGEST_VALUE) -> str:
    """Write a value in a few characters."""
    if value is ABSENT:
        return "absent"
    if isinstance(value, str):
        text = value[: longest + 1]
    elif isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        text = str(int(value))
    else:
        text = msgspec.json.encode(value).decode()
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def words(path: str, value: Value, *, begins: bool = False) -> str:
    """Describe an event's value at a path in at most four words: `session 2 begins`, `2 products`, `no user`."""
    if path in IDS:
        kind = path.removesuffix("_id")
        if value is ABSENT:
            return f"no {kind}"
        return f"{value} begins" if begins and path == "session_id" and value != "out of session" else str(value)
    name = path.rpartition(".")[2]
    if value is ABSENT:
        return f"no {name}"
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return f"{len(value)} {name}"
    return f"{name} {short(value)}"


def clock_text(at: int) -> str:
    """Write a moment as a clock shows it: `12:42:20`."""
    return iso_date(at)[11:19]


def day_text(at: int) -> str:
    """Write the day of a moment as people do: `18 Sep`."""
    date = datetime.fromtimestamp(at / 1000, UTC)
    return f"{date.day} {date:%b}"
