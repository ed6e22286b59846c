"""Where Amplitude keeps what it has received: the interface that every store has.

A store holds one project. It only keeps and finds; `ingestion` decides what is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from simulator.backend.keeping.entities import Bundle, Counts, Received, Upload, User, UsermapRequest
from simulator.values import JSONObject


class Store(Protocol):
    """The store of one project.

    A change takes effect at once, or within `transaction` together with the other changes in it. A method that returns
    an iterator returns what there is when it is called: at most `limit` items, with numbers above `after`, so that the
    last number of a page leads to the next one.
    """

    def transaction(self) -> AbstractContextManager[object]:
        """Return a context within which all changes take effect together, or none of them."""

    def claim(self, identities: Sequence[tuple[str, str]], *, time: int = 0, since: int | None = None) -> list[bool]:
        """Note events by device id and own id, at a time in milliseconds; tell for each whether it is new.

        One that was noted before `since` is new again; without it, one is new once.
        """

    def add(self, bundles: Iterable[Bundle]) -> int:
        """Keep events after all others; return the number of the first of them."""

    def received(self, *, user: int | None = None, after: int = 0, limit: int | None = None) -> Iterator[Received]:
        """Return the events in the order of their arrival, without those of deleted users.

        With `user`, only those of that user and of the users merged into them.
        """

    def count(self) -> int:
        """Return how many events there are."""

    def counts(self) -> Counts:
        """Return how many there are of each kind."""

    def log(self, upload: Upload) -> Upload:
        """Keep the record of a request; return it with its id.

        Of the rejected ones, `MOST_REJECTIONS` are kept, `shortened`.
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
        """Make a user the last one seen on a device."""

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

    def clear(self) -> None:
        """Forget everything, also which events have come."""

    def log_deletion(self, user_id: str) -> None:
        """Keep the request to delete a user."""

    def deletions(self) -> Iterator[str]:
        """Return the user ids whose deletion was requested, in order."""


class Stores(Protocol):
    """The stores of all projects."""

    def store(self, project_id: str) -> Store:
        """Return the store of a project, a new one if there is none."""

    def projects(self) -> tuple[str, ...]:
        """Return the ids of all projects."""
