"""The probe of each claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from simulator.ports.checking.probes import calls, devices, late_arrivals, segment, time_and_process
from simulator.ports.checking.probes.probe import Probe

PROBES: Final[Mapping[str, Probe]] = {
    probe.claim: probe
    for subject in (time_and_process, devices, late_arrivals, calls, segment)
    for probe in subject.PROBES
}
"""The probe of each capability, by its name."""
