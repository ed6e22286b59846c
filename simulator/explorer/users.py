"""Users: how devices and user ids were merged, and the origin of each property, by replaying the events received."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Final, Literal

import msgspec

from simulator.backend import Backend
from simulator.backend.ingestion.project import identity_of
from simulator.backend.keeping.entities import User
from simulator.explorer.facts import Roles, short
from simulator.explorer.opened import shortened
from simulator.explorer.playing import Play, PlayedEvent, Track
from simulator.values import JSONObject, Value
from simulator.wire.events import GROUP_IDENTIFY, IDENTIFY


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """A station on a device's line: the step at which it became part of a user, or of another one."""

    step: int
    line: int
    #: In milliseconds since 1970.
    at: int
    #: `identify “derek”`, `Product Viewed`, `Receipt Sent, by userId only`.
    says: str
    #: The number of the user from here on.
    user: int
    #: Whether the user is known by a user id from here on.
    known: bool


class DeviceLine(msgspec.Struct, frozen=True, kw_only=True):
    """A device (or a user id without one) and its way to its user: a line of the graph."""

    #: `device 1`; empty for events by user id only.
    role: str
    #: The device id; empty for events by user id only.
    value: str
    shown: str
    #: The key of the client, and the source, that sent its first event.
    client: str
    source: str
    stations: tuple[Joined, ...]
    events: int


class UserLine(msgspec.Struct, frozen=True, kw_only=True):
    """A user."""

    #: Its number in Amplitude.
    number: int
    #: `user 1`
    role: str
    #: The user id; empty for an unknown one.
    user_id: str
    devices: tuple[str, ...]
    events: int
    revenue: float


class Property(msgspec.Struct, frozen=True, kw_only=True):
    """A property of a user or a group, and the operation that set it."""

    name: str
    value: Value
    #: Its value before, if it had one.
    before: Value
    had_before: bool
    #: `$set`, `$setOnce`, `$add`, …; `$set` as well for one that came without an operator.
    operation: str
    #: `the last one wins`, `0 + 1`, `web came too late`.
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


class Sent(msgspec.Struct, frozen=True):
    """An event that Amplitude received, with the track that sent it."""

    event: JSONObject
    track: Track
    played: PlayedEvent
    #: The line of the step in the text.
    line: int


def sent(play: Play, tracks: Sequence[Track], events: Sequence[JSONObject]) -> Iterator[Sent]:
    """Return the events that Amplitude received, in order, each with its track."""
    origins = {one.identity: (track, one) for track in tracks for one in track.events()}
    for event in events:
        origin = origins.get(identity_of(event) or "")
        if origin:
            track, played = origin
            line = play.script.steps[play.played[played.step - 1]].line
            yield Sent({key: value for key, value in event.items() if key != "amplitude"}, track, played, line)


