"""The arrows of ARCHITECTURE.md: who may import whom."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import simulator

PACKAGE = Path(simulator.__file__).parent

NEVER_IMPORTS = {
    # A destination never sees the clock, the device or the SDK's state.
    "destinations": ("analytics", "amplitude", "backend", "clock", "conformance", "device", "segment_servers",
                     "simulation", "sources"),
    # The SDK never sees a Segment message.
    "amplitude": ("analytics", "backend", "calls", "conformance", "destinations", "segment_servers", "settings",
                  "simulation", "sources"),
    # Amplitude sees what comes over the wire.
    "backend": ("amplitude", "analytics", "calls", "clock", "conformance", "destinations", "device",
                "segment_servers", "settings", "simulation", "sources"),
    # The expectations don't know the simulator's insides, so that a port can be judged by them.
    "conformance/expectations.py": ("amplitude", "analytics", "destinations", "device", "simulation", "sources"),
    "conformance/matching.py": ("amplitude", "analytics", "backend", "destinations", "device", "simulation"),
    "vocabulary.py": ("amplitude", "analytics", "destinations", "device", "simulation", "sources"),
    # The base knows nothing but itself.
    "values.py": ("calls", "clock", "commands", "device", "events", "rules", "settings"),
    "calls.py": ("analytics", "clock", "commands", "device", "events", "settings"),
    "commands.py": ("calls", "device", "events", "settings"),
    "events.py": ("calls", "commands", "device", "settings"),
}  # fmt: skip


def imported(path: Path) -> set[str]:
    """Return the modules of the package that a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("simulator"):
            found |= {f"{node.module}.{alias.name}".removeprefix("simulator.") for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("simulator.") for alias in node.names}
    return found


@pytest.mark.parametrize("place", NEVER_IMPORTS)
def test_arrows_point_one_way(place: str) -> None:
    root = PACKAGE / place
    paths = sorted(root.rglob("*.py")) if root.is_dir() else [root]
    assert paths
    for path in paths:
        for name in imported(path):
            for forbidden in NEVER_IMPORTS[place]:
                assert not f"{name}.".startswith(f"{forbidden}."), f"{path.name} imports {name}"


def test_nothing_reads_the_machine_s_clock_or_randomness() -> None:
    for path in PACKAGE.rglob("*.py"):
        source = path.read_text("utf-8")
        found = re.findall(
            r"\b(?:import (?:time|uuid|secrets)|from (?:time|uuid|secrets) |datetime\.now|utcnow)\b", source
        )
        assert not found, f"{path.name} uses {found}"
