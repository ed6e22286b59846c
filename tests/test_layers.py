"""The arrows of ARCHITECTURE.md: who may import whom."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import pytest

import simulator

PACKAGE = Path(simulator.__file__).parent

NEVER_IMPORTS = {
    # A destination never sees the clock, the device or the SDK's state.
    "destinations": ("analytics", "amplitude", "backend", "clock", "conformance", "device", "segment_servers",
                     "simulation", "sources"),
    # The SDK never sees a Segment message.
    "amplitude": ("adapters", "analytics", "backend", "calls", "conformance", "destinations", "dialects", "divergences",
                  "segment_servers", "settings", "simulation", "sources", "transport"),
    # Amplitude sees what comes over the wire.
    "backend": ("adapters", "amplitude", "analytics", "calls", "cli", "clock", "commands", "conformance",
                "destinations", "device", "dialects", "divergences", "segment_servers", "settings", "simulation",
                "sources"),
    # The expectations don't know the simulator's insides, so that a port can be judged by them.
    "conformance/expectations.py": ("amplitude", "analytics", "destinations", "device", "simulation", "sources"),
    "conformance/matching.py": ("amplitude", "analytics", "backend", "destinations", "device", "simulation"),
    "vocabulary.py": ("amplitude", "analytics", "destinations", "device", "simulation", "sources"),
    # A storage doesn't know what it keeps.
    "storage": ("amplitude", "analytics", "calls", "commands", "device", "events", "simulation", "sources"),
    # What a language does with a value has nothing to do with who asks.
    "languages": ("adapters", "amplitude", "analytics", "backend", "calls", "clock", "commands", "conformance",
                  "destinations", "device", "dialects", "divergences", "events", "settings", "simulation", "sources"),
    # The base knows nothing but itself.
    "values.py": ("calls", "clock", "commands", "device", "events", "rules", "settings"),
    "calls.py": ("analytics", "clock", "commands", "device", "events", "settings"),
    "commands.py": ("calls", "device", "events", "settings"),
    "events.py": ("calls", "commands", "device", "settings"),
}  # fmt: skip

KNOWS_ONLY: Final[dict[str, set[str]]] = {
    # Both ends of the wire go by it, so it goes by neither.
    "wire.py": set(),
    "transport.py": {"wire"},
}

EDGES: Final = {
    # How long a port or a server is waited for.
    "adapters/connection.py": {"time.monotonic"},
    "adapters/http.py": {"time.monotonic"},
    "transport.py": {"time.monotonic"},
    # When a request came that does not say so itself.
    "backend/server.py": {"time.time_ns"},
    # Whether a known failure has expired.
    "cli/port.py": {"datetime.now"},
}
"""The modules that read a clock of the machine's, and which."""


def imported(path: Path) -> set[str]:
    """Return the modules of the package that a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("simulator"):
            found |= {f"{node.module}.{alias.name}".removeprefix("simulator.") for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("simulator.") for alias in node.names if "simulator." in alias.name}
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


@pytest.mark.parametrize("place", KNOWS_ONLY)
def test_the_wire_knows_nothing_but_itself(place: str) -> None:
    assert {name.split(".")[0] for name in imported(PACKAGE / place)} == KNOWS_ONLY[place]


def read_from_the_machine(path: Path) -> set[str]:
    """Return what a file takes of the machine's clocks and of its randomness, by dotted names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.ImportFrom(module="time" | "uuid" | "secrets" | "random" as module, names=names):
                found |= {f"{module}.{alias.name}" for alias in names}
            case ast.Import(names=names):
                found |= {alias.name for alias in names} & {"time", "uuid", "secrets", "random"}
            case ast.Attribute(attr="now" | "utcnow" | "today" | "urandom" as name, value=ast.Name(id=owner)) if (
                owner in ("datetime", "date", "os")
            ):
                found.add(f"{owner}.{name}")
            case ast.Call(func=ast.Name(id="Random"), args=[]):
                found.add("random.Random()")
    # A generator of a known seed is nothing of the machine's.
    return found - {"random.Random"}


def test_only_the_edges_read_the_machine_s_clocks_and_nothing_its_randomness() -> None:
    read = {path.relative_to(PACKAGE).as_posix(): read_from_the_machine(path) for path in PACKAGE.rglob("*.py")}
    assert {path: names for path, names in read.items() if names} == EDGES
