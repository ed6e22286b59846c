"""Where Amplitude keeps what it has received: the interface, and the store in memory.

A store holds one project. It keeps and finds; what is to be kept is decided by `Backend` and `Users`.
`simulator.backend.keeping.sqlite` keeps projects in a file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import Final, Protocol, TypeVar

import msgspec

from simulator.backend.ingestion.users import NOBODY, User
from simulator.backend.keeping.places import IPPlace
from simulator.values import JSONObject

MOST_REJECTIONS: Final = 1000
"""How many rejected requests a store keeps of a project, the latest: whoever sends such may never stop."""
LONGEST_TEXT: Final = 1000
"""Characters that a store keeps of each text of a rejected request."""


class Received(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An event that was accepted."""

    #: The store's number of it, from 1 in the order of arrival; 0 before it is kept.
    id: int = 0
    #: What sent it: `ios app` by its SDK, `Segment's servers`.
    sender: str
    #: As it came over the wire.
    event: JSONObject
    #: The number of its user when it came; `Backend.user_of` tells whose it is today.
    user: int
    #: Where the address that it came from is, if known.
    place: IPPlace | None
    #: Price times quantity, 0 for an event without revenue.
    revenue: float
    #: When it came, in milliseconds since 1970.
    time: int = 0

    @property
    def session_id(self) -> int:
        """The session's start in milliseconds, -1 for an event outside all sessions."""
        session_id = self.event.get("session_id")
        return session_id if isinstance(session_id, int) else -1


