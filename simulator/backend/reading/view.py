"""Amplitude's whole view of a project: plain data, the same in the process and over the read API."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from simulator.backend.ingestion.project import Backend
from simulator.backend.keeping.entities import Received, Upload, User, UsermapRequest
from simulator.values import JSONObject


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A group and its properties."""

    group_type: str
    name: str
    properties: JSONObject


class View(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about one project."""

    #: As they came over the wire, each with what Amplitude adds under `amplitude`: user, sender, revenue, place.
    events: tuple[JSONObject, ...] = ()
    users: tuple[User, ...] = ()
    groups: tuple[Group, ...] = ()
    usermap_requests: tuple[UsermapRequest, ...] = ()
    #: The user ids that each global user id stands for.
    cross_project: dict[str, tuple[str, ...]] = {}
    uploads: tuple[Upload, ...] = ()

    def user(self, user_id: str) -> User | None:
        """Return the user of a user id."""
        return next((user for user in self.users if user.user_id == user_id), None)

    def group(self, group_type: str, name: str) -> Group | None:
        """Return a group."""
        return next((one for one in self.groups if (one.group_type, one.name) == (group_type, name)), None)


def view_of(backend: Backend) -> View:
    """Return the present state of a project."""
    return View(
        events=tuple(events_of(backend, backend.store.received())),
        users=backend.users.all(),
        groups=tuple(groups_of(backend)),
        usermap_requests=backend.usermap_requests,
        cross_project=backend.cross_project_view(),
        uploads=backend.uploads,
    )


def events_of(backend: Backend, received: Iterator[Received]) -> Iterator[JSONObject]:
    """Return events, each with what Amplitude adds under `amplitude`."""
    for one in received:
        place = msgspec.to_builtins(one.place) if one.place else {}
        added = {"user": backend.user_of(one), "sender": one.sender, "revenue": one.revenue, "place": place}
        yield {**one.event, "amplitude": added}


def groups_of(backend: Backend) -> Iterator[Group]:
    """Return the groups of a project."""
    for group_type, name, properties in backend.store.groups():
        yield Group(group_type=group_type, name=name, properties=properties)
