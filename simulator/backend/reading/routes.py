"""The routes of the read API: a query is read and checked, its endpoint answers, and the answer is written as JSON."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.backend.http import responses
from simulator.backend.http.receiving import read_body
from simulator.backend.ingestion.faults import LONGEST_TEXT
from simulator.backend.ingestion.projects import Projects
from simulator.backend.ingestion.refusals import RefusedError
from simulator.backend.reading import openapi
from simulator.backend.reading.api import ENDPOINTS
from simulator.backend.reading.live import MOST_WATCHERS, Feed
from simulator.backend.reading.queries import Endpoint, ProblemError, Query, read_query
from simulator.errors import StoreError, UsageError, quoted, readable
from simulator.values import Value

LONGEST_BODY: Final = 16 * LONGEST_TEXT
"""Bytes of a request's body: enough for a fault whose texts have every character escaped."""

_BLINK: Final = 0.02
"""Seconds from an arrival to the next check on it."""

DOCUMENT_PATH: Final = "/api/openapi.json"

T = TypeVar("T")


def read_api(projects: Projects, feed: Feed, more: Sequence[Endpoint] = ()) -> list[Route]:
    """Return the routes of the read API, with `more` endpoints of the servers beside Amplitude.

    `feed` says when something has arrived.
    """
    described = (*ENDPOINTS, *more)

    async def document(request: Request) -> Response:
        del request
        return Response(_written_document(described), media_type="application/json")

    made = [Route(DOCUMENT_PATH, document)]
    by_path: dict[str, dict[str, Endpoint]] = {}
    for endpoint in described:
        by_path.setdefault(endpoint.path, {})[endpoint.method] = endpoint
    return made + [_route(projects, feed, path, endpoints) for path, endpoints in by_path.items()]


def _route(projects: Projects, feed: Feed, path: str, endpoints: dict[str, Endpoint]) -> Route:
    async def answer(request: Request) -> Response:
        return await _answer(projects, feed, endpoints["GET" if request.method == "HEAD" else request.method], request)

    return Route(path, answer, methods=list(endpoints))


async def _answer(projects: Projects, feed: Feed, endpoint: Endpoint, request: Request) -> Response:
    try:
        query = Query(
            projects=projects,
            path_parameters=request.path_params,
            parameters=read_query(endpoint.query, request.query_params.multi_items()),
            body=await _body(request, endpoint.takes) if endpoint.takes else None,
        )
        answer = await _answered(endpoint, query, feed)
    except ProblemError as problem:
        return responses.sentence(request.url.path, problem.status, str(problem))
    except RefusedError as refused:
        return responses.sentence(request.url.path, refused.answer.status, refused.reason, {"Connection": "close"})
    except UsageError as error:
        return responses.sentence(request.url.path, 400, str(error))
    except StoreError as error:
        return responses.sentence(request.url.path, 503, str(error))
    return Response(status_code=endpoint.status) if answer is None else responses.json(answer, endpoint.status)


async def _answered(endpoint: Endpoint, query: Query, feed: Feed) -> object:
    """Return an endpoint's answer; if the query says so, wait until enough has arrived."""
    answer = endpoint.answer(query)
    if endpoint.size is None or not query.parameters["wait"]:
        return answer
    news = asyncio.Event()
    if feed.full:
        raise ProblemError(503, f"too many wait already: {MOST_WATCHERS} at most")
    feed.subscribe(news)
    try:
        async with asyncio.timeout(query.parameters["wait"] / 1000):
            while endpoint.size(answer) < query.parameters["count"] and not feed.closed:
                await news.wait()
                # Events that come together are looked at once.
                await asyncio.sleep(_BLINK)
                news.clear()
                answer = endpoint.answer(query)
    except TimeoutError:
        return endpoint.answer(query)
    finally:
        feed.unsubscribe(news)
    return answer


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


@lru_cache(2)
def _written_document(endpoints: tuple[Endpoint, ...]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(openapi.document(endpoints)))