class Upload(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A request that came in, and what it was answered."""

    #: The store's number of it, from 1 in the order of arrival; 0 before it is kept.
    id: int = 0
    path: str
    sender: str
    #: The API version of an SDK's upload.
    version: int | None = None
    #: The form's fields in their order.
    fields: list[str] = []
    #: When an SDK says that it made the request, in milliseconds since 1970.
    upload_time: int | None = None
    #: How many events it had.
    events: int = 0
    #: How many of them had come before.
    duplicates: int = 0
    #: A digest of what it carries, its own time and signature left out: requests with the same one carried the same
    #: events, word for word.
    contents: str = ""
    #: The size of its body in bytes, as it was decoded.
    size: int = 0
    #: 0 if the answer did not get through.
    status: int
    answer: str
    #: Why it was rejected; empty if it was accepted.
    reason: str = ""
    time: int = 0
    ip: str = ""


def shortened(upload: Upload) -> Upload:
    """Return a rejected request with its long texts cut."""
    return msgspec.structs.replace(
        upload,
        path=_cut(upload.path),
        sender=_cut(upload.sender),
        fields=[_cut(name) for name in upload.fields],
        answer=_cut(upload.answer),
        reason=_cut(upload.reason),
        ip=_cut(upload.ip),
    )


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"


class UsermapRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request to the usermap endpoint."""

    sender: str
    user_id: str
    global_user_id: str | None
    unmap: bool


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How much a store holds."""

    events: int
    users: int
    groups: int
    #: Requests, the rejected ones among them.
    uploads: int
    rejections: int
    usermap_requests: int
    deletions: int


class Store(Protocol):
    """What is kept of one project.

    What changes something takes effect at once, or within `transaction` together with all else that is done in it. What
    returns an iterator shows what there is when it is called, `limit` of it at most and only what is behind the number
    `after`, so that the last number of a page leads to the next one.
    """

    def transaction(self) -> AbstractContextManager[object]:
        """Return what makes all changes made within it take effect together, or none of them."""

    def claim(self, identities: Sequence[tuple[str, str]]) -> list[bool]:
        """Take note of events by their device ids and what they are called there; tell which had not been noted."""

    def add(self, received: Received, written: bytes | None = None) -> Received:
        """Keep an event behind all others; return it with its id. `written` is its JSON, where that is there."""

    def received(self, *, user: int | None = None, after: int = 0, limit: int | None = None) -> Iterator[Received]:
        """Return the events in the order of their arrival, without those of deleted users.

        With `user`, only those of that user, and of whoever was merged into them.
        """

    def count(self) -> int:
        """Return how many events there are."""

    def counts(self) -> Counts:
        """Return how much of everything there is."""

    def log(self, upload: Upload) -> Upload:
        """Keep what became of a request; return it with its id.

        Of those that were rejected, `MOST_REJECTIONS` are kept, `shortened`.
        """

    def uploads(self, *, rejected: bool = False, after: int = 0, limit: int | None = None) -> Iterator[Upload]:
        """Return the requests in the order of their arrival; with `rejected`, only those that have a reason."""

    def new_user(self) -> User:
        """Make a user with the next number."""

    def save(self, user: User) -> None:
        """Keep a user as they are now."""

    def user(self, number: int) -> User | None:
        """Return a user by number, also one that was merged into another."""

    def user_on(self, device_id: str) -> User | None:
        """Return the user last seen on a device."""

    def user_named(self, user_id: str) -> User | None:
        """Return the user of a user id."""

    def put_on(self, device_id: str, user: User) -> None:
        """Make a user the one last seen on a device."""

    def name(self, user_id: str, user: User) -> None:
        """Give a user id to a user."""

    def current(self, number: int) -> int:
        """Return the number of the user that user `number` is today, after merges."""

    def users(self, *, after: int = 0, limit: int | None = None) -> Iterator[User]:
        """Return the users that can be found by an id, by number, without those that were merged into others."""

    def delete(self, user: User) -> None:
        """Forget a user, their ids and all their events."""

    def group(self, group_type: str, name: str) -> JSONObject | None:
        """Return a group's properties, `None` if there is no such group."""

    def save_group(self, group_type: str, name: str, properties: JSONObject) -> None:
        """Keep a group's properties."""

    def groups(self) -> Iterator[tuple[str, str, JSONObject]]:
        """Return each group's type, name and properties, in the order in which they were first seen."""

    def log_usermap(self, request: UsermapRequest) -> None:
        """Keep a usermap request."""

    def usermap_requests(self) -> Iterator[UsermapRequest]:
        """Return the usermap requests in the order of their arrival."""

    def global_ids(self) -> dict[str, list[str]]:
        """Return the global user ids of each user id that is mapped, in the order of the mappings."""

    def map(self, user_id: str, global_user_id: str) -> None:
        """Map a user id to a global one as well."""

    def unmap(self, user_id: str) -> None:
        """Take a user id out of every mapping."""

    def log_deletion(self, user_id: str) -> None:
        """Keep the request to delete a user."""

    def deletions(self) -> Iterator[str]:
        """Return the user ids whose deletion was asked for, in order."""


class MemoryStore:
    """Keeps a project as long as the process lives."""

    def __init__(self) -> None:
        self._claimed: set[tuple[str, str]] = set()
        self._received: list[Received] = []
        self._last_event = 0
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
        """Return nothing special: what is checked before it is kept does not fail halfway."""
        return _NO_TRANSACTION

    def claim(self, identities: Sequence[tuple[str, str]]) -> list[bool]:
        """Take note of events by their device ids and what they are called there; tell which had not been noted."""
        new = []
        for identity in identities:
            new.append(identity not in self._claimed)
            self._claimed.add(identity)
        return new

    def add(self, received: Received, written: bytes | None = None) -> Received:
        """Keep an event behind all others; return it with its id."""
        del written
        self._last_event += 1
        kept = msgspec.structs.replace(received, id=self._last_event)
        self._received.append(kept)
        return kept

    def received(self, *, user: int | None = None, after: int = 0, limit: int | None = None) -> Iterator[Received]:
        """Return the events in the order of their arrival, of all users or of one; see `Store`."""
        found = _behind(after, self._received)
        if user is not None:
            found = (one for one in found if self.current(one.user) == user)
        return islice(found, limit)

    def count(self) -> int:
        """Return how many events there are."""
        return len(self._received)

    def counts(self) -> Counts:
        """Return how much of everything there is."""
        return Counts(
            events=len(self._received),
            users=sum(1 for _ in self.users()),
            groups=len(self._groups),
            uploads=len(self._accepted) + len(self._rejected),
            rejections=len(self._rejected),
            usermap_requests=len(self._usermap_requests),
            deletions=len(self._deletions),
        )

    def log(self, upload: Upload) -> Upload:
        """Keep what became of a request, the latest of the rejected ones; return it with its id."""
        self._last_upload += 1
        kept = msgspec.structs.replace(upload, id=self._last_upload)
        if kept.reason:
            kept = shortened(kept)
            self._rejected.append(kept)
        else:
            self._accepted.append(kept)
        return kept

    def uploads(self, *, rejected: bool = False, after: int = 0, limit: int | None = None) -> Iterator[Upload]:
        """Return the requests in the order of their arrival, all or those that have a reason."""
        found = _behind(after, list(self._rejected))
        if not rejected:
            accepted = _behind(after, self._accepted)
            found = merge(accepted, found, key=_id) if self._rejected else accepted
        return islice(found, limit)

    def new_user(self) -> User:
        """Make a user with the next number."""
        self._last_number += 1
        user = self._users[self._last_number] = User(number=self._last_number)
        return user

    def save(self, user: User) -> None:
        """Keep a user as they are now: users in memory are kept as they are anyway."""

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
        """Make a user the one last seen on a device."""
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
        gone = {number for number in self._users if self.current(number) == user.number}
        self._received = [one for one in self._received if one.user not in gone]
        self._users = {number: kept for number, kept in self._users.items() if number not in gone}
        for ids in (self._by_user_id, self._by_device_id):
            for key in [key for key, kept in ids.items() if kept.number in gone]:
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

    def log_deletion(self, user_id: str) -> None:
        """Keep the request to delete a user."""
        self._deletions.append(user_id)

    def deletions(self) -> Iterator[str]:
        """Return the user ids whose deletion was asked for, in order."""
        return iter(self._deletions)


def _behind(after: int, kept: list[_Numbered]) -> Iterator[_Numbered]:
    """Return what has a number above `after`; what is added while they are looked at is left out."""
    return islice(kept, bisect_right(kept, after, key=_id), len(kept))


_Numbered = TypeVar("_Numbered", Received, Upload)
_id: Final = attrgetter("id")
_NO_TRANSACTION: AbstractContextManager[object] = nullcontext()
