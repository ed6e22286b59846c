"""The read API: Amplitude's view of each project, as JSON, and its faults and add-ons, which can be set.

Every endpoint is an entry of `ENDPOINTS`; the routes and the OpenAPI document are both made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from typing import Final

from simulator.backend.ingestion.faults import MOST_FAULTS, Fault
from simulator.backend.ingestion.project import Backend
from simulator.backend.keeping.entities import Received
from simulator.backend.reading import answers
from simulator.backend.reading.queries import (
    AFTER,
    COUNT,
    LIMIT,
    MOST_SCANNED,
    SINCE,
    UNTIL,
    USER,
    WAIT,
    Endpoint,
    Parameter,
    ProblemError,
    Query,
    chosen,
)
from simulator.backend.reading.view import View, groups_of, view_of

EVENT: Final = Parameter(name="event", description="Only events of this type.", text=True)
USER_ID: Final = Parameter(name="user_id", description="Only events that name this user id.", text=True)
DEVICE_ID: Final = Parameter(name="device_id", description="Only events that name this device id.", text=True)
MESSAGE: Final = Parameter(
    name="message", description="Only the events with this insert_id: the messageId of Segment's message.", text=True
)

OUTSIDE: Final = -1
"""The session id of an event outside all sessions."""


def _projects(query: Query) -> answers.ProjectList:
    return answers.ProjectList(
        tuple(answers.Listed(id=project.project_id, events=project.store.count()) for project in query.projects)
    )


def _counts(query: Query) -> answers.Project:
    project = query.project
    return answers.Project(
        id=query.project_id,
        holds=project.store.counts(),
        faults=len(project.faults.all()),
        add_ons=answers.AddOns(accounts=project.accounts),
    )


def _events(query: Query) -> answers.EventPage:
    project, number = query.project, query.parameters["user"]
    user = None if number is None else project.users.current(number)
    wanted = _wanted(query)
    if not wanted:
        received = tuple(project.store.received(user=user, after=query.after, limit=query.limit))
        return answers.EventPage(tuple(_stored(project, one) for one in received), _next(query, _ids(received)))
    scanned = project.store.received(user=user, after=query.after, limit=MOST_SCANNED)
    found, last = chosen(scanned, lambda one: all(fits(one) for fits in wanted), query.limit, MOST_SCANNED)
    return answers.EventPage(tuple(_stored(project, one) for one in found), last)


def _ids(received: Sequence[Received]) -> list[int]:
    return [one.id for one in received]


def _wanted(query: Query) -> list[Callable[[Received], bool]]:
    """Return the conditions that a query sets for events, besides the user's number."""
    texts = (("event", "event_type"), ("user_id", "user_id"), ("device_id", "device_id"), ("message", "insert_id"))
    wanted: list[Callable[[Received], bool]] = []
    for parameter, field in texts:
        if (text := query.parameters[parameter]) is not None:
            wanted.append(partial(_has, field, text))
    since, until = query.parameters["since"], query.parameters["until"]
    if since is not None:
        wanted.append(lambda one: one.time >= since)
    if until is not None:
        wanted.append(lambda one: one.time < until)
    return wanted


def _has(field: str, text: str, one: Received) -> bool:
    return one.event.get(field) == text


def _stored(project: Backend, one: Received) -> answers.StoredEvent:
    return answers.StoredEvent(
        id=one.id,
        time=one.time,
        sender=one.sender,
        user=project.user_of(one),
        session_id=one.session_id,
        revenue=one.revenue,
        place=one.place,
        event=one.event,
    )


def _users(query: Query) -> answers.UserPage:
    users = tuple(query.project.store.users(after=query.after, limit=query.limit))
    return answers.UserPage(users, _next(query, [user.number for user in users]))


def _user(query: Query) -> answers.Person:
    project = query.project
    user = project.store.user(project.users.current(query.number))
    if user is None:
        raise ProblemError(404, f"there is no user number {query.number}")
    sessions: dict[int, answers.Session] = {}
    events = outside = 0
    for one in project.store.received(user=user.number):
        events += 1
        if one.session_id == OUTSIDE:
            outside += 1
        else:
            sessions[one.session_id] = _longer(sessions.get(one.session_id), one)
    return answers.Person(
        user=user, events=events, outside_sessions=outside, sessions=tuple(sessions[key] for key in sorted(sessions))
    )


def _longer(session: answers.Session | None, one: Received) -> answers.Session:
    """Return a session with one more event."""
    time = time_of(one)
    if session is None:
        return answers.Session(id=one.session_id, events=1, start=time, end=time)
    return answers.Session(
        id=session.id, events=session.events + 1, start=min(session.start, time), end=max(session.end, time)
    )


def time_of(one: Received) -> int:
    """Return the time that an event states, else when it came, in milliseconds since 1970."""
    for name in ("timestamp", "time"):
        stated = one.event.get(name)
        if type(stated) is int:
            return stated
    return one.time


