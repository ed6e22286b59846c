"""The answers of the read API, as types: the OpenAPI document is made from these."""

from __future__ import annotations

import msgspec

from simulator.backend.ingestion.faults import Fault
from simulator.backend.keeping.entities import Counts, IPPlace, Upload, User, UsermapRequest
from simulator.backend.reading.view import Group
from simulator.values import JSONObject


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A project in the list of projects."""

    #: An API key, or `run-` and the name of a run.
    id: str
    events: int


class ProjectList(msgspec.Struct, frozen=True):
    """The projects to which something was sent."""

    projects: tuple[Listed, ...]


class Project(msgspec.Struct, frozen=True, kw_only=True):
    """A project: how much it holds, how many faults it has, and which add-ons."""

    id: str
    holds: Counts
    faults: int
    add_ons: AddOns


class AddOns(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The add-ons that a project has."""

    #: Whether there are groups; without the add-on a group is only a user property.
    accounts: bool


class StoredEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event, and what Amplitude made of it."""

    id: int
    #: When it came, in milliseconds since 1970.
    time: int
    sender: str
    #: The number of the user that it belongs to today; 0 if it belongs to nobody.
    user: int
    #: -1 outside all sessions.
    session_id: int
    revenue: float
    place: IPPlace | None
    #: As it came over the wire.
    event: JSONObject


class EventPage(msgspec.Struct, frozen=True):
    """Events in the order of their arrival."""

    events: tuple[StoredEvent, ...]
    #: The value of `after` for the next page; null at the end.
    next: int | None


class UserPage(msgspec.Struct, frozen=True):
    """Users by their numbers."""

    users: tuple[User, ...]
    next: int | None


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A session of a user."""

    #: The session id: on a client, its start in milliseconds since 1970.
    id: int
    events: int
    #: The first and last time of its events, in milliseconds since 1970 on the sender's clock.
    start: int
    end: int


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A user with their sessions."""

    user: User
    events: int
    #: The number of these outside all sessions.
    outside_sessions: int
    sessions: tuple[Session, ...]


class GroupPage(msgspec.Struct, frozen=True):
    """Groups in the order in which they were first seen."""

    groups: tuple[Group, ...]
    next: int | None


class UploadPage(msgspec.Struct, frozen=True):
    """Requests in the order of their arrival."""

    uploads: tuple[Upload, ...]
    next: int | None


class Usermap(msgspec.Struct, frozen=True):
    """The requests to the usermap endpoint, and the mappings that they made."""

    requests: tuple[UsermapRequest, ...]
    #: The user ids that each global user id stands for.
    cross_project: dict[str, tuple[str, ...]]


class FaultList(msgspec.Struct, frozen=True):
    """The faults of a project; of those that fit a request, the last applies."""

    faults: tuple[Fault, ...]
