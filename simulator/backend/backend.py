"""Amplitude's ingestion: events in, users with properties, groups, sessions and revenue out."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from simulator.backend import operations, places
from simulator.backend.users import User, Users
from simulator.commands import DeleteUser, Usermap
from simulator.events import GROUP_IDENTIFY, REVENUE, LoggedEvent
from simulator.rules import Because
from simulator.values import JSONObject, Value, number


class Received(msgspec.Struct, frozen=True):
    """An event that was accepted."""

    #: Name of the client that sent it, for example `ios app`.
    sender: str
    #: As it came over the wire.
    event: JSONObject
    because: Because
    user: User
    #: Where the address that it came from is, if known.
    place: places.IPPlace | None
    #: Price times quantity, 0 for an event without revenue.
    revenue: float

    @property
    def session_id(self) -> int:
        """The session's start in milliseconds, -1 for an event outside all sessions."""
        session_id = self.event.get("session_id")
        return session_id if isinstance(session_id, int) else -1


class UsermapRequest(msgspec.Struct, frozen=True):
    """A request to the usermap endpoint."""

    sender: str
    user_id: str
    global_user_id: str | None
    unmap: bool
    because: Because


class Backend:
    """One Amplitude project."""

    def __init__(self) -> None:
        self.users = Users()
        #: In the order of arrival, without those of deleted users.
        self.received: list[Received] = []
        self.usermap_requests: list[UsermapRequest] = []
        self.deletions: list[str] = []
        #: Group type and name (as text) to the group's properties.
        self.groups: dict[tuple[str, str], JSONObject] = {}
        self._global_ids: dict[str, list[str]] = {}
        self._seen: set[tuple[str | None, str]] = set()

    def accept(self, batch: Sequence[LoggedEvent], *, sender: str, ip: str) -> bool:
        """Take a batch that came from `ip`; an event that has been taken before is counted once."""
        for logged in batch:
            self._take(logged, sender, ip)
        return True

    def request(self, command: Usermap | DeleteUser, *, sender: str) -> None:
        """Take a usermap or deletion request."""
        if isinstance(command, DeleteUser):
            self._delete(command.user_id)
            return
        self.usermap_requests.append(
            UsermapRequest(sender, command.user_id, command.global_user_id, command.unmap, command.because)
        )
        if command.unmap:
            self._global_ids.pop(command.user_id, None)
        elif command.global_user_id:
            mapped = self._global_ids.setdefault(command.user_id, [])
            if command.global_user_id not in mapped:
                mapped.append(command.global_user_id)

    def user_of(self, received: Received) -> User:
        """Return whom an event belongs to today."""
        return self.users.current(received.user)

    def global_user_ids(self, user_id: str) -> tuple[str, ...]:
        """Return the global user ids that a user id is mapped to."""
        return tuple(self._global_ids.get(user_id, ()))

    def cross_project_view(self) -> dict[str, tuple[str, ...]]:
        """Return the user ids that each global user id stands for (rule alias.separate-profiles)."""
        view: dict[str, list[str]] = {}
        for user_id, global_ids in self._global_ids.items():
            for global_id in global_ids:
                view.setdefault(global_id, []).append(user_id)
        return {global_id: tuple(user_ids) for global_id, user_ids in view.items()}

    def _take(self, logged: LoggedEvent, sender: str, ip: str) -> None:
        event = logged.to_json()
        identity = event.get("uuid") or event.get("insert_id")
        if identity is not None:
            if (event.get("device_id"), identity) in self._seen:
                return
            self._seen.add((event.get("device_id"), identity))
        if event["event_type"] == GROUP_IDENTIFY:
            self._identify_groups(event)
        user = self._user(event)
        revenue = revenue_of(event)
        operations.apply(user.properties, event.get("user_properties") or {})
        if event["event_type"].startswith("$"):
            for group_type, names in (event.get("groups") or {}).items():
                self._join(user, group_type, names)
        user.revenue += revenue
        place = places.locate(event.get("ip") or ip)
        self.received.append(Received(sender, event, logged.because, user, place, revenue))

    def _user(self, event: JSONObject) -> User:
        user_id, device_id = event.get("user_id"), event.get("device_id")
        if event["event_type"] == GROUP_IDENTIFY and not user_id and not device_id:
            # A group's properties are about no user.
            return User(0)
        return self.users.resolve(user_id, device_id)

    def _join(self, user: User, group_type: str, names: Value) -> None:
        user.join(group_type, names)
        for name in user.groups[group_type]:
            self.groups.setdefault((group_type, group_name(name)), {})

    def _identify_groups(self, event: JSONObject) -> None:
        for group_type, names in (event.get("groups") or {}).items():
            for name in names if isinstance(names, list) else [names]:
                properties = self.groups.setdefault((group_type, group_name(name)), {})
                operations.apply(properties, event.get("group_properties") or {})

    def _delete(self, user_id: str) -> None:
        self.deletions.append(user_id)
        user = self.users.by_user_id(user_id)
        if user is not None:
            self.received = [one for one in self.received if self.user_of(one) is not user]
            self.users.delete(user)
        self._global_ids.pop(user_id, None)


def group_name(name: Value) -> str:
    """Return a group's name as text; what is no text is written as JSON."""
    return name if isinstance(name, str) else msgspec.json.encode(name).decode()


def revenue_of(event: JSONObject) -> float:
    """Return the revenue of an event: its own amount, else price times quantity; 0 if it has none.

    It stands in api_properties (logRevenue), in event_properties (logRevenueV2) or at the top (HTTP API).
    """
    if event["event_type"] == REVENUE:
        api, v2 = event.get("api_properties") or {}, event.get("event_properties") or {}
        if api.get("special") == REVENUE:
            return _product(api.get("price"), api.get("quantity"))
        return _product(v2.get("$price"), v2.get("$quantity"))
    stated = number(event.get("revenue"))
    return _product(event.get("price"), event.get("quantity")) if stated is None else stated


def _product(price: Value, quantity: Value) -> float:
    amount = number(price)
    if amount is None:
        return 0
    count = number(quantity)
    return amount * (1 if count is None else count)
