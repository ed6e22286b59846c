"""JSON Schemas of the formats that other programs read and write, as files of the package.

In: nothing. Out: the schemas of the report, of the adapter protocol and of the vectors. Imports nothing;
`python -m tools.schemas` makes the files from the classes of the formats.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent

ABOUT: Final[Mapping[str, str]] = {
    "run": "A line of the report that `devicemode conform --report` writes.",
    "adapter-requests": "What the harness says to an adapter.",
    "adapter-replies": "What an adapter answers.",
    "vectors": "A file that `devicemode vectors export` writes.",
}
"""The schemas by their names."""


def path(name: str) -> Path:
    """Return the path of a schema."""
    return _FOLDER / f"{name}.json"


def text(name: str) -> str:
    """Return a schema as it is packaged."""
    return path(name).read_text("utf-8")
