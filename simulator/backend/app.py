"""The stand-in as a web application: Amplitude's endpoints, the read API and the live view behind one access check."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from simulator.backend.http.access import Access, Gate
from simulator.backend.http.ingesting import AmplitudeEndpoints
from simulator.backend.http.receiving import client_address
from simulator.backend.http.responses import sentence
from simulator.backend.ingestion.answering import Ingestion
from simulator.backend.ingestion.endpoints import ENDPOINTS
from simulator.backend.ingestion.project_ids import RUN, RUN_PREFIX
from simulator.backend.ingestion.projects import Projects
from simulator.backend.ingestion.refusals import Limits
from simulator.backend.reading.live import MOST_WATCHERS, Feed, LiveStream
from simulator.backend.reading.page import live_page
from simulator.backend.reading.queries import Endpoint
from simulator.backend.reading.routes import DOCUMENT_PATH, read_api
from simulator.backend.reading.rows import Row, detail
from simulator.errors import quoted, readable
from simulator.wire import requests as wire

LIVE_PATH: Final = "/api/live"


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """Further routes of a server, beside Amplitude's endpoints and behind the same access check."""

    routes: tuple[BaseRoute, ...] = ()
    #: Of the read API.
    endpoints: tuple[Endpoint, ...] = ()


def application(
    projects: Projects,
    *,
    now: Callable[[], int],
    limits: Limits | None = None,
    access: Access | None = None,
    feed: Feed | None = None,
    beside: Beside | None = None,
) -> Starlette:
    """Return the application for some projects.

    `now` is the machine's clock, in milliseconds since 1970, for requests that carry no time of their own; `access`
    says who may send besides this machine; `feed` shows what arrives; `beside` has further routes.
    """
    limits, feed = limits or Limits(), feed or Feed(started=now())
    beside = beside or Beside()
    ingestion = Ingestion(projects.open, limits=limits, now=now, observe=feed.observe)
    endpoints = AmplitudeEndpoints(projects, ingestion, limits)

    def show_refused(scope: Scope, status: int, reason: str) -> None:
        """Show a refused request on the page: its sender sees little more than that it failed."""
        request = Request(scope)
        sent = {"method": request.method, "headers": dict(request.headers), "status": status}
        run = _IN_RUN.match(scope["path"])
        feed.add(
            Row(
                time=now(),
                project=f"{RUN_PREFIX}{run[1]}" if run else "",
                path=readable(scope["path"]),
                ip=client_address(request),
                outcome="refused",
                status=status,
                note=reason,
                detail=detail(sent),
            )
        )

    made = Starlette(
        routes=[
            Route(LIVE_PATH, _stream(feed)),
            *read_api(projects, feed, beside.endpoints),
            *beside.routes,
            *(_route(endpoints, path, path) for path in ingestion.paths),
            *(_route(endpoints, f"{_RUN}{path}", path) for path in ingestion.paths),
            # For clients that use the run's address without a slash at the end.
            _route(endpoints, _RUN, wire.UPLOAD_PATH),
        ],
        middleware=[
            Middleware(Gate, access=access or Access(), refused=show_refused),
            Middleware(_Shortcut, endpoints=endpoints, paths=ingestion.paths),
        ],
        exception_handlers={HTTPException: _nowhere},
    )
    made.router.redirect_slashes = False
    return made


_RUN: Final = "/runs/{run}"
_IN_RUN: Final = re.compile(rf"/runs/({RUN.pattern})(?:/|\Z)")


class _Shortcut:
    """Passes uploads of the SDKs, the most frequent requests, to the endpoints without routing."""

    def __init__(self, app: ASGIApp, *, endpoints: AmplitudeEndpoints, paths: Sequence[str]) -> None:
        self._app = app
        self._endpoints = endpoints
        self._paths = frozenset(paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST" or scope["path"] not in self._paths:
            await self._app(scope, receive, send)
            return
        response = await self._endpoints.answer(Request(scope, receive, send), scope["path"], None)
        await response(scope, receive, send)


def _route(endpoints: AmplitudeEndpoints, path: str, endpoint: str) -> Route:
    """Return the route of one of Amplitude's endpoints; a GET of the SDKs' endpoint shows the live view."""

    async def answer(request: Request) -> Response:
        run = request.path_params.get("run")
        if run is not None and not RUN.fullmatch(run):
            return sentence(path, 404, "the name of a run must be 1 to 80 letters, digits, dots, dashes, _ and ~")
        if request.method != "POST" and not ENDPOINTS[endpoint].takes_get:
            return live_page()
        return await endpoints.answer(request, endpoint, None if run is None else f"{RUN_PREFIX}{run}")

    takes_get = endpoint == wire.UPLOAD_PATH or ENDPOINTS[endpoint].takes_get
    return Route(path, answer, methods=["GET", "POST"] if takes_get else ["POST"])


def _stream(feed: Feed) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if request.method == "HEAD":
            return Response(media_type=LiveStream.media_type)
        if feed.full:
            return sentence(request.url.path, 503, f"too many watch the live view: {MOST_WATCHERS} at most")
        return LiveStream(feed, request.headers.get("last-event-id", ""))

    return answer


async def _nowhere(request: Request, error: Exception) -> Response:
    """Answer in one sentence that there is nothing at a path, or that its method is wrong."""
    path = request.url.path
    if isinstance(error, HTTPException) and error.status_code == 405:
        allowed = ", ".join(sorted((error.headers or {}).get("Allow", "").split(", ")))
        reason = f"{readable(path)} takes {allowed}, not {readable(request.method)}"
        return sentence(path, 405, reason, {"Allow": allowed})
    return sentence(path, 404, f"there is nothing at {quoted(path)}; {DOCUMENT_PATH} describes what there is")
