"""What an endpoint of the read API is: its path, what it is asked with, what it answers with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec

from simulator.backend.ingestion.project import Backend
from simulator.backend.ingestion.project_ids import is_project_id
from simulator.backend.ingestion.projects import Projects
from simulator.errors import DevicemodeError, nearest, quoted

_LARGEST: Final = 10**15 - 1


class ProblemError(DevicemodeError):
    """What a request to the read API is answered with, in place of what it asks for."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """A whole number in the query."""

    name: str
    says: str
    least: int = 0
    most: int = _LARGEST
    default: int | None = None


AFTER: Final = Parameter(name="after", says="Go on behind this one.", default=0)
LIMIT: Final = Parameter(name="limit", says="How many at most.", least=1, most=1000, default=100)
USER: Final = Parameter(name="user", says="Only the events of this user, by number.", least=1)


class Asked(msgspec.Struct, kw_only=True):
    """A request to the read API, read and checked."""

    projects: Projects
    path_parameters: dict[str, str]
    query: dict[str, int | None]
    body: Any = None

    @property
    def project(self) -> Backend:
        """The project to look at; raise `ProblemError` for what can be none."""
        return self.projects.peek(self.project_id)

    @property
    def project_id(self) -> str:
        """The id of the project in the path; raise `ProblemError` for what can be none."""
        project_id = self.path_parameters["project_id"]
        if not is_project_id(project_id):
            raise ProblemError(
                404, f"{quoted(project_id)} is no project: its id is an API key, or the name of a run behind run-"
            )
        return project_id

    @property
    def number(self) -> int:
        """The number in the path; raise `ProblemError` for what is none."""
        written = self.path_parameters["number"]
        number = _whole(written)
        if number is None:
            raise ProblemError(404, f"{quoted(written)} is no user's number")
        return number

    @property
    def after(self) -> int:
        """What to go on behind."""
        return self.query["after"] or 0

    @property
    def limit(self) -> int:
        """How many at most."""
        return self.query["limit"] or 1


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to ask."""

    path: str
    says: str
    answer: Callable[[Asked], object]
    #: What the answer is; nothing for 204.
    gives: type | None
    method: str = "GET"
    query: tuple[Parameter, ...] = ()
    #: What the body is.
    takes: type | None = None
    status: int = 200


def read_query(parameters: Sequence[Parameter], given: Sequence[tuple[str, str]]) -> dict[str, int | None]:
    """Return the query's numbers by name; raise `ProblemError` for one that is wrong, unknown or there twice."""
    known = {parameter.name: parameter for parameter in parameters}
    read: dict[str, int | None] = {}
    for name, written in given:
        if name not in known:
            raise ProblemError(400, f"there is no parameter {quoted(name)} here.{nearest(name, known)}")
        if name in read:
            raise ProblemError(400, f"the parameter {name} is there twice")
        number, parameter = _whole(written), known[name]
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
