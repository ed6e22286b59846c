"""“Expect this”: the events that are seen, as Then lines that hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Final, Literal

import msgspec

from simulator.backend.reading.view import View
from simulator.conformance.judging.matching import ABSENT, kind_of, role_in
from simulator.conformance.language.writing import (
    Lines,
    cell_text,
    fits_in_quotes,
    pairs_lines,
    quoted_text,
    table_lines,
)
from simulator.explorer import editing
from simulator.explorer.drafts import Draft
from simulator.explorer.facts import leaves
from simulator.explorer.playing import Play, Player, Track
from simulator.explorer.saving import feature_of, own_scenario
from simulator.values import JSONObject, Value

What = Literal["sessions", "exactly", "users", "revenue", "properties", "nothing"]
"""`sessions`: which session each event is in; `exactly`: these events in this order; `nothing`: no events."""

ON_AT_FIRST: Final[tuple[What, ...]] = ("sessions", "users")

_LABELS: Final[dict[What, str]] = {
    "sessions": "Which session each event is in",
    "exactly": "Exactly these events, in this order",
    "users": "How many users",
    "revenue": "The revenue",
    "properties": "User properties",
    "nothing": "That nothing comes",
}


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
    lines: Lines
    #: Whether they go into a scenario of their own, because other clients differ.
    own_scenario: bool


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """The Then steps that `expect` would add."""

    parts: tuple[Expected, ...]
    #: `iOS differs: it gets a scenario of its own.`; empty if nothing is to be said.
    says: str
    #: The draft with the lines.
    draft: Draft
    #: Whether it passes `devicemode conform`, and if not, why.
    passes: bool
    failing: tuple[str, ...]
    #: The number of lines that would be added.
    added: int


def expectable(player: Player, play: Play, *, step: int | None = None) -> tuple[Expectable, ...]:
    """Return the expectations that are possible after a step."""
    views = [player.view(play, track, step) for track in _amplitudes(play)]
    events = any(view.events for view in views)
    users = sorted({len(view.users) for view in views})
    revenue = sorted({_revenue_of(view) for view in views})
    properties = any(user.properties for view in views for user in view.users)
    helps: dict[What, tuple[str, bool]] = {
        "sessions": ("The events are in these sessions. Ids become roles.", events),
        "exactly": ("With event type, user and device by role.", events),
        "users": (f"Amplitude sees {_listed(users)} user{'' if users == [1] else 's'}.", bool(views)),
        "revenue": (
            "No revenue yet." if revenue in ([], [0]) else f"Amplitude counts {_listed(revenue)}.",
            revenue not in ([], [0]),
        ),
        "properties": ("What the users have now." if properties else "None set yet.", properties),
        "nothing": ("Amplitude receives no events.", bool(views) and not events),
    }
    return tuple(
        Expectable(what=what, label=label, help=helps[what][0], available=helps[what][1])
        for what, label in _LABELS.items()
    )


def _listed(numbers: Sequence[float]) -> str:
    return " or ".join(cell_text(int(one) if float(one).is_integer() else one) for one in numbers) or "0"


def _amplitudes(play: Play) -> tuple[Track, ...]:
    """Return a track for each Amplitude: one for all where they share it."""
    return play.tracks[:1] if play.shared else play.tracks


def expect(
    player: Player, play: Play, what: Sequence[What], *, clients: Sequence[str] = (), step: int | None = None
) -> Offer:
    """Write the observations on some clients (all by default) after a step as Then lines, and check that they hold."""
    last = play.steps if step is None else min(step, play.steps)
    chosen = [track for track in _amplitudes(play) if not clients or play.shared or track.client.key in clients]
    seen = [_seen(player, play, track, last, what) for track in chosen]
    everyone = len(chosen) == len(_amplitudes(play))
    common = [one for one in what if everyone and all(lines[one] == seen[0][one] for lines in seen)]
    written: dict[Lines, list[Track]] = {}
    for track, lines in zip(chosen, seen, strict=True):
        own = tuple(line for one in what if one not in common for line in lines[one])
        written.setdefault(own, []).append(track)
    shared = tuple(line for one in common for line in seen[0][one])
    return _offer(play, last, shared, {lines: tracks for lines, tracks in written.items() if lines}, chosen)


def _seen(player: Player, play: Play, track: Track, step: int, what: Sequence[What]) -> dict[What, Lines]:
    """Return the lines for each thing that is seen on a client."""
    view, roles = player.view(play, track, step), _Named(player.roles(play, track, step))
    return {one: tuple(_WRITERS[one](view, roles)) for one in what}


def expect_event(player: Player, play: Play, client: str, number: int) -> Offer:
    """Write one event as Then lines: `Amplitude receives these events`. Raises `LookupError` if there is none."""
    del player
    track = play.track(client)
    event = track.event(number).event
    cells: JSONObject = {"event_type": event["event_type"]}
    if isinstance(event.get("user_id"), str):
        cells["user_id"] = event["user_id"]
    for name in ("event_properties", "user_properties", "groups", "api_properties"):
        if name != "api_properties" or "special" in (event.get(name) or {}):
            cells.update(
                (path, value) for path, value in leaves(event.get(name) or {}, name) if path != name and _fits(value)
            )
    shown = dict(list(cells.items())[:_MOST_COLUMNS])
    lines = ("Amplitude receives these events", *table_lines([list(shown), [cell_text(one) for one in shown.values()]]))
    if len(_amplitudes(play)) == 1:
        return _offer(play, play.steps, lines, {}, [track])
    return _offer(play, play.steps, (), {lines: [track]}, [track])


_MOST_COLUMNS: Final = 6
_LONGEST_CELL: Final = 60


def _fits(value: Value) -> bool:
    return not isinstance(value, dict) and role_in(value) is None and len(cell_text(value)) <= _LONGEST_CELL


def _offer(play: Play, step: int, shared: Lines, own: dict[Lines, list[Track]], tracks: Sequence[Track]) -> Offer:
    """Put shared lines into the scenario, and those of some clients into a scenario of their own for each."""
    draft, after = editing.with_row_apart(play.draft), play.played[step - 1] + 1 if step else 0
    script = draft.script or play.script
    for lines, clients in own.items():
        draft = own_scenario(draft, script, [track.client for track in clients], lines, after)
    if own and not draft.scenario:
        draft = msgspec.structs.replace(draft, scenario=script.key)
    draft = editing.add_lines(draft, shared, after=after) if shared else draft
    feature = feature_of(draft)
    parts = (
        [Expected(clients=tuple(one.client.key for one in tracks), lines=shared, own_scenario=False)] if shared else []
    )
    parts += [
        Expected(clients=tuple(one.client.key for one in clients), lines=lines, own_scenario=True)
        for lines, clients in own.items()
    ]
    return Offer(
        parts=tuple(parts),
        says=_says([[track.title for track in clients] for clients in own.values()]),
        draft=draft,
        passes=feature.passes,
        failing=tuple(f"{one.scenario}, line {one.line}: {one.says}" for one in feature.failing),
        added=draft.text.count("\n") - play.draft.text.count("\n"),
    )


def _says(groups: Sequence[Sequence[str]]) -> str:
    """Say which clients get a scenario of their own."""
    if not groups:
        return ""
    first, *others = [f"{listed_names(titles)} {'gets' if len(titles) == 1 else 'get'}" for titles in groups]
    own = "its own" if len(groups[0]) == 1 else "their own"
    return f"{'; '.join([f'{first} a scenario of {own}', *(f'{one} another one' for one in others)])}."


def listed_names(titles: Sequence[str]) -> str:
    """Join names: `Web, iOS and Android`."""
    return titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} and {titles[-1]}"


def _sessions(view: View, roles: _Named) -> list[str]:
    rows = [
        [cell_text(event["event_type"]), roles.session(event.get("session_id", ABSENT))]
        for event in view.events
        if not event["event_type"].startswith("$")
    ]
    if not rows:
        return []
    return ["the events are in these sessions", *table_lines([["event_type", "session_id"], *rows])]


def _exactly(view: View, roles: _Named) -> list[str]:
    if not view.events:
        return _nothing(view, roles)
    users = all(isinstance(event.get("user_id"), str) for event in view.events)
    rows = [
        [
            cell_text(event["event_type"]),
            *([cell_text(event["user_id"])] if users else []),
            roles.device(event.get("device_id", ABSENT)),
        ]
        for event in view.events
    ]
    header = ["event_type", *(["user_id"] if users else []), "device_id"]
    return ["Amplitude receives exactly these events", *table_lines([header, *rows])]


class _Named:
    """Writes ids as roles, numbered in the order in which they come: `<session 1>`, `<device id>`, `<device id 2>`.

    `known` has the roles that have values already.
    """

    def __init__(self, known: Mapping[str, Value]) -> None:
        self._roles = dict(known)

    def session(self, value: Value) -> str:
        return self._role("session", value) if isinstance(value, int) and value > 0 else cell_text(value)

    def device(self, value: Value) -> str:
        return self._role("device id", value) if isinstance(value, str) else cell_text(value)

    def _role(self, kind: str, value: Value) -> str:
        """Return the role of a kind that has a value, or the next one that is free."""
        for role, taken in self._roles.items():
            if kind_of(role) == kind and taken == value:
                return f"<{role}>"
        names = (kind if number == 1 and kind != "session" else f"{kind} {number}" for number in count(1))
        role = next(name for name in names if name not in self._roles)
        self._roles[role] = value
        return f"<{role}>"


def _users(view: View, roles: _Named) -> list[str]:
    del roles
    count = len(view.users)
    return [f"Amplitude sees {count or 'no'} user{'' if count == 1 else 's'}"]


def _revenue(view: View, roles: _Named) -> list[str]:
    del roles
    amount = _revenue_of(view)
    return [f"Amplitude counts a revenue of {cell_text(int(amount) if float(amount).is_integer() else amount)}"]


def _revenue_of(view: View) -> float:
    total: float = sum(event["amplitude"]["revenue"] for event in view.events)
    return round(total, 9)


def _properties(view: View, roles: _Named) -> list[str]:
    del roles
    if len(view.users) == 1 and view.users[0].properties:
        return ["the user has the properties", *pairs_lines(view.users[0].properties)]
    lines: list[str] = []
    for user in view.users:
        if user.user_id and user.properties and fits_in_quotes(user.user_id):
            lines += [f"the user {quoted_text(user.user_id)} has the properties", *pairs_lines(user.properties)]
    return lines


def _nothing(view: View, roles: _Named) -> list[str]:
    del roles
    return [] if view.events else ["Amplitude receives no events"]


_WRITERS: Final[dict[What, Callable[[View, _Named], list[str]]]] = {
    "sessions": _sessions,
    "exactly": _exactly,
    "users": _users,
    "revenue": _revenue,
    "properties": _properties,
    "nothing": _nothing,
}
