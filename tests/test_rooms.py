"""The rooms of the tests are those of the package, so that one is easy to find from the other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

import simulator
from tests import ROOT

TESTS: Final = ROOT / "tests"
PACKAGE: Final = Path(simulator.__file__).parent

OWN: Final[Mapping[str, str]] = {
    "backend/browser": "the live view in Chromium",
    "backend/fuzz": "100,000 inputs for the backend",
    "backend/kills": "clients and backend killed hundreds of times",
    "clients": "SDKs, libraries and pages of today, unchanged, against the stand-ins",
    "mutation": "the program that tries mutants",
    "real": "recordings of the real stacks, and the real stacks themselves",
    "real/drawn": "sequences drawn by lot for the real web stack",
    "reports/browser": "the report's page in Chromium",
    "site": "the docs site, which `tools.site` builds",
    "support": "what tests of several rooms share",
    "wrong_ports": "ports and adapters that are wrong on purpose",
}
"""The rooms that the package does not have, and their contents."""

FOLDERS: Final = sorted({path.parent.relative_to(TESTS).as_posix() for path in TESTS.rglob("*/*.py")})
"""Each folder below `tests` that has Python in it."""


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_room_is_one_of_the_package_or_has_a_reason_of_its_own(folder: str) -> None:
    assert (TESTS / folder / "__init__.py").is_file()
    assert (folder in OWN) != (PACKAGE / folder).is_dir()


def test_the_rooms_with_reasons_are_there() -> None:
    assert OWN.keys() <= set(FOLDERS)
