"""The read API: what Amplitude shows of each project, as JSON, and the faults that it can be told to have.

Every endpoint is an entry of `ENDPOINTS`; the routes and the OpenAPI document are both made from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Final, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.backend.http import responses
from simulator.backend.http.receiving import read_body
from simulator.backend.ingestion.faults import LONGEST_TEXT, MOST_FAULTS, Fault
from simulator.backend.ingestion.project import Backend
from simulator.backend.ingestion.projects import Projects
from simulator.backend.ingestion.refusals import RefusedError
from simulator.backend.keeping.entities import Received
from simulator.backend.reading import answers, openapi
from simulator.backend.reading.queries import AFTER, LIMIT, USER, Asked, Endpoint, ProblemError, read_query
from simulator.backend.reading.view import View, groups_of, view_of
from simulator.errors import StoreError, UsageError, quoted, readable
from simulator.values import Value

LONGEST_BODY: Final = 16 * LONGEST_TEXT
"""Bytes of a request's body: as many as a fault can need whose text has each character escaped."""

DOCUMENT_PATH: Final = "/api/openapi.json"

OUTSIDE: Final = -1
"""The session id of an event outside all sessions."""

T = TypeVar("T")


def routes(projects: Projects) -> list[Route]:
    """Return the routes of the read API."""
    made = [Route(DOCUMENT_PATH, _document)]
    by_path: dict[str, dict[str, Endpoint]] = {}
    for endpoint in ENDPOINTS:
        by_path.setdefault(endpoint.path, {})[endpoint.method] = endpoint
    return made + [_route(projects, path, endpoints) for path, endpoints in by_path.items()]


def _route(projects: Projects, path: str, endpoints: dict[str, Endpoint]) -> Route:
    async def answer(request: Request) -> Response:
        return await _answer(projects, endpoints["GET" if request.method == "HEAD" else request.method], request)

    return Route(path, answer, methods=list(endpoints))


async def _answer(projects: Projects, endpoint: Endpoint, request: Request) -> Response:
    try:
        asked = Asked(
            projects=projects,
            path_parameters=request.path_params,
            query=read_query(endpoint.query, request.query_params.multi_items()),
            body=await _body(request, endpoint.takes) if endpoint.takes else None,
        )
        answer = endpoint.answer(asked)
    except ProblemError as problem:
        return responses.sentence(request.url.path, problem.status, str(problem))
    except RefusedError as refused:
        return responses.sentence(request.url.path, refused.answer.status, refused.reason, {"Connection": "close"})
    except UsageError as error:
        return responses.sentence(request.url.path, 400, str(error))
    except StoreError as error:
        return responses.sentence(request.url.path, 503, str(error))
    return Response(status_code=endpoint.status) if answer is None else responses.json(answer, endpoint.status)


