"""Users, and how Amplitude finds the one that a device id and a user id belong to."""

from __future__ import annotations

from simulator.backend.ingestion import operations
from simulator.backend.keeping.entities import User
from simulator.backend.keeping.stores import Store


class Users:
    """Resolves ids to users.

    A known user id names its user. A user id seen for the first time belongs to the device's anonymous user, if
    there is one, else to a new user. A device id alone names the user last seen on the device. So an anonymous
    user is merged into the known one as soon as both ids arrive together, and stays separate otherwise (rules
    identify.anonymous-merge-client, identify.anonymous-merge-server, device-id.merge.same, device-id.merge.login).
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def resolve(self, user_id: str | None, device_id: str | None) -> User:
        """Return the user of an event with these ids; merge or make users if needed."""
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
        """Return the number of the user that user `number` has become by merges."""
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
        """Merge an anonymous user into the known one, whose own properties win."""
        known.properties = operations.united(anonymous.properties, known.properties)
        known.groups = anonymous.groups | known.groups
        known.revenue = operations.added(known.revenue, anonymous.revenue)
        anonymous.merged_into = known.number
        for device_id in anonymous.device_ids:
            self._put_on(device_id, known)
        self._store.save(anonymous)
        self._store.save(known)
