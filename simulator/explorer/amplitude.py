"""The data as Amplitude shows it: users and how they were merged, properties, sessions, revenue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from simulator.conformance.language.actions import Lifecycle, MakeCall, SetAccounts
from simulator.documentation import rules as rules_module
from simulator.explorer.facts import seen_of, short
from simulator.explorer.playing import Play, PlayedEvent, Player, Track
from simulator.explorer.users import DeviceLine, Joined, Owner, Property, Replay, UserLine, sent
from simulator.values import JSONObject, Value, number
from simulator.wire.events import IDENTIFIES, SESSION_START

__all__ = [
    "DeviceLine",
    "Joined",
    "Owner",
    "Product",
    "Property",
    "Revenue",
    "Session",
    "Shown",
    "UserLine",
    "WhyUsers",
    "shown",
]


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A session as Amplitude shows it; identifies are not counted."""

    #: `session 1`, `out of session`
    role: str
    client: str
    source: str
    #: In milliseconds since 1970.
    began: int
    #: From the first to the last event, in milliseconds.
    length: int
    events: int
    #: `begun by Push Received`, `begun by “the app comes to the foreground”`
    says: str


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """Revenue that one event carries."""

    #: `Monopoly, 1 × 19`, `order o-1041`
    says: str
    amount: float
    event: int
    client: str
    step: int


class Revenue(msgspec.Struct, frozen=True, kw_only=True):
    """Revenue in total and per product."""

    total: float
    products: tuple[Product, ...]
    #: Further remarks, a sentence each: `Line 9 says revenue 25, and 50 is counted.`
    sentences: tuple[str, ...]


class WhyUsers(msgspec.Struct, frozen=True, kw_only=True):
    """The reason why there is more than one user."""

    #: `Why is anon-7f3c a user of its own?`
    title: str
    #: The sentence of the rule.
    says: str
    #: `"anonymousId": "anon-7f3c"`, the value that decided; empty if none did.
    decided_by: str
    #: The change that would join them.
    would_join: str
    rules: tuple[str, ...]
    step: int


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """The data of one Amplitude after a step."""

    #: The keys of the clients that report to it.
    clients: tuple[str, ...]
    #: `2 of 3 devices have become one user`
    says: str
    devices: tuple[DeviceLine, ...]
    users: tuple[UserLine, ...]
    why_users: tuple[WhyUsers, ...]
    owners: tuple[Owner, ...]
    sessions: tuple[Session, ...]
    revenue: Revenue


def shown(player: Player, play: Play, *, step: int | None = None) -> tuple[Shown, ...]:
    """Return the data that Amplitude shows after a step: one for each client, or one for all where they share it."""
    last = play.steps if step is None else min(step, play.steps)
    groups = (play.tracks,) if play.shared else tuple((track,) for track in play.tracks)
    return tuple(_shown(player, play, tracks, last) for tracks in groups)


def _shown(player: Player, play: Play, tracks: tuple[Track, ...], step: int) -> Shown:
    view = player.view(play, tracks[0], step)
    accounts = [one.step.accounts for one in play.script.steps if isinstance(one.step, SetAccounts)]
    replay = Replay(accounts=not accounts or accounts[-1])
    received = list(sent(play, tracks, view.events))
    for one in received:
        replay.receive(one)
    users, devices = replay.users(), replay.lines()
    there = {one.played.identity for one in received}
    return Shown(
        clients=tuple(track.client.key for track in tracks),
        says=_says(devices, users),
        devices=devices,
        users=users,
        why_users=tuple(_why_users(play, tracks, devices, users)),
        owners=replay.owners(),
        sessions=tuple(session for track in tracks for session in _sessions(play, track, step)),
        revenue=_revenue(play, tracks, step, there),
    )


def _says(devices: Sequence[DeviceLine], users: Sequence[UserLine]) -> str:
    count = sum(1 for device in devices if device.value)
    last = [device.stations[-1].user for device in devices if device.value]
    most = max((last.count(user.number) for user in users), default=0)
    if len(users) <= 1 or count <= 1:
        return f"{len(users) or 'no'} user{'' if len(users) == 1 else 's'}"
    if most <= 1:
        return f"{len(users)} users: no two devices have become one"
    return f"{most} of {count} devices have become one user"


_JOIN_CLIENT: Final = "identify.anonymous-merge-client"
_JOIN_SERVER: Final = "identify.anonymous-merge-server"
_SAME_DEVICE: Final = "device-id.merge.same"
_LOGIN: Final = "device-id.merge.login"


def _why_users(
    play: Play, tracks: Sequence[Track], devices: Sequence[DeviceLine], users: Sequence[UserLine]
) -> Iterator[WhyUsers]:
    """Explain each user but the first, by its first event and by the id that would have joined it."""
    for user in users[1:]:
        line = next((one for one in devices if one.stations[-1].user == user.number), None)
        if line is None:
            continue
        station = line.stations[0]
        track = next(one for one in tracks if one.client.key == line.client)
        played = _first_event(track, station.step, line)
        device_rule = next((rule for rule in played.because if rule.startswith("device-id.")), "") if played else ""
        if user.user_id:
            rule = _LOGIN
            says = "Another user id is another user."
            join = "Calling identify with the same user id on both would make them one."
        else:
            rule = _SAME_DEVICE if track.platform in ("web", "server") else _JOIN_CLIENT
            says = rules_module.rule(rule).says
            join = "The same device id in both, or an identify with the user id on this device, would join them."
        if track.platform == "server" and user.user_id:
            rule = _JOIN_SERVER
            says = rules_module.rule(rule).says
            join = "Both userId and anonymousId in the server’s identify would join them."
        yield WhyUsers(
            title=f"Why is {user.user_id or line.shown or 'this'} a user of its own?",
            says=says,
            decided_by=_decided_by(track, station.step, line),
            would_join=join,
            rules=tuple(one for one in (rule, device_rule) if one),
            step=station.step,
        )


