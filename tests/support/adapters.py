"""Adapters without a process of their own, and a place for their uploads without a socket."""

from __future__ import annotations

from simulator.backend import Backend
from simulator.ports.connections.in_process import InProcessConnection as InProcess

__all__ = ["InMemory", "InProcess"]


class InMemory:
    """Takes what adapters report: nothing is uploaded."""

    def project(self) -> tuple[Backend, str]:
        """Return a new project and an address that nobody uses."""
        return Backend(), "http://127.0.0.1:9"

    def forget(self, project: Backend) -> None:
        """Do nothing: nothing is kept."""
