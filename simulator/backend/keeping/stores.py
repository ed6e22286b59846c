"""Where Amplitude keeps what it has received: the interface that every store has.

A store holds one project. It keeps and finds; what is to be kept is decided by `ingestion`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from simulator.backend.keeping.entities import Counts, Received, Upload, User, UsermapRequest
from simulator.values import JSONObject


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


class Stores(Protocol):
    """What keeps the projects' stores."""

    def store(self, project_id: str) -> Store:
        """Return the store of a project, a new one if there is none."""

    def projects(self) -> tuple[str, ...]:
        """Return the ids of the projects that there are."""
