"""The features, fixtures and the adapter of pages: inside an installed package, or next to it in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


@cache
def _folder(name: str) -> Path:
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def features() -> Path:
    """Return the folder that holds the executable specification."""
    return _folder("features")


def fixture(name: str) -> Path:
    """Return the path of one data file, for example `rules.json`."""
    return _folder("fixtures") / name


def segment_features() -> Path:
    """Return the folder of the scenarios that prove the rules of Segment's endpoints."""
    installed = _PACKAGE / "ports" / "segment" / "features"
    return installed if installed.is_dir() else _PACKAGE.parent / "tests" / "ports" / "segment" / "features"


def adapter_of_pages() -> Path:
    """Return the folder of the adapter that has a web SDK in a page."""
    return _folder("adapters") / "page"
