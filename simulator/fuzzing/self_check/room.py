"""The room of the ways: folders, a server and adapters' processes, opened once for many journeys."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from simulator.backend.ingestion.project_ids import RUN_PREFIX
from simulator.backend.ingestion.projects import Projects
from simulator.backend.server import serving
from simulator.conformance.running.amplitude import Project
from simulator.conformance.running.over_http import Server
from simulator.ports.adapter_link import AdapterLink
from simulator.ports.connections.stdio import StdioConnection
from simulator.ports.upload_server import UploadServer, upload_server

_IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108 — made by the system; the folders in it are ours alone
"""Linux's file system in memory. How long a disk takes to make sure of what is written is of no matter here."""


class Room:
    """Everything is opened when it is first needed, and closed with the room."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._links: dict[str, AdapterLink] = {}
        self._projects = Projects()

    def __enter__(self) -> Room:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Close everything."""
        self._links.clear()
        self._stack.close()

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """Yield an empty folder, for one journey."""
        with TemporaryDirectory(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None) as path:
            yield Path(path)

    @contextmanager
    def project_over_http(self) -> Iterator[Project]:
        """Yield a project behind a server, for one journey."""
        run = self._server.run()
        yield run
        self._projects.forget(f"{RUN_PREFIX}{run.name}")

    def adapter(self, dialect: str) -> AdapterLink:
        """Return the link to the reference as an adapter in a process of its own."""
        link = self._links.get(dialect)
        if link is None:
            command = [sys.executable, "-m", "simulator.ports.reference", "--level", "wire", "--dialect", dialect]
            link = self._links[dialect] = AdapterLink(lambda: StdioConnection(command))
            self._stack.callback(link.close)
        return link

    @cached_property
    def uploads(self) -> UploadServer:
        """Where adapters upload to."""
        return self._stack.enter_context(upload_server())

    @cached_property
    def _server(self) -> Server:
        server = self._stack.enter_context(serving(self._projects))
        return self._stack.enter_context(Server(server.url))
