"""Who is who: how Amplitude turns device ids and user ids into users."""

from __future__ import annotations

from simulator.values import JSONObject, Value


class User:
    """One person as Amplitude sees them."""

    def __init__(self, number: int) -> None:
        #: Amplitude's own id of the user, from 1.
        self.number = number
        self.user_id: str | None = None
        self.device_ids: list[str] = []
        self.properties: JSONObject = {}
        #: Group type to the names of the user's groups of that type.
        self.groups: dict[str, list[Value]] = {}
        #: Sum of price times quantity over all revenue.
        self.revenue: float = 0

    def join(self, group_type: str, names: Value) -> None:
        """Put the user into groups of one type, in place of the earlier ones."""
        self.groups[group_type] = list(names) if isinstance(names, list) else [names]


class Users:
    """Resolves ids to users.

    A known user id names its user. A user id seen for the first time belongs to the device's anonymous user, if
    there is one, else to a new user. A device id alone names the user last seen on the device. So an anonymous
    user becomes the known one as soon as both ids come together, and stays apart otherwise.
    """

    def __init__(self) -> None:
        self._count = 0
        self._by_user_id: dict[str, User] = {}
        self._by_device_id: dict[str, User] = {}
        #: The users that a merge replaced, with the user that took over.
        self._merged: dict[int, User] = {}

    def resolve(self, user_id: str | None, device_id: str | None) -> User:
        """Return the user of an event with these ids; merge or make users as needed."""
        on_device = self._by_device_id.get(device_id) if device_id else None
        user = on_device
        if user_id:
            known = self._by_user_id.get(user_id)
            anonymous = on_device if on_device and on_device.user_id is None else None
            if known and anonymous:
                self._merge(anonymous, known)
            user = known or anonymous or self._new()
            user.user_id = user_id
            self._by_user_id[user_id] = user
        user = user or self._new()
        if device_id:
            self._by_device_id[device_id] = user
            if device_id not in user.device_ids:
                user.device_ids.append(device_id)
        return user

    def current(self, user: User) -> User:
        """Return the user that `user` is today, after merges."""
        while user.number in self._merged:
            user = self._merged[user.number]
        return user

    def all(self) -> tuple[User, ...]:
        """Return every user, in the order in which they were first seen."""
        seen = {user.number: user for user in (*self._by_user_id.values(), *self._by_device_id.values())}
        return tuple(seen[number] for number in sorted(seen))

    def by_user_id(self, user_id: str) -> User | None:
        """Return the user with a user id."""
        return self._by_user_id.get(user_id)

    def delete(self, user: User) -> None:
        """Forget a user with all of their ids."""
        self._by_user_id = {key: value for key, value in self._by_user_id.items() if value is not user}
        self._by_device_id = {key: value for key, value in self._by_device_id.items() if value is not user}

    def _new(self) -> User:
        self._count += 1
        return User(self._count)

    def _merge(self, anonymous: User, known: User) -> None:
        """Give all that an anonymous user did to the known one, whose own properties win."""
        known.properties = anonymous.properties | known.properties
        known.groups = anonymous.groups | known.groups
        known.revenue += anonymous.revenue
        for device_id in anonymous.device_ids:
            self._by_device_id[device_id] = known
            if device_id not in known.device_ids:
                known.device_ids.append(device_id)
        self._merged[anonymous.number] = known
