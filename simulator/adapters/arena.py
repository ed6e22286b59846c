"""Where the ports' uploads arrive: a server of the stand-in, with a run of its own for each scenario."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from simulator.adapters.running import Arena
from simulator.backend import Backend
from simulator.backend.projects import RUN_PREFIX, Projects


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
def arena() -> Iterator[Arena]:
    """Serve an arena for as long as the context lasts."""
    from simulator.backend.server import serving

    projects = Projects()
    with serving(projects) as server:
        yield ServedArena(server.url, projects)