class Replay:
    """An Amplitude that receives events one by one, and records the changes by each."""

    def __init__(self, *, accounts: bool = True) -> None:
        self._backend = Backend(accounts=accounts)
        self._roles = Roles()
        self._lines: dict[str, DeviceLine] = {}
        self._counts: dict[int, int] = {}
        self._set_by: dict[tuple[str, str], dict[str, Property]] = {}

    def receive(self, one: Sent) -> None:
        """Take an event."""
        store = self._backend.store
        user_before = self._user_before(one.event)
        before = deepcopy(user_before.properties) if user_before else {}
        groups_before = deepcopy(self._backend.groups) if one.event["event_type"] == GROUP_IDENTIFY else {}
        known_before = {user.number for user in store.users()} if one.event.get("user_id") else set()
        self._backend.accept([one.event], sender=one.track.title, ip="")
        received = next(iter(store.received(after=store.count() - 1)))
        user = store.user(received.user)
        if user is None:
            self._note_groups(one, groups_before)
            return
        self._counts[user.number] = self._counts.get(user.number, 0) + 1
        self._join(one, user)
        for number in known_before:
            if store.current(number) == user.number != number:
                self._take_over(number, user.number)
        self._note(one, ("user", str(user.number)), before, user.properties, one.event.get("user_properties") or {})
        self._note_groups(one, groups_before)

    def _user_before(self, event: JSONObject) -> User | None:
        store = self._backend.store
        named = store.user_named(event["user_id"]) if event.get("user_id") else None
        return named or (store.user_on(event["device_id"]) if event.get("device_id") else None)

    def _join(self, one: Sent, user: User) -> None:
        """Record the user of a device, or of a user id without one, from here on, if it is new."""
        device, user_id = one.event.get("device_id") or "", one.event.get("user_id") or ""
        key = device or f"\n{user_id}"
        known = user.user_id is not None
        line = self._lines.get(key)
        station = Joined(
            step=one.played.step,
            line=one.line,
            at=one.played.at,
            says=_says(one.event, by_user_id_only=not device),
            user=user.number,
            known=known,
        )
        if line is None:
            line = DeviceLine(
                role=self._roles.name("device", device),
                value=device,
                shown=shortened(device),
                client=one.track.client.key,
                source=one.played.source,
                stations=(station,),
                events=0,
            )
        elif (line.stations[-1].user, line.stations[-1].known) != (user.number, known):
            line = msgspec.structs.replace(line, stations=(*line.stations, station))
        self._lines[key] = msgspec.structs.replace(line, events=line.events + 1)
        self._others_joined(one, key)

    def _others_joined(self, one: Sent, key: str) -> None:
        """Record that an event on one device has changed the user of other devices."""
        for other, line in self._lines.items():
            last = line.stations[-1]
            number = self._backend.store.current(last.user)
            user = self._backend.store.user(number)
            known = bool(user and user.user_id is not None)
            if other != key and (number, known) != (last.user, last.known):
                station = Joined(
                    step=one.played.step,
                    line=one.line,
                    at=one.played.at,
                    says=_says(one.event, by_user_id_only=False),
                    user=number,
                    known=known,
                )
                self._lines[other] = msgspec.structs.replace(line, stations=(*line.stations, station))

    def _take_over(self, former: int, user: int) -> None:
        """Pass the history of a merged user's properties to the user that it was merged into."""
        taken = self._set_by.pop(("user", str(former)), {})
        self._set_by[("user", str(user))] = taken | self._set_by.get(("user", str(user)), {})
        self._counts[user] = self._counts.get(user, 0) + self._counts.pop(former, 0)

    def _note_groups(self, one: Sent, before: Mapping[tuple[str, str], JSONObject]) -> None:
        if one.event["event_type"] != GROUP_IDENTIFY:
            return
        for group, properties in self._backend.groups.items():
            self._note(one, group, before.get(group, {}), properties, one.event.get("group_properties") or {})

    def _note(
        self, one: Sent, owner: tuple[str, str], before: JSONObject, after: JSONObject, changes: JSONObject
    ) -> None:
        """Record the operation that set each property."""
        known = self._set_by.setdefault(owner, {})
        for operation, name, value in _operations(changes):
            if operation == "$clearAll" or (name not in after and name in known):
                known.clear() if operation == "$clearAll" else known.pop(name, None)
            elif name in after and name in known and operation == "$setOnce" and after[name] != value:
                late = f"{short(value)} from {one.track.title} came too late"
                known[name] = msgspec.structs.replace(known[name], says=f"{known[name].says}; {late}")
            elif name in after and not (operation == "$setOnce" and name in known):
                known[name] = Property(
                    name=name,
                    value=after[name],
                    before=before.get(name),
                    had_before=name in before,
                    operation=operation,
                    says=_HOW.get(operation, "").format(before=short(before.get(name) or 0), value=short(value)),
                    client=one.track.client.key,
                    step=one.played.step,
                    line=one.line,
                    at=one.played.at,
                )

    def lines(self) -> tuple[DeviceLine, ...]:
        """Return the lines of the graph, in the order in which they begin."""
        return tuple(self._lines.values())

    def users(self) -> tuple[UserLine, ...]:
        """Return the users, in the order in which they were first seen."""
        device_roles = {line.value: line.role for line in self._lines.values()}
        return tuple(
            UserLine(
                number=user.number,
                role=f"user {at}",
                user_id=user.user_id or "",
                devices=tuple(device_roles.get(device, shortened(device)) for device in user.device_ids),
                events=self._counts.get(user.number, 0),
                revenue=user.revenue,
            )
            for at, user in enumerate(self._backend.users.all(), 1)
        )

    def owners(self) -> tuple[Owner, ...]:
        """Return users and groups with their properties."""
        owners = []
        for at, user in enumerate(self._backend.users.all(), 1):
            known = self._set_by.get(("user", str(user.number)), {})
            title = f"user {at} · {user.user_id or 'unknown'}"
            owners.append(Owner(title=title, kind="user", properties=tuple(_of(user.properties, known))))
        for group, properties in self._backend.groups.items():
            known = self._set_by.get(group, {})
            owners.append(
                Owner(title=f"{group[0]} · {group[1]}", kind="group", properties=tuple(_of(properties, known)))
            )
        return tuple(owners)


def _of(properties: JSONObject, known: Mapping[str, Property]) -> Iterator[Property]:
    for name, value in properties.items():
        if name in known:
            yield msgspec.structs.replace(known[name], value=value)


_HOW: Final = {
    "$set": "the last one wins",
    "$setOnce": "the first one wins",
    "$add": "{before} + {value}",
    "$append": "{value} at the end",
    "$prepend": "{value} at the beginning",
}


def _operations(changes: JSONObject) -> Iterator[tuple[str, str, Value]]:
    """Return each operation on properties: operator, name, value."""
    for operator, values in changes.items():
        if operator == "$clearAll":
            yield operator, "", None
        elif operator.startswith("$") and isinstance(values, dict):
            for name, value in values.items():
                yield operator, name, value
        else:
            yield "$set", operator, values


def _says(event: JSONObject, *, by_user_id_only: bool) -> str:
    """Describe an event on the line of a device."""
    user_id = event.get("user_id")
    named = (
        f"identify “{short(user_id)}”" if event["event_type"] == IDENTIFY and user_id else short(event["event_type"])
    )
    return f"{named}, by userId only" if by_user_id_only and event["event_type"] != IDENTIFY else named
