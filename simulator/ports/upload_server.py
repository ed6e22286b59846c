"""The server that ports upload to, with a project of its own for each scenario."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Protocol
from urllib.parse import urlsplit

from simulator.backend import Backend
from simulator.backend.ingestion.project_ids import RUN_PREFIX
from simulator.backend.ingestion.projects import Projects
from simulator.errors import UsageError, quoted


class UploadServer(Protocol):
    """A server that ports upload to."""

    def project(self) -> tuple[Backend, str]:
        """Return a new project and the address under which it takes uploads."""

    def forget(self, project: Backend) -> None:
        """Forget a project, with all that it has received."""


class ServedProjects:
    """The projects of a server in this process, which can be read without it."""

    def __init__(self, url: str, projects: Projects) -> None:
        self._url = url
        self._projects = projects
        self._numbers = count(1)

    def project(self) -> tuple[Backend, str]:
        """Return a new project and the address under which it takes uploads."""
        name = f"case-{next(self._numbers)}"
        return self._projects.open(f"{RUN_PREFIX}{name}"), f"{self._url}/runs/{name}"

    def forget(self, project: Backend) -> None:
        """Forget a project, with all that it has received."""
        self._projects.forget(project.project_id)


@contextmanager
def upload_server(*, host: str = "127.0.0.1", port: int = 0, upload_url: str | None = None) -> Iterator[UploadServer]:
    """Run an upload server for as long as the context lasts, by default on this machine's loopback and any free port.

    `upload_url` is the address that ports elsewhere reach it by, if that differs from where it listens:
    `http://10.0.2.2:8119` from an emulator. Raises `UsageError` if it can't listen there, or for an address that isn't
    valid.
    """
    from simulator.backend.server import Options, serving

    hosts = (host_of(upload_url),) if upload_url else ()
    projects = Projects()
    with serving(projects, Options(host=host, port=port, hosts=hosts)) as server:
        yield ServedProjects((upload_url or server.url).rstrip("/"), projects)


def host_of(url: str) -> str:
    """Return the host of a server's address; raise `UsageError` if the address isn't valid."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        raise UsageError(f"{quoted(url)} is not an address to upload to; one looks like http://10.0.2.2:8119")
    return host
