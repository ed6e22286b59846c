"""The arrows of ARCHITECTURE.md: who may import whom."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Final

import pytest

import simulator
from tests import ROOT

PACKAGE = Path(simulator.__file__).parent

ROOMS: Final[Mapping[str, set[str]]] = {
    "errors": set(),
    "schemas": set(),
    "values": {"errors"},
    "documentation": {"errors", "values"},
    "wire": {"documentation", "values"},
    "backend": {"documentation", "errors", "values", "wire"},
    "model": {"backend", "documentation", "errors", "values", "wire"},
    "conformance": {"backend", "documentation", "errors", "model", "values", "wire"},
    "people": {"conformance", "documentation", "errors", "model", "values", "wire"},
    "ports": {"backend", "conformance", "documentation", "errors", "model", "values", "wire"},
    "reports": {"conformance", "documentation", "errors", "model", "values"},
    "vectors": {"backend", "conformance", "documentation", "errors", "model", "ports", "schemas", "values", "wire"},
    "explorer": {"backend", "conformance", "documentation", "errors", "model", "people", "values", "wire"},
    "fuzzing": {"backend", "conformance", "documentation", "errors", "model", "ports", "values", "wire"},
    "pytesting": {"conformance", "documentation", "errors", "model", "people", "ports", "values"},
    "cli": {
        "backend",
        "conformance",
        "documentation",
        "errors",
        "explorer",
        "fuzzing",
        "model",
        "ports",
        "reports",
        "schemas",
        "values",
        "vectors",
    },
}
"""The rooms at the top of the package, and what each may import."""

NEVER_IMPORTS: Final = {
    # A destination never sees the clock, the device or the SDK's state.
    "model.destinations": (
        "model.amplitude",
        "model.clock",
        "model.device",
        "model.segment",
        "model.simulation",
        "model.sources",
    ),
    # The SDK never sees a Segment message.
    "model.amplitude": (
        "documentation.settings",
        "model.calls",
        "model.destinations",
        "model.dialects",
        "model.divergences",
        "model.segment",
        "model.simulation",
        "model.sources",
        "wire.transport",
    ),
    # The documented code knows no divergence.
    "model.segment": ("model.dialects", "model.divergences", "model.simulation", "model.sources"),
    # A storage doesn't know what it keeps.
    "model.storage": (
        "model.amplitude",
        "model.calls",
        "model.commands",
        "model.device",
        "model.segment",
        "model.simulation",
        "model.sources",
        "wire",
    ),
    # A language reads a value in the same way whoever asks.
    "model.languages": (
        "documentation",
        "model.amplitude",
        "model.calls",
        "model.clock",
        "model.commands",
        "model.destinations",
        "model.device",
        "model.dialects",
        "model.divergences",
        "model.segment",
        "model.simulation",
        "model.sources",
        "wire",
    ),
    "model.calls": ("documentation.settings", "model.clock", "model.commands", "model.device", "model.segment", "wire"),
    "model.commands": ("documentation.settings", "model.calls", "model.device", "wire"),
    # The expectations don't know the simulator's insides, so that a port can be judged by them.
    "conformance.judging": (
        "model.amplitude",
        "model.destinations",
        "model.device",
        "model.segment",
        "model.simulation",
        "model.sources",
    ),
    "conformance.judging.matching": ("backend", "model"),
    "conformance.language.vocabulary": (
        "model.amplitude",
        "model.destinations",
        "model.device",
        "model.segment",
        "model.simulation",
        "model.sources",
    ),
    # Both ends of the wire go by it, so it goes by neither.
    "wire.requests": ("documentation", "model", "backend"),
    "wire.transport": ("documentation", "model", "backend"),
}
"""Imports that a part of a room may not have, though the room may."""

EDGES: Final = {
    # The wait for a port or a server.
    "ports/connections/deadlines.py": {"time.monotonic"},
    "ports/connections/http.py": {"time.monotonic"},
    "ports/connections/stdio.py": {"time.monotonic"},
    "wire/transport.py": {"time.monotonic"},
    # The duration of a check.
    "fuzzing/self_check/run.py": {"time.monotonic"},
    # The time of a request that does not state it.
    "backend/server.py": {"time.time_ns"},
    # The pause between two looks for changes of a port's code.
    "cli/conforming/changes.py": {"time"},
    # The id of a page, which nobody may guess.
    "explorer/page/open_pages.py": {"secrets.token_urlsafe"},
    "fuzzing/run.py": {"time.monotonic"},
    # Whether a known failure has expired.
    "cli/conforming/port.py": {"datetime.now"},
}
"""The modules that read one of the machine's clocks, and which."""


