"""An endpoint of the read API, and a query to it: the project, the parameters and the body, read and checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Protocol, TypeVar

import msgspec

from simulator.backend.ingestion.project import Backend
from simulator.backend.ingestion.project_ids import is_project_id
from simulator.backend.ingestion.projects import Projects
from simulator.errors import DevicemodeError, nearest, quoted

_LARGEST: Final = 10**15 - 1


class ProblemError(DevicemodeError):
    """A request to the read API can't be answered: with this status, and one sentence."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


LONGEST_TEXT: Final = 1000
"""Characters of a parameter's text."""


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """A parameter of the query: a whole number, or a text."""

    name: str
    description: str
    text: bool = False
    #: A regular expression that a text must match as a whole; empty for any text.
    pattern: str = ""
    least: int = 0
    most: int = _LARGEST
    default: int | None = None


AFTER: Final = Parameter(name="after", description="Return the ones after this.", default=0)
LIMIT: Final = Parameter(name="limit", description="How many to return at most.", least=1, most=1000, default=100)
USER: Final = Parameter(name="user", description="Only the events of this user, by number.", least=1)
SINCE: Final = Parameter(name="since", description="Only what came at this time or later, in milliseconds since 1970.")
UNTIL: Final = Parameter(name="until", description="Only what came before this time, in milliseconds since 1970.")
COUNT: Final = Parameter(
    name="count", description="How many there must be before `wait` is over.", least=1, most=1000, default=1
)
WAIT: Final = Parameter(
    name="wait",
    description="How many milliseconds to wait at most until there are `count` of them.",
    most=60_000,
    default=0,
)


class Query(msgspec.Struct, kw_only=True):
    """A request to the read API, read and checked."""

    projects: Projects
    path_parameters: dict[str, str]
    #: Whole numbers and texts by name; `None` for one that is not given.
    parameters: dict[str, Any]
    body: Any = None

    @property
    def project(self) -> Backend:
        """The project to read; raises `ProblemError` if the id in the path can't be a project's."""
        return self.projects.peek(self.project_id)

    @property
    def project_id(self) -> str:
        """The id of the project in the path; raises `ProblemError` if it can't be a project's."""
        project_id = self.path_parameters["project_id"]
        if not is_project_id(project_id):
            raise ProblemError(
                404,
                f"{quoted(project_id)} can't be a project: its id is an API key, or run- and the name of a run",
            )
        return project_id

    @property
    def number(self) -> int:
        """The number in the path; raises `ProblemError` if it is not a number."""
        written = self.path_parameters["number"]
        number = _whole(written)
        if number is None:
            raise ProblemError(404, f"{quoted(written)} is not the number of a user")
        return number

    @property
    def after(self) -> int:
        """The number after which to continue."""
        after: int = self.parameters["after"]
        return after

    @property
    def limit(self) -> int:
        """The most things to return."""
        limit: int = self.parameters["limit"]
        return limit


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """An endpoint of the read API."""

    path: str
    summary: str
    answer: Callable[[Query], object]
    #: The type of the answer; `None` for 204.
    gives: type | None
    method: str = "GET"
    query: tuple[Parameter, ...] = ()
    #: The number of things in an answer, for an endpoint that can wait until there are enough.
    size: Callable[[Any], int] | None = None
    #: The type of the body.
    takes: type | None = None
    status: int = 200


MOST_SCANNED: Final = 100_000
"""The most things that a query looks at; `next` of its page goes on behind them."""


class Numbered(Protocol):
    """Anything with a number."""

    @property
    def id(self) -> int:
        """Its number, from 1 in the order of arrival."""


T = TypeVar("T", bound=Numbered)


def chosen(things: Iterable[T], fits: Callable[[T], bool], limit: int, most: int) -> tuple[list[T], int | None]:
    """Return up to `limit` of the things that fit, and after which number to go on; `None` at the end.

    `things` has `most` at most; if it has as many, there may be more.
    """
    found: list[T] = []
    last, seen = 0, 0
    for one in things:
        last, seen = one.id, seen + 1
        if fits(one):
            found.append(one)
            if len(found) == limit:
                return found, last
    return found, last if seen == most else None


def read_query(parameters: Sequence[Parameter], given: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return the query's values by name; raise `ProblemError` if one is wrong, unknown or appears twice."""
    known = {parameter.name: parameter for parameter in parameters}
    read: dict[str, int | str] = {}
    for name, written in given:
        if name not in known:
            raise ProblemError(400, f"there is no parameter {quoted(name)} here.{nearest(name, known)}")
        if name in read:
            raise ProblemError(400, f"the parameter {name} appears twice")
        number, parameter = _whole(written), known[name]
        if parameter.text:
            if len(written) > LONGEST_TEXT:
                raise ProblemError(400, f"{name} has {len(written)} characters; at most {LONGEST_TEXT} are allowed")
            if parameter.pattern and not re.fullmatch(parameter.pattern, written):
                raise ProblemError(400, f"{name} must match {parameter.pattern}, and {quoted(written)} does not")
            read[name] = written
            continue
        if number is None or not parameter.least <= number <= parameter.most:
            raise ProblemError(
                400, f"{name} must be a whole number from {parameter.least} to {parameter.most}, not {quoted(written)}"
            )
        read[name] = number
    return {parameter.name: read.get(parameter.name, parameter.default) for parameter in parameters}


def _whole(written: str) -> int | None:
    if not (written.isascii() and written.isdigit()) or len(written) > len(str(_LARGEST)):
        return None
    return int(written)
