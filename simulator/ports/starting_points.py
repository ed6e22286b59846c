"""Starting points for authors of ports: the protocol's part, which stays as it is, and the port, to be filled in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from simulator.documentation.resources import adapter_of_pages
from simulator.errors import UsageError

_TEMPLATES: Final = Path(__file__).parent / "templates"
_PAGE: Final = "devicemode-page"
"""The folder beside a port with the page that its SDK is in."""
_OTHERS: Final = "node_modules"


class StartingPoint(msgspec.Struct, frozen=True):
    """The files for a port in one language, and how they are made to run."""

    stays: tuple[str, ...]
    yours: tuple[str, ...]
    run: str
    #: The command that installs or compiles it, before it runs.
    build: str = ""


STARTING_POINTS: Final = {
    "node": StartingPoint(("adapter.mjs",), ("port.mjs",), "node adapter.mjs"),
    "python": StartingPoint(("adapter.py",), ("port.py",), "python adapter.py"),
    "java": StartingPoint(
        ("pom.xml", "src/Adapter.java"),
        ("src/Port.java",),
        'java -cp "target/classes:target/lib/*" Adapter',
        "mvn -q compile",
    ),
    "kotlin": StartingPoint(
        ("pom.xml", "src/Adapter.kt"),
        ("src/Port.kt",),
        'java -cp "target/classes:target/lib/*" AdapterKt',
        "mvn -q compile",
    ),
    "go": StartingPoint(("go.mod", "adapter.go"), ("port.go",), "./adapter", "go build -o adapter ."),
    "rust": StartingPoint(("Cargo.toml", "src/main.rs"), ("src/port.rs",), "target/debug/adapter", "cargo build"),
    "page": StartingPoint(
        ("adapter.mjs", "package.json", _PAGE),
        ("port.mjs", "page.cjs"),
        "node adapter.mjs",
        "npm install --ignore-scripts",
    ),
}
"""By language, or by template where it is for one kind of SDK alone."""

TEMPLATES: Final = ("page",)
LANGUAGES: Final = tuple(name for name in STARTING_POINTS if name not in TEMPLATES)


def write(name: str, folder: Path) -> StartingPoint:
    """Write a starting point into a folder, which is made if it isn't there.

    Raises `UsageError` where one of its files exists already, or can't be written; then nothing has been overwritten.
    """
    point = STARTING_POINTS[name]
    for entry in (*point.stays, *point.yours):
        if (folder / entry).exists():
            raise UsageError(f"{folder / entry} exists already; choose another folder or move it away")
    try:
        for path, source in _files(name, point):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(source.read_bytes())
    except OSError as error:
        raise UsageError(f"{folder}: can't be written to: {error.strerror}") from None
    return point


def _files(name: str, point: StartingPoint) -> Iterator[tuple[Path, Path]]:
    """Yield each file: its path in the folder, and the original."""
    for entry in (*point.stays, *point.yours):
        if entry == _PAGE:
            page = adapter_of_pages()
            yield from ((_PAGE / path.relative_to(page), path) for path in _shipped(page))
        else:
            yield Path(entry), _TEMPLATES / name / entry


def _shipped(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, without what a package manager has put there."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name != _OTHERS:
            yield from _shipped(path)
        elif path.is_file():
            yield path
