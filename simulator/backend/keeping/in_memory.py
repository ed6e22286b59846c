"""Projects in memory, for as long as the process lives."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from heapq import merge
from itertools import chain, islice
from operator import attrgetter
from typing import Final, NamedTuple

import msgspec

from simulator.backend.keeping.entities import (
    MOST_REJECTIONS,
    NOBODY,
    Bundle,
    Counts,
    Received,
    Upload,
    User,
    UsermapRequest,
    shortened,
)
from simulator.backend.keeping.stores import Store
from simulator.values import JSONObject


class MemoryStores:
    """The stores of projects, for as long as the process lives."""

    def __init__(self) -> None:
        self._stores: dict[str, MemoryStore] = {}

    def store(self, project_id: str) -> Store:
        """Return the store of a project, a new one if there is none."""
        return self._stores.setdefault(project_id, MemoryStore())

    def projects(self) -> tuple[str, ...]:
        """Return the ids of all projects."""
        return tuple(self._stores)

    def forget(self, project_id: str) -> None:
        """Forget a project, if there is one."""
        self._stores.pop(project_id, None)


class MemoryStore:
    """The store of a project, for as long as the process lives."""

    def __init__(self) -> None:
        #: When each event was noted, by device id and own id.
        self._claimed: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._received: list[_Numbered] = []
        self._last_event = 0
        self._deleted_events = 0
        self._accepted: list[Upload] = []
        self._rejected: deque[Upload] = deque(maxlen=MOST_REJECTIONS)
        self._last_upload = 0
        self._users: dict[int, User] = {}
        self._last_number = NOBODY
        self._by_device_id: dict[str, User] = {}
        self._by_user_id: dict[str, User] = {}
        self._groups: dict[tuple[str, str], JSONObject] = {}
        self._usermap_requests: list[UsermapRequest] = []
        self._global_ids: dict[str, list[str]] = {}
        self._deletions: list[str] = []

    def transaction(self) -> AbstractContextManager[object]:
        """Return a context that does nothing: what is checked before it is kept does not fail halfway."""
        return _NO_TRANSACTION

    def claim(self, identities: Sequence[tuple[str, str]], *, time: int = 0, since: int | None = None) -> list[bool]:
        """Note events by device id and own id; tell for each whether it is new, see `Store`."""
        new = []
        for device_id, identity in identities:
            claimed = self._claimed[device_id]
            before = claimed.get(identity)
            is_new = before is None or (since is not None and before < since)
            new.append(is_new)
            if is_new:
                claimed[identity] = time
        return new

    def add(self, bundles: Iterable[Bundle]) -> int:
        """Keep events after all others; return the number of the first of them."""
        first = self._last_event + 1
        for bundle in bundles:
            self._received.append(_Numbered(self._last_event + 1, bundle))
            self._last_event += len(bundle.events)
        return first

    def received(self, *, user: int | None = None, after: int = 0, limit: int | None = None) -> Iterator[Received]:
        """Return the events in the order of their arrival, of all users or of one; see `Store`."""
        # Of the bundle that begins before, some may come after.
        begin = max(bisect_right(self._received, after, key=_first) - 1, 0)
        found: Iterator[_Numbered] = islice(self._received, begin, len(self._received))
        if user is not None:
            found = (one for one in found if self.current(one.bundle.user) == user)
        return islice(chain.from_iterable(one.opened(after) for one in found), limit)

    def count(self) -> int:
        """Return how many events there are."""
        return self._last_event - self._deleted_events

    def counts(self) -> Counts:
        """Return how many there are of each kind."""
        return Counts(
            events=self.count(),
            users=sum(1 for _ in self.users()),
            groups=len(self._groups),
            uploads=len(self._accepted) + len(self._rejected),
            rejections=len(self._rejected),
            usermap_requests=len(self._usermap_requests),
            deletions=len(self._deletions),
        )

    def log(self, upload: Upload) -> Upload:
        """Keep the record of a request, of rejected ones the latest; return it with its id."""
        self._last_upload += 1
        kept = msgspec.structs.replace(upload, id=self._last_upload)
        if kept.reason:
            kept = shortened(kept)
            self._rejected.append(kept)
        else:
            self._accepted.append(kept)
        return kept

    def uploads(self, *, rejected: bool = False, after: int = 0, limit: int | None = None) -> Iterator[Upload]:
        """Return the requests in the order of their arrival, all or the rejected ones."""
        found = _after(after, list(self._rejected))
        if not rejected:
            accepted = _after(after, self._accepted)
            found = merge(accepted, found, key=_id) if self._rejected else accepted
        return islice(found, limit)

    def new_user(self) -> User:
        """Make a user with the next number."""
        self._last_number += 1
        user = self._users[self._last_number] = User(number=self._last_number)
        return user

    def save(self, user: User) -> None:
        """Do nothing: the store has the user itself, not a copy."""

    def user(self, number: int) -> User | None:
        """Return a user by number, also one that was merged into another."""
        return self._users.get(number)

    def user_on(self, device_id: str) -> User | None:
        """Return the user last seen on a device."""
        return self._by_device_id.get(device_id)

    def user_named(self, user_id: str) -> User | None:
        """Return the user of a user id."""
        return self._by_user_id.get(user_id)

    def put_on(self, device_id: str, user: User) -> None:
        """Make a user the last one seen on a device."""
        self._by_device_id[device_id] = user

    def name(self, user_id: str, user: User) -> None:
        """Give a user id to a user."""
        self._by_user_id[user_id] = user

    def current(self, number: int) -> int:
        """Return the number of the user that user `number` is today, after merges."""
        while (user := self._users.get(number)) is not None and user.merged_into is not None:
            number = user.merged_into
        return number

    def users(self, *, after: int = 0, limit: int | None = None) -> Iterator[User]:
        """Return the users that can be found by an id, by number, without those that were merged into others."""
        return islice((user for user in self._users.values() if user.number > after and user.is_shown), limit)

    def delete(self, user: User) -> None:
        """Forget a user, their ids and all their events."""
        deleted = {number for number in self._users if self.current(number) == user.number}
        self._deleted_events += sum(len(one.bundle.events) for one in self._received if one.bundle.user in deleted)
        self._received = [one for one in self._received if one.bundle.user not in deleted]
        self._users = {number: kept for number, kept in self._users.items() if number not in deleted}
        for ids in (self._by_user_id, self._by_device_id):
            for key in [key for key, kept in ids.items() if kept.number in deleted]:
                del ids[key]

    def group(self, group_type: str, name: str) -> JSONObject | None:
        """Return a group's properties, `None` if there is no such group."""
        return self._groups.get((group_type, name))

    def save_group(self, group_type: str, name: str, properties: JSONObject) -> None:
        """Keep a group's properties."""
        self._groups[group_type, name] = properties

    def groups(self) -> Iterator[tuple[str, str, JSONObject]]:
        """Return each group's type, name and properties, in the order in which they were first seen."""
        return ((*key, properties) for key, properties in self._groups.items())

    def log_usermap(self, request: UsermapRequest) -> None:
        """Keep a usermap request."""
        self._usermap_requests.append(request)

    def usermap_requests(self) -> Iterator[UsermapRequest]:
        """Return the usermap requests in the order of their arrival."""
        return iter(self._usermap_requests)

    def global_ids(self) -> dict[str, list[str]]:
        """Return the global user ids of each user id that is mapped, in the order of the mappings."""
        return self._global_ids

    def map(self, user_id: str, global_user_id: str) -> None:
        """Map a user id to a global one as well."""
        mapped = self._global_ids.setdefault(user_id, [])
        if global_user_id not in mapped:
            mapped.append(global_user_id)

    def unmap(self, user_id: str) -> None:
        """Take a user id out of every mapping."""
        self._global_ids.pop(user_id, None)

    def clear(self) -> None:
        """Forget everything, also which events have come."""
        vars(self).update(vars(MemoryStore()))

    def log_deletion(self, user_id: str) -> None:
        """Keep the request to delete a user."""
        self._deletions.append(user_id)

    def deletions(self) -> Iterator[str]:
        """Return the user ids whose deletion was requested, in order."""
        return iter(self._deletions)


class _Numbered(NamedTuple):
    """A bundle, and the number of its first event. The events stay JSON until somebody reads them."""

    first: int
    bundle: Bundle

    def opened(self, after: int) -> Iterator[Received]:
        """Return its events with numbers above `after`."""
        bundle = self.bundle
        passed = max(after + 1 - self.first, 0)
        for number, json in enumerate(bundle.events[passed:], self.first + passed):
            yield Received(
                id=number,
                sender=bundle.sender,
                event=_decode_event(json),
                user=bundle.user,
                place=bundle.place,
                revenue=bundle.revenue,
                time=bundle.time,
            )


_decode_event: Final = msgspec.json.Decoder(JSONObject).decode


def _after(after: int, kept: list[Upload]) -> Iterator[Upload]:
    """Return the uploads with a number above `after`, without those that are added during the iteration."""
    return islice(kept, bisect_right(kept, after, key=_id), len(kept))


_first: Final = attrgetter("first")
_id: Final = attrgetter("id")
_NO_TRANSACTION: AbstractContextManager[object] = nullcontext()
