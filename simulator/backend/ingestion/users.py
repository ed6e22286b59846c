"""Who is who: how Amplitude turns device ids and user ids into users."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from simulator.backend.ingestion import operations
from simulator.values import JSONObject, Value

if TYPE_CHECKING:
    from simulator.backend.keeping.store import Store


class User(msgspec.Struct, kw_only=True):
    """One person as Amplitude sees them."""

    #: Amplitude's own id of the user, from 1; 0 is nobody.
    number: int
    user_id: str | None = None
    device_ids: list[str] = []
    properties: JSONObject = {}
    #: Group type to the names of the user's groups of that type.
    groups: dict[str, list[Value]] = {}
    #: Sum of price times quantity over all revenue.
    revenue: float = 0.0
    #: The number of the user that took over, when this one turned out to be somebody known.
    merged_into: int | None = None

    @property
    def is_shown(self) -> bool:
        """Whether the user can be found by an id and was not merged into another."""
        return self.merged_into is None and (self.user_id is not None or bool(self.device_ids))

    def join(self, group_type: str, names: Value) -> None:
        """Put the user into groups of one type, in place of the earlier ones."""
        self.groups[group_type] = list(names) if isinstance(names, list) else [names]


NOBODY = 0
"""The number of the user of an event that is about no user, such as a group's properties."""


class Users:
    """Resolves ids to users.

    A known user id names its user. A user id seen for the first time belongs to the device's anonymous user, if
    there is one, else to a new user. A device id alone names the user last seen on the device. So an anonymous
    user becomes the known one as soon as both ids come together, and stays apart otherwise (rules
    identify.anonymous-merge-client, identify.anonymous-merge-server, device-id.merge.same, device-id.merge.login).
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def resolve(self, user_id: str | None, device_id: str | None) -> User:
        """Return the user of an event with these ids; merge or make users as needed."""
        store = self._store
        on_device = store.user_on(device_id) if device_id else None
        user = on_device
        if user_id:
            known = store.user_named(user_id)
            anonymous = on_device if on_device and on_device.user_id is None else None
            if known and anonymous:
                self._merge(anonymous, known)
            user = known or anonymous or store.new_user()
            if user.user_id != user_id:
                user.user_id = user_id
                store.save(user)
                store.name(user_id, user)
        user = user or store.new_user()
        if device_id and (on_device is None or on_device.number != user.number):
            self._put_on(device_id, user)
        return user

    def current(self, number: int) -> int:
        """Return the number of the user that user `number` is today, after merges."""
        return self._store.current(number)

    def all(self) -> tuple[User, ...]:
        """Return every user, in the order in which they were first seen."""
        return tuple(self._store.users())

    def by_user_id(self, user_id: str) -> User | None:
        """Return the user with a user id."""
        return self._store.user_named(user_id)

    def _put_on(self, device_id: str, user: User) -> None:
        self._store.put_on(device_id, user)
        if device_id not in user.device_ids:
            user.device_ids.append(device_id)
            self._store.save(user)

    def _merge(self, anonymous: User, known: User) -> None:
        """Give all that an anonymous user did to the known one, whose own properties win."""
        known.properties = operations.united(anonymous.properties, known.properties)
        known.groups = anonymous.groups | known.groups
        known.revenue = operations.added(known.revenue, anonymous.revenue)
        anonymous.merged_into = known.number
        for device_id in anonymous.device_ids:
            self._put_on(device_id, known)
        self._store.save(anonymous)
        self._store.save(known)
