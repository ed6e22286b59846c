"""A project: the effects of its events, mappings and deletions on users, groups and revenue."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import Final, NamedTuple

import msgspec

from simulator.backend.ingestion import operations, places
from simulator.backend.ingestion.editions import OF_2018, Edition
from simulator.backend.ingestion.events import Event, events_of
from simulator.backend.ingestion.faults import Faults
from simulator.backend.ingestion.users import Users
from simulator.backend.ingestion.v2.throttling import Rates
from simulator.backend.keeping.entities import NOBODY, Bundle, IPPlace, Received, Upload, User, UsermapRequest
from simulator.backend.keeping.in_memory import MemoryStore
from simulator.backend.keeping.stores import Store
from simulator.values import JSONObject, Value
from simulator.wire.events import GROUP_IDENTIFY


class Taken(NamedTuple):
    """The outcome for the events of a request."""

    #: For each whether it had not come before; empty if nothing was taken.
    new: Sequence[bool] = ()
    #: The new ones.
    kept: Sequence[Bundle] = ()


class Backend:
    """One Amplitude project.

    `store` keeps it, in memory by default; `locate` finds the place of an IP address; `project_id` tells it from other
    projects; `accounts` is whether it has the Accounts add-on.
    """

    def __init__(
        self,
        store: Store | None = None,
        *,
        locate: places.Locate = places.locate,
        project_id: str = "",
        accounts: bool = True,
    ) -> None:
        self.project_id = project_id
        #: Without it there are no groups, and the groups in an event are lost (rule group.accounts-add-on).
        self.accounts = accounts
        self.store: Store = store or MemoryStore()
        self.users = Users(self.store)
        #: Its deliberate faults.
        self.faults = Faults()
        #: Counts how much its users and devices send.
        self.rates = Rates()
        self._locate = locate

    @property
    def received(self) -> tuple[Received, ...]:
        """Every event in the order of arrival, without those of deleted users."""
        return tuple(self.store.received())

    @property
    def uploads(self) -> tuple[Upload, ...]:
        """Every request in the order of arrival."""
        return tuple(self.store.uploads())

    @property
    def usermap_requests(self) -> tuple[UsermapRequest, ...]:
        """Every request to the usermap endpoint."""
        return tuple(self.store.usermap_requests())

    @property
    def deletions(self) -> tuple[str, ...]:
        """The user ids whose deletion was requested."""
        return tuple(self.store.deletions())

    @property
    def groups(self) -> dict[tuple[str, str], JSONObject]:
        """Group type and name (as text) to the group's properties."""
        return {(group_type, name): properties for group_type, name, properties in self.store.groups()}

    def accept(self, events: Sequence[JSONObject], *, sender: str, ip: str, time: int = 0) -> int:
        """Take events of 2018 that came from `ip`, except those that have come before; return how many were new.

        `time` is when they came, in milliseconds since 1970.
        """
        written = [*map(msgspec.json.encode, events)]
        with self.store.transaction():
            return sum(self.take(events_of(events), written, sender=sender, ip=ip, time=time).new)

    def take(
        self,
        events: Sequence[Event],
        written: Sequence[bytes],
        *,
        sender: str,
        ip: str,
        time: int,
        edition: Edition = OF_2018,
    ) -> Taken:
        """Take events, each with its JSON on one line, within their request's transaction.

        `edition` says what they mean.
        """
        new = self._claim(events, time, edition)
        kept: list[Bundle] = []
        # What the events of the last bundle have in common, and who sent the event before, from where: most uploads
        # have the events of one user on one device.
        alike: object = None
        origin: tuple[str | None, ...] = ()
        user: User | None = None
        place: IPPlace | None = None
        for event, json in compress(zip(events, written, strict=True), new):
            before, origin = origin, (event.user_id, event.device_id, event.ip)
            if origin != before or origin[:2] == _NO_IDS:
                user = self._user(event)
                place = self._locate(edition.address(event.ip, ip))
            revenue = edition.revenue(event)
            if revenue or event.user_properties or event.groups:
                self._apply(event, user, revenue, edition)
            number = NOBODY if user is None else user.number
            if alike != (number, place, revenue):
                alike = number, place, revenue
                kept.append(Bundle(sender=sender, events=[], user=number, place=place, revenue=revenue, time=time))
            kept[-1].events.append(json)
        self.store.add(kept)
        return Taken(new, kept)

    def _claim(self, events: Sequence[Event], time: int, edition: Edition) -> list[bool]:
        """Tell for each event whether it is new, and note those that are."""
        own_id = edition.own_id
        named = [(event.device_id or "", one) for event in events if (one := own_id(event))]
        since = None if edition.remembered is None else time - edition.remembered
        claimed = self.store.claim(named, time=time, since=since) if named else []
        if len(claimed) == len(events):
            return claimed
        new = iter(claimed)
        return [next(new) if own_id(event) else True for event in events]

    def _apply(self, event: Event, user: User | None, revenue: float, edition: Edition) -> None:
        """Apply an event to its user and groups."""
        if event.event_type == GROUP_IDENTIFY and self.accounts:
            self._identify_groups(event)
        # Rule v2.user-properties.skip-sync.
        changes = None if event.skips_user_properties is True else event.user_properties
        joins = event.groups if self.accounts and event.event_type in edition.joins else None
        if user is not None and (changes or revenue or joins):
            operations.apply(user.properties, changes or {})
            if joins:
                for group_type, names in joins.items():
                    self._join(user, group_type, names)
            user.revenue = operations.added(user.revenue, revenue)
            self.store.save(user)

    def map_user(self, request: UsermapRequest) -> None:
        """Take a usermap request."""
        store = self.store
        with store.transaction():
            store.log_usermap(request)
            if request.unmap:
                store.unmap(request.user_id)
            elif request.global_user_id:
                store.map(request.user_id, request.global_user_id)

    def delete(self, user_id: str) -> None:
        """Delete a user and all of their data."""
        store = self.store
        with store.transaction():
            store.log_deletion(user_id)
            user = store.user_named(user_id)
            if user is not None:
                store.delete(user)
            store.unmap(user_id)

    def user_of(self, received: Received) -> int:
        """Return the number of the user that an event belongs to today."""
        return self.users.current(received.user)

    def global_user_ids(self, user_id: str) -> tuple[str, ...]:
        """Return the global user ids that a user id is mapped to."""
        return tuple(self.store.global_ids().get(user_id, ()))

    def cross_project_view(self) -> dict[str, tuple[str, ...]]:
        """Return the user ids that each global user id stands for (rule alias.separate-profiles)."""
        view: dict[str, list[str]] = {}
        for user_id, global_ids in self.store.global_ids().items():
            for global_id in global_ids:
                view.setdefault(global_id, []).append(user_id)
        return {global_id: tuple(user_ids) for global_id, user_ids in view.items()}

    def _user(self, event: Event) -> User | None:
        """Return the user of an event; an event about a group's properties alone has none."""
        if event.event_type == GROUP_IDENTIFY and not event.user_id and not event.device_id:
            return None
        return self.users.resolve(event.user_id, event.device_id)

    def _join(self, user: User, group_type: str, names: Value) -> None:
        user.join(group_type, names)
        for name in user.groups[group_type]:
            if self.store.group(group_type, group_name(name)) is None:
                self.store.save_group(group_type, group_name(name), {})

    def _identify_groups(self, event: Event) -> None:
        """Change the properties of the groups that an event is in (rule v2.groups.identify)."""
        for group_type, names in (event.groups or {}).items():
            for name in names if isinstance(names, list) else [names]:
                properties = self.store.group(group_type, group_name(name)) or {}
                operations.apply(properties, event.group_properties or {})
                self.store.save_group(group_type, group_name(name), properties)


_NO_IDS: Final = (None, None)


def identity_of(event: JSONObject) -> str | None:
    """Return the text by which an SDK's event is recognized when it comes again: its device id and its own id."""
    identity = event.get("uuid") or event.get("insert_id")
    return None if identity is None else f"{event.get('device_id') or ''}\n{identity}"


def group_name(name: Value) -> str:
    """Return a group's name as text; a name of another type is written as JSON."""
    return name if isinstance(name, str) else msgspec.json.encode(name).decode()
