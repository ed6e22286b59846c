"""Where the ports' uploads arrive: a server of the stand-in, with a run of its own for each scenario."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from urllib.parse import urlsplit

from simulator.backend import Backend
from simulator.backend.ingestion.project_ids import RUN_PREFIX
from simulator.backend.ingestion.projects import Projects
from simulator.errors import UsageError, quoted
from simulator.ports.running import Arena


class ServedArena:
    """Runs at a server in this process, whose projects can be looked at directly."""

    def __init__(self, url: str, projects: Projects) -> None:
        self._url = url
        self._projects = projects
        self._numbers = count(1)

    def project(self) -> tuple[Backend, str]:
        """Return a new run and the address under which it takes uploads."""
        name = f"case-{next(self._numbers)}"
        return self._projects.open(f"{RUN_PREFIX}{name}"), f"{self._url}/runs/{name}"


@contextmanager
def arena(*, host: str = "127.0.0.1", port: int = 0, upload_url: str | None = None) -> Iterator[Arena]:
    """Serve an arena for as long as the context lasts, on this machine's loopback unless told otherwise.

    `upload_url` is where ports elsewhere reach it, if that is not where it listens: `http://10.0.2.2:8119` from an
    emulator. Raises `UsageError` for a place where it can't listen and for an address that is none.
    """
    from simulator.backend.server import Options, serving

    hosts = (host_of(upload_url),) if upload_url else ()
    projects = Projects()
    with serving(projects, Options(host=host, port=port, hosts=hosts)) as server:
        yield ServedArena((upload_url or server.url).rstrip("/"), projects)


def host_of(url: str) -> str:
    """Return the host of an address; raise `UsageError` if it is no address of a server."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        raise UsageError(f"{quoted(url)} is no address to upload to; one looks like http://10.0.2.2:8119")
    return host