async def _body(request: Request, kind: type[T]) -> T:
    # A page can't send this type unasked, so that none of another origin gets here past the preflight.
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise ProblemError(415, f"the content type must be application/json, not {quoted(media_type)}")
    try:
        given = msgspec.json.decode(await read_body(request, LONGEST_BODY))
        return msgspec.convert(_with_whole_numbers(given), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ProblemError(400, f"the body is no {kind.__name__.lower()}: {readable(error)}") from None
    except RecursionError:
        raise ProblemError(400, "the body nests too deeply") from None


def _with_whole_numbers(given: Value) -> Value:
    """Return an object whose whole numbers are such: JSON does not tell 5.0 from 5."""
    if not isinstance(given, dict):
        return given
    return {name: int(one) if isinstance(one, float) and one.is_integer() else one for name, one in given.items()}


async def _document(request: Request) -> Response:
    del request
    return Response(_written_document(), media_type="application/json")


@cache
def _written_document() -> bytes:
    return msgspec.json.format(msgspec.json.encode(openapi.document(ENDPOINTS)))


def _projects(asked: Asked) -> answers.ProjectList:
    return answers.ProjectList(
        tuple(answers.Listed(id=project.project_id, events=project.store.count()) for project in asked.projects)
    )


def _counts(asked: Asked) -> answers.Project:
    project = asked.project
    return answers.Project(
        id=asked.project_id,
        holds=project.store.counts(),
        faults=len(project.faults.all()),
        add_ons=answers.AddOns(accounts=project.accounts),
    )


def _events(asked: Asked) -> answers.EventPage:
    project, number = asked.project, asked.query["user"]
    user = None if number is None else project.users.current(number)
    received = project.store.received(user=user, after=asked.after, limit=asked.limit)
    events = tuple(_stored(project, one) for one in received)
    return answers.EventPage(events, _next(asked, [event.id for event in events]))


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


def _users(asked: Asked) -> answers.UserPage:
    users = tuple(asked.project.store.users(after=asked.after, limit=asked.limit))
    return answers.UserPage(users, _next(asked, [user.number for user in users]))


def _user(asked: Asked) -> answers.Person:
    project = asked.project
    user = project.store.user(project.users.current(asked.number))
    if user is None:
        raise ProblemError(404, f"there is no user number {asked.number}")
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
    """Return when an event happened by its own account, else when it came, in milliseconds since 1970."""
    for name in ("timestamp", "time"):
        stated = one.event.get(name)
        if type(stated) is int:
            return stated
    return one.time


def _groups(asked: Asked) -> answers.GroupPage:
    groups = tuple(islice(groups_of(asked.project), asked.after, asked.after + asked.limit))
    return answers.GroupPage(groups, asked.after + asked.limit if len(groups) == asked.limit else None)


def _uploads(asked: Asked, *, rejected: bool = False) -> answers.UploadPage:
    uploads = tuple(asked.project.store.uploads(rejected=rejected, after=asked.after, limit=asked.limit))
    return answers.UploadPage(uploads, _next(asked, [upload.id for upload in uploads]))


def _rejections(asked: Asked) -> answers.UploadPage:
    return _uploads(asked, rejected=True)


def _usermap(asked: Asked) -> answers.Usermap:
    project = asked.project
    return answers.Usermap(project.usermap_requests, project.cross_project_view())


def _view(asked: Asked) -> View:
    return view_of(asked.project)


def _faults(asked: Asked) -> answers.FaultList:
    return answers.FaultList(asked.project.faults.all())


def _set_fault(asked: Asked) -> Fault:
    fault: Fault = asked.body
    faults = asked.projects.open(asked.project_id).faults
    if faults.full:
        raise ProblemError(409, f"the project has {MOST_FAULTS} faults, which are the most; clear them first")
    faults.set(fault)
    return fault


def _clear_faults(asked: Asked) -> None:
    asked.project.faults.clear()


def _set_add_ons(asked: Asked) -> answers.AddOns:
    add_ons: answers.AddOns = asked.body
    asked.projects.open(asked.project_id).accounts = add_ons.accounts
    return add_ons


def _next(asked: Asked, ids: Sequence[int]) -> int | None:
    return ids[-1] if len(ids) == asked.limit else None


_PROJECT: Final = "/api/projects/{project_id}"

ENDPOINTS: Final = (
    Endpoint(path="/api/projects", says="The projects.", answer=_projects, gives=answers.ProjectList),
    Endpoint(path=_PROJECT, says="How much is in a project.", answer=_counts, gives=answers.Project),
    Endpoint(
        path=f"{_PROJECT}/events",
        says="The events, in the order of their arrival.",
        answer=_events,
        query=(USER, AFTER, LIMIT),
        gives=answers.EventPage,
    ),
    Endpoint(
        path=f"{_PROJECT}/users",
        says="The users, by number.",
        answer=_users,
        query=(AFTER, LIMIT),
        gives=answers.UserPage,
    ),
    Endpoint(
        path=f"{_PROJECT}/users/{{number}}",
        says="One user, with sessions. A merged user is who took over.",
        answer=_user,
        gives=answers.Person,
    ),
    Endpoint(
        path=f"{_PROJECT}/groups",
        says="The groups and their properties.",
        answer=_groups,
        query=(AFTER, LIMIT),
        gives=answers.GroupPage,
    ),
    Endpoint(
        path=f"{_PROJECT}/uploads",
        says="The requests, and what each was answered.",
        answer=_uploads,
        query=(AFTER, LIMIT),
        gives=answers.UploadPage,
    ),
    Endpoint(
        path=f"{_PROJECT}/rejections",
        says="The requests that were refused, and why.",
        answer=_rejections,
        query=(AFTER, LIMIT),
        gives=answers.UploadPage,
    ),
    Endpoint(path=f"{_PROJECT}/usermap", says="Which user ids are mapped.", answer=_usermap, gives=answers.Usermap),
    Endpoint(path=f"{_PROJECT}/view", says="Everything about a project at once.", answer=_view, gives=View),
    Endpoint(path=f"{_PROJECT}/faults", says="How the project misbehaves.", answer=_faults, gives=answers.FaultList),
    Endpoint(
        method="POST",
        path=f"{_PROJECT}/faults",
        says="Let it misbehave in one more way.",
        answer=_set_fault,
        takes=Fault,
        gives=Fault,
        status=201,
    ),
    Endpoint(
        method="DELETE",
        path=f"{_PROJECT}/faults",
        says="Let it behave.",
        answer=_clear_faults,
        gives=None,
        status=204,
    ),
    Endpoint(
        method="POST",
        path=f"{_PROJECT}/add-ons",
        says="Say which add-ons it has from now on.",
        answer=_set_add_ons,
        takes=answers.AddOns,
        gives=answers.AddOns,
    ),
)
"""What can be asked."""
