"""A project of Amplitude in this process that outlives a simulation."""

from __future__ import annotations

from simulator.backend import Backend, wire_of
from simulator.conformance.running.amplitude import InProcess
from simulator.wire.requests import Wire


class Elsewhere(InProcess):
    """A project that no simulation has for itself."""

    def __init__(self, backend: Backend) -> None:
        super().__init__(backend)
        self.wire: Wire = wire_of(backend)