def _first_event(track: Track, step: int, line: DeviceLine) -> PlayedEvent | None:
    """Return the event with which a line begins."""
    events = track.moments[step - 1].events if step <= len(track.moments) else ()
    return next((one for one in events if (one.event.get("device_id") or "") == line.value), None)


def _decided_by(track: Track, step: int, line: DeviceLine) -> str:
    """Return the part of the message that a device id came from."""
    if not line.value:
        return "no anonymousId and no device id, only a userId"
    for message in track.moments[step - 1].messages:
        written = message.to_json()
        if written.get("anonymousId") == line.value:
            return f'"anonymousId": "{line.shown}"'
        device = written.get("context", {}).get("device") if isinstance(written.get("context"), dict) else None
        if isinstance(device, dict) and device.get("id") == line.value:
            return f'"context.device.id": "{line.shown}"'
    return f"device id {line.shown}, generated on {track.title}"


def _sessions(play: Play, track: Track, step: int) -> Iterator[Session]:
    """Return the sessions of a track, in the order in which they began, then the events outside of sessions."""
    found: dict[str, list[PlayedEvent]] = {}
    for seen in seen_of(track, step):
        if seen.session and seen.played.name not in IDENTIFIES:
            found.setdefault(seen.session, []).append(seen.played)
    for role in sorted(found, key=lambda one: one == "out of session"):
        events = found[role]
        times = [_time(one.event, one.at) for one in events]
        began = events[0].event["session_id"] if role != "out of session" else times[0]
        yield Session(
            role=role,
            client=track.client.key,
            source=events[0].source,
            began=began,
            length=max(times) - min(times),
            events=len(events),
            says=_begun_by(play, events) if role != "out of session" else "",
        )


def _time(event: JSONObject, at: int) -> int:
    stamp = event.get("timestamp", event.get("time"))
    return stamp if isinstance(stamp, int) else at


def _begun_by(play: Play, events: Sequence[PlayedEvent]) -> str:
    """Return what began a session, in words: a call by the name of its event, anything else by the step."""
    written = play.script.steps[play.played[events[0].step - 1]]
    if isinstance(written.step, Lifecycle):
        return f"begun by “{written.text}”"
    named = next((one.name for one in events if one.step == events[0].step and one.name != SESSION_START), "")
    return f"begun by {short(named)}" if named else f"begun by “{written.text}”"


def _revenue(play: Play, tracks: Sequence[Track], step: int, there: set[str]) -> Revenue:
    products = [
        Product(
            says=_product(one.event),
            amount=one.revenue,
            event=one.number,
            client=track.client.key,
            step=one.step,
        )
        for track in tracks
        for one in track.events(step)
        if one.revenue and one.identity in there
    ]
    return Revenue(
        total=sum(one.amount for one in products),
        products=tuple(products),
        sentences=tuple(_twice(play, products, step)),
    )


def _product(event: JSONObject) -> str:
    """Return what an event's revenue is for, in words: a product with its quantity and price, or an order."""
    inside = {**(event.get("api_properties") or {}), **event, **(event.get("event_properties") or {})}
    price = inside.get("$price", inside.get("price"))
    quantity = inside.get("$quantity", inside.get("quantity"))
    name = next((inside[key] for key in ("name", "$productId", "productId") if isinstance(inside.get(key), str)), "")
    order = next((inside[key] for key in ("orderId", "order_id") if isinstance(inside.get(key), str)), "")
    if name:
        return f"{short(name)}, {short(quantity or 1)} × {short(price)}" if price is not None else short(name)
    return f"order {short(order)}" if order else short(event["event_type"])


def _twice(play: Play, products: Sequence[Product], step: int) -> Iterator[str]:
    """Return a sentence for each call for which more is counted than the revenue that it states."""
    for at in range(1, step + 1):
        written = play.script.steps[play.played[at - 1]]
        stated = _stated(written.step.fields) if isinstance(written.step, MakeCall) else None
        for client in dict.fromkeys(one.client for one in products):
            own = [one for one in products if (one.step, one.client) == (at, client)]
            counted = sum(one.amount for one in own)
            if stated is not None and stated > 0 and counted > stated + 1e-9:
                parts = ", ".join(f"{short(one.amount)} for {one.says}" for one in own)
                yield (
                    f"Line {written.line} says revenue {short(stated)}, and {short(counted)} is counted on "
                    f"{play.track(client).title}: {parts}."
                )


def _stated(fields: JSONObject) -> float | None:
    properties: Value = fields.get("properties")
    return number(properties.get("revenue")) if isinstance(properties, dict) else None