def _groups(query: Query) -> answers.GroupPage:
    groups = tuple(islice(groups_of(query.project), query.after, query.after + query.limit))
    return answers.GroupPage(groups, query.after + query.limit if len(groups) == query.limit else None)


def _uploads(query: Query, *, rejected: bool = False) -> answers.UploadPage:
    uploads = tuple(query.project.store.uploads(rejected=rejected, after=query.after, limit=query.limit))
    return answers.UploadPage(uploads, _next(query, [upload.id for upload in uploads]))


def _rejections(query: Query) -> answers.UploadPage:
    return _uploads(query, rejected=True)


def _usermap(query: Query) -> answers.Usermap:
    project = query.project
    return answers.Usermap(project.usermap_requests, project.cross_project_view())


def _view(query: Query) -> View:
    return view_of(query.project)


def _clear(query: Query) -> None:
    query.project.store.clear()


def _faults(query: Query) -> answers.FaultList:
    return answers.FaultList(query.project.faults.all())


def _set_fault(query: Query) -> Fault:
    fault: Fault = query.body
    faults = query.projects.open(query.project_id).faults
    if faults.full:
        raise ProblemError(409, f"a project may have at most {MOST_FAULTS} faults; clear them first")
    faults.set(fault)
    return fault


def _clear_faults(query: Query) -> None:
    query.project.faults.clear()


def _set_add_ons(query: Query) -> answers.AddOns:
    add_ons: answers.AddOns = query.body
    query.projects.open(query.project_id).accounts = add_ons.accounts
    return add_ons


def _next(query: Query, ids: Sequence[int]) -> int | None:
    return ids[-1] if len(ids) == query.limit else None


_PROJECT: Final = "/api/projects/{project_id}"

ENDPOINTS: Final = (
    Endpoint(path="/api/projects", summary="The projects.", answer=_projects, gives=answers.ProjectList),
    Endpoint(path=_PROJECT, summary="A project, and how much it holds.", answer=_counts, gives=answers.Project),
    Endpoint(
        method="DELETE",
        path=_PROJECT,
        summary="Empty the project, and forget the ids of its events. Its faults and add-ons stay.",
        answer=_clear,
        gives=None,
        status=204,
    ),
    Endpoint(
        path=f"{_PROJECT}/events",
        summary="The events, in the order of their arrival.",
        answer=_events,
        query=(USER, EVENT, USER_ID, DEVICE_ID, MESSAGE, SINCE, UNTIL, AFTER, LIMIT, COUNT, WAIT),
        size=lambda page: len(page.events),
        gives=answers.EventPage,
    ),
    Endpoint(
        path=f"{_PROJECT}/users",
        summary="The users, by number.",
        answer=_users,
        query=(AFTER, LIMIT),
        gives=answers.UserPage,
    ),
    Endpoint(
        path=f"{_PROJECT}/users/{{number}}",
        summary="One user, with sessions. For a merged user, the one that they were merged into.",
        answer=_user,
        gives=answers.Person,
    ),
    Endpoint(
        path=f"{_PROJECT}/groups",
        summary="The groups and their properties.",
        answer=_groups,
        query=(AFTER, LIMIT),
        gives=answers.GroupPage,
    ),
    Endpoint(
        path=f"{_PROJECT}/uploads",
        summary="The requests, and how each was answered.",
        answer=_uploads,
        query=(AFTER, LIMIT),
        gives=answers.UploadPage,
    ),
    Endpoint(
        path=f"{_PROJECT}/rejections",
        summary="The requests that were refused, and why.",
        answer=_rejections,
        query=(AFTER, LIMIT),
        gives=answers.UploadPage,
    ),
    Endpoint(
        path=f"{_PROJECT}/usermap",
        summary="The usermap requests, and which user ids are mapped.",
        answer=_usermap,
        gives=answers.Usermap,
    ),
    Endpoint(path=f"{_PROJECT}/view", summary="Everything about a project at once.", answer=_view, gives=View),
    Endpoint(path=f"{_PROJECT}/faults", summary="The faults of the project.", answer=_faults, gives=answers.FaultList),
    Endpoint(
        method="POST",
        path=f"{_PROJECT}/faults",
        summary="Add a fault.",
        answer=_set_fault,
        takes=Fault,
        gives=Fault,
        status=201,
    ),
    Endpoint(
        method="DELETE",
        path=f"{_PROJECT}/faults",
        summary="Remove all faults.",
        answer=_clear_faults,
        gives=None,
        status=204,
    ),
    Endpoint(
        method="POST",
        path=f"{_PROJECT}/add-ons",
        summary="Set which add-ons the project has from now on.",
        answer=_set_add_ons,
        takes=answers.AddOns,
        gives=answers.AddOns,
    ),
)
"""The endpoints."""
