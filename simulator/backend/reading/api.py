"""The read API: what Amplitude shows of each project, as JSON, and its faults and add-ons, which can be set.

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
from simulator.backend.reading.queries import AFTER, LIMIT, USER, Endpoint, ProblemError, Query, read_query
from simulator.backend.reading.view import View, groups_of, view_of
from simulator.errors import StoreError, UsageError, quoted, readable
from simulator.values import Value

LONGEST_BODY: Final = 16 * LONGEST_TEXT
"""Bytes of a request's body: enough for a fault whose texts have every character escaped."""

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
        query = Query(
            projects=projects,
            path_parameters=request.path_params,
            parameters=read_query(endpoint.query, request.query_params.multi_items()),
            body=await _body(request, endpoint.takes) if endpoint.takes else None,
        )
        answer = endpoint.answer(query)
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
    # A page can send this type only after a preflight, which refuses pages of other origins.
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise ProblemError(415, f"the content type must be application/json, not {quoted(media_type)}")
    try:
        given = msgspec.json.decode(await read_body(request, LONGEST_BODY))
        return msgspec.convert(_with_whole_numbers(given), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ProblemError(400, f"the body is not a valid {kind.__name__}: {readable(error)}") from None
    except RecursionError:
        raise ProblemError(400, "the body nests too deeply") from None


def _with_whole_numbers(given: Value) -> Value:
    """Return an object with floats such as 5.0 as whole numbers: JSON does not distinguish them."""
    if not isinstance(given, dict):
        return given
    return {name: int(one) if isinstance(one, float) and one.is_integer() else one for name, one in given.items()}


async def _document(request: Request) -> Response:
    del request
    return Response(_written_document(), media_type="application/json")


@cache
def _written_document() -> bytes:
    return msgspec.json.format(msgspec.json.encode(openapi.document(ENDPOINTS)))


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
    received = project.store.received(user=user, after=query.after, limit=query.limit)
    events = tuple(_stored(project, one) for one in received)
    return answers.EventPage(events, _next(query, [event.id for event in events]))


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
        path=f"{_PROJECT}/events",
        summary="The events, in the order of their arrival.",
        answer=_events,
        query=(USER, AFTER, LIMIT),
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
"""What can be query."""
