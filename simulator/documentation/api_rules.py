"""The rules of Amplitude's current API and of Segment's as data: statements of the documentation, by page and line.

They are about the stand-ins, not about SDKs: their ids tag the scenarios that prove them, as those of the wire rules
do, and they hold in every dialect.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import msgspec

from simulator.documentation import resources
from simulator.documentation.platforms import Platform
from simulator.documentation.source_files import SourceFile


class APIPage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of the documentation."""

    #: Its path in the repository.
    file: str
    #: The date of its last change before the release, such as 2026-01-20.
    changed: str
    #: The address at which people read it, in today's version.
    address: str


class APIDocumentation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The release of the documentation that the rules follow."""

    #: On GitHub.
    repository: str
    commit: str
    #: The day of the commit.
    date: str
    pages: dict[str, APIPage]


class APIPassage(msgspec.Struct, frozen=True, array_like=True):
    """Lines of a page."""

    page: str
    first: int
    last: int

    def __str__(self) -> str:
        """Return its short form: `http-v2 1904-1906`."""
        return f"{self.page} {self.first}" + ("" if self.first == self.last else f"-{self.last}")


class APIRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One statement about requests to an API."""

    id: str
    #: The paths that it is about.
    endpoints: tuple[str, ...]
    says: str
    #: The passages that say it; empty for what only the SDKs show.
    lines: tuple[APIPassage, ...]
    #: The code of SDKs that relies on it.
    files: tuple[SourceFile, ...] = ()
    #: A contradiction or gap of the documentation around this rule, and how it is resolved.
    note: str | None = None

    @property
    def platforms(self) -> tuple[Platform, ...]:
        """The platform that its requests count as: the server."""
        return ("server",)


class _Rules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    documentation: APIDocumentation
    rules: tuple[APIRule, ...]


@cache
def _read(name: str = "api-rules.json") -> _Rules:
    return msgspec.json.decode(resources.fixture(name).read_bytes(), type=_Rules)


def api_documentation() -> APIDocumentation:
    """Return the release of the documentation that the rules follow."""
    return _read().documentation


@cache
def api_rules() -> Mapping[str, APIRule]:
    """Return every rule of the current API by its id, in the order of a request's way."""
    return {rule.id: rule for rule in _read().rules}


def segment_documentation() -> APIDocumentation:
    """Return the release of Segment's documentation that its rules follow."""
    return _read("segment-rules.json").documentation


@cache
def segment_rules() -> Mapping[str, APIRule]:
    """Return every rule of Segment's API by its id, in the order of a request's way."""
    return {rule.id: rule for rule in _read("segment-rules.json").rules}