@cache
def modules() -> dict[str, Path]:
    """Return the package's modules by their dotted names, without `simulator.`; the package itself is `""`."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if "templates" not in parts:
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(path: Path) -> set[str]:
    """Return the modules of the package that a file imports, wherever in the file, also for type checkers alone."""
    known = modules()
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "simulator":
            whole = [f"{node.module}.{alias.name}".removeprefix("simulator.") for alias in node.names]
            found |= {name if name in known else name.rpartition(".")[0] for name in whole}
        elif isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("simulator.") for alias in node.names if "simulator." in alias.name}
    return found


@cache
def arrows() -> dict[str, set[str]]:
    """Return the modules that each module imports."""
    return {name: imported(path) - {name} for name, path in modules().items()}


def rooms() -> dict[str, set[str]]:
    """Return the entries that each entry at the top of the package imports."""
    found: dict[str, set[str]] = {name.split(".")[0]: set() for name in modules() if name not in ("", "__main__")}
    for name, others in arrows().items():
        room = name.split(".")[0]
        if room in found:
            found[room] |= {other.split(".")[0] for other in others} - {room, ""}
    return found


def test_no_file_imports_itself_on_a_roundabout_way() -> None:
    TopologicalSorter(arrows()).prepare()


def test_the_rooms_are_these_and_import_only_what_they_may() -> None:
    assert rooms() == ROOMS


@pytest.mark.parametrize("package", [name for name, path in modules().items() if path.name == "__init__.py"])
def test_the_parts_of_a_package_import_one_another_one_way(package: str) -> None:
    """Modules and packages alike: a package has an order in which to read it."""
    within = f"{package}." if package else ""
    parts: dict[str, set[str]] = {}
    for name, others in arrows().items():
        if name.startswith(within) and name != package:
            inside = {other.removeprefix(within).split(".")[0] for other in others if other.startswith(within)}
            part = name.removeprefix(within).split(".")[0]
            parts.setdefault(part, set()).update(inside - {part, ""})
    TopologicalSorter(parts).prepare()


def test_the_top_of_the_package_fits_in_a_head() -> None:
    assert len(ROOMS) <= 16


def test_the_architecture_draws_these_rooms() -> None:
    """ARCHITECTURE.md draws every arrow that is not implied by a longer way."""
    drawn = re.findall(r"^ {4}(\w+) --> (\w+)$", (ROOT / "ARCHITECTURE.md").read_text("utf-8"), re.MULTILINE)
    assert set(drawn) == {(room, other) for room, others in ROOMS.items() for other in others if is_direct(room, other)}


def is_direct(room: str, other: str) -> bool:
    """Tell whether a room leads to another by no other way than its own arrow."""
    return not any(other in reached(between) for between in ROOMS[room] - {other})


def reached(room: str) -> set[str]:
    """Return everything that a room leads to."""
    return ROOMS[room].union(*(reached(other) for other in ROOMS[room]))


@pytest.mark.parametrize("name", [name for name, path in modules().items() if path.name == "__init__.py"])
def test_every_package_says_what_it_is(name: str) -> None:
    assert ast.get_docstring(ast.parse(modules()[name].read_text("utf-8")))


@pytest.mark.parametrize("place", NEVER_IMPORTS)
def test_arrows_point_one_way(place: str) -> None:
    inside = [name for name in modules() if f"{name}.".startswith(f"{place}.")]
    assert inside
    for module in inside:
        for name in arrows()[module]:
            for forbidden in NEVER_IMPORTS[place]:
                assert not f"{name}.".startswith(f"{forbidden}."), f"{module} imports {name}"


def read_from_the_machine(path: Path) -> set[str]:
    """Return the machine's clocks and sources of randomness that a file uses, by dotted names."""
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
    # A generator with a known seed does not depend on the machine.
    return found - {"random.Random"}


def test_only_the_edges_read_the_machine_s_clocks_and_nothing_its_randomness() -> None:
    read = {path.relative_to(PACKAGE).as_posix(): read_from_the_machine(path) for path in PACKAGE.rglob("*.py")}
    assert {path: names for path, names in read.items() if names} == EDGES
